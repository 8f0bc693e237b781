"""From scores to ranks, then down the envelope: who may be proposed, who stands under the line.

The order is total, then the tie-breaks of the file; those that nothing separates share a rank ("ex aequo"). The
envelope is cut strictly: the first that does not fit ends the list of what is proposed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from app.domain.call_file.scoring import FILED_AT, ScoringFile
from app.domain.scoring import Score


@dataclass(frozen=True)
class Entry:
    """One application to rank; ``amount`` in cents is what it would receive."""

    reference: str
    score: Score | None
    amount: int
    filed_at: datetime


@dataclass(frozen=True)
class Ranked:
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


def rank(grid: ScoringFile, entries: Sequence[Entry], envelope: int) -> tuple[Ranked, ...]:
    """The ranked list under an envelope (in cents). The order of the input never changes the result."""
    retained = [one for one in entries if one.score is not None and one.score.retained]
    keyed = sorted(
        ((_key(grid, one), one) for one in retained), key=lambda pair: (pair[0], pair[1].reference)
    )
    ranked: list[Ranked] = []
    cumulated, open_line, place = 0, True, 1
    for _, group in groupby(keyed, key=lambda pair: pair[0]):
        tied = [one for _, one in group]
        for one in tied:
            cumulated += one.amount
            open_line = open_line and cumulated <= envelope
            ranked.append(
                Ranked(one.reference, place, len(tied) > 1, one.score, one.amount, cumulated, open_line)
            )
        place += len(tied)
    kept = {one.reference for one in retained}
    others = sorted((one for one in entries if one.reference not in kept), key=_unranked_key)
    ranked.extend(
        Ranked(one.reference, None, False, one.score, one.amount, cumulated, False) for one in others
    )
    return tuple(ranked)


def _key(grid: ScoringFile, entry: Entry) -> tuple[Decimal | float, ...]:
    score = entry.score
    if score is None:
        raise ValueError("only what has a score has a rank")
    marks: Mapping[str, Decimal] = {one.key: one.mark for one in score.criteria}
    chain = [
        Decimal(str(entry.filed_at.timestamp())) if one == FILED_AT else -marks[one]
        for one in grid.tie_breaks
    ]
    return (-score.total, *chain)


def _unranked_key(entry: Entry) -> tuple[Decimal, str]:
    return (-entry.score.total if entry.score else Decimal(1), entry.reference)
