"""The trial of the rules of a call as JSON: the same figures as the page, and the list of the invented."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.dependencies import ApiReading, Wired
from app.api.problems import RESPONSES
from app.api.shapes import Euros, Number, Shape
from app.domain.call_file.folder import CallFolder
from app.domain.errors import Fault, Invalid, NotReady, ReasonCode
from app.domain.money import MoneyError, parse_euros
from app.domain.people import Role
from app.domain.scoring.exact import decimal_of
from app.domain.simulation import Spread, distribution
from app.edge.numbers import Key
from app.edge.rates import limit
from app.services.calls import editions
from app.services.ranking import simulations
from app.services.ranking.rankings import computed
from app.services.ranking.simulations import Simulation
from app.services.route_access import allow
from app.services.wiring import Wiring
from app.services.work import Work
from app.words.ranking import report as ranking_report
from app.words.ranking.simulation import finding_sentence

router = APIRouter(tags=["appels"], responses=RESPONSES)

Count = Annotated[int | None, Query(alias="applications", ge=1, le=simulations.MOST)]
Seed = Annotated[str, Query(max_length=simulations.LONGEST_SEED)]
Money = Annotated[str, Query(description="Euros ; 0 : sans limite ; vide : l’enveloppe de la vague.")]
WaveKey = Annotated[str, Query(description="Clé de la vague ; vide : la première.")]


class FindingShape(Shape):
    code: str
    sentence: str


class BarShape(Shape):
    """How many totals are from ``low`` on, below the next bar."""

    low: Number
    count: int


class TotalsShape(Shape):
    lowest: Number
    middle: Number
    highest: Number
    bars: tuple[BarShape, ...]


class InventedShape(Shape):
    """An invented application: without rank, ``reasons`` say why; with one, what its money hangs on."""

    application: str
    rank: int | None
    tied: bool
    total: Number | None
    outcome: str | None
    requested: Euros
    awarded: Euros
    reasons: tuple[str, ...]


class SimulationShape(Shape):
    """``idle_sought``: were the criteria looked for that decide nothing? Not in a grid too heavy for it."""

    applications: int
    reviewers: int
    seed: str
    envelope: Euros
    spent: Euros
    idle_sought: bool
    findings: tuple[FindingShape, ...]
    totals: TotalsShape | None
    ranking: tuple[InventedShape, ...]


@router.get("/calls/{slug}/rules/simulation", summary="Les règles d’un appel, essayées")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def of_call(
    work: ApiReading,
    wired: Wired,
    slug: str,
    count: Count = None,
    seed: Seed = simulations.SEED,
    envelope: Money = "",
    wave: WaveKey = "",
) -> SimulationShape:
    folder = simulations.open_rules(work, slug).folder
    return _tried(work, wired, folder, count, seed, envelope, wave)


@router.get("/editions/{edition}/rules/simulation", summary="Les règles d’une édition en cours, essayées")
@allow(*editions.READERS)
def of_edition(
    work: ApiReading,
    wired: Wired,
    edition: Key,
    count: Count = None,
    seed: Seed = simulations.SEED,
    envelope: Money = "",
    wave: WaveKey = "",
) -> SimulationShape:
    said = editions.check(work, editions.read(work, edition), wired.call_texts).said
    if said.folder is None:
        raise NotReady(ReasonCode.EDITION_FAULTY, count=len(said.faults))
    return _tried(work, wired, said.folder, count, seed, envelope, wave)


def _tried(
    work: Work,
    wired: Wiring,
    folder: CallFolder,
    count: int | None,
    seed: str,
    envelope: str,
    wave: str,
) -> SimulationShape:
    limit(wired, "simulation", str(work.person_id))
    try:
        money = parse_euros(envelope) if envelope.strip() else None
    except MoneyError as error:
        raise Invalid(Fault("envelope", error.reason)) from error
    with computed():
        found = simulations.simulate(folder, count=count, seed=seed, envelope=money, wave=wave)
    listing = found.tried.result.listing
    return SimulationShape(
        applications=found.count,
        reviewers=found.readers,
        seed=found.seed,
        envelope=found.envelope,
        spent=listing.spent,
        idle_sought=found.idle,
        findings=tuple(
            FindingShape(code=one.code.value, sentence=finding_sentence(one)) for one in found.tried.findings
        ),
        totals=_totals(distribution(listing)),
        ranking=tuple(_invented(found)),
    )


def _totals(spread: Spread | None) -> TotalsShape | None:
    if spread is None:
        return None
    return TotalsShape(
        lowest=decimal_of(spread.lowest),
        middle=decimal_of(spread.middle),
        highest=decimal_of(spread.highest),
        bars=tuple(BarShape(low=decimal_of(one.low), count=one.count) for one in spread.bars),
    )


def _invented(found: Simulation) -> Iterator[InventedShape]:
    listing = found.tried.result.listing
    for one in listing.places:
        yield InventedShape(
            application=one.reference,
            rank=one.rank,
            tied=one.tied,
            total=ranking_report.total(listing, one),
            outcome=one.outcome.value if one.outcome is not None else None,
            requested=one.amount,
            awarded=one.awarded,
            reasons=ranking_report.reasons(listing, one),
        )
