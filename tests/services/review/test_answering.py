"""An invitation that nobody accepted has no effect on anyone's duties, and the team does not learn who has one."""

import pytest
from sqlmodel import select

from app.db.apply import teams
from app.db.apply.teams import FormerMember
from app.db.base import key_of
from app.db.review import interests, reviews
from app.db.review.reviews import ReviewState
from app.db.session import Database
from app.domain.errors import Conflict, Hidden, ReasonCode
from app.domain.interests import Suspicion
from app.domain.people import Part, TeamRole
from app.domain.workflow import Stage
from app.services.apply import invitations
from app.services.cases import open_case
from app.services.review import answering
from app.services.screening import suspicions
from tests import factories


def test_whoever_has_a_duty_keeps_it_until_they_accept_and_the_team_reads_the_same_of_everybody(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people, application = factories.cast(work), factories.at_stage(work, Stage.SHORTLISTED)
        owner, reference = factories.by(work, people.owner), application.reference
        on_duty = (people.experts[0], people.members[0], people.president, people.auditor, people.officer)
        before = {one: open_case(factories.by(work, one), reference).parts for one in on_duty}
        written = reviews.review_of(session, key_of(application), people.experts[0].person_id or 0)
        assert written is not None
        known = (written.state, written.version)
        for one in (*on_duty, people.consulted, people.finance, people.admin, people.stranger):
            invitations.invite_to_team(owner, reference, one.email, TeamRole.EDITOR)
        assert {one: open_case(factories.by(work, one), reference).parts for one in on_duty} == before
        assert (written.state, written.version) == known
        assert interests.interested_in(session, key_of(application)).isdisjoint(
            {one.person_id for one in on_duty}
        )
        told = {
            mate.person.id: (mate.role, mate.known)
            for mate in invitations.team(owner, open_case(owner, reference))
        }
        assert {told[one.person_id] for one in (*on_duty, people.stranger)} == {(TeamRole.EDITOR, False)}
        for one in on_duty:
            invitations.remove_from_team(owner, reference, one.email)
        assert session.exec(select(FormerMember)).all() == []
        assert {one: open_case(factories.by(work, one), reference).parts for one in on_duty} == before
        with pytest.raises(Hidden):
            answering.accept(factories.by(work, people.experts[0]), reference)


def test_who_accepts_is_of_the_team_and_their_submitted_review_is_kept(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people, application = factories.cast(work), factories.at_stage(work, Stage.REVIEWED)
        owner, reference, expert = factories.by(work, people.owner), application.reference, people.experts[0]
        mine = factories.by(work, expert)
        invitations.invite_to_team(owner, reference, expert.email, TeamRole.READER)
        invitations.invite_to_team(owner, reference, expert.email, TeamRole.EDITOR)
        (found,) = answering.waiting(mine)
        assert (found.invitation.role, found.by) == (TeamRole.EDITOR, people.owner.name)
        answering.accept(mine, reference)
        assert open_case(mine, reference).parts == {Part.EDITOR}
        assert answering.waiting(mine) == ()
        assert expert.person_id in interests.interested_in(session, key_of(application))
        written = reviews.review_of(session, key_of(application), expert.person_id or 0)
        assert written is not None
        assert written.state is ReviewState.SUBMITTED


def test_who_declines_changes_nothing_and_the_team_reads_that_they_are_invited(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people, application = factories.cast(work), factories.at_stage(work, Stage.SHORTLISTED)
        owner, reference, expert = factories.by(work, people.owner), application.reference, people.experts[0]
        officer, mine = factories.by(work, people.officer), factories.by(work, expert)
        case = open_case(officer, reference)

        def brought() -> list[tuple[Suspicion, ...]]:
            return [
                one.suspicions
                for one in suspicions.suspected(officer, case)
                if one.person.id == expert.person_id
            ]

        assert brought() == []
        invitations.invite_to_team(owner, reference, expert.email, TeamRole.OWNER)
        assert brought() == [(Suspicion.INVITED,)]
        listed = invitations.team(owner, open_case(owner, reference))
        answering.decline(mine, reference)
        assert brought() == []
        assert invitations.team(owner, open_case(owner, reference)) == listed
        invitations.invite_to_team(owner, reference, expert.email, TeamRole.OWNER)
        assert answering.waiting(mine) == ()
        assert teams.membership(session, key_of(application), expert.person_id or 0) is None
        with pytest.raises(Hidden):
            answering.decline(mine, reference)
        with pytest.raises(Hidden):
            answering.accept(mine, "TL26-9999")


def test_an_owner_who_never_acted_is_not_one_to_leave_the_application_to(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people, application = factories.cast(work), factories.begin(work)
        owner, reference = factories.by(work, people.owner), application.reference
        for address in ("mal.tapee@exemple.example", people.experts[0].email):
            invitations.invite_to_team(owner, reference, address, TeamRole.OWNER)
            with pytest.raises(Conflict) as refused:
                invitations.invite_to_team(owner, reference, people.owner.email, TeamRole.READER)
            assert refused.value.reason.code is ReasonCode.LAST_OWNER
