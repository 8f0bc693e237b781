"""The demo is played through the services: its journal is true, and it is loaded once."""

import json
import stat
from pathlib import Path

from sqlmodel import col, func, select

from app.bootstrap import House
from app.db import outbox, proof
from app.db.apply.applications import Application
from app.db.apply.files import StoredFile
from app.db.apply.organisations import Organisation
from app.db.base import key_of
from app.db.calls import editions
from app.db.calls.editions import Edition
from app.db.committee.committee import Decision, Sitting
from app.db.convention.conventions import Convention
from app.db.follow_up.payments import Payment, PaymentState
from app.db.journal import JournalEntry
from app.db.outbox import OutboxMail
from app.db.people import Person
from app.db.review.interests import InterestRow
from app.db.review.reviews import Review, ReviewState
from app.db.screening.opinions import OpinionRow
from app.demo import command
from app.demo.calendar import PARIS, at_work
from app.demo.keys import cut_keys, first_of_each, write_keys
from app.demo.story import read_cast, read_stories
from app.domain.identifiers import is_siret
from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.identity import sign_in, tokens
from app.services.work import Work
from app.words.road.actions import journal_word
from tests.demo.conftest import TODAY

ROLES = {
    *(
        "applicant",
        "representative",
        "editor",
        "reader",
        "officer",
        "manager",
        "expert",
        "member",
        "president",
    ),
    *("consulted", "finance", "auditor", "admin"),
}


def test_every_story_came_to_its_end(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        reached = {one.title: one.stage for one in session.exec(select(Application))}
    assert reached == {story.title: story.stage for story in read_stories()}
    assert set(reached.values()) == set(Stage)


def test_references_are_unique_and_numbers_of_organisations_possible(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        references = session.exec(select(Application.reference)).all()
        numbers = session.exec(select(Organisation.siret).where(col(Organisation.siret).is_not(None))).all()
    assert len(set(references)) == len(references)
    assert [one for one in numbers if not is_siret(one or "")] == []


def test_the_chain_of_the_journal_holds_and_follows_time(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        found = proof.verify(session)
        instants = session.exec(select(JournalEntry.at).order_by(col(JournalEntry.number))).all()
    assert (found.broken, found.rows) == (None, ())
    assert found.sealed > 500
    assert list(instants) == sorted(instants)
    assert instants[-1] < TODAY


def test_no_officer_acts_when_offices_are_closed(demo_house: House) -> None:
    officers = {one.name for one in read_cast().person if set(one.roles) & {Role.OFFICER, Role.MANAGER}}
    with demo_house.wiring.database.read() as session:
        rows = session.exec(select(JournalEntry).where(col(JournalEntry.actor_name).in_(officers))).all()
    days = {row.at.astimezone(PARIS).date() for row in rows}
    assert days
    assert sorted(day for day in days if at_work(day) != day) == []


def test_the_next_edition_is_without_fault_and_changes_something(demo_house: House) -> None:
    wired = demo_house.wiring
    with wired.database.read() as session:
        edition = session.exec(select(Edition)).one()
        before = editions.first_texts(session, key_of(edition))
    found = wired.call_texts.read(edition.files)
    assert found.faults == ()
    assert found.folder is not None
    assert [wave.name for wave in found.folder.call.waves] == [
        "Première période 2027",
        "Deuxième période 2027",
    ]
    assert {name for name, text in edition.files.items() if before[name] != text} == {"call", "scoring"}


def test_the_journal_speaks_french(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        verbs = session.exec(select(JournalEntry.verb).distinct()).all()
    assert [verb for verb in verbs if journal_word(verb) == verb] == []


def test_no_mail_leaves_and_none_goes_to_a_real_domain(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        addresses = [*session.exec(select(OutboxMail.to)), *session.exec(select(Person.email))]
        assert outbox.unsent_count(session) == 0
    assert [one for one in addresses if not one.endswith(".example")] == []


def test_each_desk_has_something_to_do(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:

        def count(*conditions: object) -> int:
            return session.exec(select(func.count()).where(*conditions)).one()  # type: ignore[arg-type]

        assert count(col(Review.state) == ReviewState.ACCEPTED) >= 2
        assert count(col(OpinionRow.given_at).is_(None)) >= 1
        assert count(col(InterestRow.id).is_not(None)) >= 2
        assert count(col(Sitting.closed_at).is_not(None)) == 4
        assert count(col(Sitting.closed_at).is_(None)) == 1
        assert count(col(Decision.released_at).is_(None)) >= 4
        assert count(col(Payment.state) == PaymentState.REQUESTED) >= 2
        assert count(col(Payment.state) == PaymentState.PAID) >= 6
        assert count(col(Convention.signed_by_authority_on).is_not(None)) >= 6
        assert count(col(StoredFile.id).is_not(None)) >= 100


def test_one_deadline_only_has_passed(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        late = session.exec(select(Application.title).where(col(Application.due_at) < TODAY)).all()
    assert list(late) == ["La Filature"]


def test_a_joined_document_is_a_pdf_that_can_be_read(demo_house: House) -> None:
    with demo_house.wiring.database.read() as session:
        file = session.exec(select(StoredFile).order_by(col(StoredFile.id))).first()
    assert file is not None
    assert demo_house.wiring.files.read(file.sha256).startswith(b"%PDF-")


def test_a_second_start_loads_nothing_again(demo_house: House) -> None:
    assert command.load(demo_house) == 0


def test_there_is_a_key_for_each_role_and_it_works_every_time(demo_house: House) -> None:
    wired = demo_house.wiring
    keys = cut_keys(wired, "http://127.0.0.1:8000")
    assert {key.role for key in keys} == ROLES
    assert {key.role for key in first_of_each(keys)} == ROLES
    claire = keys[0]
    assert (claire.role, claire.name) == ("applicant", "Claire Dumontet")
    signed = claire.sign_in.rpartition("/")[2]
    for _ in range(2):
        with wired.database.write() as session:
            work = Work(session, sign_in.VISITOR, wired.clock(), wired.jobs)
            opened = sign_in.use_link(work, wired.seals, signed, hours=1)
        with wired.database.read() as session:
            assert sign_in.actor_of_session(session, opened.token, wired.clock()).email == claire.email
    with wired.database.read() as session:
        assert tokens.actor_of_token(session, claire.token, wired.clock()).email == claire.email


def test_the_keys_are_written_for_their_owner_only(demo_house: House, tmp_path: Path) -> None:
    keys = cut_keys(demo_house.wiring, "http://127.0.0.1:8000")
    file = tmp_path / "keys" / "people.json"
    write_keys(keys, file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert [set(one) for one in told] == [{"role", "name", "email", "sign_in", "token"}] * len(keys)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_whoever_starts_the_demo_is_told_how_to_sign_in_as_each_role(demo_house: House) -> None:
    said: list[str] = []
    command.welcome(demo_house, said.append)
    assert {line.split()[0] for line in said if "/connexion/lien/" in line} == ROLES
