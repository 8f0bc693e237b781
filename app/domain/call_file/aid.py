"""How the highest aid follows from the eligible expenses: rates, ceilings, minimum, rounding."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.call_file.sheet import Cents, Condition, Share, Sheet, ShortText
from app.domain.money import RoundingMode


class RateLine(Sheet):
    """A rate and its own ceiling; the first line whose condition is true is the one that applies."""

    label: ShortText
    when: Condition | None = None
    rate: Annotated[Share, Field(gt=0)]
    ceiling: Cents | None = None


class AmountRounding(Sheet):
    """To what a computed aid is rounded, and how."""

    unit: Literal["cent", "euro"] = "cent"
    mode: RoundingMode = RoundingMode.DOWN

    @property
    def cents(self) -> int:
        """The unit in cents."""
        return 100 if self.unit == "euro" else 1


class ActivityCeiling(Sheet):
    """At most that part of the applicant's whole activity; `of` is an expression in euros (`budget_annuel`)."""

    of: Condition
    share: Annotated[Share, Field(gt=0)]


class AidRule(Sheet):
    """How the highest aid follows from the eligible expenses. Ceilings and minimum in cents."""

    rates: Annotated[tuple[RateLine, ...], Field(min_length=1)]
    ceiling: Cents | None = None
    yearly_ceiling: Cents | None = None
    """At most that each year; what a year does not use is not carried to another."""
    activity_ceiling: ActivityCeiling | None = None
    minimum: Cents | None = None
    """Below it no aid is given."""
    rounding: AmountRounding = AmountRounding()

    @property
    def most(self) -> int | None:
        """The highest aid that the rule can give, in cents; None when nothing bounds it."""
        of_rates = [line.ceiling for line in self.rates]
        bounded = [one for one in of_rates if one is not None]
        highest = max(bounded) if len(bounded) == len(of_rates) else None
        ceilings = [one for one in (self.ceiling, highest) if one is not None]
        return min(ceilings, default=None)
