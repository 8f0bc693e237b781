"""The reserve list: who waits, and in what order."""

from collections.abc import Iterable

from app.domain.allocation.lines import Block
from app.domain.allocation.model import Outcome
from app.domain.call_file.grid.ranking import Reserve
from app.domain.explanation import Step, StepCode

_MAY_WAIT = frozenset({Outcome.UNFUNDED, Outcome.QUOTA, Outcome.DRAWN_OUT})


def place_on_reserve(reserve: Reserve, queue: Iterable[Block]) -> None:
    """Give their places on the reserve list of a pot to those who were not served, in the order of the pot.

    Ex aequo share a place; when the list has room for some of them and not for all, it ends before them.
    """
    before, full = 0, False
    for block in queue:
        waiting = [line for line in block.lines if line.outcome in _MAY_WAIT]
        full = full or (reserve.size is not None and before + len(waiting) > reserve.size)
        for line in waiting:
            if full:
                line.why = (*line.why, Step(StepCode.RESERVE_FULL, {"size": reserve.size}))
                continue
            line.outcome, line.reserve_place = Outcome.RESERVE, before + 1
            said = {"place": before + 1, "until": reserve.until}
            line.why = (*line.why, Step(StepCode.ON_RESERVE, said))
        before += len(waiting)
