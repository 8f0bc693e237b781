"""The pots of an envelope: how much each one has, and who belongs to it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.domain.allocation.model import Candidate, PotUse
from app.domain.allocation.order import NO_VALUE, answers_compared, as_text
from app.domain.call_file.grid.ranking import Cut, Pot, RankingRule, Split
from app.domain.explanation import Figure, Step, StepCode
from app.domain.expressions import Expression, ExpressionError, Kind, Value, read_expression
from app.domain.money import split

WHOLE = ""
"""The key of the only pot of an envelope that is not divided."""


@dataclass(eq=False)
class Purse:
    """A pot while the money goes down: what is left in it, and from whom it may receive. Cents.

    ``over``: what is settled beyond all the money there is.
    """

    key: str
    label: str
    orders: tuple[str, ...]
    cut: Cut
    least_share: Decimal
    threshold: Decimal | None
    allocated: int | None
    left: int | None
    spent: int = 0
    received: int = 0
    given: int = 0
    over: int = 0
    donors: list["Purse"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.compared = answers_compared(self.orders)
        """The answers that its order goes by."""
        self.entry = Step(StepCode.IN_POT, {"pot": self.label}) if self.label else None
        """The step that every line of a named pot begins with."""

    def use(self) -> PotUse:
        """Its account."""
        left = None if self.left is None else self.left - self.over
        return PotUse(self.key, self.label, self.allocated, self.received, self.given, self.spent, left)

    def pay(self, amount: int, donors: Iterable["Purse"]) -> Mapping[str, Figure]:
        """Spend an amount, its own money first, then that of the donors in turn; what came from whom.

        The caller knows that there is enough.
        """
        self.spent += amount
        if self.left is None:
            return {}
        own = min(self.left, amount)
        self.left -= own
        wanted = amount - own
        names: list[str] = []
        for donor in donors:
            part = wanted if donor.left is None else min(donor.left, wanted)
            if not part:
                continue
            donor.given += part
            if donor.left is not None:
                donor.left -= part
            self.received += part
            wanted -= part
            names.append(donor.label)
        return {"received_cents": amount - own, "donors": tuple(names)} if names else {}


def whole_purse(rule: RankingRule, envelope: int | None) -> Purse:
    """The only pot of an envelope that is not divided."""
    orders = (rule.order, *rule.then)
    return Purse(WHOLE, "", orders, rule.cut, rule.least_share, None, envelope, envelope)


def pot_purse(rule: RankingRule, pot: Pot, money: int | None) -> Purse:
    """The pot of the file: what it does not say, the rule says."""
    orders = (pot.order, *pot.then) if pot.order else (rule.order, *(pot.then or rule.then))
    least = rule.least_share if pot.least_share is None else pot.least_share
    return Purse(pot.key, pot.label, orders, pot.cut or rule.cut, least, pot.threshold, money, money)


def joined(rule: RankingRule, purses: Sequence[Purse]) -> None:
    """Tell each purse from whom it may receive, in the order of the file."""
    if rule.split is not None:
        for purse in purses if rule.split.spills else ():
            purse.donors = [donor for donor in purses if donor is not purse]
        return
    for purse in purses if rule.pots else ():
        purse.donors = [
            donor
            for donor, pot in zip(purses, rule.pots, strict=True)
            if purse.key in pot.spills_to and donor is not purse
        ]


def settling_groups(purses: Sequence[Purse]) -> list[list[Purse]]:
    """Donors before those who receive from them; those that give to each other are together."""
    waiting, settled = _mutual(purses), []
    while waiting:
        pending = {purse for group in waiting for purse in group}
        free = (
            group
            for group in waiting
            if not any(pending.difference(group).intersection(one.donors) for one in group)
        )
        chosen = next(free, waiting[0])
        waiting.remove(chosen)
        settled.append(chosen)
    return settled


def _mutual(purses: Sequence[Purse]) -> list[list[Purse]]:
    """The purses in groups of those that give to each other, whatever the number of steps."""
    gives = {purse: frozenset(purse.donors) for purse in purses}
    groups: list[list[Purse]] = []
    left = dict.fromkeys(purses)
    while left:
        first = next(iter(left))
        del left[first]
        group = [first]
        for one in group:
            both = [other for other in one.donors if other in left and one in gives[other]]
            for other in both:
                del left[other]
            group += both
        groups.append(sorted(group, key=purses.index))
    return groups


def pot_amounts(pots: Sequence[Pot], envelope: int | None) -> list[int | None]:
    """What each pot has, in cents: shares of the envelope to the cent, amounts as written.

    Pots that together pass the envelope are cut in the order of the file: the envelope is never passed.
    """
    if envelope is None:
        return [pot.amount for pot in pots]
    shares = [pot.share or Decimal(0) for pot in pots]
    rest = max(Decimal(0), 1 - sum(shares, Decimal(0)))
    left = envelope
    money: list[int | None] = []
    for pot, part in zip(pots, split(envelope, (*shares, rest)), strict=False):
        granted = min(part if pot.amount is None else pot.amount, left)
        left -= granted
        money.append(granted)
    return money


NOWHERE: Final = Purse("", "", (), Cut.STRICT, Decimal(0), None, 0, 0)
"""Where those stand who belong to no pot: it has no money and no queue."""


@dataclass(frozen=True)
class Membership:
    """Which purse each candidate belongs to; those who belong to none are told why."""

    purses: tuple[Purse, ...]
    of: tuple[Purse, ...]
    refusals: Mapping[int, Step]


def weights_of(how: Split, eligible: Iterable[tuple[Value | None, int]]) -> Counter[str]:
    """What each value of a split weighs: how many of the eligible have it, or what they ask in cents."""
    weights: Counter[str] = Counter()
    for value, amount in eligible:
        if (text := as_text(value)) != NO_VALUE:
            weights[text] += 1 if how.in_proportion_to == "count" else amount
    return weights


def membership(
    rule: RankingRule,
    envelope: int | None,
    candidates: Sequence[Candidate],
    names: Mapping[str, Kind],
    weights: Mapping[str, int] | None = None,
) -> Membership:
    """The pots of the rule with their money, and the pot of each candidate.

    `weights`: what the values of a split weigh; without them, only the candidates count.
    """
    if rule.split is not None:
        return _by_value(rule, rule.split, envelope, candidates, weights)
    if not rule.pots:
        purse = whole_purse(rule, envelope)
        return Membership((purse,), (purse,) * len(candidates), {})
    amounts = pot_amounts(rule.pots, envelope)
    purses = tuple(pot_purse(rule, pot, money) for pot, money in zip(rule.pots, amounts, strict=True))
    joined(rule, purses)
    door = _Door(rule.pots, names)
    found = [door.place_of(candidate) for candidate in candidates]
    refusals = {index: step for index, step in enumerate(found) if isinstance(step, Step)}
    of = tuple(NOWHERE if isinstance(place, Step) else purses[place] for place in found)
    return Membership(purses, of, refusals)


class _Door:
    """Who enters which pot. Candidates with the same answers enter the same one: it is asked once."""

    def __init__(self, pots: Sequence[Pot], names: Mapping[str, Kind]) -> None:
        self.pots = pots
        self.conditions: list[Expression | None] = [
            None if pot.when is None else read_expression(pot.when, names, Kind.BOOL) for pot in pots
        ]
        asked = {name for condition in self.conditions if condition for name in condition.names}
        self.asked = sorted(asked)
        self.known: dict[tuple[Value | None, ...], int | Step] = {}

    def place_of(self, candidate: Candidate) -> int | Step:
        answers = tuple(candidate.attributes.get(name) for name in self.asked)
        if answers not in self.known:
            self.known[answers] = self._first(candidate.attributes)
        return self.known[answers]

    def _first(self, attributes: Mapping[str, Value]) -> int | Step:
        """A condition that cannot be computed stops there: the next pot is not that of who may belong to this one."""
        for index, condition in enumerate(self.conditions):
            try:
                enters = condition is None or condition.holds(attributes)
            except ExpressionError:
                return Step(StepCode.POT_UNREADABLE, {"pots": (self.pots[index].label,)})
            if enters:
                return index
        return Step(StepCode.NO_POT, {"pots": tuple(pot.label for pot in self.pots)})


def _by_value(
    rule: RankingRule,
    how: Split,
    envelope: int | None,
    candidates: Sequence[Candidate],
    weights: Mapping[str, int] | None,
) -> Membership:
    if weights is None:
        weights = weights_of(how, ((one.attributes.get(how.by), one.amount) for one in candidates))
    keys = tuple(sorted(weights))
    purses = {
        key: Purse(key, key, (rule.order, *rule.then), rule.cut, rule.least_share, None, part, part)
        for key, part in zip(keys, _proportions(envelope, [weights[key] for key in keys]), strict=True)
    }
    joined(rule, tuple(purses.values()))
    values = [as_text(candidate.attributes.get(how.by)) for candidate in candidates]
    refusal = Step(StepCode.NO_POT, {"pots": keys})
    refusals = {index: refusal for index, value in enumerate(values) if value == NO_VALUE}
    return Membership(tuple(purses.values()), tuple(purses.get(value, NOWHERE) for value in values), refusals)


def _proportions(envelope: int | None, weights: Sequence[int]) -> Sequence[int | None]:
    if envelope is None:
        return [None] * len(weights)
    return split(envelope, [Decimal(weight) for weight in weights]) if any(weights) else [0] * len(weights)
