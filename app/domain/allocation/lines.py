"""The list as the money finds it: one line for each candidate, in blocks of those that nothing separates."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.domain.allocation.model import Award, Candidate, Outcome, Settled
from app.domain.allocation.order import as_text, places
from app.domain.allocation.pots import NOWHERE, Purse, membership
from app.domain.allocation.settled import take_settled
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.explanation import Step, StepCode
from app.domain.expressions import Kind


@dataclass(eq=False, slots=True)
class AllocationLine:
    """A candidate on its way: its place in the whole list, its purse, the values that quotas count.

    ``outcome`` stays None while it waits; ``why`` is then what last kept it from being served. ``drawn`` is its
    place in the draw of its purse, 0 without one.
    """

    candidate: Candidate
    place: int
    purse: Purse
    values: tuple[str, ...]
    outcome: Outcome | None = None
    amount: int = 0
    steps: list[Step] = field(default_factory=list)
    why: tuple[Step, ...] = ()
    first: bool = False
    drawn: int = 0
    reserve_place: int | None = None

    def settle(self, settled: Settled) -> None:
        """Give it what is settled of it."""
        self.outcome = Outcome.FUNDED if settled.wins else Outcome.UNFUNDED
        self.amount, self.why = settled.cents, (settled.step,)

    def award(self, cumulated: int) -> Award:
        """What becomes of it; ``cumulated`` is what its purse has given down to it, in cents."""
        return Award(
            self.candidate.reference,
            self.outcome or Outcome.UNFUNDED,
            self.amount,
            self.purse.key,
            cumulated,
            (*self.steps, *self.why),
            self.reserve_place,
        )


@dataclass(eq=False, slots=True)
class Block:
    """Lines of one purse that nothing separates; ``key`` is the best place that one of them has in the whole
    list, and ``turn`` orders blocks of the same key: "" goes first, together with the others that have it.

    ``undrawn``: a band that a draw must separate, and no draw was made.
    """

    purse: Purse
    lines: list[AllocationLine]
    key: int
    undrawn: bool = False
    turn: str = ""

    @property
    def at(self) -> tuple[int, str]:
        """Its turn among the blocks of all the purses."""
        return self.key, self.turn

    @property
    def waiting(self) -> list[AllocationLine]:
        """Those that are not settled."""
        return [line for line in self.lines if line.outcome is None]


@dataclass(frozen=True)
class Layout:
    """All the lines, and for each purse its queue."""

    lines: tuple[AllocationLine, ...]
    purses: tuple[Purse, ...]
    queues: dict[Purse, list[Block]]

    @property
    def settled_winners(self) -> list[AllocationLine]:
        """Those that have won before the money goes down."""
        settled = ((line, line.candidate.settled) for line in self.lines)
        return [line for line, said in settled if said is not None and said.wins]

    def settled_members(self, purse: Purse, members: Collection[str]) -> list[AllocationLine]:
        """Those of a purse that are settled, among these references."""
        mine = (line for line in self.lines if line.purse is purse and line.candidate.settled is not None)
        return [line for line in mine if line.candidate.reference in members]

    def awards(self, *, as_drawn: bool = False) -> tuple[Award, ...]:
        """What becomes of each, in the order of the whole list, then by reference.

        ``as_drawn``: those that a draw separated stand in its order, in the places that they hold together.
        """
        given = dict.fromkeys((*self.purses, NOWHERE), 0)
        ordered = sorted(self.lines, key=lambda one: (one.place, one.candidate.reference))
        for purse in self.purses if as_drawn else ():
            held = [at for at, line in enumerate(ordered) if line.drawn and line.purse is purse]
            drawn = sorted((ordered[at] for at in held), key=lambda one: one.drawn)
            for at, line in zip(held, drawn, strict=True):
                ordered[at] = line
        awards = []
        for line in ordered:
            given[line.purse] += line.amount
            awards.append(line.award(given[line.purse]))
        return tuple(awards)


def lay_out(
    candidates: Sequence[Candidate],
    rule: RankingRule,
    envelope: int | None,
    names: Mapping[str, Kind],
    weights: Mapping[str, int] | None = None,
) -> Layout:
    """The lines and queues before any money is given. `weights`: what the values of a split weigh.

    Raises:
        ValueError: a reference twice, or an amount below zero.
        ExpressionError: a condition of the rule that cannot be read with these names.
    """
    if len({candidate.reference for candidate in candidates}) != len(candidates):
        raise ValueError("a reference stands twice in the list")
    if any(candidate.amount < 0 for candidate in candidates):
        raise ValueError("an amount is zero or more")
    found_pots = membership(rule, envelope, candidates, names, weights)
    lines = []
    found = places(candidates, (rule.order, *rule.then))
    counted = tuple(quota.by for quota in rule.quotas)
    for index, (candidate, place, purse) in enumerate(zip(candidates, found, found_pots.of, strict=True)):
        values = tuple(as_text(candidate.attributes.get(by)) for by in counted)
        line = AllocationLine(candidate, place, purse, values)
        if candidate.settled is not None:
            line.settle(candidate.settled)
        elif purse is NOWHERE:
            line.outcome, line.why = Outcome.NO_POT, (found_pots.refusals[index],)
        else:
            _enter(line, purse)
        lines.append(line)
    _take_settled(lines, found_pots.purses)
    return Layout(
        tuple(lines), found_pots.purses, queues_of(lines, found_pots.purses, (rule.order, *rule.then))
    )


def _take_settled(lines: Iterable[AllocationLine], purses: Sequence[Purse]) -> None:
    """One that belongs to no pot is paid from the first."""
    held: dict[Purse, int] = {}
    for line in lines:
        if line.candidate.settled is not None and purses:
            purse = purses[0] if line.purse is NOWHERE else line.purse
            held[purse] = held.get(purse, 0) + line.amount
    if held:
        take_settled(held, purses)


def _enter(line: AllocationLine, purse: Purse) -> None:
    if purse.entry is not None:
        line.steps.append(purse.entry)
    score = line.candidate.score
    if purse.threshold is not None and (score is None or score < purse.threshold):
        said = {"score": score, "threshold": purse.threshold, "pot": purse.label}
        line.outcome, line.why = Outcome.BELOW_THRESHOLD, (Step(StepCode.POT_THRESHOLD, said),)
    elif unknown := tuple(name for name in purse.compared if name not in line.candidate.attributes):
        line.steps.append(Step(StepCode.ORDER_UNKNOWN, {"orders": unknown}))


def queues_of(
    lines: Iterable[AllocationLine], purses: Sequence[Purse], whole: tuple[str, ...]
) -> dict[Purse, list[Block]]:
    """The queue of each purse in its own order, ``whole`` being that of the whole list."""
    members: dict[Purse, list[AllocationLine]] = {purse: [] for purse in purses}
    for line in lines:
        if line.outcome is None:
            members[line.purse].append(line)
    return {
        purse: blocks(purse, mine, None if purse.orders == whole else purse.orders)
        for purse, mine in members.items()
    }


def blocks(purse: Purse, mine: Sequence[AllocationLine], orders: tuple[str, ...] | None) -> list[Block]:
    """The lines of a purse in blocks of ex aequo; without ``orders``, by their place in the whole list."""
    own = [line.place for line in mine] if orders is None else places([one.candidate for one in mine], orders)
    ranked = sorted(zip(own, mine, strict=True), key=lambda pair: (pair[0], pair[1].candidate.reference))
    groups = ([line for _, line in group] for _, group in groupby(ranked, key=lambda pair: pair[0]))
    return [Block(purse, tied, min(line.place for line in tied)) for tied in groups]
