"""What the files bring together waits for who names the experts: recognised, or set aside with a reason."""

import pytest
from sqlmodel import select

from app.db.base import key_of
from app.db.journal import JournalEntry
from app.db.review import interests
from app.db.session import Database
from app.domain.errors import Forbidden, Hidden, Invalid, ReasonCode
from app.domain.interests import Kind, Suspicion
from app.domain.people import TeamRole
from app.domain.workflow import Stage
from app.services.apply import invitations
from app.services.cases import open_case
from app.services.review import answering
from app.services.review import reviews as expertise
from app.services.screening import opinions, suspicions
from tests import factories


def test_an_applicant_of_the_call_is_offered_on_no_file_of_a_rival_before_somebody_judged_it(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        rival, application = factories.begin(work), factories.at_stage(work, Stage.ADMISSIBLE)
        open_case(work, rival.reference).organisation.rna = "W330000001"
        expert, officer = people.experts[0], factories.by(work, people.officer)
        owner = factories.by(work, people.owner)
        invitations.invite_to_team(owner, rival.reference, expert.email, TeamRole.EDITOR)
        answering.accept(factories.by(work, expert), rival.reference)
        case = open_case(officer, application.reference)

        def offered() -> set[int | None]:
            return {person.id for person, _ in expertise.experts_for(officer, case)}

        (found,) = suspicions.suspected(officer, case)
        assert (found.person.id, found.suspicions) == (expert.person_id, (Suspicion.COMPETITOR,))
        assert offered() == {one.person_id for one in people.experts[1:]}
        with pytest.raises(Invalid) as refused:
            expertise.assign(officer, application.reference, expert.person_id or 0)
        assert refused.value.reason.code is ReasonCode.INTEREST_SUSPECTED
        with pytest.raises(Invalid):
            suspicions.judge(officer, application.reference, expert.person_id or 0, False, " ")
        suspicions.judge(officer, application.reference, expert.person_id or 0, False, "Autre territoire.")
        assert [one.set_aside for one in suspicions.suspected(officer, case)] == ["Autre territoire."]
        assert offered() == {one.person_id for one in people.experts}
        expertise.assign(officer, application.reference, expert.person_id or 0)
        suspicions.judge(officer, application.reference, expert.person_id or 0, True, "Même marché.")
        kinds = {one.kind for one in interests.interests_in(session, key_of(application))}
        assert Kind.FOUND in kinds
        assert suspicions.suspected(officer, case) == ()
        with pytest.raises(Hidden):
            expertise.my_review(factories.by(work, expert), application.reference)
        verbs = ("confirm_interest", "set_interest_aside")
        written = session.exec(
            select(JournalEntry).where(JournalEntry.application_id == application.id)
        ).all()
        assert [(one.verb, one.data["reason"]) for one in written if one.verb in verbs] == [
            ("set_interest_aside", "Autre territoire."),
            ("confirm_interest", "Même marché."),
        ]


def test_a_service_at_the_address_of_the_team_is_not_asked_before_somebody_judged_it(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        officer, service = factories.by(work, people.officer), people.consulted.person_id or 0
        member = factories.person(work, "Ève Voisine", email=f"eve@{factories.TIERS_LIEUX}.example")
        owner = factories.by(work, people.owner)
        invitations.invite_to_team(owner, application.reference, member.email, TeamRole.READER)
        with pytest.raises(Invalid) as refused:
            opinions.ask(officer, application.reference, service)
        assert refused.value.reason.code is ReasonCode.INTEREST_SUSPECTED
        suspicions.judge(officer, application.reference, service, False, "Domaine partagé.")
        assert opinions.ask(officer, application.reference, service).person_id == service


def test_only_who_names_the_experts_judges_a_suspicion_and_only_one_that_there_is(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.SHORTLISTED)
        expert = people.experts[0].person_id or 0
        with pytest.raises(Forbidden):
            suspicions.judge(
                factories.by(work, people.members[0]), application.reference, expert, True, "Oui."
            )
        with pytest.raises(Hidden):
            suspicions.judge(factories.by(work, people.officer), application.reference, expert, True, "Oui.")
