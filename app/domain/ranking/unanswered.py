"""The answers that the rules read and that are missing: an unknown condition takes nobody in, and somebody must say so.

What an unknown condition does is what it does in the dossier: the line is not retained, a later one may be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.aid import AidComputation
from app.domain.call_file.grid.names import OF_THE_RESULT, grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.expressions import Expression, ExpressionError, Kind, Value, read_expression
from app.domain.ranking.amounts import ELIGIBLE
from app.domain.ranking.entries import Entries, Entry
from app.domain.scoring.computing import with_extremes
from app.domain.scoring.conditions import GridConditions, values_of


class Use(StrEnum):
    """What reads the answer."""

    AMOUNT = "amount"
    RATE = "rate"
    POT = "pot"
    SPLIT = "split"
    COMPUTED = "computed"
    CRITERION = "criterion"
    GATE = "gate"
    KNOCK_OUT = "knock_out"
    RANKING = "ranking"
    AMONG = "among"


@dataclass(frozen=True)
class Unanswered:
    """The answer `name`, which `use` reads, is missing for these applications; `label` is what reads it, in words."""

    use: Use
    label: str
    name: str
    references: tuple[str, ...]
    everywhere: bool


Known = Mapping[str, Value | None]
_Lines = Sequence[Expression | None]


def unanswered(
    grid: ScoringFile,
    rule: RankingRule,
    names: Names,
    entries: Sequence[Entry],
    aids: Mapping[str, AidComputation],
) -> tuple[Unanswered, ...]:
    """What is missing for whom, in the order of the rules. `aids`: those that the rule computed."""
    conditions = GridConditions.of(grid, names)
    every = (*_of_money(rule, names, with_aid=bool(aids)), *_of_grid(grid, conditions))
    readers = [(use, label, lines) for use, label, lines in every if lines and lines[0] is not None]
    if not readers:
        return ()
    columns = Entries.of(entries)
    attributes = [values_of(one) for one in with_extremes(columns.attributes, conditions)]
    answers = grid_names(grid, names)[0].kinds.keys() - OF_THE_RESULT.keys()
    found: list[Unanswered] = []
    for use, label, lines in readers:
        missing: dict[str, list[str]] = {}
        for reference, known in zip(columns.references, attributes, strict=True):
            for name in _missing(lines, known):
                if name in answers:
                    missing.setdefault(name, []).append(reference)
        found += [
            Unanswered(use, label, name, tuple(who), len(who) == len(entries))
            for name, who in missing.items()
        ]
    return tuple(found)


def _of_money(rule: RankingRule, names: Names, *, with_aid: bool) -> Iterator[tuple[Use, str, _Lines]]:
    def read(text: str | None, kind: Kind = Kind.BOOL) -> Expression | None:
        return None if text is None else read_expression(text, names.kinds, kind)

    if rule.amount is not None and with_aid:
        yield Use.AMOUNT, "", [read(ELIGIBLE, Kind.NUMBER)]
        yield Use.RATE, "", [read(line.when) for line in rule.amount.rates]
        if rule.amount.activity_ceiling is not None:
            yield Use.AMOUNT, "", [read(rule.amount.activity_ceiling.of, Kind.NUMBER)]
    if rule.pots:
        yield Use.POT, "", [read(pot.when) for pot in rule.pots]
    if rule.split is not None:
        yield Use.SPLIT, "", [read_expression(rule.split.by, names.kinds, names.kinds[rule.split.by])]


def _of_grid(grid: ScoringFile, conditions: GridConditions) -> Iterator[tuple[Use, str, _Lines]]:
    for one in grid.criteria:
        if one.when is not None:
            yield Use.CRITERION, one.label, [conditions.read[one.when]]
        if one.computed:
            whens = [None if line.when is None else conditions.read[line.when] for line in one.computed]
            yield Use.COMPUTED, one.label, whens
            for line in one.computed:
                if line.mark in conditions.marks:
                    yield Use.COMPUTED, one.label, [conditions.marks[line.mark]]
    for gate in grid.gates:
        for text in gate.conditions:
            yield Use.GATE, gate.label, [conditions.read[text]]
    for out in grid.knock_outs:
        yield Use.KNOCK_OUT, out.label, [conditions.read[out.when]]
    yield Use.RANKING, "", [conditions.score]
    yield Use.AMONG, "", [conditions.among]


def _missing(lines: _Lines, known: Known) -> Iterable[str]:
    """The names without answer that leave unknown a line read before the first that holds."""
    found: dict[str, None] = {}
    for line in lines:
        if line is None:
            break
        try:
            value = line.evaluate(known)
        except ExpressionError:
            continue  # the ranking has told it, or has refused to go on
        if value is True:
            break
        if value is None:
            found |= dict.fromkeys(sorted(name for name in line.names if known.get(name) is None))
    return found
