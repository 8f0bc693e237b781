"""How firm a ranking is: what each rank becomes when a weight moves a little, or when one review is left out.

A judge asks whether the line would have fallen elsewhere. Each weight is raised and lowered by a tenth in turn, all
else unchanged; then each review is left out in turn. An application whose money depends on one of these is fragile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from app.domain.allocation.lottery import Band
from app.domain.call_file.grid_rules import Aggregation
from app.domain.call_file.names import Names
from app.domain.call_file.ranking import BY_SCORE, Cut, RankingRule
from app.domain.call_file.scoring import Criterion, ScoringFile
from app.domain.ranking.listing import Listing
from app.domain.ranking.result import rank_panel
from app.domain.scoring import Panel, Scored, score_panel
from app.domain.scoring.panel import CONSENSUS

TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Firmness:
    """The ranks that one application may take. ``best`` and ``worst`` count its own rank; None without any.

    ``drops``: is there a change after which it is not retained? ``fragile``: one after which its money changes?
    ``because``: the keys of the criteria whose weight changes its money, then the reviewers so left out.
    """

    reference: str
    rank: int | None
    best: int | None
    worst: int | None
    drops: bool
    fragile: bool
    because: tuple[str, ...]


def leaves_reviews_out(grid: ScoringFile) -> bool:
    """Is each review left out in turn? Not where a mark is agreed by all, nor where one review moves every score."""
    return grid.aggregation is not Aggregation.CONSENSUS and grid.rank_by == "total"


def has_one_line(rule: RankingRule) -> bool:
    """Does the money stop at one rank, by score, so that a rank tells what would be served?"""
    apart = (rule.then, rule.quotas, rule.pots, rule.split, rule.lottery)
    return rule.order == BY_SCORE and rule.cut is not Cut.SKIP and not any(apart)


def firmness(
    found: Listing,
    rule: RankingRule,
    names: Names | None = None,
    *,
    share: Decimal = TENTH,
    seed: str | None = None,
    held: Band | None = None,
) -> tuple[Firmness, ...]:
    """The firmness of each application of a list, in its order; weights move by ``share`` (0.1: ten per cent).

    The list is made again for each weight, as `rank_panel` makes it. A review left out moves its own application
    only, which is placed among the others by its score; what the tie-breaks would say of an equal is not replayed,
    and its money is judged where there is one line (`has_one_line`). Raises as `rank_panel`.
    """
    ranks = {one.reference: [] if one.rank is None else [one.rank] for one in found.places}
    drops: dict[str, bool] = dict.fromkeys(ranks, False)
    because: dict[str, list[str]] = {reference: [] for reference in ranks}
    served = {one.reference: one.funded for one in found.places}
    for key, other in _weighed(found, lambda grid: _again(found, grid, rule, names, seed, held), share):
        for place in other.places:
            if place.rank is not None:
                ranks[place.reference].append(place.rank)
            drops[place.reference] |= place.rank is None and found.place(place.reference).rank is not None
            if place.funded != served[place.reference] and key not in because[place.reference]:
                because[place.reference].append(key)
    one_line, line = has_one_line(rule), _line(found)
    for reference, reviewer, new in _left_out(found):
        if new is None:
            drops[reference] = True
        else:
            ranks[reference].append(new)
        if one_line and _serves(line, new) != served[reference]:
            because[reference].append(reviewer)
    return tuple(
        Firmness(
            one.reference,
            one.rank,
            min(ranks[one.reference], default=None),
            max(ranks[one.reference], default=None),
            drops[one.reference],
            bool(because[one.reference]),
            tuple(because[one.reference]),
        )
        for one in found.places
    )


def _again(
    found: Listing,
    grid: ScoringFile,
    rule: RankingRule,
    names: Names | None,
    seed: str | None,
    held: Band | None,
) -> Listing:
    ranked = found.ranked
    made = rank_panel(
        grid, rule, names or Names(), ranked.entries, ranked.scored.panel, found.envelope, seed, held
    )
    return made.listing


def _weighed(
    found: Listing, again: Callable[[ScoringFile], Listing], share: Decimal
) -> Iterator[tuple[str, Listing]]:
    """The list with each weight lowered, then raised."""
    grid = found.ranked.scored.grid
    for one in grid.criteria:
        if one.is_counted and one.weight:
            for factor in (1 - share, 1 + share):
                yield one.key, again(_with_weight(grid, one, factor))


def _with_weight(grid: ScoringFile, one: Criterion, factor: Decimal) -> ScoringFile:
    ranking = None if one.ranking_weight is None else one.ranking_weight * factor
    moved = one.model_copy(update={"weight": one.weight * factor, "ranking_weight": ranking})
    criteria = tuple(moved if other.key == one.key else other for other in grid.criteria)
    copy = grid.model_copy(update={"criteria": criteria, "beside": ()})
    copy.__dict__.pop("leaves", None)
    return copy


def _left_out(found: Listing) -> Iterator[tuple[str, str, int | None]]:
    """(application, reviewer, the rank that it would have without that review), for those with other reviews."""
    scored = found.ranked.scored
    panel = scored.panel
    if not leaves_reviews_out(scored.grid):
        return
    pairs = [
        (place.reference, row)
        for place in found.places
        if place.rank is not None
        for row in panel.rows_of(place.at)
        if len(panel.rows_of(place.at)) > 1 and panel.reviewers[int(panel.reviewer[row])] != CONSENSUS
    ]
    if not pairs:
        return
    again = _without(panel, [row for _, row in pairs])
    facts = [scored.facts[int(panel.application[row])] for _, row in pairs]
    other = score_panel(
        scored.grid.model_copy(update={"least": 1, "everyone": False}), again, facts, scored.conditions
    )
    for at, (reference, row) in enumerate(pairs):
        new = _rank_among(scored, int(panel.application[row]), int(other.ranking.num[at]))
        yield reference, panel.reviewers[int(panel.reviewer[row])], new if other.retained[at] else None


def _without(panel: Panel, rows: list[int]) -> Panel:
    """A panel of as many applications as rows, each the one of that row without it."""
    kept = [[one for one in panel.rows_of(int(panel.application[row])) if one != row] for row in rows]
    flat = np.array([one for some in kept for one in some], dtype=np.int64)
    whose = np.repeat(np.arange(len(rows)), [len(some) for some in kept])
    return Panel(
        [f"{at:09d}" for at in range(len(rows))],
        panel.reviewers,
        panel.columns,
        whose,
        panel.reviewer[flat],
        panel.marks[flat],
        panel.given[flat],
        panel.answered[flat],
        panel.decimals,
        panel.confidence[flat],
    )


def _rank_among(base: Scored, at: int, score: int) -> int:
    """The rank, among the retained of the list, of the application at this place with another score."""
    others = base.retained.copy()
    others[at] = False
    scores = base.ranking.num[others]
    return 1 + int((scores < score if base.grid.lower_is_better else scores > score).sum())


def _line(found: Listing) -> int:
    """The rank of the last that is served."""
    return max((one.rank for one in found.places if one.funded and one.rank is not None), default=0)


def _serves(line: int, new: int | None) -> bool:
    """Would an application of that rank be served, with the line where it is?"""
    return new is not None and new <= line
