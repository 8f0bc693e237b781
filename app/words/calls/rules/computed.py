"""How the mark of a criterion follows from the dossier, line by line."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.call_file.grid.computed import EXTREMES, ComputedLine
from app.domain.call_file.grid.scales import Scale
from app.domain.documents.rules import Block
from app.words.calls.conditions import condition_words
from app.words.calls.rules.blocks import said, table
from app.words.calls.rules.scales import scale_words
from app.words.lexicon import Lexicon
from app.words.typography import quoted

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_EXTREMES: Final = {
    EXTREMES[0]: "lowest, le plus bas de toutes les candidatures classées ensemble",
    EXTREMES[1]: "highest, le plus haut de toutes les candidatures classées ensemble",
    EXTREMES[2]: "average, la moyenne de toutes les candidatures classées ensemble",
}


def computed_blocks(lines: tuple[ComputedLine, ...], scale: Scale, names: Lexicon) -> Iterator[Block]:
    """The lines in order, then what becomes of the figure and of an answer that is missing."""
    yield said("Aucun expert ne note ce critère : sa note se calcule d’après le dossier.")
    if len(lines) == 1 and lines[0].when is None:
        yield said(f"La note est {_mark(lines[0], scale)}.")
    else:
        rows = [(_condition(line, names), _mark(line, scale)) for line in lines]
        yield said("La première ligne qui convient au dossier donne la note.")
        yield table("Le calcul de la note", [("Dossier", False), ("Note", False)], rows)
    if called := called_words([_calculation(line, scale) for line in lines], names):
        yield said(called)
    if scale.is_numeric:
        yield said(f"La note est ramenée à l’échelle, {scale_words(scale)}, au plus près.")
    yield said("Si une réponse manque, ou si aucune ligne ne convient, la note est la plus faible.")


def called_words(calculations: Iterable[str], names: Lexicon) -> str:
    """What the names of these calculations are: « Dans ce calcul : total, « Total ». »; empty without any."""
    used = dict.fromkeys(name for text in calculations for name in _NAME.findall(text))
    known = {**_EXTREMES, **{name: f"{name}, {quoted(term.label)}" for name, term in names.items()}}
    called = [known[name] for name in used if name in known]
    return f"Dans ce calcul : {' ; '.join(called)}." if called else ""


def _condition(line: ComputedLine, names: Lexicon) -> str:
    if line.when is None:
        return "Tous les autres"
    return condition_words(line.when, names) or line.when


def _mark(line: ComputedLine, scale: Scale) -> str:
    level = None if scale.is_numeric else scale.level(line.mark)
    return line.mark if level is None else quoted(scale.word(level) or line.mark)


def _calculation(line: ComputedLine, scale: Scale) -> str:
    return line.mark if scale.is_numeric else ""
