"""Beginning, the organisation, the team, the calls, the opinions of consulted services."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from app.db import journal
from app.db.outbox import OutboxMail
from app.db.screening import opinions as kept_opinions
from app.db.session import Database
from app.domain.crossing import print_of
from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Refusal,
    Stale,
    TooLate,
)
from app.domain.people import SYSTEM, VISITOR, Actor, TeamRole
from app.domain.workflow import Stage
from app.services.apply import applications, forms, invitations
from app.services.calls import calls
from app.services.cases import open_case
from app.services.review.reviews import declare_interest
from app.services.screening import opinions
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX
from tests.services.acting import application, given, mails

WHO = {"name": "La Grange", "siret": factories.siret(12), "legal_form": "association"}


def begin(database: Database, actor: Actor, now: datetime = AN_OPEN_DAY, **said: str) -> str:
    with database.write() as session:
        return applications.begin(factories.work(session, actor, now), TIERS_LIEUX, {**WHO, **said}).reference


def opened(database: Database) -> factories.Cast:
    with database.write() as session:
        return factories.cast(factories.work(session))


def test_applications_begun_at_once_are_numbered_without_holes_nor_doubles(database: Database) -> None:
    people = opened(database)
    with ThreadPoolExecutor(6) as pool:
        references = list(pool.map(lambda n: begin(database, people.owner, name=f"Lieu {n}"), range(6)))
    assert sorted(references) == [f"TL26-{number:04d}" for number in range(1, 7)]


def test_a_button_pressed_twice_begins_once(database: Database) -> None:
    people = opened(database)
    first, second = begin(database, people.owner), begin(database, people.owner)
    later = begin(database, people.owner, AN_OPEN_DAY + timedelta(minutes=2))
    assert (first, second, later) == ("TL26-0001", "TL26-0001", "TL26-0002")


def test_one_begins_between_the_opening_and_the_first_deadline_of_a_wave(database: Database) -> None:
    people = opened(database)
    due_at = datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
    reference = begin(database, people.owner, due_at)
    assert application(database, reference).due_at == due_at
    with pytest.raises(NotReady) as waiting:
        begin(database, people.owner, due_at + timedelta(seconds=1))
    assert waiting.value.reason.values == {"opens_at": datetime(2027, 2, 15, 8, 0, tzinfo=UTC)}
    with pytest.raises(TooLate):
        begin(database, people.owner, datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(Forbidden):
        begin(database, VISITOR)


def test_an_organisation_is_read_with_every_fault_at_once(database: Database) -> None:
    people = opened(database)
    with pytest.raises(Invalid) as refused:
        begin(
            database,
            people.owner,
            name=" ",
            siret="123",
            rna="75",
            legal_form="club",
            address="a" * 301,
        )
    assert {fault.field: fault.reason.code for fault in refused.value.faults} == {
        "name": ReasonCode.REQUIRED,
        "siret": ReasonCode.NOT_A_SIRET,
        "rna": ReasonCode.NOT_A_RNA,
        "legal_form": ReasonCode.NOT_A_CHOICE,
        "address": ReasonCode.TOO_LONG,
    }
    with pytest.raises(Invalid) as long:
        begin(database, people.owner, name="a" * 201)
    assert long.value.faults[0].reason.values == {"read": 201, "max": 200}
    begin(database, people.owner, siret="200 053\u00a0759 00011", rna="w75 1234567")


def test_the_team_grows_by_invitation_and_keeps_an_owner(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)

    def invite(email: str, role: TeamRole, actor: Actor = people.owner) -> str:
        with database.write() as session:
            work = factories.work(session, actor)
            return invitations.invite_to_team(work, reference, email, role, "Nouvelle").person.email

    newcomer = invite(" Nouvelle@Exemple.example ", TeamRole.EDITOR)
    assert mails(database)[-1] == ("team_invitation", "nouvelle@exemple.example")
    assert invite("nouvelle@exemple.example", TeamRole.READER) == newcomer
    for wrong in ("nouvelle", "a@b", f"{'a' * 250}@b.fr", "jéan@exemplé.fr", f"{'a' * 65}@b.fr", "a@b.f"):
        with pytest.raises(Invalid):
            invite(wrong, TeamRole.READER)
    with pytest.raises(Forbidden):
        invite("autre@exemple.example", TeamRole.OWNER, people.editor)
    with pytest.raises(Conflict) as refused:
        invite(people.owner.email, TeamRole.READER)
    assert refused.value.reason.code is ReasonCode.LAST_OWNER
    with database.write() as session:
        work = factories.work(session, people.owner)
        team = invitations.team(work, open_case(work, reference))
        assert [mate.role.value for mate in team] == [
            "owner",
            "representative",
            "editor",
            "reader",
            "reader",
        ]
        invitations.remove_from_team(work, reference, newcomer)
    for address, family in ((people.owner.email, Conflict), (newcomer, Hidden)):
        with pytest.raises(family), database.write() as session:
            invitations.remove_from_team(factories.work(session, people.owner), reference, address)
    invite(people.representative.email, TeamRole.OWNER)
    with pytest.raises(Conflict), database.write() as session:
        invitations.remove_from_team(factories.work(session, people.owner), reference, people.owner.email)
    with database.write() as session:
        second = factories.work(session, people.representative)
        forms.save_answers(second, reference, forms.LETTER, {"title": "La Halle"})
    with database.write() as session:
        invitations.remove_from_team(factories.work(session, people.owner), reference, people.owner.email)
    with pytest.raises(Hidden), database.read() as session:
        open_case(factories.work(session, people.owner), reference)


def test_the_team_reads_that_an_invitation_will_never_arrive(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    with database.write() as session:
        work = factories.work(session, people.owner)
        for name in ("perdue", "partie"):
            invitations.invite_to_team(work, reference, f"{name}@exemple.example", TeamRole.READER)
        lost = sa.update(OutboxMail).where(col(OutboxMail.to) == "perdue@exemple.example")
        session.execute(lost.values(undelivered_at=work.now, undelivered_why="refused"))
    with database.read() as session:
        work = factories.work(session, people.owner)
        mates = invitations.team(work, open_case(work, reference))
        assert [one.person.email for one in mates if one.given_up] == ["perdue@exemple.example"]


def test_who_appraises_a_call_begins_nothing_in_it(database: Database) -> None:
    _, people = given(database, Stage.LETTER_DRAFT)
    for actor in (people.officer, people.manager):
        with pytest.raises(Forbidden) as refused:
            begin(database, actor)
        assert refused.value.reason.code is ReasonCode.OFFICER_OF_CALL


def test_the_organisation_is_corrected_by_who_writes_or_prepares_the_convention(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    for actor, family in ((people.reader, Forbidden), (people.auditor, Forbidden), (people.stranger, Hidden)):
        with pytest.raises(family), database.write() as session:
            applications.describe_organisation(factories.work(session, actor), reference, WHO)
    with database.write() as session:
        work = factories.work(session, people.officer)
        found = applications.describe_organisation(
            work, reference, {**WHO, "city": " Guéret ", "reason": "Le siège a déménagé."}
        )
        assert found.city == "Guéret"


def test_an_officer_of_the_call_takes_charge_and_nobody_else(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    with database.write() as session:
        work = factories.work(session, people.manager)
        case = applications.take_charge(work, reference, people.officer.person_id)
        assert case.application.officer_id == people.officer.person_id
    with pytest.raises(Invalid), database.write() as session:
        applications.take_charge(factories.work(session, people.officer), reference, people.owner.person_id)


def test_a_call_is_opened_once_by_a_manager_and_then_frozen(database: Database) -> None:
    people = opened(database)
    folder = factories.call_folder(factories.BRESCIA)
    refusals: list[tuple[Actor, Any, type[Refusal]]] = [
        (people.officer, folder, Forbidden),
        (people.admin, factories.call_folder(), Conflict),
    ]
    for actor, asked, family in refusals:
        with pytest.raises(family), database.write() as session:
            calls.open_call(factories.work(session, actor), asked)
    with database.write() as session:
        work = factories.work(session, people.admin)
        row = calls.open_call(work, folder)
        assert row.checksum == folder.checksum
        assert [call.row.slug for call in calls.published(work)] == [factories.BRESCIA, TIERS_LIEUX]
        assert calls.by_slug(work, factories.BRESCIA).folder == folder
        with pytest.raises(Hidden):
            calls.by_slug(work, "inconnu")


def test_a_closed_call_takes_no_more_applications(database: Database) -> None:
    people = opened(database)
    with pytest.raises(Forbidden), database.write() as session:
        calls.close_call(factories.work(session, people.officer), TIERS_LIEUX)
    with database.write() as session:
        calls.close_call(factories.work(session, people.manager), TIERS_LIEUX)
    with pytest.raises(TooLate) as refused:
        begin(database, people.owner)
    assert refused.value.reason.code is ReasonCode.CALL_CLOSED


def test_a_consulted_service_is_asked_once_and_answers_once(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    service = people.consulted.person_id or 0
    with pytest.raises(Hidden), database.read() as session:
        open_case(factories.work(session, people.consulted), reference)
    with pytest.raises(Invalid), database.write() as session:
        opinions.ask(factories.work(session, people.officer), reference, people.stranger.person_id or 0)
    with database.write() as session:
        work = factories.work(session, people.officer)
        first = opinions.ask(work, reference, service, "Le modèle tient-il ?")
        assert opinions.ask(work, reference, service).id == first.id
    assert mails(database)[-1] == ("opinion_asked", people.consulted.email)
    with pytest.raises(Invalid), database.write() as session:
        opinions.give(factories.work(session, people.consulted), reference, True, " ")
    with database.write() as session:
        given_ = opinions.give(factories.work(session, people.consulted), reference, True, "Oui.")
        assert (given_.favourable, given_.text) == (True, "Oui.")
    with pytest.raises(Conflict), database.write() as session:
        opinions.give(factories.work(session, people.consulted), reference, False, "Non.")
    with database.read() as session:
        assert len(kept_opinions.opinions(session, 1)) == 1


def test_a_service_with_an_interest_is_not_asked(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    service = people.consulted.person_id or 0
    with database.write() as session:
        opinions.ask(factories.work(session, people.officer), reference, service)
        declare_interest(factories.work(session, people.consulted), reference, "family")
    with pytest.raises(Invalid) as refused, database.write() as session:
        opinions.ask(factories.work(session, people.officer), reference, service)
    assert refused.value.reason.code is ReasonCode.INTEREST_DECLARED


def test_the_house_acts_without_being_a_person(database: Database) -> None:
    with database.write() as session, pytest.raises(Forbidden):
        assert factories.work(session, SYSTEM).person_id


def test_of_two_who_correct_the_organisation_neither_covers_the_other(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with database.read() as session:
        kept = open_case(factories.work(session, people.owner), reference).organisation
    fields = ("name", "city", "representative_title")
    read = {field: print_of(getattr(kept, field) or "") for field in fields}
    known = {field: getattr(kept, field) or "" for field in fields}

    def describe(actor: Actor, **said: str) -> None:
        with database.write() as session:
            work = factories.work(session, actor)
            applications.describe_organisation(work, reference, {**known, **said}, read)

    describe(people.editor, city="Limoges")
    describe(people.owner, representative_title="trésorière")
    with pytest.raises(Stale) as crossed:
        describe(people.owner, city="Guéret")
    told = crossed.value.reason.values
    assert (told["by"], told["own"], told["kept"]) == (people.editor.name, False, {"city": "Limoges"})
    with database.read() as session:
        now = open_case(factories.work(session, people.owner), reference).organisation
    assert (now.city, now.representative_title) == ("Limoges", "trésorière")


def test_a_name_is_what_is_seen_of_it() -> None:
    read = applications.read_organisation(
        {"name": "\u202eLa Grange\u200b", "representative_name": "\u202eLéa Martin"}
    )
    assert (read["name"], read["representative_name"]) == ("La Grange", "Léa Martin")
    with pytest.raises(Invalid) as refused:
        applications.read_organisation({"name": "\u200b"})
    assert refused.value.faults == (Fault("name", Reason.of(ReasonCode.REQUIRED)),)


def test_an_officer_who_changes_who_asks_says_why_and_the_team_reads_it(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.write() as session:
        work = factories.work(session, people.officer)
        organisation = open_case(work, reference).organisation
        first = organisation.name
        known = {
            "siret": organisation.siret or "",
            "rna": organisation.rna or "",
            "legal_form": organisation.legal_form,
            "name": "Une autre",
        }
    with pytest.raises(Invalid) as refused, database.write() as session:
        applications.describe_organisation(factories.work(session, people.officer), reference, known)
    assert refused.value.faults == (Fault("reason", Reason.of(ReasonCode.JUSTIFICATION_MISSING)),)
    before = mails(database)
    with database.write() as session:
        work = factories.work(session, people.officer)
        sent = {**known, "reason": "Statuts du 3 mars."}
        applications.describe_organisation(work, reference, sent)
    with database.read() as session:
        entry = journal.of_application(session, open_case(factories.work(session), reference).id)[-1]
    assert (entry.data["was"], entry.data["became"]) == ({"name": first}, {"name": "Une autre"})
    assert entry.data["reason"] == "Statuts du 3 mars."
    assert [kind for kind, _ in mails(database)[len(before) :]] == ["organisation_corrected"] * 2
    with database.write() as session:
        work = factories.work(session, people.officer)
        applications.describe_organisation(work, reference, {**known, "city": "Guéret"})
    assert len(mails(database)) == len(before) + 2


def test_a_siret_that_another_application_of_the_call_has_is_confirmed(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.write() as session:
        work = factories.work(session)
        other = factories.at_stage(work, Stage.DOSSIER_SUBMITTED, title="La Halle")
        taken = factories.siret(902)
        open_case(work, other.reference).organisation.siret = taken
        second = other.reference
    sent = {"name": "La Grange", "siret": taken, "reason": "Une même structure."}
    with pytest.raises(Invalid) as refused, database.write() as session:
        applications.describe_organisation(factories.work(session, people.officer), reference, sent)
    told = Reason.of(ReasonCode.SIRET_SHARED, read=taken, references=[second])
    assert refused.value.faults == (Fault("same_siret", told),)
    with database.write() as session:
        work = factories.work(session, people.officer)
        kept = applications.describe_organisation(work, reference, {**sent, "same_siret": "yes"})
        assert kept.siret == taken
