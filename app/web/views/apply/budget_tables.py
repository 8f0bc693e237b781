"""The financing plan as the page edits it: four tables, one box per account and year.

A box is named « charges.60.1 »: the side, the account, the year from 1. The domain calls the same cell
« expenses.60.0 ».
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from app.domain import budget_form
from app.domain.call_file.forms import AccountLine, BudgetRules
from app.domain.errors import Fault
from app.words.apply import forms as form_words
from app.words.refused import reasons

SIDES: Mapping[str, tuple[str, str]] = {
    "expenses": ("charges", "Charges"),
    "income": ("produits", "Produits"),
    "in_kind_uses": ("emplois", "Ce à quoi servent les apports en nature"),
    "in_kind_sources": ("ressources", "Apports en nature"),
}
TOTALS: Mapping[str, str] = {
    "budget.expenses": "charges",
    "budget.income": "produits",
    "budget.in_kind_sources": "ressources",
}
RawBudget = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Table:
    """One of the four tables. ``total``: its sum in cents, as the server adds it."""

    side: str
    caption: str
    rows: tuple[AccountLine, ...]
    total: int


def tables(rules: BudgetRules, totals: Mapping[str, int]) -> tuple[Table, ...]:
    """The tables that this call has, expenses first."""
    return tuple(
        Table(*SIDES[name], accounts, totals[name])
        for name, accounts in budget_form.tables(rules)
        if accounts
    )


def values(raw: RawBudget) -> dict[str, str]:
    """What was typed, by the name of each box."""
    return {
        f"{SIDES[name][0]}.{code}.{year}": cell
        for name, rows in raw.items()
        for code, cells in rows.items()
        for year, cell in enumerate(cells, start=1)
    }


def read_form(form: FormData, rules: BudgetRules) -> dict[str, dict[str, list[str]]]:
    """What the page sent, in the shape that the draft keeps."""
    years = range(1, rules.years + 1)
    return {
        name: {
            account.code: [str(form.get(f"{SIDES[name][0]}.{account.code}.{year}", "")) for year in years]
            for account in accounts
        }
        for name, accounts in budget_form.tables(rules)
    }


def errors(faults: Iterable[Fault], rules: BudgetRules) -> list[tuple[str, str]]:
    """The name of a box and what is wrong there; a fault of a total leads to the first box of its table."""
    first = {SIDES[name][0]: accounts[0].code for name, accounts in budget_form.tables(rules) if accounts}
    found = []
    for fault in faults:
        side = TOTALS.get(fault.field)
        name = f"{side}.{first[side]}.1" if side in first else _box(fault.field)
        found.append((name, reasons.sentence(fault.reason)))
    return found


def crossings(fields: Iterable[str], kept: Mapping[str, str]) -> list[tuple[str, str]]:
    """The name of each box that somebody else changed meanwhile, and what the service keeps there."""
    names = map(box_of, fields)
    return [(name, form_words.kept_instead(kept.get(name, ""))) for name in names]


def box_of(place: str) -> str:
    """« budget.expenses.60.0 », as a draft calls it, as the page names it."""
    return _box(place.removeprefix("budget."))


def _box(field: str) -> str:
    """« expenses.60.0 » as the page names it."""
    table, code, year = field.split(".")
    return f"{SIDES[table][0]}.{code}.{int(year) + 1}"
