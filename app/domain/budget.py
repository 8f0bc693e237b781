"""The budget of a dossier and the aid that follows from it. Amounts in cents, one column per year.

Expenses and income balance; contributions in kind (accounts 86 and 87) balance apart and never count in the
basis of the aid. The aid asked of the authority is what stands on its own row of the income.
Source: Cerfa 12156 (« Le total des charges doit être égal au total des produits »).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from app.domain.aid import AidComputation, aid_of
from app.domain.call_file.forms import AccountLine, BudgetRules
from app.domain.call_file.names import BUDGET_NAMES
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.expressions import Kind, Value
from app.domain.money import to_euros


@dataclass(frozen=True)
class BudgetLine:
    """A row: its account, its words, and one amount per year (a missing year is zero)."""

    account: str
    label: str
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True)
class Budget:
    """Expenses and income, and apart from them what is given in kind."""

    expenses: tuple[BudgetLine, ...] = ()
    income: tuple[BudgetLine, ...] = ()
    in_kind_uses: tuple[BudgetLine, ...] = ()
    in_kind_sources: tuple[BudgetLine, ...] = ()

    @property
    def expenses_total(self) -> int:
        return total(self.expenses)

    @property
    def income_total(self) -> int:
        return total(self.income)

    @property
    def is_balanced(self) -> bool:
        """Are expenses and income equal, and contributions in kind equal on both sides?"""
        return self.expenses_total == self.income_total and total(self.in_kind_uses) == total(
            self.in_kind_sources
        )

    def eligible(self, rules: BudgetRules) -> tuple[BudgetLine, ...]:
        """The expenses that count in the basis of the aid."""
        accounts = {account.code for account in rules.expense_accounts if account.eligible}
        return tuple(line for line in self.expenses if line.account in accounts)

    def requested(self, rules: BudgetRules) -> tuple[BudgetLine, ...]:
        """The rows on which the authority's aid stands."""
        return tuple(line for line in self.income if line.account == rules.authority_account)

    def known(self, rules: BudgetRules) -> dict[str, Value | None]:
        """The values of `BUDGET_NAMES`; `own_share` is unknown without income."""
        asked = total(self.requested(rules))
        income = self.income_total
        return {
            "expenses_total": to_euros(self.expenses_total),
            "eligible_total": to_euros(total(self.eligible(rules))),
            "income_total": to_euros(income),
            "requested": to_euros(asked),
            "own_share": Decimal(income - asked) / income if income else None,
            "years": Decimal(sum(1 for amount in by_year(self.expenses) if amount)),
        }


def total(lines: Sequence[BudgetLine]) -> int:
    """The sum of rows, in cents."""
    return sum(line.total for line in lines)


def by_year(lines: Sequence[BudgetLine]) -> tuple[int, ...]:
    """The sum of rows for each year, in cents."""
    return tuple(sum(year) for year in zip_longest(*(line.amounts for line in lines), fillvalue=0))


def budget_faults(budget: Budget, rules: BudgetRules) -> tuple[Fault, ...]:
    """All that prevents a budget from being filed.

    Unknown account, amount below zero, years beyond the call's, no expense, expenses and income that differ,
    contributions in kind that differ, nothing asked of the authority.
    """
    return tuple(_line_faults(budget, rules)) + tuple(_total_faults(budget, rules))


def _line_faults(budget: Budget, rules: BudgetRules) -> Iterator[Fault]:
    tables: tuple[tuple[str, Sequence[BudgetLine], Sequence[AccountLine]], ...] = (
        ("expenses", budget.expenses, rules.expense_accounts),
        ("income", budget.income, rules.income_accounts),
        ("in_kind_uses", budget.in_kind_uses, rules.in_kind_uses),
        ("in_kind_sources", budget.in_kind_sources, rules.in_kind_sources),
    )
    for name, lines, accounts in tables:
        known = {account.code for account in accounts}
        for index, line in enumerate(lines):
            field = f"budget.{name}.{index}"
            if line.account not in known:
                yield Fault(field, Reason.of(ReasonCode.NOT_A_CHOICE, read=line.account))
            if any(amount < 0 for amount in line.amounts):
                yield Fault(field, Reason.of(ReasonCode.TOO_SMALL, read=min(line.amounts), min=0))
            if any(line.amounts[rules.years :]):
                yield Fault(field, Reason.of(ReasonCode.TOO_LARGE, read=len(line.amounts), max=rules.years))


def _total_faults(budget: Budget, rules: BudgetRules) -> Iterator[Fault]:
    if budget.expenses_total == 0:
        yield Fault("budget.expenses", Reason.of(ReasonCode.BUDGET_EMPTY))
        return
    pairs = (
        ("budget.income", budget.expenses_total, budget.income_total),
        ("budget.in_kind_sources", total(budget.in_kind_uses), total(budget.in_kind_sources)),
    )
    for field, left, right in pairs:
        if left != right:
            yield Fault(
                field,
                Reason.of(ReasonCode.BUDGET_UNBALANCED, expenses=left, income=right, difference=left - right),
            )
    if total(budget.requested(rules)) == 0:
        yield Fault(
            "budget.income", Reason.of(ReasonCode.BUDGET_REQUEST_MISMATCH, account=rules.authority_account)
        )


def compute_aid(
    budget: Budget, rules: BudgetRules, answers: Mapping[str, Value | None], kinds: Mapping[str, Kind]
) -> AidComputation:
    """The highest aid for this budget: rate on its eligible expenses, ceilings, the request itself, the minimum.

    Raises:
        ExpressionError: an answer is not of its declared kind, or a division by zero.
    """
    attributes = {**answers, **budget.known(rules)}
    base = total(budget.eligible(rules))
    return aid_of(rules.aid, base, by_year(budget.requested(rules)), attributes, {**kinds, **BUDGET_NAMES})
