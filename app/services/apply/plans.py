"""The budget of a filing as documents and pages print it: by year, with what counts in the basis of the aid."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.budget import BudgetLine, by_year, total
from app.domain.budget_form import read_budget
from app.domain.documents import BudgetLine as PrintedLine
from app.domain.documents import FinancingPlan, Funding
from app.services.cases import Case


def plan_of(case: Case, content: Mapping[str, Any], awarded_cents: int | None = None) -> FinancingPlan | None:
    """The budget of one filing; None when it has none. ``awarded_cents``: the grant, once it is decided."""
    form = case.folder.dossier
    if "budget" not in content:
        return None
    budget, _ = read_budget(content["budget"], form.budget)
    asked = form.budget.authority_account
    whole = total([line for line in budget.income if line.account == asked])
    state = Funding.SECURED if 0 < whole <= (awarded_cents or 0) else Funding.REQUESTED
    eligible = {account.code for account in form.budget.expense_accounts if account.eligible}
    sides = (budget.expenses, budget.income, budget.in_kind_uses, budget.in_kind_sources)
    last = max(
        (year for side in sides for year, sum_ in enumerate(by_year(side), start=1) if sum_), default=1
    )

    def printed(lines: tuple[BudgetLine, ...], *, in_kind: bool = False) -> tuple[PrintedLine, ...]:
        return tuple(
            PrintedLine(
                line.label,
                total([line]),
                line.account,
                state if line.account == asked and not in_kind else None,
                in_kind,
                years=tuple((*line.amounts, *(0,) * last)[:last]),
                granted_cents=awarded_cents if line.account == asked and not in_kind else None,
            )
            for line in lines
        )

    return FinancingPlan(
        expenses=tuple(replace(line, eligible=line.account in eligible) for line in printed(budget.expenses))
        + printed(budget.in_kind_uses, in_kind=True),
        income=printed(budget.income) + printed(budget.in_kind_sources, in_kind=True),
    )
