"""The financing plan as a document prints it. Money in cents."""

from dataclasses import dataclass
from enum import StrEnum


class Funding(StrEnum):
    """How sure an income is."""

    SECURED = "secured"
    REQUESTED = "requested"


@dataclass(frozen=True)
class BudgetLine:
    """One line of expense or of income. ``in_kind``: volunteering and loans, valued and not paid.

    ``years``: its amount in each year; ``eligible``: does this expense count in the basis of the aid (None: not said)?
    ``granted_cents``: what was decided of the aid that this line asks for.
    """

    label: str
    cents: int
    account: str = ""
    funding: Funding | None = None
    in_kind: bool = False
    years: tuple[int, ...] = ()
    eligible: bool | None = None
    granted_cents: int | None = None


@dataclass(frozen=True)
class FinancingPlan:
    """Expenses and income; each side has its paid lines and its contributions in kind, totalled apart."""

    expenses: tuple[BudgetLine, ...]
    income: tuple[BudgetLine, ...]

    @property
    def expenses_cents(self) -> int:
        """The paid expenses."""
        return sum(line.cents for line in self.expenses if not line.in_kind)

    @property
    def income_cents(self) -> int:
        """The income in money."""
        return sum(line.cents for line in self.income if not line.in_kind)

    @property
    def expenses_in_kind_cents(self) -> int:
        """The use of the contributions in kind."""
        return sum(line.cents for line in self.expenses if line.in_kind)

    @property
    def income_in_kind_cents(self) -> int:
        """The contributions in kind."""
        return sum(line.cents for line in self.income if line.in_kind)

    @property
    def years(self) -> int:
        """Over how many years it runs, as far as it says."""
        return max((len(line.years) for line in (*self.expenses, *self.income)), default=1)

    @property
    def tells_eligible(self) -> bool:
        """Is it said which expenses count in the basis of the aid?"""
        return any(line.eligible is not None for line in self.expenses)

    @property
    def eligible_cents(self) -> int:
        """The expenses that count in the basis of the aid."""
        return sum(line.cents for line in self.expenses if line.eligible)

    @property
    def has_in_kind(self) -> bool:
        """Is something given otherwise than in money?"""
        return any(line.in_kind for line in (*self.expenses, *self.income))

    @property
    def balanced(self) -> bool:
        """Do expenses equal income, in money and in kind separately?"""
        return (self.expenses_cents, self.expenses_in_kind_cents) == (
            self.income_cents,
            self.income_in_kind_cents,
        )
