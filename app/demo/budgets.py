"""Budgets of the stories: balanced to the cent in all and each year, over the accounts and the years of the call."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.demo.story import Story
from app.domain.call_file.forms import BudgetRules
from app.domain.money import RoundingMode, apply_rate, split

Sheet = dict[str, dict[str, list[str]]]

_TOOLS = {
    "21-amenagement": 22,
    "21-mobilier": 34,
    "21-reseau": 9,
    "60": 5,
    "62-conseil": 4,
    "64-animation": 26,
}
_WORKS = {"21-amenagement": 41, "21-mobilier": 17, "21-reseau": 8, "62-conseil": 6, "64-animation": 28}
_PEOPLE = {
    "21-amenagement": 18,
    "21-mobilier": 19,
    "62-communication": 7,
    "62-deplacements": 3,
    "64-animation": 53,
}
SPENDING: Mapping[str, Sequence[Mapping[str, int]]] = {
    "tiers-lieux-2026": (_TOOLS, _WORKS, _PEOPLE),
    "chercheurs-citoyens-2026": (
        {"64-contractuels": 44, "64-association": 27, "62-missions": 9, "62-restitution": 12, "60": 8},
        {"64-contractuels": 31, "64-association": 38, "62-missions": 6, "62-restitution": 15, "61": 10},
    ),
    "teletravail-2026": ({"61": 46, "62-conseil": 38, "62-bilan": 16},),
    "brescia": ({"64": 62, "61": 17, "60": 14, "62": 7},),
}
"""Per cent of the eligible cost by account."""
BESIDE = {
    "tiers-lieux-2026": ("61", "0.118"),
    "chercheurs-citoyens-2026": ("64-titulaires", "0.347"),
    "teletravail-2026": ("64", "0.21"),
    "brescia": ("65", "0.064"),
}
"""The account that is not eligible, and its part of the eligible cost."""
FUNDING: Mapping[str, Sequence[Mapping[str, int]]] = {
    "tiers-lieux-2026": (
        {"70": 29, "74-epci": 21, "74-commune": 18, "75": 9, "10-fonds": 23},
        {"70": 18, "74-departement": 14, "74-epci": 20, "16-emprunt": 34, "10-fonds": 14},
        {"70": 24, "74-etat": 22, "74-commune": 25, "75": 17, "10-fonds": 12},
    ),
    "chercheurs-citoyens-2026": ({"74-etat": 71, "74-commune": 11, "75": 8, "10-fonds": 10},),
    "teletravail-2026": ({"10-fonds": 100},),
    "brescia": ({"74-autres": 22, "75": 36, "10-fonds": 42},),
}
"""Per cent of what is not asked of the authority, by account."""
YEARS = {1: ("1",), 2: ("0.6", "0.4"), 3: ("0.4", "0.35", "0.25")}
EVEN = {1: ("1",), 2: ("0.5", "0.5"), 3: ("0.34", "0.33", "0.33")}
TEN_EUROS = 10_00
HOUR_CENTS = 12_31
"""One hour of voluntary work, valued at the gross minimum wage."""


def budget_of(story: Story, rules: BudgetRules) -> Sheet:
    """The budget of a story, as one would type it."""
    years = min(int(str(story.answers.get("duree", rules.years))), rules.years)
    spent = _by_account(story.eligible_cents, _one(story, SPENDING))
    account, part = BESIDE[story.call]
    beside = apply_rate(story.eligible_cents, Decimal(part), RoundingMode.HALF_UP, TEN_EUROS)
    spent[account] = beside
    left = story.eligible_cents + beside - story.asked_cents
    income = _by_account(left, _one(story, FUNDING))
    income[rules.authority_account] = story.asked_cents
    given = (180 + story.draw("hours", 400)) * HOUR_CENTS
    parts = (YEARS if rules.aid.yearly_ceiling is None else EVEN)[years]
    cells = {
        "expenses": {one: _by_year(cents, parts) for one, cents in spent.items()},
        "income": {one: _by_year(cents, parts) for one, cents in income.items()},
        "in_kind_uses": {"864": _by_year(given, EVEN[years])},
        "in_kind_sources": {"870": _by_year(given, EVEN[years])},
    }
    first = next(iter(cells["income"].values()))
    for year in range(years):
        needed, found = (sum(row[year] for row in cells[side].values()) for side in ("expenses", "income"))
        first[year] += needed - found
    return {side: {one: list(map(_typed, row)) for one, row in rows.items()} for side, rows in cells.items()}


def _one(story: Story, of: Mapping[str, Sequence[Mapping[str, int]]]) -> Mapping[str, int]:
    choices = of[story.call]
    return choices[story.draw("budget", len(choices))]


def _by_account(cents: int, parts: Mapping[str, int]) -> dict[str, int]:
    shares = [Decimal(part) / 100 for part in parts.values()]
    return dict(zip(parts, _in_tens(split(cents, shares)), strict=True))


def _in_tens(parts: Sequence[int]) -> list[int]:
    """The same sum in tens of euros, as people write a budget; the last part takes what is left over."""
    round_ones = [part // TEN_EUROS * TEN_EUROS for part in parts[:-1]]
    return [*round_ones, sum(parts) - sum(round_ones)]


def _by_year(cents: int, shares: Sequence[str]) -> list[int]:
    return _in_tens(split(cents, [Decimal(share) for share in shares]))


def _typed(cents: int) -> str:
    euros, rest = divmod(cents, 100)
    return f"{euros:,}".replace(",", " ") + (f",{rest:02d}" if rest else "")
