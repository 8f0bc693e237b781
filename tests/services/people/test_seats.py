"""Whom a manager brings to a call: seats of the committee, experts, consulted services."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from app.db import people as rows
from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, ReasonCode
from app.domain.people import Actor, Appointment, Role
from app.domain.workflow import Stage
from app.services.calls.calls import by_slug
from app.services.committee import committee
from app.services.people import seats
from tests import factories
from tests.factories import TIERS_LIEUX, Cast
from tests.services.acting import given

NEW = ("  Lea.Martin@Region.example ", "Léa Martin")


@pytest.fixture
def people(database: Database) -> Cast:
    return given(database, Stage.SHORTLISTED)[1]


def college() -> str:
    file = factories.call_folder().committee
    assert file is not None
    return file.colleges[-1].key


def seated(database: Database) -> dict[str, tuple[str, bool]]:
    with database.read() as session:
        work = factories.work(session)
        found = seats.members(work, by_slug(work, TIERS_LIEUX))
        return {one.person.name: (one.seat.college, one.presides) for one in found}


def seat(database: Database, actor: Actor, *, presides: bool = False, to: str = "") -> int:
    with database.write() as session:
        given_, _ = seats.seat(
            factories.work(session, actor), TIERS_LIEUX, *NEW, to or college(), presides=presides
        )
        return given_.person_id


def roles(database: Database, person_id: int) -> frozenset[Appointment]:
    with database.read() as session:
        return rows.appointments_of(session, person_id)


def test_a_manager_seats_somebody_new_who_may_preside_then_takes_the_seat_back(
    database: Database, people: Cast
) -> None:
    lea = seat(database, people.manager)
    assert seated(database)["Léa Martin"] == (college(), False)
    assert {one.role for one in roles(database, lea)} == {Role.MEMBER}
    assert seat(database, people.manager, presides=True) == lea
    assert seated(database)["Léa Martin"] == (college(), True)
    assert [(one.role, one.call_id) for one in roles(database, lea)] == [(Role.PRESIDENT, 1)]
    with database.write() as session:
        seats.unseat(factories.work(session, people.manager), TIERS_LIEUX, lea)
    assert "Léa Martin" not in seated(database)
    assert roles(database, lea) == frozenset()
    with database.read() as session:
        verbs = session.exec(select(JournalEntry.verb).order_by(col(JournalEntry.number).desc()).limit(2))
        assert set(verbs) == {"take_seat", "take_role"}


def test_who_takes_part_in_an_open_sitting_keeps_their_seat(database: Database, people: Cast) -> None:
    member = people.members[0]
    with database.write() as session:
        held = factories.sitting(factories.work(session), TIERS_LIEUX, "automne_2026", (member,))
    with pytest.raises(Conflict) as refused, database.write() as session:
        seats.unseat(factories.work(session, people.manager), TIERS_LIEUX, member.person_id or 0)
    assert (refused.value.reason.code, refused.value.reason.values["person"]) == (
        ReasonCode.SITTING_OPEN,
        member.name,
    )
    with database.write() as session:
        committee.close_sitting(factories.work(session, people.officer), TIERS_LIEUX, held)
        seats.unseat(factories.work(session, people.manager), TIERS_LIEUX, member.person_id or 0)
    assert member.name not in seated(database)


def test_only_a_manager_of_the_call_seats_or_appoints_and_what_is_wrong_is_told(
    database: Database, people: Cast
) -> None:
    for actor in (people.officer, people.president, people.admin, people.owner, people.auditor):
        with pytest.raises(Forbidden):
            seat(database, actor)
        with pytest.raises(Forbidden), database.write() as session:
            seats.appoint(factories.work(session, actor), TIERS_LIEUX, Role.EXPERT, *NEW)
    with pytest.raises(Invalid) as refused, database.write() as session:
        seats.seat(factories.work(session, people.manager), TIERS_LIEUX, "personne", " ", "inconnu")
    assert {one.field for one in refused.value.faults} == {"email", "name", "college"}
    with pytest.raises(Invalid), database.write() as session:
        seats.appoint(factories.work(session, people.manager), TIERS_LIEUX, Role.FINANCE, *NEW)
    with pytest.raises(Hidden), database.write() as session:
        seats.unseat(factories.work(session, people.manager), TIERS_LIEUX, people.stranger.person_id or 0)


def test_a_manager_brings_an_expert_to_the_call_alone(database: Database, people: Cast) -> None:
    with database.write() as session:
        work = factories.work(session, people.manager)
        nora = seats.appoint(work, TIERS_LIEUX, Role.EXPERT, *NEW)
        assert nora.email == "lea.martin@region.example"
        with pytest.raises(Conflict):
            seats.appoint(work, TIERS_LIEUX, Role.EXPERT, *NEW)
        opened = by_slug(work, TIERS_LIEUX)
        assert (nora.name, True) in [(one.name, here) for one, here in seats.pool(work, opened, Role.EXPERT)]
        seats.dismiss(work, TIERS_LIEUX, Role.EXPERT, nora.id or 0)
        assert nora.name not in [one.name for one, _ in seats.pool(work, opened, Role.EXPERT)]
        with pytest.raises(Hidden):
            seats.dismiss(work, TIERS_LIEUX, Role.EXPERT, nora.id or 0)


def test_a_college_seats_no_more_people_than_it_has_seats(database: Database, people: Cast) -> None:
    file = factories.call_folder().committee
    assert file is not None
    last = file.colleges[-1]

    def bring(number: int, to: str) -> int:
        with database.write() as session:
            work = factories.work(session, people.manager)
            given_, _ = seats.seat(work, TIERS_LIEUX, f"p{number}@exemple.fr", f"Personne {number}", to)
            return given_.person_id

    with ThreadPoolExecutor(4) as pool:
        results = [pool.submit(bring, number, last.key) for number in range(last.seats + 3)]
        refused = [one.exception() for one in results if one.exception() is not None]
    assert [type(one) for one in refused] == [Invalid] * 3
    assert {one.reason.code for one in refused if isinstance(one, Invalid)} == {ReasonCode.COLLEGE_FULL}
    assert sum(college == last.key for college, _ in seated(database).values()) == last.seats
    one = next(number for number, done in enumerate(results) if done.exception() is None)
    assert bring(one, last.key) == results[one].result()
