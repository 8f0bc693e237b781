"""After the decision: the common table of Brescia, the convention, the three rendezvous, the payments, the closing."""

from datetime import date
from decimal import Decimal

from app.db.follow_up import follow_up
from app.db.follow_up.follow_up import IndicatorRow
from app.demo.calendar import at_work, meetings
from app.demo.roads import DAY, Road
from app.demo.sittings import euros
from app.demo.tale import Tale
from app.domain.workflow import Action, Stage
from app.services.convention import reading
from app.services.follow_up import indicators, payments

AIMS: dict[str, tuple[str, str]] = {
    "usagers": ("12", "90"),
    "heures": ("10", "48"),
    "ateliers": ("4", "32"),
    "structures": ("2", "11"),
    "emplois": ("0.5", "1.75"),
    "recettes": ("18", "62"),
    "rencontres": ("2", "18"),
    "citoyens": ("12", "80"),
    "publications": ("0", "3"),
    "restitutions": ("0", "5"),
    "personnes": ("40", "160"),
    "benevolat": ("300", "1200"),
    "organisations": ("3", "8"),
    "salaries": ("0", "12"),
    "lieux": ("0", "3"),
}
"""Where each indicator starts and what it aims at."""


def at_the_common_table(tale: Tale) -> Road:
    """Nobody is ranked: those who qualify sit together, then agree."""
    yield tale.at(at_work(tale.days.screened + 6 * DAY), 10)
    tale.do(tale.officer, Action.JOIN_TABLE, note="Bienvenue à la table : première rencontre jeudi à 18 h.")
    if tale.there():
        return
    yield tale.at(_told(tale), 17)
    approved = tale.play.calendar.day(_told(tale) - DAY)
    tale.do(
        tale.officer,
        Action.AGREE,
        amount=euros(tale.story.awarded_cents),
        commitments=tale.story.commitments,
        deliberation=f"{approved.year}-{300 + tale.rank}",
        deliberated_on=approved.isoformat(),
    )


def to_the_signature(tale: Tale) -> Road:
    """Targets, draft, sending, signature; or the beneficiary gives up."""
    told = _told(tale)
    yield tale.at(at_work(told + 2 * DAY), 11)
    _set_targets(tale)
    yield tale.at(at_work(told + 4 * DAY), 10)
    tale.do(tale.officer, Action.DRAFT_CONVENTION)
    if tale.there():
        return
    yield tale.at(at_work(told + 8 * DAY), 10)
    read = reading.convention(tale.by(tale.officer), tale.reference).document
    tale.do(tale.officer, Action.SEND_CONVENTION, content_sha256=read.content_sha256)
    if tale.there():
        return
    yield tale.at(at_work(told + 17 * DAY), 15)
    if tale.goes_to(Stage.RENOUNCED):
        tale.do(tale.owner, Action.RENOUNCE, reason=tale.story.reason)
        return
    day = tale.play.calendar.day
    tale.do(
        tale.officer,
        Action.RECORD_SIGNATURE,
        signed_by_beneficiary_on=day(told + 12 * DAY).isoformat(),
        signed_by_authority_on=day(at_work(told + 16 * DAY)).isoformat(),
    )


def to_the_closing(tale: Tale) -> Road:
    """The three rendezvous with their indicators, each followed by its payment; then the closing."""
    told = _told(tale)
    met = at_work(told + 24 * DAY)
    yield tale.at(met, 14)
    _meet(tale, Action.HOLD_KICKOFF, "kickoff", plan_studied=True)
    yield from _paid(tale, "advance", met + DAY, at_work(told + 38 * DAY))
    if tale.goes_to(Stage.TERMINATED):
        yield tale.at(at_work(told + 60 * DAY), 10)
        tale.do(tale.manager, Action.TERMINATE, reason=tale.story.reason)
    if tale.there():
        return
    yield tale.at(told + 80 * DAY, 17)
    _report(tale, "midterm", Decimal("0.6"))
    met = at_work(told + 85 * DAY)
    yield tale.at(met, 14)
    adjustments = tale.play.sentence(tale.story, "midterm/adjustments")
    _meet(tale, Action.HOLD_MIDTERM, "midterm", adjustments=adjustments)
    yield from _paid(tale, "interim", met + DAY, None if tale.there() else at_work(told + 97 * DAY))
    if tale.there():
        return
    yield tale.at(told + 124 * DAY, 17)
    _report(tale, "final", Decimal("1.05"))
    met = at_work(told + 128 * DAY)
    yield tale.at(met, 14)
    _meet(tale, Action.HOLD_FINAL, "final", prospects=tale.play.sentence(tale.story, "final/prospects"))
    yield from _paid(tale, "balance", met + DAY, None if tale.there() else at_work(told + 139 * DAY))
    if tale.there():
        return
    yield tale.at(at_work(told + 142 * DAY), 11)
    tale.do(tale.officer, Action.CLOSE, note="Dossier complet ; archivage dix ans.")


def _told(tale: Tale) -> date:
    told = meetings(tale.story.call, tale.wave)[2]
    if told is None:
        raise LookupError(f"{tale.story.wave} has no day for its letters")
    return told


def _quantities(tale: Tale) -> list[IndicatorRow]:
    rows = follow_up.indicators(tale.play.session, tale.case(tale.officer).id)
    return [row for row in rows if row.nature == "quantitative"]


def _set_targets(tale: Tale) -> None:
    expected = str(tale.story.answers.get("usagers_prevus", ""))
    sent = {
        row.key: dict(zip(("baseline", "target"), AIMS[row.key], strict=True)) for row in _quantities(tale)
    }
    if expected and "usagers" in sent:
        sent["usagers"]["target"] = expected
    indicators.set_targets(tale.by(tale.officer), tale.reference, sent)


def _report(tale: Tale, kind: str, part: Decimal) -> None:
    stories = tale.play.phrases["indicators"][kind]
    said = {key: tale.play.sentence(tale.story, f"indicators/{kind}/{key}") for key in stories}
    for row in _quantities(tale):
        start, aim = row.baseline or Decimal(0), row.target or Decimal(0)
        unit = Decimal("0.1") if row.unit == "ETP" else Decimal(1)
        said[row.key] = str((start + (aim - start) * part).quantize(unit))
    indicators.report(tale.by(tale.writer), tale.reference, kind, said)


def _meet(tale: Tale, action: Action, kind: str, **more: object) -> None:
    sentence = tale.play.sentence
    tale.do(
        tale.officer,
        action,
        held_on=tale.play.now.date().isoformat(),
        place=sentence(tale.story, "kickoff/places", kind),
        attendees=sentence(tale.story, "kickoff/attendees", kind),
        minutes=sentence(tale.story, f"{kind}/minutes"),
        **more,
    )


def _paid(tale: Tale, key: str, asked: date, paid: date | None) -> Road:
    yield tale.at(asked, 9)
    payments.request(tale.by(tale.owner), tale.reference, key)
    if paid is not None:
        yield tale.at(paid, 16)
        order = f"{tale.play.now.year}-M-{tale.play.person_id('finance'):02d}{tale.rank:03d}{key[0].upper()}"
        payments.pay(
            tale.by("finance"), tale.reference, key, paid_on=tale.play.now.date(), order_number=order
        )
