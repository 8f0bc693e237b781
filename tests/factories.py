"""What a test needs around an application: a call read from `criteria/`, its people, a road walked through the door.

::

    with database.write() as session:
        work = factories.work(session)  # the house itself, on a day when all three calls are open
        application = factories.at_stage(work, Stage.REVIEWED)  # begun, filed, judged, reviewed
        people = factories.cast(work)
        case = open_case(factories.by(work, people.officer), application.reference)

Nothing here writes a stage: `act` makes the guards of an action true by calling the services, then calls the door.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel import Session
from stdnum import luhn

from app.adapters.call_files import read_call
from app.adapters.file_store import FileStore, open_store
from app.db import people
from app.db.apply import teams
from app.db.apply.applications import Application
from app.db.apply.files import StoredFile
from app.db.apply.teams import TeamMember
from app.db.base import key_of
from app.db.calls import calls
from app.db.committee import committee
from app.db.follow_up import follow_up, payments
from app.db.follow_up.payments import PaymentState
from app.db.people import AppointmentRow, Person
from app.db.review import reviews
from app.db.review.reviews import ReviewState
from app.db.screening.screening import Verdict
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import DossierFile, FormFile, Question
from app.domain.call_file.kinds import KINDS, Setting
from app.domain.people import SYSTEM, Actor, Part, Role, TeamRole
from app.domain.scoring import marked_criteria
from app.domain.typed.searched import searchable
from app.domain.workflow import Action, Group, Outcome, Stage
from app.services.apply import applications as candidatures
from app.services.apply import forms, pieces
from app.services.calls.calls import open_call
from app.services.cases import Case, open_case
from app.services.committee import committee as committee_desk
from app.services.convention import reading as convention_reading
from app.services.follow_up import indicators
from app.services.follow_up import payments as ledger
from app.services.ports import Files, Reception
from app.services.review import panels
from app.services.review import reviews as expertise
from app.services.road import decisions
from app.services.road.transitions import perform
from app.services.screening import checklist
from app.services.work import Work
from tests.fakes import FakeAntivirus, FakeExaminer, FakeJobs
from tests.remembered import catch_up, once
from tests.roads import shortest_road

CRITERIA = Path(__file__).resolve().parents[1] / "criteria"
TIERS_LIEUX, CHERCHEURS, BRESCIA = "tiers-lieux-2026", "chercheurs-citoyens-2026", "brescia"
CALLS = (TIERS_LIEUX, CHERCHEURS, BRESCIA)
AN_OPEN_DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
"""A Monday on which each of the three calls has an open wave."""
A_PDF = b"%PDF-1.7\n%%EOF\n"
A_PNG = b"\x89PNG\r\n\x1a\n"
EUROS = 40_000
_establishments = count(1)


@dataclass(frozen=True)
class Cast:
    """One person of each part around the applications of one call."""

    owner: Actor
    representative: Actor
    editor: Actor
    reader: Actor
    officer: Actor
    manager: Actor
    experts: tuple[Actor, ...]
    members: tuple[Actor, ...]
    president: Actor
    consulted: Actor
    finance: Actor
    auditor: Actor
    admin: Actor
    stranger: Actor


@lru_cache
def call_folder(slug: str = TIERS_LIEUX) -> CallFolder:
    """The real folder of that call, read once."""
    return read_call(CRITERIA / slug)


def work(
    session: Session, actor: Actor = SYSTEM, now: datetime = AN_OPEN_DAY, jobs: FakeJobs | None = None
) -> Work:
    """One piece of work in this session; by the house itself unless somebody is named."""
    return Work(session, actor, now, jobs or FakeJobs(), "https://maillage.example")


def by(work: Work, actor: Actor) -> Work:
    """The same work, done by this person."""
    return replace(work, actor=actor)


def person(work: Work, name: str, *roles: Role, call_id: int | None = None, email: str = "") -> Actor:
    """A person with these roles, found again by the address when they are there already."""
    address = email or f"{searchable(name).replace(' ', '.')}@exemple.example"
    found = people.by_email(work.session, address)
    if found is None:
        found = Person(email=address, name=name, created_at=work.now)
        work.session.add(found)
        work.session.flush()
        for role in roles:
            work.session.add(
                AppointmentRow(person_id=key_of(found), role=role, call_id=call_id, given_at=work.now)
            )
        work.session.flush()
    return people.actor(work.session, found)


def opened(work: Work, slug: str = TIERS_LIEUX) -> int:
    """The id of that call, opened from its folder unless it is open already."""
    row = calls.by_slug(work.session, slug) or open_call(by(work, SYSTEM), call_folder(slug))
    return key_of(row)


def cast(work: Work, slug: str = TIERS_LIEUX) -> Cast:
    """The people of that call, opened if need be; asking twice gives the same people."""
    known: dict[str, Cast] = work.session.info.setdefault("cast", {})
    if slug not in known:
        known[slug] = once(work, ("cast", slug), lambda noted, _: _cast(noted, slug))
        catch_up(work.session)
    return known[slug]


def _cast(work: Work, slug: str) -> Cast:
    call_id = opened(work, slug)

    def of_call(key: str, name: str, *roles: Role) -> Actor:
        return person(work, name, *roles, call_id=call_id, email=f"{key}@{slug}.example")

    def outside(key: str, name: str) -> Actor:
        """Somebody whose address is not of the authority's domain, which would be a suspicion of interest."""
        return person(work, name, email=f"{key}@la-grange.{slug}.example")

    members = tuple(
        of_call(f"membre{n}", name, Role.MEMBER)
        for n, name in enumerate(("Rose Vidal", "Karim Nadir", "Paule Guérin"), start=1)
    )
    found = Cast(
        owner=outside("porteuse", "Ada Morin"),
        representative=outside("representant", "Jean Faure"),
        editor=outside("redactrice", "Lise Perrot"),
        reader=outside("lecteur", "Malik Benali"),
        officer=of_call("instructrice", "Inès Caron", Role.OFFICER),
        manager=of_call("responsable", "Hugo Leroy", Role.MANAGER),
        experts=tuple(
            of_call(f"expert{n}", name, Role.EXPERT)
            for n, name in enumerate(("Nora Blin", "Yves Tanguy", "Zoé Armand"), start=1)
        ),
        members=members,
        president=of_call("presidente", "Élise Roux", Role.PRESIDENT, Role.MEMBER),
        consulted=of_call("service", "Service Économie", Role.CONSULTED),
        finance=of_call("finances", "Luc Payen", Role.FINANCE),
        auditor=of_call("controle", "Anne Juste", Role.AUDITOR),
        admin=person(work, "Rémi Socle", Role.ADMIN),
        stranger=outside("passant", "Paul Dehors"),
    )
    seat_all(work, slug, (*members, found.president))
    return found


