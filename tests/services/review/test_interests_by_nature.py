"""Who is or was with the applicant judges nothing of the application, said or not, whenever it came to be so."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from app.db import ties
from app.db.apply import teams
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.committee import committee
from app.db.review import interests, reviews
from app.db.review.reviews import ReviewState
from app.db.screening.screening import Verdict
from app.db.session import Database
from app.domain.errors import Forbidden, Hidden, Invalid, ReasonCode
from app.domain.interests import Kind, Nature
from app.domain.people import Actor, Part, Role, TeamRole
from app.domain.workflow import Action, Stage
from app.services.apply import invitations
from app.services.calls.calls import by_slug
from app.services.cases import open_case
from app.services.committee.quorum import quorum_of
from app.services.desk import desks
from app.services.people import admin as people_admin
from app.services.ranking import ranked_list
from app.services.review import answering, panels
from app.services.review import reviews as expertise
from app.services.road.transitions import perform
from app.services.screening import checklist
from app.services.work import Work
from tests import factories


def kinds(session: Session, application: Application, actor: Actor) -> set[Kind]:
    found = interests.interests_in(session, key_of(application))
    return {one.kind for one in found if one.person_id == actor.person_id}


def join(work: Work, application: Application, actor: Actor, role: TeamRole = TeamRole.READER) -> None:
    """Invited by the owner; who has a duty accepts."""
    owner = factories.by(work, factories.cast(work).owner)
    invitations.invite_to_team(owner, application.reference, actor.email, role)
    if ties.has_duty(work.session, actor.person_id or 0):
        answering.accept(factories.by(work, actor), application.reference)


def test_an_editor_of_the_application_is_not_named_expert_on_it(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.ADMISSIBLE)
        admin, officer = (factories.by(work, one) for one in (people.admin, people.officer))
        for one in (people.editor, people.representative, people.reader):
            people_admin.give_role(admin, one.email, Role.EXPERT, factories.TIERS_LIEUX)
            with pytest.raises(Invalid) as refused:
                expertise.assign(officer, application.reference, one.person_id or 0)
            assert refused.value.reason.code is ReasonCode.INTEREST_DECLARED
        case = open_case(officer, application.reference)
        offered = {person.id for person, _ in expertise.experts_for(officer, case)}
        assert offered == {one.person_id for one in people.experts}
        assert kinds(session, application, people.editor) == {Kind.TEAM}


def test_a_member_invited_into_the_team_reads_no_rank_and_counts_in_no_quorum(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.RECOMMENDED)
        factories.at_stage(work, Stage.SHORTLISTED)
        member = people.members[0]
        mine, opened = factories.by(work, member), by_slug(work, factories.TIERS_LIEUX)
        (sitting,) = committee.sittings_of_wave(session, application.wave_id)
        before = quorum_of(work, opened, sitting, key_of(application))
        assert ranked_list.ranking(mine, factories.TIERS_LIEUX).masked == 0
        join(work, application, member)
        after = quorum_of(work, opened, sitting, key_of(application))
        assert before is not None
        assert after is not None
        assert before.eligible - after.eligible == 1
        ranking = ranked_list.ranking(mine, factories.TIERS_LIEUX)
        assert application.reference not in {row.application.reference for row in ranking.rows}
        assert ranking.masked == 1
        assert open_case(mine, application.reference).parts == {Part.READER}


def test_who_was_taken_out_of_the_team_has_been_in_it(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.SHORTLISTED)
        member = people.members[0]
        join(work, application, member)
        owner = factories.by(replace(work, now=work.now + timedelta(days=1)), people.owner)
        invitations.remove_from_team(owner, application.reference, member.email)
        assert teams.membership(session, key_of(application), member.person_id or 0) is None
        assert kinds(session, application, member) == {Kind.FORMER_TEAM}
        with pytest.raises(Hidden):
            open_case(factories.by(work, member), application.reference)
        join(work, application, member)
        assert kinds(session, application, member) == {Kind.TEAM, Kind.FORMER_TEAM}
        assert (
            interests.interested_in(session, key_of(application), by=work.now - timedelta(1)) == frozenset()
        )


def test_the_review_of_who_joins_the_team_afterwards_counts_no_more(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application, writing = (factories.at_stage(work, one) for one in (Stage.REVIEWED, Stage.IN_REVIEW))
        author = next(
            one
            for one in people.experts
            if one.person_id == reviews.of_application(session, key_of(application))[0].expert_id
        )
        before = panels.score_alone(work, open_case(work, application.reference))
        join(work, application, author)
        after = panels.score_alone(work, open_case(work, application.reference))
        assert before is not None
        assert (len(after.criteria[0].marks) if after else 0) == len(before.criteria[0].marks) - 1
        named = reviews.of_application(session, key_of(writing))[0]
        other = next(one for one in people.experts if one.person_id == named.expert_id)
        join(work, writing, other)
        assert reviews.of_application(session, key_of(writing))[0].state is ReviewState.DECLINED
        with pytest.raises(Hidden):
            expertise.my_review(factories.by(work, other), writing.reference)


@pytest.mark.parametrize("role", TeamRole)
def test_an_officer_in_the_team_neither_judges_nor_moves_the_application_filed_by_another(
    database: Database, role: TeamRole
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        mine, other = (factories.at_stage(work, Stage.DOSSIER_SUBMITTED) for _ in range(2))
        both = people.stranger
        join(work, mine, both, role)
        for held in (Role.OFFICER, Role.MANAGER):
            people_admin.give_role(factories.by(work, people.admin), both.email, held)
        agent = factories.by(work, factories.person(work, both.name, email=both.email))
        assert open_case(agent, mine.reference).parts == {Part(role.value)}
        rule = open_case(work, mine.reference).folder.admissibility
        assert rule is not None
        with pytest.raises(Forbidden):
            checklist.judge(agent, mine.reference, rule.rules[0].key, Verdict.HOLDS)
        with pytest.raises(Forbidden):
            perform(agent, mine.reference, Action.DECLARE_ADMISSIBLE)
        assert [line.reference for line in desks.officers_desk(agent).lines] == [other.reference]
        assert [line.application.id for line in desks.mine(agent)] == [mine.id]


def test_the_people_of_an_organisation_judge_nothing_that_it_asks(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        judged = factories.at_stage(work, Stage.SHORTLISTED)
        member, draft = people.members[0], factories.begin(work)
        for one in (judged, draft):
            open_case(work, one.reference).organisation.siret = factories.siret(7_000)
        join(work, draft, member, TeamRole.EDITOR)
        assert kinds(session, judged, member) == set(), (
            "a draft with the SIRET of another ties nobody to them"
        )
        factories.write_letter(work, draft.reference)
        perform(factories.by(work, people.owner), draft.reference, Action.SUBMIT_LETTER)
        assert kinds(session, judged, member) == {Kind.ORGANISATION}
        assert key_of(judged) in interests.interests_of_person(session, member.person_id or 0)
        with pytest.raises(Hidden):
            open_case(factories.by(work, member), judged.reference)


@pytest.mark.parametrize("who", ["members", "president", "finance", "consulted"])
def test_an_interest_is_declared_before_the_application_may_be_read(database: Database, who: str) -> None:
    with database.write() as session:
        work = factories.work(session)
        held = getattr(factories.cast(work), who)
        actor = held[0] if isinstance(held, tuple) else held
        mine = factories.by(work, actor)
        draft, filed = factories.begin(work), factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        with pytest.raises(Hidden):
            open_case(mine, filed.reference)
        for one in (draft, filed) if who == "consulted" else (draft,):
            with pytest.raises(Hidden):
                expertise.declare_interest(mine, one.reference, Nature.FAMILY)
        if who != "consulted":
            expertise.declare_interest(mine, filed.reference, Nature.FAMILY)
            assert kinds(session, filed, actor) == {Kind.DECLARED}


def test_an_interest_is_of_a_nature_that_the_form_knows(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.SHORTLISTED)
        officer = factories.by(work, factories.cast(work).officer)
        with pytest.raises(Invalid) as refused:
            expertise.declare_interest(officer, application.reference, "<b>n’importe quoi</b> libre")
        assert refused.value.faults[0].reason.code is ReasonCode.NOT_A_CHOICE
        assert interests.interests_in(session, key_of(application)) == tuple(
            one
            for one in interests.interests_in(session, key_of(application))
            if one.kind is not Kind.DECLARED
        )
