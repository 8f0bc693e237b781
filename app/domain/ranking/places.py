"""The list as a committee reads it: each application with its rank, its amount and what is spent down to it."""

from dataclasses import dataclass

import numpy as np

from app.domain.ranking.ranked import Ranked
from app.domain.scoring.score import Score, score_of


@dataclass(frozen=True)
class Place:
    """A place in the list. ``rank`` is None when the application is not retained or has no score.

    ``cumulated`` in cents counts the amounts down to this place; ``funded``: does it fit in the envelope?
    """

    reference: str
    rank: int | None
    tied: bool
    score: Score | None
    amount: int
    cumulated: int
    funded: bool


def places(ranked: Ranked, envelope: int) -> tuple[Place, ...]:
    """The whole list: the ranked down the envelope (in cents), then the others."""
    order, entries = ranked.order, ranked.entries
    amounts = entries.amounts[order.places]
    cumulated = np.cumsum(amounts)
    funded = np.logical_and.accumulate(cumulated <= envelope)
    found = [
        Place(entries.references[at], rank, tied, score_of(ranked.scored, at), amount, down, fits)
        for at, rank, tied, amount, down, fits in zip(
            order.places.tolist(),
            order.ranks.tolist(),
            order.tied.tolist(),
            amounts.tolist(),
            cumulated.tolist(),
            funded.tolist(),
            strict=True,
        )
    ]
    last = found[-1].cumulated if found else 0
    for at in ranked.unranked.tolist():
        score = score_of(ranked.scored, at)
        found.append(Place(entries.references[at], None, False, score, int(entries.amounts[at]), last, False))
    return tuple(found)