def seat_all(work: Work, slug: str, members: tuple[Actor, ...]) -> None:
    """Give each a seat in the first college, where the call has a committee."""
    file = call_folder(slug).committee
    if file is None:
        return
    seated = {seat.person_id for seat in committee.seats(work.session, opened(work, slug))}
    for member in members:
        if member.person_id in seated:
            continue
        committee_desk.give_seat(by(work, SYSTEM), slug, member.person_id or 0, file.colleges[0].key)


def siret(number: int) -> str:
    """A SIRET that passes its check and belongs to nobody: numbers of 9 that begin with 9."""

    def closed(digits: str) -> str:
        return f"{digits}{luhn.calc_check_digit(digits)}"

    return closed(closed(f"9{number:07d}") + "0001")


def begin(work: Work, slug: str = TIERS_LIEUX, *, name: str = "La Grange") -> Application:
    """An application just begun by the owner of the cast, with its whole team and a complete organisation."""
    people_ = cast(work, slug)
    made = once(work, ("begin", slug, name), lambda noted, _: _begun(noted, slug, name, people_))
    catch_up(work.session)
    return work.session.get_one(Application, made)


def _begun(work: Work, slug: str, name: str, people_: Cast) -> int:
    application = candidatures.begin(
        by(work, people_.owner),
        slug,
        {
            "name": name,
            "siret": siret(next(_establishments)),
            "rna": "W871234567",
            "legal_form": "association",
            "address": "3 place du Palais",
            "postal_code": "87300",
            "city": "Bellac",
            "representative_name": "Jean Faure",
            "representative_title": "président",
        },
    )
    for actor, role in (
        (people_.representative, TeamRole.REPRESENTATIVE),
        (people_.editor, TeamRole.EDITOR),
        (people_.reader, TeamRole.READER),
    ):
        work.session.add(
            TeamMember(
                application_id=key_of(application),
                person_id=actor.person_id or 0,
                role=role,
                joined_at=work.now,
            )
        )
    work.session.flush()
    return key_of(application)


