"""How firm a ranking is: what each rank becomes when a weight moves a little, or when one review is left out.

A judge asks whether the line would have fallen elsewhere. Each weight is raised and lowered by a tenth in turn, the
total staying out of the same (`reweighed`); then each review is left out in turn, which moves its own application and
those that it passes. An application whose money depends on one of these is fragile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.domain.allocation.lottery import Band
from app.domain.call_file.grid.ranking import BY_SCORE, Cut, RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.ranking.left_out import UNMOVED, has_just_enough, left_out
from app.domain.ranking.listing import Listing
from app.domain.ranking.result import rank_panel
from app.domain.ranking.reweighed import with_weight

TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Firmness:
    """The ranks that one application may take. ``best`` and ``worst`` count its own rank; None without any.

    ``drops``: is there a change after which it is not retained? ``fragile``: one after which its money changes?
    ``because``: the keys of the criteria whose weight changes its money, then the reviewers so left out of its own
    reviews. ``others``: (application, reviewer) of the first of the reviews of others that so change it (`NAMED` at
    most), and ``other_reviews`` how many they are. ``just_enough``: has it just the reviews that a rank asks for?
    """

    reference: str
    rank: int | None
    best: int | None
    worst: int | None
    drops: bool
    fragile: bool
    because: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()
    other_reviews: int = 0
    just_enough: bool = False


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

    The list is made again for each weight, as `rank_panel` makes it. A review left out moves its own application and
    those that it passes (`left_out`); the money is then judged by the rank at which it stops, where it stops at one
    rank (`has_one_line`). Raises as `rank_panel`.
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
    without = left_out(found, rule, money=has_one_line(rule))
    if without is not None:
        for place, one in zip(found.places, without.places, strict=True):
            ranks[place.reference] += [rank for rank in (one.best, one.worst) if rank is not None]
            drops[place.reference] |= one.drops
            because[place.reference] += one.own
    told = without.places if without is not None else (UNMOVED,) * len(found.places)
    references = [one.reference for one in found.places]
    return tuple(
        Firmness(
            one.reference,
            one.rank,
            min(ranks[one.reference], default=None),
            max(ranks[one.reference], default=None),
            drops[one.reference],
            bool(because[one.reference] or left.count),
            tuple(because[one.reference]),
            tuple((references[at], reviewer) for at, reviewer in left.others),
            left.count,
            one.rank is not None and has_just_enough(found.ranked.scored, one.at),
        )
        for one, left in zip(found.places, told, strict=True)
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
        grid,
        rule,
        names or Names(),
        ranked.entries,
        ranked.scored.panel,
        found.envelope,
        seed,
        held,
        admits=found.admits,
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
                yield one.key, again(with_weight(grid, one, factor))
