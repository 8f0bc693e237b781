"""Invented applications: plausible, and the same for everyone who writes the same seed.

An application has a worth of its own, which its marks follow with the part of chance and of severity that real panels
show; its answers fall on both sides of what the files compare them to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.money import to_cents
from app.domain.ranking import Entry
from app.domain.ranking.amounts import BY_YEAR
from app.domain.scoring import CONSENSUS, ReviewMarks
from app.domain.simulation.answers import answers
from app.domain.simulation.chance import ONE_IN, Chance
from app.domain.simulation.compared import Formula, compared

PLAIN_REQUEST: Final = Decimal(50_000)
"""Euros asked on average where no file says a ceiling nor an envelope."""

READ_BY_ONE: Final = 12
"""How many applications one reviewer reads, about."""

_FIRST_DAY: Final = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Invented:
    """The applications, their reviews, and the references of those that nobody read."""

    entries: tuple[Entry, ...]
    reviews: tuple[ReviewMarks, ...]
    unread: tuple[str, ...]


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
    formulas: tuple[Formula, ...] = (),
) -> Invented:
    """So many applications, each read by so many reviewers. `envelope` in cents; `conditions` and `formulas`: those
    of the files, whose figures tell what answers are worth trying."""
    chance = Chance(seed)
    entries: list[Entry] = []
    reviews: list[ReviewMarks] = []
    unread: list[str] = []
    usual = _usual_request(aid, envelope, count)
    tried = compared(conditions, (*formulas, *_activity(aid, usual)))
    for number in range(1, count + 1):
        reference = reference_of(number)
        budget = _budget(aid, usual, chance, reference)
        attributes = {**answers(names, tried, chance, reference, usual, known=budget.keys()), **budget}
        filed = _FIRST_DAY + timedelta(minutes=int(chance.of(reference, "filed") * 60 * 24 * 60))
        entries.append(Entry(reference, to_cents(budget["requested"]), filed, attributes))
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
    seats = [one.key for one in grid.colleges for _ in range(max(1, one.least))] or ["expert"]
    turns = [(seats[turn % len(seats)], (number * reviewers + turn) % pool + 1) for turn in range(reviewers)]
    who = [f"{seat}-{turn:03d}" for seat, turn in turns]
    colleges = {name: seat for name, (seat, _) in zip(who, turns, strict=True)} if grid.colleges else {}
    for name in (*who, *((CONSENSUS,) if grid.aggregation is Aggregation.CONSENSUS else ())):
        marks = {
            leaf.key: _mark(leaf.scale, chance, reference, leaf.key, name)
            for leaf in grid.leaves
            if leaf.scale is not None
        }
        rule = grid.confidence
        sure = None if rule is None else rule.min + int(chance.of(name, "sure") * (rule.max - rule.min + 1))
        yield ReviewMarks(reference, name, marks, sure, colleges.get(name))


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


def _activity(aid: AidRule | None, usual: Decimal) -> Iterator[Formula]:
    """The activity of the applicant, compared to the one that allows what one asks on average."""
    if aid is not None and aid.activity_ceiling is not None:
        enough = Fraction(usual) / Fraction(aid.activity_ceiling.share)
        yield Formula(aid.activity_ceiling.of, enough, enough)


def _budget(aid: AidRule | None, usual: Decimal, chance: Chance, reference: str) -> dict[str, Decimal]:
    """Expenses and requests around the ceiling, in whole hundreds of euros."""
    requested = _hundreds(usual * Decimal(0.4 + 0.9 * chance.bell(reference, "requested")))
    rate = max((one.rate for one in aid.rates), default=Decimal(1)) if aid is not None else Decimal(1)
    expenses = max(
        _hundreds(requested / rate * Decimal(0.85 + 0.5 * chance.of(reference, "expenses"))), requested
    )
    thirds = _hundreds(requested / 3)
    return {
        "requested": requested,
        "own_share": (1 - requested / expenses).quantize(Decimal("0.0001")),
        "years": Decimal(1 + int(chance.of(reference, "years") * 3)),
        **dict.fromkeys(("eligible_total", "expenses_total", "income_total"), expenses),
        **dict.fromkeys(BY_YEAR, Decimal(0)),
        "requested_1": requested - 2 * thirds,
        "requested_2": thirds,
        "requested_3": thirds,
    }


def _hundreds(euros: Decimal) -> Decimal:
    return max((euros / 100).quantize(Decimal(1), ROUND_HALF_UP), Decimal(1)) * 100