def answer_to(question: Question, title: str = "La Grange") -> str | list[str]:
    """A text that this question accepts."""
    kind = KINDS[question.kind]
    if question.key == "title":
        return title
    if kind.setting is Setting.OPTIONS:
        keys = [option.key for option in question.options]
        return keys if kind.several else keys[0]
    if kind.setting is Setting.BOUNDS:
        high = question.max if question.max is not None else 10_000
        return str(min(max(25, question.least), high))
    return kind.example


def answers(form: FormFile, title: str = "La Grange") -> dict[str, str | list[str]]:
    """Every question of a form, answered."""
    return {question.key: answer_to(question, title) for question in form.questions}


def budget(form: DossierFile, euros: int = EUROS) -> dict[str, dict[str, list[str]]]:
    """A balanced budget: half asked of the authority, half of one's own; the volunteers in kind."""
    rules = form.budget
    spent = next(line.code for line in rules.expense_accounts if line.eligible)
    own = rules.income_accounts[-1].code
    raw = {
        "expenses": {spent: [str(2 * euros)]},
        "income": {rules.authority_account: [str(euros)], own: [str(euros)]},
    }
    if rules.in_kind_uses and rules.in_kind_sources:
        raw["in_kind_uses"] = {rules.in_kind_uses[-1].code: ["5000"]}
        raw["in_kind_sources"] = {rules.in_kind_sources[0].code: ["5000"]}
    return raw


def write_letter(work: Work, reference: str, title: str = "La Grange") -> None:
    """Answer every question of the letter."""
    case = _as_owner(work, reference)
    forms.save_answers(
        _owner(work, case), reference, forms.LETTER, answers(forms.form_of(case, "letter"), title)
    )


def write_dossier(
    work: Work,
    reference: str,
    *,
    title: str = "La Grange",
    euros: int = EUROS,
    store: Files | None = None,
) -> None:
    """Answer every question of the dossier, balance its budget, join its pieces, make its declarations."""
    case = _as_owner(work, reference)
    mine, form = _owner(work, case), case.folder.dossier
    assert form is not None
    forms.save_answers(mine, reference, forms.DOSSIER, answers(form, title))
    forms.save_budget(mine, reference, budget(form, euros))
    forms.save_declarations(mine, reference, [one.key for one in form.declarations])
    kept: Files = store or memory_store()
    for piece in forms.check(mine, _as_owner(work, reference), forms.DOSSIER).pieces_missing:
        name = f"{piece.key}.{piece.formats[0]}"
        join(mine, kept, reference, piece.key, name)


def join(work: Work, store: Files, reference: str, key: str, name: str, chunks: Any = (A_PDF,)) -> StoredFile:
    """Join one document as its reader would, in one transaction."""
    piece = pieces.joinable(work, reference, key)
    received = pieces.receive(Reception(store, FakeAntivirus(), FakeExaminer()), piece, name, chunks)
    return pieces.keep(work, reference, received)


