"""The budget as it is typed: raw texts by table, account and year; read into a Budget with its faults."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.budget import Budget, BudgetLine, budget_faults
from app.domain.call_file.forms import AccountLine, BudgetRules
from app.domain.errors import Fault
from app.domain.money import MoneyError, parse_euros

RawBudget = Mapping[str, Mapping[str, Sequence[str]]]
"""{"expenses": {"60": ["12 000", ""]}, "income": …, "in_kind_uses": …, "in_kind_sources": …}"""


def tables(rules: BudgetRules) -> tuple[tuple[str, tuple[AccountLine, ...]], ...]:
    """The four tables of a budget, by name."""
    return (
        ("expenses", rules.expense_accounts),
        ("income", rules.income_accounts),
        ("in_kind_uses", rules.in_kind_uses),
        ("in_kind_sources", rules.in_kind_sources),
    )


def clean(raw: Any, rules: BudgetRules) -> dict[str, dict[str, list[str]]]:
    """What was sent, kept to the accounts and the years that the call has; the texts stay as typed."""
    sent = raw if isinstance(raw, Mapping) else {}
    return {name: dict(_rows(sent.get(name), accounts, rules.years)) for name, accounts in tables(rules)}


def of_cells(cells: Mapping[str, str]) -> dict[str, dict[str, list[str]]]:
    """The budget that holds these texts, by the names that `completion.cells` gives; a row ends at its last text."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, text in cells.items():
        table, _, rest = name.partition(".")
        code, _, year = rest.rpartition(".")
        row = found.setdefault(table, {}).setdefault(code, [])
        row.extend([""] * (int(year) + 1 - len(row)))
        row[int(year)] = text
    blank = [(table, code) for table, rows in found.items() for code, row in rows.items() if not any(row)]
    for table, code in blank:
        del found[table][code]
    return found


def _rows(sent: Any, accounts: Sequence[AccountLine], years: int) -> Iterator[tuple[str, list[str]]]:
    rows = sent if isinstance(sent, Mapping) else {}
    for account in accounts:
        cells = rows.get(account.code, [])
        texts = [str(cell)[:40] for cell in (cells if isinstance(cells, list | tuple) else [cells])][:years]
        if any(text.strip() for text in texts):
            yield account.code, texts


def read_budget(raw: RawBudget, rules: BudgetRules) -> tuple[Budget, list[Fault]]:
    """The budget in cents, and a fault for each cell that cannot be read (its field: table.account.year)."""
    faults: list[Fault] = []
    read: dict[str, tuple[BudgetLine, ...]] = {}
    for name, accounts in tables(rules):
        rows = raw.get(name, {})
        read[name] = tuple(
            BudgetLine(
                account.code, account.label, _amounts(rows[account.code], f"{name}.{account.code}", faults)
            )
            for account in accounts
            if account.code in rows
        )
    return Budget(**read), faults


def _amounts(cells: Sequence[str], field: str, faults: list[Fault]) -> tuple[int, ...]:
    amounts = []
    for year, cell in enumerate(cells):
        try:
            amounts.append(parse_euros(cell) if cell.strip() else 0)
        except MoneyError as error:
            faults.append(Fault(f"{field}.{year}", error.reason))
            amounts.append(0)
    return tuple(amounts)


def all_faults(raw: RawBudget, rules: BudgetRules) -> list[Fault]:
    """What prevents this budget from being filed: cells that cannot be read, then the rules of the budget."""
    budget, faults = read_budget(raw, rules)
    return faults or list(budget_faults(budget, rules))
