"""What is printed, told and kept says what was filed and decided, and nothing that was typed since."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from app.db import journal, people, proof
from app.db.apply import filings
from app.db.base import key_of
from app.db.outbox import OutboxMail
from app.db.review import reviews
from app.db.session import Database
from app.domain.documents.written import fingerprint, written
from app.domain.errors import Invalid, ReasonCode, TooLate, WrongStage
from app.domain.people import TeamRole
from app.domain.workflow import Action, Stage
from app.services.apply import applications as candidatures
from app.services.apply import forms, invitations, pieces, receipts
from app.services.calls import calls
from app.services.cases import open_case
from app.services.convention import reading
from app.services.review import reviews as expertise
from app.services.road.transitions import perform
from tests import factories

ANOTHER = {
    "name": "Une autre structure",
    "siret": factories.siret(901),
    "legal_form": "company",
    "reason": "Le porteur s’était trompé de structure.",
}


@pytest.mark.parametrize("stage", [Stage.DOSSIER_SUBMITTED, Stage.AWARDED, Stage.CONVENTION_DRAFT])
def test_a_team_changes_its_organisation_only_while_it_writes(database: Database, stage: Stage) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, stage)
        people_ = factories.cast(work)
        with pytest.raises(WrongStage):
            candidatures.describe_organisation(
                factories.by(work, people_.editor), application.reference, ANOTHER
            )
        officer = factories.by(work, people_.officer)
        candidatures.describe_organisation(officer, application.reference, ANOTHER)
        assert open_case(work, application.reference).organisation.siret == ANOTHER["siret"]


def test_nobody_changes_the_organisation_of_a_convention_that_was_sent(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.CONVENTION_SENT)
        for actor in (factories.cast(work).owner, factories.cast(work).officer):
            with pytest.raises(WrongStage):
                candidatures.describe_organisation(factories.by(work, actor), application.reference, ANOTHER)


def test_a_receipt_prints_the_names_of_what_was_filed(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        case = open_case(work, application.reference)
        case.organisation.name, application.title = "Autre", "Autre titre"
        session.add_all([case.organisation, application])
        session.flush()
        mine = factories.by(work, factories.cast(work).owner)
        receipt = receipts.receipt(mine, application.reference, "dossier", 1).value
        assert (receipt.project_title, receipt.organisation) == ("La Grange", "La Grange")


def test_what_is_typed_after_a_filing_is_not_read_by_the_officers_before_it_is_filed(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        everything = {"text": "À revoir.", "questions": ["title"], "budget": True}
        factories.act(work, application.reference, Action.REQUEST_COMPLETION, everything)
        asked = application.requested
        factories.write_dossier(work, application.reference, title="Autre titre", euros=12_000)
        session.refresh(application)
        assert (application.title, application.requested) == ("La Grange", asked)
        perform(factories.by(work, factories.cast(work).owner), application.reference, Action.COMPLETE)
        session.refresh(application)
        assert (application.title, application.requested) == ("Autre titre", 12_000_00)


def test_a_checklist_reads_the_pieces_that_were_filed(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        asked = {"text": "À revoir.", "pieces": [one.key for one in factories.call_folder().dossier.pieces]}
        factories.act(work, application.reference, Action.REQUEST_COMPLETION, asked)
        case = open_case(work, application.reference)
        filed = filings.filings(session, case.id)[-1].content
        before = forms.check(work, case, forms.DOSSIER, filed).known["pieces"]
        mine = factories.by(work, factories.cast(work).owner)
        pieces.remove(mine, application.reference, filed["pieces"][0]["handle"])
        assert forms.check(work, case, forms.DOSSIER, filed).known["pieces"] == before


def test_a_completion_keeps_the_declarations_and_hands_the_new_version_to_the_experts(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people_ = factories.cast(work)
        application = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        officer, owner = (factories.by(work, one) for one in (people_.officer, people_.owner))
        expert = people_.experts[0].person_id or 0
        expertise.assign(officer, application.reference, expert)
        perform(
            officer,
            application.reference,
            Action.REQUEST_COMPLETION,
            {"text": "Le bail.", "pieces": ["bail"]},
        )
        with pytest.raises(WrongStage) as refused:
            forms.save_declarations(owner, application.reference, [])
        assert refused.value.reason.code is ReasonCode.NOT_ASKED
        forms.save_reply(owner, application.reference, "Le bail est signé en mairie.")
        perform(owner, application.reference, Action.COMPLETE)
        review = reviews.review_of(session, key_of(application), expert)
        last = filings.last_filing(session, key_of(application), forms.DOSSIER)
        assert review is not None
        assert last is not None
        assert (review.filing_id, last.number) == (last.id, 2)


def test_a_frozen_convention_is_read_back_as_it_was_hashed(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.CONVENTION_SENT)
        owner = factories.by(work, factories.cast(work).owner)
        found = reading.convention(owner, application.reference)
        assert found.paper is not None
        assert found.document.content_sha256 == fingerprint(written(found.document)) == found.row.sha256


def test_an_invitation_to_a_wave_that_is_over_is_refused(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.LETTER_SUBMITTED)
        due_at = open_case(work, application.reference).wave.dossier_due_at
        officer = factories.by(work, factories.cast(work).officer)
        late = replace(officer, now=due_at + timedelta(days=1))
        for payload in ({}, {"due_on": "2026-11-01"}):
            with pytest.raises(Invalid) as refused:
                perform(late, application.reference, Action.INVITE, payload)
            assert refused.value.faults[0].reason.code is ReasonCode.IN_THE_PAST


def test_nobody_begins_an_application_to_a_call_that_was_closed(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        manager = factories.by(work, factories.cast(work).manager)
        calls.close_call(manager, factories.TIERS_LIEUX)
        with pytest.raises(TooLate):
            factories.begin(work)


def test_each_person_invited_is_told_even_in_the_place_of_one_who_left(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.begin(work)
        owner = factories.by(work, factories.cast(work).owner)
        for address in ("un@exemple.example", "deux@exemple.example", "un@exemple.example"):
            invitations.invite_to_team(owner, application.reference, address, TeamRole.EDITOR)
            owner = replace(owner, now=owner.now + timedelta(minutes=1))
            invitations.remove_from_team(owner, application.reference, address)
        told = session.exec(select(OutboxMail.to).where(OutboxMail.kind == "team_invitation")).all()
        assert sorted(told) == ["deux@exemple.example", "un@exemple.example", "un@exemple.example"]
        with pytest.raises(Invalid):
            invitations.invite_to_team(owner, application.reference, "a<b>@exemple.example", TeamRole.READER)


def test_the_journal_says_the_same_hash_whatever_the_zone_of_who_wrote(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        factories.opened(work)
        zone = factories.call_folder().call.zone
        journal.write(session, work.actor, "begin", work.now.astimezone(zone))
    with database.read() as session:
        assert proof.verify(session).broken is None


def test_one_address_is_one_person_whoever_asks_first(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        first, second = (people.at_address(session, "x@exemple.example", n, work.now) for n in "ab")
        assert (first.id, first.name) == (second.id, "a")