@lru_cache
def memory_store() -> FileStore:
    """Where the pieces of these factories go unless a store is given."""
    return open_store("memory:///")


def at_stage(
    work: Work,
    stage: Stage,
    slug: str = TIERS_LIEUX,
    *,
    title: str = "La Grange",
    euros: int = EUROS,
    mark: str | None = None,
    store: Files | None = None,
) -> Application:
    """An application of that call brought to this stage by the shortest road, each step through the door.

    ``mark``: what each expert gives to each criterion; the highest unless said.
    """
    application = begin(work, slug, name=title)
    walk(work, application.reference, stage, title=title, euros=euros, mark=mark, store=store)
    return application


def walk(work: Work, reference: str, stage: Stage, *, store: Files | None = None, **said: Any) -> Application:
    """Go on from where the application stands to this stage. ValueError when no road leads there."""
    case = open_case(by(work, SYSTEM), reference)
    for action in shortest_road(case.workflow, case.application.stage, stage):
        step = ("act", reference, action, *sorted(said.items()))
        once(work, step, partial(_acted, reference=reference, action=action, **said), store)
    catch_up(work.session)
    return case.application


def _acted(work: Work, store: Files | None, *, reference: str, action: Action, **said: Any) -> None:
    act(work, reference, action, store=store, **said)


def act(
    work: Work, reference: str, action: Action, payload: dict[str, Any] | None = None, **said: Any
) -> Case:
    """Make the guards of this action true, then do it, by somebody who may."""
    case = open_case(by(work, SYSTEM), reference)
    people_ = cast(work, case.call.slug)
    if (prepare := _PREPARATIONS.get(action)) is not None:
        prepare(work, case, people_, said)
    line = next(one for one in case.workflow.transitions if one.action is action)
    now = work.now
    if action is Action.EXPIRE and case.application.due_at is not None:
        now = max(now, case.application.due_at + timedelta(seconds=1))
    actor = next(actor for part, actor in _actors(people_) if part in line.parts)
    sent = payload if payload is not None else payload_for(action, now)
    if payload is None and action is Action.SEND_CONVENTION:
        read = convention_reading.convention(replace(work, actor=actor), reference).document
        sent = {"content_sha256": read.content_sha256}
    return perform(replace(work, actor=actor, now=now), reference, action.value, sent)


def prepared(work: Work, reference: str, action: Action) -> None:
    """Make the guards of this action true, without doing it."""
    case = open_case(by(work, SYSTEM), reference)
    if (prepare := _PREPARATIONS.get(action)) is not None:
        prepare(work, case, cast(work, case.call.slug), {})


def payload_for(action: Action, now: datetime = AN_OPEN_DAY) -> dict[str, Any]:
    """What the form of this action asks for, filled in."""
    today = now.date().isoformat()
    meeting = {
        "held_on": today,
        "place": "Bellac, mairie",
        "attendees": "Le collectif, la commune, la Région.",
        "minutes": "Le plan de financement a été relu poste par poste.",
    }
    votes = {"votes_for": 3, "votes_against": 0, "abstentions": 1}
    reasoned = {"reason": "Le projet ne relève pas de l’appel."}
    asked: dict[Action, dict[str, Any]] = {
        Action.DECLINE: reasoned,
        Action.RETURN_LETTER: reasoned,
        Action.DECLARE_INADMISSIBLE: reasoned,
        Action.RECALL_CONVENTION: reasoned,
        Action.RENOUNCE: reasoned,
        Action.TERMINATE: reasoned,
        Action.REQUEST_COMPLETION: {"text": "Le plan est à revoir.", "budget": True},
        Action.REOPEN_REVIEW: {"reopening_reason": "Un troisième expert lira."},
        Action.EXTEND_COMPLETION: {"due_on": (now.date() + timedelta(days=40)).isoformat()},
        Action.CORRECT_COMPLETION: {"text": "La surface est à revoir.", "questions": ["surface"], **reasoned},
        Action.WITHDRAW_COMPLETION: reasoned,
        Action.RECOMMEND: votes,
        Action.RECOMMEND_WITH_CONDITIONS: {**votes, "conditions": "Fournir l’accord du propriétaire."},
        Action.PLACE_ON_RESERVE: votes,
        Action.POSTPONE: {**votes, "comment": "Le collectif doit encore se réunir."},
        Action.NOT_RECOMMEND: {"votes_against": 3, "comment": "Aucun usager n’est associé."},
        Action.AGREE: {
            "amount": str(EUROS),
            "commitments": "Locaux, deux animateurs, trente bénévoles.",
            "deliberation": "2026-88",
            "deliberated_on": today,
        },
        Action.RECORD_SIGNATURE: {"signed_by_beneficiary_on": today, "signed_by_authority_on": today},
        Action.HOLD_KICKOFF: {**meeting, "plan_studied": True},
        Action.HOLD_MIDTERM: meeting,
        Action.HOLD_FINAL: meeting,
    }
    return asked.get(action, {})


