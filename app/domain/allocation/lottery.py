"""A draw that anyone can make again, among those too close to the line to be told apart.

Each reference of the band is written after the seed and a colon, and hashed: ``printf '%s' "SEED:REFERENCE" |
sha256sum``. The smallest hash comes first. The seed must be one that nobody could choose for its result (the
numbers of a national lottery on a day announced before, say).

The line is the score of the last that the money reaches; when it ends among ex aequo of whom it could serve one,
it is their score.

Each pot has its band. Where ex aequo of several pots are more than the places of winners that are left, the draw parts
them too: bands of the same place go down together, the smallest hash first, whatever the pot.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from app.domain.allocation.lines import AllocationLine, Block
from app.domain.allocation.model import SERVED, Outcome
from app.domain.allocation.pots import Purse
from app.domain.call_file.grid.ranking import Lottery
from app.domain.explanation import Figure, Step, StepCode

_SHORT_OF_MONEY = frozenset({Outcome.UNFUNDED, Outcome.PARTIAL})
_BAND_TURN = "band"
_LAST_TURN = "~"
"""After any hash."""


def digest(seed: str, reference: str) -> str:
    """SHA-256 of "seed:reference", in hexadecimal."""
    return sha256(f"{seed}:{reference}".encode()).hexdigest()


def draw(seed: str, references: Iterable[str]) -> tuple[str, ...]:
    """The references in the order of the draw."""
    return tuple(sorted(references, key=lambda reference: (digest(seed, reference), reference)))


@dataclass(frozen=True)
class Band:
    """The references between which a draw decides, and those served above the line that are not of it.

    Once it is fixed for a draw, nothing that happens to the list or to the money changes who is of it.
    """

    members: frozenset[str]
    above: frozenset[str]


def bands_of(
    queues: Mapping[Purse, Sequence[Block]], lottery: Lottery, given: Collection[str]
) -> dict[Purse, Band]:
    """The bands of queues that the money has gone down without a draw; none where a draw would change nothing.

    One alone in the band of its pot is drawn with its ex aequo of other pots, when these are of theirs.
    """
    found = {purse: _band_of(queue, lottery, given) for purse, queue in queues.items()}
    bands = {purse: band for purse, band in found.items() if band is not None}
    tied = {line.candidate.reference for queue in queues.values() for line in _above_winners(queue)}
    drawn = {one for band in bands.values() for one in band.members & tied}
    return {
        purse: band
        for purse, band in bands.items()
        if len(band.members) > 1 or (band.members <= drawn and len(drawn) > 1)
    }


def _above_winners(queue: Iterable[Block]) -> Iterable[AllocationLine]:
    """Those who are ex aequo for more places of winners than are left."""
    lines = (line for block in queue for line in block.lines)
    return (line for line in lines if line.why and line.why[0].code is StepCode.TIE_ABOVE_WINNERS)


def _band_of(queue: Sequence[Block], lottery: Lottery, given: Collection[str]) -> Band | None:
    """The band of a queue, of one at least; None where nobody of it is near the line.

    Those whom a quota served first are of no band: nothing could take their place.
    """
    ends = next(
        (
            index
            for index, block in enumerate(queue)
            if any(line.outcome in _SHORT_OF_MONEY for line in block.lines)
        ),
        None,
    )
    if ends is None:
        return None
    lines = [line for block in queue for line in block.lines if not line.first]
    if lottery.width is None:
        members = frozenset(given) & {line.candidate.reference for line in lines}
    else:
        members = _around(_line_score(queue, ends), lottery.width, lines)
    above = frozenset(
        line.candidate.reference for block in queue[:ends] for line in block.lines if line.outcome in SERVED
    )
    return Band(members, above - members) if members else None


def held_in(queue: Sequence[Block], held: Band) -> Band | None:
    """The part of a band fixed before that is in this queue; None where it has nobody left."""
    names = frozenset(line.candidate.reference for block in queue for line in block.lines)
    members = held.members & names
    return Band(members, held.above & names) if members else None


def _around(score: Decimal | None, width: Decimal, lines: Iterable[AllocationLine]) -> frozenset[str]:
    if score is None:
        return frozenset()
    scored = ((line.candidate.reference, line.candidate.score) for line in lines)
    return frozenset(name for name, own in scored if own is not None and abs(own - score) <= width)


def _line_score(queue: Sequence[Block], ends: int) -> Decimal | None:
    reached = [line for line in queue[ends].lines if _is_reached(line)]
    served = (
        line
        for block in reversed(queue[:ends])
        for line in block.lines
        if line.outcome in SERVED and not line.first
    )
    last = reached[0] if reached else next(served, None)
    return last.candidate.score if last else None


def _is_reached(line: AllocationLine) -> bool:
    """Does the money reach this one, if it is the one of its ex aequo that is served?"""
    if line.outcome is Outcome.PARTIAL:
        return True
    step = line.why[0]
    if step.code is StepCode.TIE_DOES_NOT_FIT:
        left = step.said["left_cents"]
        return isinstance(left, int) and line.candidate.amount <= left
    return step.code is StepCode.TIE_ABOVE_WINNERS


def with_band(
    queue: Sequence[Block], band: Band, seed: str | None, settled: Sequence[AllocationLine] = ()
) -> list[Block]:
    """The queue with its band in the order of the draw, or as one block to be drawn when there is no seed.

    ``settled``: the members whose money was settled since the list was fixed: they keep their place in the draw.
    """
    by_reference = {line.candidate.reference: line for block in queue for line in block.lines}
    others = by_reference.keys() - band.members - band.above
    purse = queue[0].purse
    key = min(by_reference[one].place for one in band.members)
    if seed is None:
        lines = sorted((by_reference[one] for one in band.members), key=lambda line: line.candidate.reference)
        middle = [Block(purse, lines, key, undrawn=True, turn=_BAND_TURN)]
    else:
        members = {one: by_reference[one] for one in band.members}
        members |= {line.candidate.reference: line for line in settled}
        drawn = tell_drawn(seed, members)
        middle = [
            Block(purse, [by_reference[one]], key, turn=digest(seed, one))
            for one in drawn
            if one in by_reference
        ]
    return [*_only(queue, band.above), *middle, *_after(key, _only(queue, others))]


def tell_drawn(seed: str, members: Mapping[str, AllocationLine]) -> tuple[str, ...]:
    """The order of the draw between these lines, each told its place in it."""
    drawn = tuple(draw(seed, frozenset(members)))
    for place, reference in enumerate(drawn, start=1):
        said: dict[str, Figure] = {
            "place": place,
            "count": len(drawn),
            "seed": seed,
            "digest": digest(seed, reference),
        }
        members[reference].drawn = place
        members[reference].steps.append(Step(StepCode.DRAWN, said))
    return drawn


def _after(key: int, blocks: Iterable[Block]) -> list[Block]:
    """These blocks, none of which goes before all the bands of that place are through."""
    return [
        block if block.key > key else Block(block.purse, block.lines, key, turn=_LAST_TURN)
        for block in blocks
    ]


def _only(queue: Iterable[Block], references: Collection[str]) -> list[Block]:
    kept = (
        Block(
            block.purse, [line for line in block.lines if line.candidate.reference in references], block.key
        )
        for block in queue
    )
    return [block for block in kept if block.lines]
