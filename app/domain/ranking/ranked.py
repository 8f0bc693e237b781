"""From scores to ranks: who is retained, in what order, and who shares a rank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.domain.ranking.cut import cut_place
from app.domain.ranking.entries import Entries
from app.domain.ranking.order import Link, Order, order
from app.domain.scoring.exact import Exact
from app.domain.scoring.scored import Scored


@dataclass(frozen=True)
class Ranked:
    """The retained applications in order; the others keep their place in `unranked`, by total then reference.

    `cut`: the threshold that the money fixed afterwards, when the grid has one.
    """

    scored: Scored
    entries: Entries
    order: Order
    unranked: NDArray[np.int64]
    cut: Fraction | None

    @cached_property
    def rank_of(self) -> Mapping[int, int]:
        """The rank of each retained place."""
        return dict(zip(self.order.places.tolist(), self.order.ranks.tolist(), strict=True))

    @cached_property
    def position_of(self) -> Mapping[int, int]:
        """Where each retained place stands in the order, from 0."""
        return {place: position for position, place in enumerate(self.order.places.tolist())}

    def references(self) -> Iterator[str]:
        """The retained, in order."""
        return (self.entries.references[place] for place in self.order.places)

    def equals_of(self, place: int) -> tuple[str, ...]:
        """The others that share its rank."""
        rank = self.rank_of[place]
        same = self.order.places[self.order.ranks == rank]
        return tuple(self.entries.references[one] for one in same if one != place)


def rank(scored: Scored, entries: Entries, envelope: int = 0, main: Link | None = None) -> Ranked:
    """Rank what is retained. `main` is another figure to rank by than the ranking score.

    The order in which marks and applications came never changes the result.
    """
    grid = scored.grid
    among, cut = scored.retained, None
    if grid.cut is not None:
        cut = cut_place(
            grid.cut, scored.total, entries.amounts, among, envelope, lower_is_better=grid.lower_is_better
        )
        if cut is not None:
            among = among & _reaches(scored.total, cut, lower_is_better=grid.lower_is_better)
    first = main or by_score(scored)
    placed = order(first, scored, entries, among)
    out = np.flatnonzero(~among)
    keys = first.keys[out]
    unscored = ~scored.scored[out]
    return Ranked(scored, entries, placed, out[np.lexsort((keys, unscored))], cut)


def by_score(scored: Scored) -> Link:
    """The ranking score as the main figure: the best first."""
    keys = scored.ranking.order()
    return Link("ranking_score", keys if scored.grid.ranks_lower else -keys)


def _reaches(total: Exact, bound: Fraction, *, lower_is_better: bool) -> NDArray[np.bool_]:
    return total.at_most(bound) if lower_is_better else total.at_least(bound)