def review(work: Work, reference: str, expert: Actor, mark: str | None = None) -> None:
    """Accept, mark every criterion (its highest mark unless one is given), justify, submit."""
    mine = by(work, expert)
    expertise.accept(mine, reference)
    case = open_case(mine, reference)
    sent = {
        criterion.key: {"mark": mark or str(criterion.scale.max), "justification": "Solide et éprouvé."}
        for criterion in marked_criteria(panels.grid_of(case))
    }
    expertise.save(mine, reference, sent, "Un beau projet.")
    expertise.submit(mine, reference)


def set_targets(work: Work, reference: str) -> None:
    """A starting point and an aim for every quantitative indicator, set by the officer."""
    case = open_case(by(work, SYSTEM), reference)
    _targets(work, case, cast(work, case.call.slug), {})


def sitting(work: Work, slug: str, wave_key: str | None, present: tuple[Actor, ...]) -> int:
    """A sitting held now by these members; its id."""
    held = committee_desk.hold_sitting(
        by(work, cast(work, slug).officer),
        slug,
        wave_key,
        held_at=work.now,
        place="Hôtel de Région",
        present=[member.person_id or 0 for member in present],
        presides=present[0].person_id,
    )
    return key_of(held)


def _actors(people_: Cast) -> tuple[tuple[Part, Actor], ...]:
    return (
        (Part.SYSTEM, SYSTEM),
        (Part.OWNER, people_.owner),
        (Part.OFFICER, people_.officer),
        (Part.MANAGER, people_.manager),
    )


def _as_owner(work: Work, reference: str) -> Case:
    return open_case(by(work, SYSTEM), reference)


def _owner(work: Work, case: Case) -> Work:
    return by(work, cast(work, case.call.slug).owner)


Preparation = Callable[[Work, Case, Cast, dict[str, Any]], None]


def _letter(work: Work, case: Case, _people: Cast, said: dict[str, Any]) -> None:
    write_letter(work, case.application.reference, said.get("title", "La Grange"))


def _dossier(work: Work, case: Case, _people: Cast, said: dict[str, Any]) -> None:
    kept = {key: value for key, value in said.items() if key in ("title", "euros", "store")}
    write_dossier(work, case.application.reference, **kept)


