"""What changed between two editions of a call, as an elected member would be told it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.domain.call_file.changes.change import Change, What
from app.words.calls.changes import figures as figures
from app.words.calls.changes.conditions import NO_NAMES, computed_line
from app.words.calls.changes.grid import OF_GRID
from app.words.calls.changes.lines import FILES, line_sentence
from app.words.calls.changes.money import OF_MONEY
from app.words.calls.changes.road import OF_CALL
from app.words.calls.changes.shapes import ChangeWords
from app.words.lexicon import Lexicon
from app.words.typography import typo

_TOLD: Final[Mapping[What, ChangeWords]] = {**OF_CALL, **OF_GRID, **OF_MONEY}


def change_sentence(change: Change, names: Lexicon = NO_NAMES) -> str:
    """One change, in a sentence; `names` are what the names of its conditions are called."""
    return typo(_sentence(change, names))


def no_change() -> str:
    """Two editions that say the same."""
    return "Rien ne change entre les deux éditions."


def _sentence(change: Change, names: Lexicon) -> str:
    if change.what is What.FILE:
        return _file(change)
    if change.what is What.COMPUTED_LINE:
        return computed_line(change, names)
    if change.what in (What.LINE, What.LINE_ORDER):
        return line_sentence(change)
    if change.what is What.KNOCK_OUT:
        becomes = "devient" if change.after else "n’est plus"
        return f"Le seuil du critère « {change.label} » {becomes} éliminatoire."
    if change.what in (What.PIECE_REQUIRED, What.QUESTION_REQUIRED):
        named = "La pièce" if change.what is What.PIECE_REQUIRED else "La question"
        return f"{named} « {change.label} » devient {'obligatoire' if change.after else 'facultative'}."
    words = _TOLD[change.what]
    if change.what is What.QUOTA and change.label in names:
        change = replace(change, label=names[change.label].label)
    before, after = words.write(change.before), words.write(change.after)
    if change.before is None:
        return words.added.format(label=change.label, before=before, after=after)
    if change.after is None:
        return words.removed.format(label=change.label, before=before, after=after)
    return words.changed.format(
        label=change.label, before=before, after=after, was=figures.number(change.before)
    )


def _file(change: Change) -> str:
    if change.before is None:
        return f"{FILES[change.label]} : cette étape est décrite, elle ne l’était pas."
    return f"{FILES[change.label]} : cette étape n’est plus décrite."
