"""Invented applications: plausible, and the same for everyone who writes the same seed.

Every choice is the SHA-256 of the seed and of what is chosen, so that nothing depends on an order. An application has
a worth of its own, which its marks follow with the part of chance and of severity that real panels show; its answers
fall on both sides of the conditions that the files write.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Final, TypeVar

from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid_names import COMMITTEE_ORDER, OF_EVERY_APPLICATION
from app.domain.call_file.grid_rules import Aggregation
from app.domain.call_file.names import Names
from app.domain.call_file.scales import Scale
from app.domain.call_file.scoring import ScoringFile
from app.domain.expressions import Kind, Value
from app.domain.money import to_cents
from app.domain.ranking import Entry
from app.domain.ranking.amounts import BY_YEAR
from app.domain.scoring import CONSENSUS, ReviewMarks

T = TypeVar("T")

PLAIN_REQUEST: Final = Decimal(50_000)
"""Euros asked on average where no file says a ceiling nor an envelope."""

ONE_IN: Final = 20
"""One application in so many was read by nobody, one answer in so many is missing."""

READ_BY_ONE: Final = 12
"""How many applications one reviewer reads, about."""

_FIRST_DAY: Final = datetime(2026, 1, 5, 9, tzinfo=UTC)
_BUDGET: Final = ("eligible_total", "requested", "expenses_total", *BY_YEAR)


@dataclass(frozen=True)
class Invented:
    """The applications, their reviews, and the references of those that nobody read."""

    entries: tuple[Entry, ...]
    reviews: tuple[ReviewMarks, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Chance:
    """What the seed chooses."""

    seed: str

    def of(self, *what: object) -> float:
        """A number from 0 to 1 (never 1), always the same for the same thing."""
        text = ":".join(map(str, (self.seed, *what)))
        return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / 2**48

    def bell(self, *what: object) -> float:
        """The same, nearer to the middle."""
        return sum(self.of(*what, turn) for turn in range(3)) / 3


def invent(
    grid: ScoringFile,
    names: Names,
    *,
    count: int,
    reviewers: int,
    seed: str,
    envelope: int = 0,
    aid: AidRule | None = None,
    conditions: tuple[str, ...] = (),
) -> Invented:
    """So many applications, each read by so many reviewers. `envelope` in cents; `conditions`: those of the files,
    whose figures tell what answers are worth trying."""
    chance = Chance(seed)
    tried = _tried(conditions)
    entries: list[Entry] = []
    reviews: list[ReviewMarks] = []
    unread: list[str] = []
    usual = _usual_request(aid, envelope, count)
    for number in range(1, count + 1):
        reference = reference_of(number)
        budget = _budget(aid, usual, chance, reference)
        facts = {**_answers(names, tried, chance, reference), **budget}
        filed = _FIRST_DAY + timedelta(minutes=int(chance.of(reference, "filed") * 60 * 24 * 60))
        entries.append(Entry(reference, to_cents(budget["requested"]), filed, facts))
        if chance.of(reference, "read") < 1 / ONE_IN:
            unread.append(reference)
        else:
            reviews += _reviews(grid, chance, reference, number, reviewers, count)
    return Invented(tuple(entries), tuple(reviews), tuple(unread))


def reference_of(number: int) -> str:
    """What the application of this number, from 1, is called; their order is that of the numbers."""
    return f"SIM-{number:04d}"


def _reviews(
    grid: ScoringFile, chance: Chance, reference: str, number: int, reviewers: int, count: int
) -> Iterator[ReviewMarks]:
    pool = reviewers if grid.everyone else max(reviewers, -(-count * reviewers // READ_BY_ONE))
    who = [f"expert-{(number * reviewers + turn) % pool + 1:03d}" for turn in range(reviewers)]
    for name in (*who, *((CONSENSUS,) if grid.aggregation is Aggregation.CONSENSUS else ())):
        marks = {
            leaf.key: _mark(leaf.scale, chance, reference, leaf.key, name)
            for leaf in grid.leaves
            if leaf.scale is not None
        }
        rule = grid.confidence
        sure = None if rule is None else rule.min + int(chance.of(name, "sure") * (rule.max - rule.min + 1))
        yield ReviewMarks(reference, name, marks, sure)


def _mark(scale: Scale, chance: Chance, reference: str, key: str, reviewer: str) -> Decimal | None:
    """A mark that follows the worth of the application, then the criterion, then the reviewer."""
    if scale.cannot_assess and chance.of(reference, key, reviewer, "na") < 1 / ONE_IN:
        return None
    worth = 0.35 + 0.65 * chance.bell(reference, "worth")
    own = chance.of(reference, key) - 0.5
    view = chance.of(reference, key, reviewer) - 0.5
    severity = chance.bell(reviewer, "severity") - 0.5
    place = min(max(worth + 0.35 * own + 0.25 * view + 0.2 * severity, 0.0), 1.0)
    if scale.lower_is_better:
        place = 1 - place
    if not scale.is_numeric:
        return scale.values[min(int(place * len(scale.values)), len(scale.values) - 1)]
    step = scale.step or Decimal(1)
    steps = int((scale.highest - scale.lowest) / step)
    return scale.lowest + step * round(place * steps)


def _usual_request(aid: AidRule | None, envelope: int, count: int) -> Decimal:
    """What one asks on average, in euros: near the ceiling, else a third of the applications take the envelope."""
    ceilings = [] if aid is None else [one.ceiling for one in aid.rates if one.ceiling is not None]
    most = min(
        [*ceilings, *([aid.ceiling] if aid is not None and aid.ceiling is not None else [])], default=0
    )
    if most:
        return Decimal(most) / 100
    return Decimal(envelope * 3 // count) / 100 if envelope else PLAIN_REQUEST


def _budget(aid: AidRule | None, usual: Decimal, chance: Chance, reference: str) -> dict[str, Decimal]:
    """Expenses and requests around the ceiling, in whole hundreds of euros."""
    requested = _hundreds(usual * Decimal(0.4 + 0.9 * chance.bell(reference, "requested")))
    rate = max((one.rate for one in aid.rates), default=Decimal(1)) if aid is not None else Decimal(1)
    expenses = max(
        _hundreds(requested / rate * Decimal(0.85 + 0.5 * chance.of(reference, "expenses"))), requested
    )
    thirds = _hundreds(requested / 3)
    years = {"requested_1": requested - 2 * thirds, "requested_2": thirds, "requested_3": thirds}
    return {"requested": requested, "eligible_total": expenses, "expenses_total": expenses, **years}


def _hundreds(euros: Decimal) -> Decimal:
    return max((euros / 100).quantize(Decimal(1), ROUND_HALF_UP), Decimal(1)) * 100


def _answers(
    names: Names, tried: Mapping[str, tuple[str, ...]], chance: Chance, reference: str
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, kind in names.kinds.items():
        if name in OF_EVERY_APPLICATION or name in _BUDGET or name == COMMITTEE_ORDER:
            continue
        if chance.of(reference, name, "missing") >= 1 / ONE_IN:
            options = sorted(names.options.get(name, ()))
            found[name] = _answer(kind, options, tried.get(name, ()), chance, f"{reference}:{name}")
    return found


def _answer(kind: Kind, options: list[str], tried: tuple[str, ...], chance: Chance, what: str) -> Value:
    if kind is Kind.BOOL:
        return chance.of(what) < 0.75
    if kind is Kind.DATE:
        return date(2026, 1, 1) + timedelta(days=int(chance.of(what) * 365))
    if kind is Kind.NUMBER:
        figures = [Decimal(one) for one in tried if _FIGURE.fullmatch(one)] or [Decimal(50)]
        around = _one_of(figures, chance, what)
        value = around * Decimal(0.6 + 0.9 * chance.bell(what, "near"))
        return value.quantize(Decimal(1) if around == int(around) else Decimal("0.01"), ROUND_HALF_UP)
    words = options or list(tried) or ["autre"]
    if kind is Kind.TEXTS:
        return tuple(one for one in words if chance.of(what, one) < 0.8)
    return _one_of(words, chance, what)


_FIGURE: Final = re.compile(r"\d{1,15}(?:\.\d{1,10})?")
_COMPARED: Final = re.compile(
    r"(?:\b([a-z]\w*)\s*[<>=!]=?\s*|between\(\s*([a-z]\w*)\s*,\s*)(?:'([^']*)'|(\d[\d.]*))", re.ASCII
)


def _tried(conditions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What the conditions compare each name to: {"emplois": ("0.5",), "reglement": ("2019", "2022")}."""
    found: dict[str, list[str]] = {}
    for text in conditions:
        for first, second, word, figure in _COMPARED.findall(text):
            found.setdefault(first or second, []).append(word or figure)
    return {name: tuple(sorted(set(values))) for name, values in found.items()}


def _one_of(values: list[T], chance: Chance, what: str) -> T:
    return values[int(chance.of(what, "which") * len(values))]