def _checks(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    officer = by(work, people_.officer)
    for line in checklist.lines(officer, case):
        if line.check is None or line.check.verdict is not Verdict.HOLDS:
            checklist.judge(officer, case.application.reference, line.rule.key, Verdict.HOLDS)


def _failing(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    file = case.folder.admissibility
    if file is not None and case.application.stage is Stage.DOSSIER_SUBMITTED:
        rule = file.rules[0].key
        checklist.judge(
            by(work, people_.officer), case.application.reference, rule, Verdict.FAILS, "Aucun usager."
        )


def _reviewers(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    wanted = panels.grid_of(case).reviewers
    named = {row.expert_id for row in reviews.of_application(work.session, case.id)}
    for expert in people_.experts[:wanted]:
        if expert.person_id not in named:
            expertise.assign(by(work, people_.officer), case.application.reference, expert.person_id or 0)


def _reviews(work: Work, case: Case, people_: Cast, said: dict[str, Any]) -> None:
    by_id = {expert.person_id: expert for expert in people_.experts}
    for row in reviews.of_application(work.session, case.id):
        if row.state in (ReviewState.ASSIGNED, ReviewState.ACCEPTED):
            review(work, case.application.reference, by_id[row.expert_id], said.get("mark"))


def _sat(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    if not committee.sittings_of_wave(work.session, key_of(case.wave)):
        sitting(work, case.call.slug, case.wave.key, (*people_.members, people_.president))


def _decided(outcome: Outcome) -> Preparation:
    def record(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
        decisions.record(
            by(work, people_.manager),
            case.application.reference,
            outcome,
            amount=0 if outcome is Outcome.REJECT else case.application.requested,
            reasons="L’enveloppe de la vague est épuisée." if outcome is Outcome.REJECT else "",
            deliberation="2026.1234.SP",
            deliberated_on=work.now.date(),
        )

    return record


def _targets(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    rows = follow_up.indicators(work.session, case.id)
    if rows and case.application.stage in indicators.TARGETING:
        sent = {row.key: {"baseline": "10", "target": "60"} for row in rows if row.nature == "quantitative"}
        indicators.set_targets(by(work, people_.officer), case.application.reference, sent)


def _reported(kind: str) -> Preparation:
    def report(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
        rows = follow_up.indicators(work.session, case.id)
        sent = {row.key: "42" if row.nature == "quantitative" else "Le lieu vit." for row in rows}
        indicators.report(by(work, people_.owner), case.application.reference, kind, sent)

    return report


def _paid(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    for row in payments.of_application(work.session, case.id):
        if row.state in (PaymentState.OPEN, PaymentState.REQUESTED):
            ledger.pay(
                by(work, people_.finance),
                case.application.reference,
                row.key,
                paid_on=work.now.date(),
                order_number=f"M-{row.position + 1}",
            )


def _replied(work: Work, case: Case, people_: Cast, _said: dict[str, Any]) -> None:
    forms.save_reply(by(work, people_.owner), case.application.reference, "Voici.")


_PREPARATIONS: dict[Action, Preparation] = {
    Action.SUBMIT_LETTER: _letter,
    Action.SUBMIT_DOSSIER: _dossier,
    Action.COMPLETE: _replied,
    Action.DECLARE_ADMISSIBLE: _checks,
    Action.DECLARE_INADMISSIBLE: _failing,
    Action.OPEN_REVIEW: _reviewers,
    Action.CLOSE_REVIEW: _reviews,
    Action.RECOMMEND: _sat,
    Action.RECOMMEND_WITH_CONDITIONS: _sat,
    Action.PLACE_ON_RESERVE: _sat,
    Action.POSTPONE: _sat,
    Action.NOT_RECOMMEND: _sat,
    Action.AWARD: _decided(Outcome.AWARD),
    Action.KEEP_ON_RESERVE: _decided(Outcome.RESERVE),
    Action.REJECT: _decided(Outcome.REJECT),
    Action.DRAFT_CONVENTION: _targets,
    Action.SEND_CONVENTION: _targets,
    Action.HOLD_MIDTERM: _reported("midterm"),
    Action.HOLD_FINAL: _reported("final"),
    Action.CLOSE: _paid,
}


def team_of(work: Work, application: Application) -> list[TeamMember]:
    """The team, as the database has it now."""
    return teams.team(work.session, key_of(application))


def groups_of(slug: str) -> tuple[Group, ...]:
    """The stretches of road of that call."""
    return call_folder(slug).groups
