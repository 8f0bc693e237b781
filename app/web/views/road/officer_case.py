"""What the authority's readers see of one application; each part of the page is empty for who may not read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db import journal, outbox, people, ties
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import CommitteeOpinion, Decision
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.documents import FrozenDocument
from app.db.follow_up import follow_up, payments
from app.db.follow_up.follow_up import IndicatorRow, Rendezvous
from app.db.follow_up.payments import Payment
from app.db.journal import Happened
from app.db.people import Person
from app.db.rectifications import Subject, rectifications_of
from app.db.review import reviews
from app.db.review.reviews import ReviewState
from app.db.screening import opinions as kept_opinions
from app.db.screening import screening
from app.db.screening.opinions import OpinionRow
from app.db.ties import Past
from app.domain.access import Permission
from app.domain.call_file.follow_up import RendezvousKind
from app.services.cases import Case
from app.services.ranking.standings import Standing, standing_of
from app.services.review import reviews as expertise
from app.services.road import letters
from app.services.road.whom import whom
from app.services.work import Work
from app.web.views import readers
from app.web.views.apply.filed import FiledForm, filed_forms
from app.web.views.road.officer_road import Button, next_of, offered, road_of, who_else
from app.web.views.screening.completions import AskedOnce, completions
from app.words import deliveries, labels
from app.words.labels import Audience, Said
from app.words.road import actions
from app.words.road.next_steps import NextStep
from app.words.road.road import SaidRoad
from app.words.road.substance import substance

EXCERPT = 8


SOME_MAILS = 5


@dataclass(frozen=True)
class Event:
    """A line of the journal, as the template ``timeline`` draws it; ``note``: what it says beyond its verb."""

    at: datetime
    what: str
    who: str
    note: str = ""


@dataclass(frozen=True)
class Tally:
    """The checklist in figures."""

    rules: int
    judged: int
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Reviewer:
    """An expert on this application, as who assigns them reads them."""

    person_id: int
    name: str
    said: Said
    due_at: datetime | None
    submitted_at: datetime | None
    load: int = 0
    removable: bool = False
    reopenable: bool = False
    college: str = ""
    reason: str = ""
    handed_in_once: bool = False


@dataclass(frozen=True)
class Reading:
    """An expert on this application, and how far they are."""

    name: str
    said: Said


@dataclass(frozen=True)
class Given:
    """The opinion of a consulted service."""

    name: str
    row: OpinionRow


@dataclass(frozen=True)
class InstalmentLine:
    """A payment, as the template ``instalments`` draws it. Cents."""

    label: str
    opened_by: str
    state: str
    tone: str
    amount: int
    when: str = ""


@dataclass(frozen=True)
class NotDelivered:
    """A mail about this application that will not arrive."""

    to: str
    at: datetime
    why: str


@dataclass(frozen=True)
class OfficerCase:
    """The whole page."""

    road: SaidRoad
    next: NextStep
    stage: Said
    officer: Person | None
    forms: tuple[FiledForm, ...]
    buttons: tuple[Button, ...]
    completions: tuple[AskedOnce, ...]
    tally: Tally | None
    reviewers: tuple[Reading, ...] | None
    standing: Standing | None
    opinions: tuple[Given, ...] | None
    advice: CommitteeOpinion | None
    decision: Decision | None
    letter: FrozenDocument | None
    convention: Convention | None
    rendezvous: list[Rendezvous]
    indicators: list[IndicatorRow]
    payments: list[Payment]
    undelivered: tuple[NotDelivered, ...]
    events: tuple[Event, ...]


def officer_case(work: Work, case: Case) -> OfficerCase:
    """Everything that this reader may see, in a number of queries that does not depend on the application."""
    session, may = work.session, case.may
    entries, past = journal.story_of(session, case.id), ties.past(session, case.id)
    meetings = (
        follow_up.rendezvous(session, case.id) if past.rendezvous and may(Permission.READ_FOLLOW_UP) else []
    )
    decision = committee.decision(session, case.id) if past.decision else None
    remaining = expertise.remaining(work, case)
    found = offered(work, case, remaining, decision)
    others = who_else(case, found)
    return OfficerCase(
        road=road_of(case, entries, others),
        next=next_of(work, case, remaining, meetings, others),
        stage=labels.OFFICER_STAGES[case.stage_shown],
        officer=people.by_id(session, case.application.officer_id) if case.application.officer_id else None,
        forms=filed_forms(work, case),
        buttons=found,
        completions=completions(work, case) if past.completions and may(Permission.READ_CHECKLIST) else (),
        tally=tally(work, case) if may(Permission.READ_CHECKLIST) else None,
        reviewers=_reviewers(work, case, past),
        standing=standing_of(work, case) if past.reviews and may(Permission.READ_REVIEWS) else None,
        opinions=_opinions(work, case, past),
        advice=committee.opinion(session, case.id)
        if past.advice and may(Permission.READ_COMMITTEE)
        else None,
        decision=decision if may(Permission.READ_DECISION) else None,
        letter=letters.notified(work, case),
        convention=conventions.current(session, case.id)
        if past.convention and may(Permission.READ_CONVENTION)
        else None,
        rendezvous=meetings,
        indicators=follow_up.indicators(session, case.id)
        if past.indicators and may(Permission.READ_FOLLOW_UP)
        else [],
        payments=payments.of_application(session, case.id)
        if past.payments and may(Permission.READ_PAYMENTS)
        else [],
        undelivered=undelivered(work, case) if may(Permission.READ_CHECKLIST) else (),
        events=events(work, case, entries[-EXCERPT:]) if may(Permission.READ_JOURNAL) else (),
    )


def undelivered(work: Work, case: Case) -> tuple[NotDelivered, ...]:
    """The mails about this application that were given up, the latest first."""
    lost = outbox.undelivered(work.session, prefix=f"{case.application.reference}:", limit=SOME_MAILS)
    return tuple(
        NotDelivered(one.to, one.undelivered_at, deliveries.why(one.undelivered_why))
        for one in lost
        if one.undelivered_at is not None
    )


def _reviewers(work: Work, case: Case, past: Past) -> tuple[Reading, ...] | None:
    if not case.may(Permission.READ_REVIEWS) or case.folder.grid is None:
        return None
    if not past.reviews:
        return ()
    found = reviews.who_reviews(work.session, case.id)
    return tuple(Reading(name, labels.REVIEW_STATES[state.value]) for name, state in found)


def _opinions(work: Work, case: Case, past: Past) -> tuple[Given, ...] | None:
    if not case.may(Permission.READ_OPINIONS):
        return None
    return opinions(work, case) if past.opinions else ()


def tally(work: Work, case: Case) -> Tally | None:
    """How far the checklist is."""
    file = case.folder.admissibility
    if file is None:
        return None
    judged = screening.verdicts(work.session, case.id)
    failed = tuple(rule.article for rule in file.rules if judged.get(rule.key) is screening.Verdict.FAILS)
    return Tally(len(file.rules), sum(rule.key in judged for rule in file.rules), failed)


def reviewers(work: Work, case: Case) -> tuple[Reviewer, ...]:
    """The experts of this application, those who declined too."""
    rows = reviews.of_application(work.session, case.id)
    experts = {row.expert_id for row in rows}
    named, loads = people.named(work.session, experts), reviews.load_counts(work.session, experts)
    returned = {
        one.subject_id
        for one in rectifications_of(work.session, Subject.REVIEW, {key_of(row) for row in rows})
    }
    colleges = {one.key: one.label for one in case.folder.scoring.colleges} if case.folder.scoring else {}
    return tuple(
        Reviewer(
            row.expert_id,
            named[row.expert_id].name,
            labels.REVIEW_STATES[row.state.value],
            row.due_at,
            row.submitted_at,
            loads.get(row.expert_id, 0),
            row.state in expertise.OPEN_STATES,
            row.state is ReviewState.SUBMITTED and case.application.stage in expertise.MARKING,
            colleges.get(row.college, ""),
            row.reason,
            key_of(row) in returned,
        )
        for row in rows
    )


def opinions(work: Work, case: Case) -> tuple[Given, ...]:
    """The services that were consulted, and what they answered."""
    rows = kept_opinions.opinions(work.session, case.id)
    named = people.named(work.session, {row.person_id for row in rows})
    return tuple(Given(named[row.person_id].name, row) for row in rows)


def events(work: Work, case: Case, entries: Sequence[Happened]) -> tuple[Event, ...]:
    """The journal in words, the latest first."""
    named = readers.meetings(case)
    names = whom(work.session, entries, interests=case.may(Permission.ASSIGN_REVIEWERS))
    return tuple(
        Event(one.at, actions.journal_word(one.verb, named), one.actor_name, substance(one.data, name))
        for one, name in zip(reversed(entries), reversed(names), strict=True)
    )


def opener(case: Case, row: Payment) -> str:
    """The rendezvous that opens a payment, in the words of its call."""
    follow_up = case.folder.follow_up
    return follow_up.rendezvous.of(RendezvousKind(row.opened_by)).label if follow_up else row.opened_by


def instalments(case: Case, rows: Sequence[Payment]) -> tuple[InstalmentLine, ...]:
    """The payments, as the template draws them."""
    said = labels.PAYMENT_STATES[Audience.OFFICER]
    return tuple(
        InstalmentLine(
            row.label,
            opener(case, row),
            said[row.state.value].word,
            said[row.state.value].tone,
            row.amount if row.paid_amount is None else row.paid_amount,
        )
        for row in rows
    )
