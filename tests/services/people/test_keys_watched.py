"""Who gives roles is watched, and roles end."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.db import journal, people
from app.db.outbox import OutboxMail
from app.db.people import AppointmentRow
from app.db.session import Database
from app.domain.errors import Conflict, Fault, Forbidden, Invalid, Reason, ReasonCode
from app.domain.people import Actor, Role
from app.domain.workflow import Stage
from app.services.identity import sign_in
from app.services.people import admin as people_admin
from tests import factories
from tests.factories import AN_OPEN_DAY
from tests.services.acting import given, mails

LAST_DAY = AN_OPEN_DAY.date() + timedelta(days=10)


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        query = select(OutboxMail).where(OutboxMail.kind == "role_given").order_by("to")
        return [(one.to, one.data["role"]) for one in session.exec(query)]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGER, Role.ADMIN])
def test_an_administrator_gives_themself_no_role(database: Database, role: Role) -> None:
    _reference, people_of = given(database, Stage.LETTER_DRAFT)
    admin = people_of.admin
    with pytest.raises(Forbidden) as refused, database.write() as session:
        people_admin.give_role(factories.work(session, admin), admin.email, role)
    assert refused.value.reason == Reason(ReasonCode.NOT_ONESELF)


def test_a_role_that_opens_dossiers_is_told_at_once_to_who_watches(database: Database) -> None:
    _reference, around = given(database, Stage.LETTER_DRAFT)
    with database.write() as session:
        work = factories.work(session)
        second = factories.person(work, "Bea Seconde", Role.ADMIN)
        other = factories.person(work, "Luc Autre")
    for role in (Role.MANAGER, Role.EXPERT):
        with database.write() as session:
            people_admin.give_role(factories.work(session, around.admin), other.email, role)
    watching = sorted([around.auditor.email, second.email])
    assert told(database) == [(address, "manager") for address in watching]


def roles_at(database: Database, person: Actor, day: date) -> frozenset[Role]:
    """The roles of who signs in that day."""
    now = AN_OPEN_DAY + (day - AN_OPEN_DAY.date())
    with database.write() as session:
        work = factories.work(session, now=now)
        token = sign_in.open_session(work, person.person_id or 0, hours=1).token
        return sign_in.actor_of_session(session, token, now).roles()


def test_a_role_is_held_until_its_last_day_and_taken_back_in_the_night(database: Database) -> None:
    _reference, around = given(database, Stage.LETTER_DRAFT)
    with database.write() as session:
        other = factories.person(factories.work(session), "Luc Autre")
        work = factories.work(session, around.admin)
        people_admin.give_role(work, other.email, Role.OFFICER, ends_on=LAST_DAY)
        with pytest.raises(Conflict):
            people_admin.give_role(work, other.email, Role.OFFICER, ends_on=LAST_DAY)
    after = LAST_DAY + timedelta(days=1)
    assert roles_at(database, other, LAST_DAY) == {Role.OFFICER}
    assert roles_at(database, other, after) == frozenset()
    for day, left in ((LAST_DAY, 1), (after, 0)):
        now = AN_OPEN_DAY + (day - AN_OPEN_DAY.date())
        with database.write() as session:
            people_admin.end_roles(factories.work(session, now=now))
            query = select(AppointmentRow).where(AppointmentRow.person_id == other.person_id)
            assert len(session.exec(query).all()) == left
    with database.read() as session:
        last = journal.latest(session)[0]
    assert (last.verb, last.actor_name, last.data["role"]) == ("take_role", "Maillage", "officer")


def test_an_expert_whose_role_ends_gives_back_what_was_not_reviewed(database: Database) -> None:
    _reference, around = given(database, Stage.IN_REVIEW)
    expert = around.experts[0]
    with database.write() as session:
        row = session.exec(select(AppointmentRow).where(AppointmentRow.person_id == expert.person_id)).one()
        row.ends_on = LAST_DAY
        session.add(row)
    before = len([one for one in mails(database) if one[0] == "review_returned"])
    with database.write() as session:
        people_admin.end_roles(factories.work(session, now=AN_OPEN_DAY + timedelta(days=11)))
        assert people.holding(session, Role.EXPERT, row.call_id) != []
    assert len([one for one in mails(database) if one[0] == "review_returned"]) == before + 1


def test_a_last_day_that_has_gone_by_is_refused_and_another_changes_it(database: Database) -> None:
    _reference, around = given(database, Stage.LETTER_DRAFT)
    yesterday = AN_OPEN_DAY.date() - timedelta(days=1)
    with database.write() as session:
        other = factories.person(factories.work(session), "Luc Autre")
        work = factories.work(session, around.admin)
        with pytest.raises(Invalid) as refused:
            people_admin.give_role(work, other.email, Role.OFFICER, ends_on=yesterday)
        people_admin.give_role(work, other.email, Role.OFFICER)
        people_admin.give_role(work, other.email, Role.OFFICER, ends_on=LAST_DAY)
        query = select(AppointmentRow.ends_on).where(AppointmentRow.person_id == other.person_id)
        assert session.exec(query).all() == [LAST_DAY]
    fault = Fault("until", Reason.of(ReasonCode.IN_THE_PAST, read=yesterday))
    assert refused.value.faults == (fault,)
