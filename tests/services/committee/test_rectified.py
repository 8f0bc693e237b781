"""A slip in a sitting is put right by a second deed: what was recorded first stays readable, and one of two wins."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.db.committee import committee as tables
from app.db.rectifications import Subject, rectifications
from app.db.session import Database
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, Reason, ReasonCode, Stale
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.committee import committee, minutes, rectified
from app.services.frozen import Paper
from app.services.road import rectified_opinions
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.services.acting import application, do, given


def rectify(database: Database, actor: Actor, people: Cast, **said: Any) -> None:
    known: dict[str, Any] = {
        "held_at": AN_OPEN_DAY,
        "place": "Hôtel de Région",
        "present": [one.person_id for one in people.members],
        "proxies": {},
        "reason": "La feuille de présence le montre.",
        "version": 0,
        "presides": (said.get("present") or [people.members[0].person_id])[0],
    }
    with database.write() as session:
        rectified.rectify(factories.work(session, actor), TIERS_LIEUX, 1, **{**known, **said})


def opened(database: Database) -> tuple[str, Cast]:
    reference, people = given(database, Stage.SHORTLISTED)
    with database.write() as session:
        factories.sitting(factories.work(session), TIERS_LIEUX, "automne_2026", people.members)
    return reference, people


def test_a_rectification_keeps_what_was_and_one_of_two_wins(database: Database) -> None:
    _, people = opened(database)
    there = [people.members[0].person_id, people.members[1].person_id]
    rectify(database, people.officer, people, present=there, place="Limoges")
    with pytest.raises(Stale) as second:
        rectify(database, people.president, people, place="Bordeaux")
    assert (second.value.reason.code, second.value.reason.values["by"]) == (
        ReasonCode.STALE,
        people.officer.name,
    )
    assert second.value.reason.values["fields"] == ("rectified",)
    with database.read() as session:
        (kept,) = rectifications(session, Subject.SITTING, 1)
        rows = tables.attendance(session, 1)
    assert (kept.was["place"], kept.became["place"]) == ("Hôtel de Région", "Limoges")
    assert (kept.was["present"], kept.became["present"]) == (
        sorted(one.person_id or 0 for one in people.members),
        sorted(one or 0 for one in there),
    )
    assert (kept.reason, kept.rectified_by) == ("La feuille de présence le montre.", people.officer.person_id)
    assert [row.person_id for row in rows if row.present] == there
    rectify(database, people.president, people, place="Bordeaux", version=1)
    for statement in ("UPDATE rectification SET reason = ''", "DELETE FROM rectification"):
        with pytest.raises(DatabaseError), database.write() as session:
            session.execute(sa.text(statement))


def test_a_rectification_has_its_reason_and_changes_something(database: Database) -> None:
    _, people = opened(database)
    for said, field, code in (
        ({"place": "Limoges", "reason": " "}, "reason", ReasonCode.JUSTIFICATION_MISSING),
        ({}, "reason", ReasonCode.NOTHING_RECTIFIED),
        ({"place": ""}, "place", ReasonCode.REQUIRED),
        ({"present": []}, "present", ReasonCode.NOBODY_PRESENT),
        ({"present": [people.owner.person_id]}, "present", ReasonCode.NOT_A_CHOICE),
    ):
        with pytest.raises(Invalid) as refused:
            rectify(database, people.officer, people, **said)
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [(field, code)]
    for actor in (people.members[0], people.auditor, people.owner):
        with pytest.raises((Forbidden, Hidden)):
            rectify(database, actor, people, place="Limoges")


def test_the_minutes_of_a_closed_sitting_are_replaced_by_a_numbered_version(database: Database) -> None:
    reference, people = opened(database)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3})
    with database.write() as session:
        committee.close_sitting(factories.work(session, people.officer), TIERS_LIEUX, 1)

    def read() -> Paper:
        with database.read() as session:
            told = minutes.minutes(factories.work(session, people.officer), TIERS_LIEUX, 1)
        assert isinstance(told, Paper), "the sitting is closed"
        return told

    first = read()
    rectify(database, people.officer, people, place="Limoges")
    second = read()
    assert [(one.number, one.value.version, one.value.place) for one in (first, second)] == [
        (1, 1, "Hôtel de Région"),
        (2, 2, "Limoges"),
    ]
    assert second.value.items == first.value.items


def test_an_attendance_that_denies_the_votes_or_the_quorum_is_refused_with_the_items_and_figures(
    database: Database,
) -> None:
    reference, people = opened(database)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3})
    first, second, *_ = people.members
    one, two = [first.person_id], [first.person_id, second.person_id]
    for there, over, short in ((two, 2, ()), (one, 1, ((reference, 1, 2),))):
        with pytest.raises(Invalid) as refused:
            rectify(database, people.officer, people, present=there)
        (fault,) = refused.value.faults
        told = {"over": ((reference, 3, over),), "short": short, "unled": ()}
        assert (fault.field, fault.reason) == ("present", Reason(ReasonCode.ATTENDANCE_DENIES, told))
    with database.write() as session:
        said = {"opinion": "recommended", "votes_for": 2, "reason": "Le décompte le montre.", "version": 0}
        rectified_opinions.rectify(factories.work(session, people.officer), reference, 1, said)
    rectify(database, people.officer, people, present=two)
    with database.read() as session:
        assert [row.person_id for row in tables.attendance(session, 1) if row.present] == two


def test_an_item_that_had_no_quorum_is_postponed_first(database: Database) -> None:
    reference, people = opened(database)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1})
    alone = [people.members[0].person_id]
    with pytest.raises(Invalid) as refused:
        rectify(database, people.officer, people, present=alone)
    assert refused.value.faults[0].reason.values == {"over": (), "short": ((reference, 1, 2),), "unled": ()}
    with database.write() as session:
        said = {
            "opinion": "postponed",
            "consensus": "yes",
            "comment": "Sans quorum.",
            "reason": "Sans quorum.",
        }
        rectified_opinions.rectify(factories.work(session, people.officer), reference, 1, said)
    rectify(database, people.officer, people, present=alone)
    do(database, people.officer, reference, Action.SHORTLIST)
    assert application(database, reference).stage is Stage.SHORTLISTED


def test_once_a_decision_is_released_the_attendance_stays_and_the_place_does_not(database: Database) -> None:
    _, people = given(database, Stage.AWARDED)
    with database.read() as session:
        there = [row.person_id for row in tables.attendance(session, 1) if row.present]
    with pytest.raises(Conflict) as refused:
        rectify(database, people.officer, people, present=there[:2])
    assert refused.value.reason.code is ReasonCode.ATTENDANCE_RELEASED
    rectify(database, people.officer, people, present=there, place="Limoges")
    with database.read() as session:
        (kept,) = rectifications(session, Subject.SITTING, 1)
    assert kept.was == {"place": "Hôtel de Région"}
