"""The engine, whole: from a grid, a rule, marks and attributes to the list, without a server."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.aid import AidComputation
from app.domain.allocation import Band
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.ranking.amounts import with_amounts, without_uncomputed
from app.domain.ranking.beside import Beside, CalibrationError, beside, main_of
from app.domain.ranking.entries import Entries, Entry
from app.domain.ranking.listing import Listing, admission, listing
from app.domain.ranking.ranked import rank
from app.domain.scoring import Panel, ReviewMarks, score_panel
from app.domain.scoring.conditions import GridConditions


@dataclass(frozen=True)
class Result:
    """The list; the figures beside the total, and why some are missing; by reference how an amount was found."""

    listing: Listing
    beside: tuple[Beside, ...] = ()
    missing: tuple[CalibrationError, ...] = ()
    aids: Mapping[str, AidComputation] = field(default_factory=dict)


def result_of(
    grid: ScoringFile,
    rule: RankingRule,
    names: Names,
    entries: Sequence[Entry],
    reviews: Iterable[ReviewMarks],
    envelope: int = 0,
    seed: str | None = None,
    *,
    admits: bool = False,
) -> Result:
    """Rank these applications under an envelope in cents (0: no limit). `seed`: the published seed of a draw.
    `admits`: the round gives no money, and says who goes on.

    Raises:
        ValueError: a reference given twice, a review of an unknown application, two by the same reviewer.
        ConditionError: a condition cannot be computed for one application; its place is that of the references
        in their order.
        CalibrationError: the grid ranks by a figure that cannot be computed, and there is somebody to rank.
    """
    ordered: Sequence[Entry] = sorted(entries, key=lambda one: one.reference)
    aids: Mapping[str, AidComputation] = {}
    if rule.amount is not None:
        ordered, aids = with_amounts(ordered, rule.amount, names.kinds)
    known = Entries.of(ordered)
    panel = Panel.of(known.references, reviews, [leaf.key for leaf in grid.leaves])
    made = rank_panel(grid, rule, names, known, panel, envelope, seed, admits=admits)
    return replace(made, aids=aids)


def rank_panel(
    grid: ScoringFile,
    rule: RankingRule,
    names: Names,
    known: Entries,
    panel: Panel,
    envelope: int = 0,
    seed: str | None = None,
    held: Band | None = None,
    *,
    admits: bool = False,
) -> Result:
    """The same from columns that are already made; the amounts are those of the entries. Raises as `result_of`.

    `held`: the band of a list that was fixed for its draw.
    """
    scored = score_panel(grid, panel, known.attributes, GridConditions.of(grid, names))
    if rule.amount is not None:
        scored = without_uncomputed(scored, rule.amount, names.kinds)
    main = None
    sides: list[Beside] = []
    missing: list[CalibrationError] = []
    if grid.rank_by != "total":
        try:
            sides.append(beside(scored, grid.rank_by))
            main = main_of(scored, sides[0])
        except CalibrationError as error:
            if scored.retained.any():
                raise
            missing.append(error)
    for side in grid.beside:
        if side == grid.rank_by:
            continue
        try:
            sides.append(beside(scored, side))
        except CalibrationError as error:
            missing.append(error)
    ranked = rank(scored, known, envelope, main)
    if admits:
        return Result(admission(ranked, envelope), tuple(sides), tuple(missing))
    found = listing(ranked, rule, envelope, names=names.kinds, seed=seed, held=held)
    if (
        sides
        and held is None
        and _draws_by_interval(rule, grid)
        and (band := sides[0].across(_fundable(found, rule)))
    ):
        found = listing(ranked, rule, envelope, names=names.kinds, seed=seed, band=band)
    return Result(found, tuple(sides), tuple(missing))


def _draws_by_interval(rule: RankingRule, grid: ScoringFile) -> bool:
    """Is a draw held between those whose interval crosses the line? So it is in one list, by expected rank."""
    return (
        rule.lottery is not None
        and rule.lottery.width is None
        and grid.rank_by == "expected_rank"
        and not rule.pots
        and rule.split is None
    )


def _fundable(found: Listing, rule: RankingRule) -> int:
    """How many from the top of the list the money reaches, ties apart."""
    ranked = [one for one in found.places if one.rank is not None]
    reached = sum(
        one.funded if one.settled else not found.envelope or one.cumulated <= found.envelope for one in ranked
    )
    return reached if rule.winners is None else min(reached, rule.winners)
