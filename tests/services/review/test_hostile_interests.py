"""An interest hides the application everywhere and takes its holder's voice away; nothing is told before its time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from app.db.base import key_of
from app.db.committee import committee
from app.db.follow_up.payments import PaymentState
from app.db.outbox import OutboxMail
from app.db.people import AppointmentRow
from app.db.review import interests, reviews
from app.db.session import Database
from app.domain.errors import Forbidden, Hidden, Invalid, ReasonCode
from app.domain.explanation import StepCode
from app.domain.people import Actor, Part, Role, TeamRole
from app.domain.workflow import Action, Outcome, Stage
from app.services.apply import applications as candidatures
from app.services.apply import forms, invitations
from app.services.calls.calls import by_slug
from app.services.cases import open_case
from app.services.committee import committee as committee_desk
from app.services.committee import minutes as minuted
from app.services.desk import audits, desks
from app.services.people import admin as people_admin
from app.services.ranking import ranked_list
from app.services.review import answering, panels
from app.services.review import reviews as expertise
from app.services.road import decisions
from app.services.road.transitions import perform
from app.services.work import Work
from app.web.views.road.applicant_case import applicant_case
from tests import factories


def declare(work: Work, actor: Actor, reference: str) -> None:
    expertise.declare_interest(factories.by(work, actor), reference, "family")


def test_a_manager_with_an_interest_neither_lists_nor_releases_the_wave(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        ours = factories.at_stage(work, Stage.RECOMMENDED)
        theirs = factories.at_stage(work, Stage.RECOMMENDED)
        other = factories.person(work, "Odile Fort", Role.MANAGER)
        for one in (ours, theirs):
            decisions.record(
                factories.by(work, other),
                one.reference,
                Outcome.AWARD,
                amount=one.requested,
                deliberation="2026-1",
                deliberated_on=work.now.date(),
            )
        declare(work, people.manager, theirs.reference)
        mine = factories.by(work, people.manager)
        opened = by_slug(mine, factories.TIERS_LIEUX)
        wave = ranked_list.wave_of(opened, open_case(work, ours.reference).wave.key, work.now)
        assert [reference for reference, _ in decisions.pending(mine, opened, wave)] == [ours.reference]
        with pytest.raises(Forbidden) as refused:
            decisions.release(mine, factories.TIERS_LIEUX, wave.key)
        assert refused.value.reason.code is ReasonCode.INTEREST_DECLARED
        released = decisions.release(factories.by(work, other), factories.TIERS_LIEUX, wave.key)
        assert released == (ours.reference, theirs.reference)


@pytest.mark.parametrize("who", ["finance", "auditor", "officer", "manager"])
def test_whoever_reads_an_application_may_declare_an_interest_and_reads_it_no_more(
    database: Database, who: str
) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.STARTED)
        actor = getattr(factories.cast(work), who)
        declare(work, actor, application.reference)
        with pytest.raises(Hidden):
            open_case(factories.by(work, actor), application.reference)
        if who == "finance":
            assert desks.ledger(factories.by(work, actor), tuple(PaymentState)) == ()


def test_a_page_of_the_ledger_is_full_although_an_interest_hides_some_of_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "PER_PAGE", 1)
    with database.write() as session:
        work = factories.work(session)
        hidden, seen = (factories.at_stage(work, Stage.STARTED) for _ in range(2))
        finance = factories.cast(work).finance
        declare(work, finance, hidden.reference)
        mine = desks.ledger(factories.by(work, finance), (PaymentState.OPEN,))
        assert [line.application.reference for _, line in mine] == [seen.reference]


def test_the_open_reviews_of_who_is_no_expert_any_more_are_given_back_and_the_officer_told(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        mine, done, other = (factories.at_stage(work, Stage.ADMISSIBLE) for _ in range(3))
        officer, admin = (factories.by(work, one) for one in (people.officer, people.admin))
        candidatures.take_charge(officer, mine.reference)
        first, second = people.experts[:2]
        for expert in (first, second):
            for one in (mine, done):
                expertise.assign(officer, one.reference, expert.person_id or 0)
        perform(officer, done.reference, Action.OPEN_REVIEW)
        factories.review(work, done.reference, first)
        everywhere = AppointmentRow(person_id=second.person_id or 0, role=Role.EXPERT, given_at=work.now)
        session.add(everywhere)
        for one in (first, second):
            people_admin.take_role(admin, one.email, Role.EXPERT, factories.TIERS_LIEUX)
        kept = {
            (one.reference, row.expert_id): row.state.value
            for one in (mine, done, other)
            for row in reviews.of_application(session, key_of(one))
        }
        assert kept == {
            (mine.reference, first.person_id): "withdrawn",
            (done.reference, first.person_id): "submitted",
            (mine.reference, second.person_id): "assigned",
            (done.reference, second.person_id): "assigned",
        }
        told = session.exec(select(OutboxMail).where(OutboxMail.kind == "review_returned")).all()
        assert [(mail.to, mail.data["reference"]) for mail in told] == [
            (people.officer.email, mine.reference)
        ]


def test_a_member_with_an_interest_neither_votes_nor_carries_a_proxy(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.SHORTLISTED)
        absent, recused, *present = people.members
        declare(work, recused, application.reference)
        committee_desk.hold_sitting(
            factories.by(work, people.officer),
            factories.TIERS_LIEUX,
            open_case(work, application.reference).wave.key,
            held_at=work.now,
            place="Bordeaux",
            present=[one.person_id or 0 for one in (recused, *present, people.president)],
            proxies={absent.person_id or 0: recused.person_id or 0},
        )
        officer = factories.by(work, people.officer)
        voices = len(present) + 1
        with pytest.raises(Invalid) as refused:
            perform(officer, application.reference, Action.RECOMMEND, {"votes_for": voices + 1})
        assert refused.value.faults[0].reason.values["max"] == voices
        perform(officer, application.reference, Action.RECOMMEND, {"votes_for": voices})


def test_the_review_of_an_expert_who_finds_an_interest_later_counts_no_more(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.REVIEWED)
        case = open_case(work, application.reference)
        author = reviews.of_application(session, key_of(application))[0]
        expert = next(one for one in people.experts if one.person_id == author.expert_id)
        before = panels.score_alone(work, case)
        declare(work, expert, application.reference)
        after = panels.score_alone(work, case)
        assert (before is not None, after is None or after != before) == (True, True)
        marks = len(after.criteria[0].marks) if after else 0
        assert before is not None
        assert marks == len(before.criteria[0].marks) - 1


def test_nobody_takes_charge_of_what_is_hidden_from_them(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        declare(work, people.officer, application.reference)
        manager = factories.by(work, people.manager)
        with pytest.raises(Invalid) as refused:
            candidatures.take_charge(manager, application.reference, people.officer.person_id)
        assert refused.value.reason.code is ReasonCode.INTEREST_DECLARED


def test_an_auditor_who_sits_elsewhere_reads_no_journal_of_what_is_hidden(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        factories.cast(work)
        seen = factories.at_stage(work, Stage.REVIEWED)
        hidden = factories.at_stage(work, Stage.REVIEWED)
        both = factories.person(work, "Ève Double", Role.AUDITOR, Role.MEMBER)
        factories.seat_all(work, factories.TIERS_LIEUX, (both,))
        both = factories.person(work, "Ève Double")
        declare(work, both, hidden.reference)
        told = {line.entry.application_id for line in audits.audit(factories.by(work, both)).page(session, 1)}
        assert (key_of(seen) in told, key_of(hidden) in told) == (True, False)
        with pytest.raises(Hidden):
            open_case(factories.by(work, both), hidden.reference)


def test_minutes_keep_who_was_recused_then_and_what_was_filed_then(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.RECOMMENDED)
        (sitting,) = committee.sittings_of_wave(session, application.wave_id)
        officer = factories.by(work, people.officer)
        before = minuted.minutes(officer, factories.TIERS_LIEUX, key_of(sitting))
        assert {step.code for step in before.items[0].steps} == {StepCode.POINTS, StepCode.TOTAL}
        later = replace(work, now=work.now + timedelta(days=1))
        declare(later, people.members[0], application.reference)
        case = open_case(work, application.reference)
        case.organisation.name = "Un autre nom"
        application.title = "Un autre titre"
        session.add_all([case.organisation, application])
        session.flush()
        after = minuted.minutes(replace(officer, now=later.now), factories.TIERS_LIEUX, key_of(sitting))
        assert after == before
        assert after.items[0].recused == (), "the team of an application does not sit on the committee"
        assert (after.items[0].title, after.items[0].organisation) == ("La Grange", "La Grange")


def test_who_was_told_of_the_reserve_list_reads_it_while_what_comes_next_is_prepared(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.ON_RESERVE)
        owner = factories.by(work, people.owner)
        assert open_case(owner, application.reference).stage_shown is Stage.SHORTLISTED
        factories.act(work, application.reference, Action.KEEP_ON_RESERVE)
        assert open_case(owner, application.reference).stage_shown is Stage.ON_RESERVE
        decisions.record(
            factories.by(work, people.manager),
            application.reference,
            Outcome.AWARD,
            amount=application.requested,
            deliberation="2026-9",
            deliberated_on=work.now.date(),
        )
        assert open_case(owner, application.reference).stage_shown is Stage.ON_RESERVE


def test_no_officer_of_the_call_joins_a_team_and_the_team_is_not_told(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        owner, application = factories.by(work, people.owner), factories.begin(work)
        for agent in (people.officer, people.manager):
            mate = invitations.invite_to_team(owner, application.reference, agent.email, TeamRole.READER)
            assert (mate.role, mate.known) == (TeamRole.READER, False)
            with pytest.raises(Forbidden) as refused:
                answering.accept(factories.by(work, agent), application.reference)
            assert refused.value.reason.code is ReasonCode.OFFICER_OF_CALL
        elsewhere = factories.cast(work, factories.CHERCHEURS).officer
        invitations.invite_to_team(owner, application.reference, elsewhere.email, TeamRole.READER)
        answering.accept(factories.by(work, elsewhere), application.reference)


def test_the_name_of_who_is_invited_is_not_told_before_they_do_something(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        owner, application = factories.by(work, people.owner), factories.begin(work)
        member = invitations.invite_to_team(
            owner, application.reference, people.stranger.email, TeamRole.EDITOR
        )
        guest = factories.by(work, people.stranger)
        case = open_case(owner, application.reference)
        assert member.person.id not in invitations.known_to_team(owner, case)
        assert people.stranger.email in {one.name for one in applicant_case(owner, case).team}
        assert people.owner.person_id in invitations.known_to_team(guest, case)
        forms.save_answers(guest, application.reference, forms.LETTER, {"title": "La Halle"})
        assert people.stranger.name in {one.name for one in applicant_case(owner, case).team}


def test_who_filed_an_application_judges_nothing_of_it(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.begin(work)
        both = factories.person(work, "Ida Porteuse", Role.MEMBER)
        owner, admin = (factories.by(work, one) for one in (people.owner, people.admin))
        invitations.invite_to_team(owner, application.reference, both.email, TeamRole.REPRESENTATIVE)
        answering.accept(factories.by(work, both), application.reference)
        for role in (Role.MANAGER, Role.OFFICER):
            people_admin.give_role(admin, both.email, role)
        both = factories.person(work, "Ida Porteuse")
        factories.write_letter(work, application.reference)
        mine = factories.by(work, both)
        perform(mine, application.reference, Action.SUBMIT_LETTER)
        assert open_case(mine, application.reference).parts == {Part.REPRESENTATIVE}
        with pytest.raises(Forbidden):
            perform(mine, application.reference, Action.INVITE)
        assert desks.officers_desk(mine).lines == ()
        assert [line.application.id for line in desks.mine(mine)] == [application.id]
        assert both.person_id in interests.interested_in(session, key_of(application))
