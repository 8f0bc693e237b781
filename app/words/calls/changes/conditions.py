"""A line of a computed mark that changed: « Nombre d’habitants : 4 000 ou plus (c’était 5 000 ou plus) : note 12. »"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from app.domain.call_file.changes.change import Change, Figure
from app.words import formats
from app.words.calls.conditions import condition_words
from app.words.lexicon import Lexicon, Term
from app.words.typography import quoted

NO_NAMES: Final[Mapping[str, Term]] = MappingProxyType({})
"""For changes without conditions."""


def computed_line(change: Change, names: Lexicon) -> str:
    """The line that was added, removed or changed, what did not change being said once."""
    lead = f"Le calcul du critère {quoted(change.label)} – "
    old, new = (_pair(value, change.label, names) for value in (change.before, change.after))
    if new is None or old is None:
        when, mark = new or old or ("", "")
        return f"{lead}{when}, {mark} ({'ligne supprimée' if new is None else 'ligne ajoutée'})."
    if old[0] == new[0]:
        return f"{lead}{new[0]}, {new[1]} (c’était {old[1]})."
    was = _without_subject(old[0], new[0])
    if old[1] == new[1]:
        return f"{lead}{new[0]} (c’était {was}), {new[1]}."
    return f"{lead}{new[0]}, {new[1]} (c’était {was}, {old[1]})."


def _pair(value: Figure, label: str, names: Lexicon) -> tuple[str, str] | None:
    if not isinstance(value, tuple):
        return None
    when, mark = map(str, value)
    said = (condition_words(when, names) or quoted(when)) if when else "tous les autres"
    return said, _mark(mark, label, names)


def _mark(mark: str, label: str, names: Lexicon) -> str:
    """« note 12 », « niveau « Près » », or the calculation as the file writes it."""
    try:
        return f"note {formats.number(Decimal(mark))}"
    except InvalidOperation:
        options = {
            key: word for term in names.values() if term.label == label for key, word in term.options.items()
        }
        return f"niveau {quoted(options[mark])}" if mark in options else f"note {quoted(mark)}"


def _without_subject(was: str, now: str) -> str:
    """What it was, without the name that both begin with."""
    subject, colon, rest = was.partition(" : ")
    return rest if colon and now.startswith(f"{subject} : ") and " : " not in rest else was
