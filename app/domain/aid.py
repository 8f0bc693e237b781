"""The aid that a rule allows, in cents, and how it was found: rate, ceilings, what is asked, the minimum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.call_file.aid import AidRule
from app.domain.expressions import NOT_COMPUTED, ExpressionError, Kind, Value, read_expression
from app.domain.money import apply_rate, to_cents


class StepKind(StrEnum):
    """What a step of the computation did."""

    RATE = "rate"
    CEILING = "ceiling"
    YEARLY_CEILING = "yearly_ceiling"
    REQUEST = "request"
    YEARLY_REQUEST = "yearly_request"
    ACTIVITY_CEILING = "activity_ceiling"
    MINIMUM = "minimum"
    NO_RATE = "no_rate"
    NOT_COMPUTED = "not_computed"


ASKED = frozenset({StepKind.REQUEST, StepKind.YEARLY_REQUEST})
"""Brought down to what is asked: in all, or year by year below the yearly ceiling."""


@dataclass(frozen=True)
class AidStep:
    """One line of the explanation: before, the rule's figure, after. `year` from 1 for a yearly ceiling.

    `label` is that of the line of the rates that gave the figure, "" where the rule has only one.
    """

    kind: StepKind
    before: int
    after: int
    rate: Decimal | None = None
    limit: int | None = None
    label: str = ""
    year: int | None = None


@dataclass(frozen=True)
class AidComputation:
    """The highest aid that the call's rule allows, in cents, and how it was found."""

    amount: int
    steps: tuple[AidStep, ...]

    @property
    def permitted(self) -> int:
        """What the rule gives before it is brought down to what is asked, in cents; 0 below the minimum."""
        asked = next((step for step in self.steps if step.kind in ASKED), None)
        return self.amount if asked is None or asked is not self.steps[-1] else asked.before


def aid_of(
    aid: AidRule,
    base: int,
    asked: Sequence[int],
    attributes: Mapping[str, Value | None],
    kinds: Mapping[str, Kind],
) -> AidComputation:
    """The highest aid on a base of eligible expenses, for what is asked each year (cents).

    The rate is that of the first line whose condition holds; with none there is no aid. A yearly ceiling
    bounds what is asked for each year, and what one year does not use is lost. Never more than what was
    asked. A part of the applicant's activity bounds it when the rule says so; unknown, it gives nothing.

    Where an answer makes the rule divide by zero, or give what is too large, there is no aid until somebody looks.

    Raises:
        ExpressionError: a fact is not of its declared kind.
    """
    try:
        return _computed(aid, base, asked, attributes, kinds)
    except ExpressionError as error:
        if error.code not in NOT_COMPUTED:
            raise
        return AidComputation(0, (AidStep(StepKind.NOT_COMPUTED, base, 0),))


def _computed(
    aid: AidRule,
    base: int,
    asked: Sequence[int],
    attributes: Mapping[str, Value | None],
    kinds: Mapping[str, Kind],
) -> AidComputation:
    line = next((one for one in aid.rates if _applies(one.when, kinds, attributes)), None)
    if line is None:
        return AidComputation(0, (AidStep(StepKind.NO_RATE, base, 0),))
    amount = apply_rate(base, line.rate, aid.rounding.mode, aid.rounding.cents)
    label = line.label if len(aid.rates) > 1 else ""
    steps = [AidStep(StepKind.RATE, base, amount, rate=line.rate, label=label)]
    amount = _limit(steps, StepKind.CEILING, amount, line.ceiling, label)
    amount = _limit(steps, StepKind.CEILING, amount, aid.ceiling)
    amount = _limit(steps, StepKind.ACTIVITY_CEILING, amount, _activity(aid, kinds, attributes))
    yearly, yearly_steps = _yearly(asked, aid)
    steps.extend(yearly_steps)
    bound = StepKind.YEARLY_REQUEST if yearly_steps else StepKind.REQUEST
    amount = _limit(steps, bound, amount, yearly)
    if aid.minimum is not None and amount < aid.minimum:
        steps.append(AidStep(StepKind.MINIMUM, amount, 0, limit=aid.minimum))
        amount = 0
    return AidComputation(amount, tuple(steps))


def highest(aid: AidRule) -> int | None:
    """The aid that no application of this rule goes above, in cents; None when it has no ceiling."""
    lines = [line.ceiling for line in aid.rates if line.ceiling is not None]
    ceilings = [max(lines)] if len(lines) == len(aid.rates) else []
    return min([*ceilings, aid.ceiling] if aid.ceiling is not None else ceilings, default=None)


def _activity(aid: AidRule, kinds: Mapping[str, Kind], attributes: Mapping[str, Value | None]) -> int | None:
    """The part of the applicant's whole activity that the aid may be, in cents."""
    rule = aid.activity_ceiling
    if rule is None:
        return None
    whole = read_expression(rule.of, kinds, Kind.NUMBER).evaluate(attributes)
    if not isinstance(whole, Decimal):
        return 0
    return apply_rate(to_cents(whole), rule.share, aid.rounding.mode, aid.rounding.cents)


def _applies(when: str | None, kinds: Mapping[str, Kind], attributes: Mapping[str, Value | None]) -> bool:
    return when is None or read_expression(when, kinds, Kind.BOOL).holds(attributes)


def _limit(steps: list[AidStep], kind: StepKind, amount: int, limit: int | None, label: str = "") -> int:
    if limit is None or amount <= limit:
        return amount
    steps.append(AidStep(kind, amount, limit, limit=limit, label=label))
    return limit


def _yearly(asked: Sequence[int], aid: AidRule) -> tuple[int, list[AidStep]]:
    most = aid.yearly_ceiling
    if most is None:
        return sum(asked), []
    steps = [
        AidStep(StepKind.YEARLY_CEILING, amount, most, limit=most, year=year)
        for year, amount in enumerate(asked, start=1)
        if amount > most
    ]
    return sum(min(amount, most) for amount in asked), steps
