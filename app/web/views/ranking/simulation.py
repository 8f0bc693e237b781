"""What the page of a trial draws: the form, the findings, how the totals spread, the list of the invented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.call_file.folder import CallFolder
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.money import MoneyError, parse_euros
from app.domain.ranking.beside import CalibrationError
from app.domain.scoring.conditions import ConditionError
from app.domain.scoring.summary import Summary, summaries
from app.domain.simulation import distribution
from app.services.ranking import simulations
from app.services.ranking.simulations import Simulation
from app.web.views.ranking.lines import Limit, limit_of
from app.words.formats import mark
from app.words.labels import Audience
from app.words.ranking import report as ranking_report
from app.words.ranking import simulation
from app.words.refused import reasons

COUNT, SEED, MONEY, WAVE = "candidatures", "graine", "enveloppe", "vague"
_FIELDS = {"applications": COUNT, "seed": SEED, "wave": WAVE}


@dataclass(frozen=True)
class TriedLine:
    """A line of the list, as the macro ``ranking`` draws it. Cents."""

    rank: int
    title: str
    note: str
    mark: Decimal | None
    gap: Decimal | None
    amount: int
    cumulative: int
    inside: bool
    flag: str
    href: str = ""


@dataclass(frozen=True)
class TrialPage:
    """What was typed with its errors, then what was found; ``refused`` says why there is nothing."""

    sent: Mapping[str, str]
    most: int
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    found: Simulation | None = None

    @property
    def told(self) -> list[str]:
        """What the rules did."""
        findings = self.found.tried.findings if self.found else ()
        return [simulation.finding_sentence(one) for one in findings]

    @property
    def spread(self) -> tuple[list[tuple[str, int]], str] | None:
        """The bars of the totals and the sentence that tells them."""
        spread = distribution(self.found.tried.result.listing) if self.found else None
        return None if spread is None else (simulation.bars(spread), simulation.spread_sentence(spread))

    @property
    def lines(self) -> list[TriedLine]:
        """Those that have a rank, down the list."""
        return list(_lines(self.found)) if self.found else []

    @property
    def limit(self) -> Limit | None:
        """Where the end of the envelope is drawn."""
        if self.found is None:
            return None
        places = self.found.tried.result.listing.places
        ranked = sum(one.rank is not None for one in places)
        return limit_of(places, ranked, 0, ranked)

    @property
    def aside(self) -> list[tuple[str, str, str]]:
        """Those that have none: reference, total, why."""
        if self.found is None:
            return []
        listing = self.found.tried.result.listing
        told = summaries(listing.ranked.scored)
        return [
            (
                one.reference,
                _total(told[one.at]),
                " ".join(ranking_report.reasons(listing, one)),
            )
            for one in listing.places
            if one.rank is None
        ]


def trial_page(folder: CallFolder, sent: Mapping[str, str]) -> TrialPage | None:
    """The trial that an address asks for, or what is wrong in it; None for a call without a grid."""
    rules = simulations.rules_of(folder)
    if rules is None:
        return None
    most = simulations.most_of(rules)
    shown = {
        COUNT: str(min(simulations.USUAL, most)),
        SEED: simulations.SEED,
        MONEY: "",
        WAVE: folder.call.waves[0].key,
        **{name: sent[name].strip() for name in (COUNT, SEED, MONEY, WAVE) if sent.get(name, "").strip()},
    }
    faults = [*_typed_faults(shown, folder)]
    if not faults or faults[0].field != COUNT:
        faults += simulations.faults_of(rules, int(shown[COUNT]), shown[SEED])
    if faults:
        return TrialPage(
            shown, most, {_FIELDS.get(one.field, one.field): _said(one.reason) for one in faults}
        )
    try:
        found = simulations.simulate(
            folder,
            count=int(shown[COUNT]),
            seed=shown[SEED],
            envelope=parse_euros(shown[MONEY]) if shown[MONEY] else None,
            wave=shown[WAVE],
        )
    except (ConditionError, CalibrationError) as error:
        return TrialPage(shown, most, refused=simulation.uncomputed(error))
    return TrialPage(shown, most, found=found)


def _typed_faults(sent: Mapping[str, str], folder: CallFolder) -> Iterator[Fault]:
    """What is no number of applications, no amount, or no wave of the call."""
    count = sent[COUNT]
    if not (count.isascii() and count.isdecimal() and len(count) < 10):
        yield Fault(COUNT, Reason.of(ReasonCode.NOT_A_NUMBER, read=count, whole=True))
    try:
        parse_euros(sent[MONEY] or "0")
    except MoneyError as error:
        yield Fault(MONEY, error.reason)
    try:
        simulations.wave_of(folder, sent[WAVE])
    except Invalid as refused:
        yield from refused.faults


def _said(reason: Reason) -> str:
    return reasons.sentence(reason, Audience.OFFICER)


def _total(summary: Summary | None) -> str:
    """The total with all the decimals of its grid, as in the list."""
    return "aucun" if summary is None else mark(summary.total)


def _lines(found: Simulation) -> Iterator[TriedLine]:
    listing = found.tried.result.listing
    told = summaries(listing.ranked.scored)
    for place in listing.places:
        summary = told[place.at]
        if place.rank is None or place.outcome is None:
            continue
        yield TriedLine(
            rank=place.rank,
            title=place.reference,
            note=ranking_report.OUTCOMES[place.outcome],
            mark=summary.total if summary is not None else None,
            gap=summary.spread / 2 if summary is not None and summary.spread is not None else None,
            amount=place.amount,
            cumulative=place.cumulated,
            inside=place.funded,
            flag="ex æquo" if place.tied else "",
        )
