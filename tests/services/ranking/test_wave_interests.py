"""Before reading, an expert or a member says in which applications of a wave they have an interest, and in no other."""

import pytest
from sqlmodel import select

from app.db import proof
from app.db.base import key_of
from app.db.journal import JournalEntry
from app.db.review import attestations, interests
from app.db.review.interests import FindingRow
from app.db.session import Database
from app.domain.errors import Forbidden, Hidden, Invalid
from app.domain.interests import Nature
from app.domain.people import Actor
from app.domain.workflow import Stage
from app.services.cases import open_case
from app.services.ranking import wave_interests
from tests import factories
from tests.factories import TIERS_LIEUX, Cast

WAVE = "automne_2026"


def wave(database: Database) -> tuple[list[str], Cast]:
    """Three applications that were filed, and a draft."""
    with database.write() as session:
        work = factories.work(session)
        filed = [
            factories.at_stage(work, stage, title=f"Projet {n}").reference
            for n, stage in enumerate((Stage.LETTER_SUBMITTED, Stage.IN_REVIEW, Stage.SHORTLISTED))
        ]
        factories.begin(work)
        return filed, factories.cast(work)


def shown(database: Database, actor: Actor) -> list[str]:
    with database.read() as session:
        found = wave_interests.before_reading(factories.work(session, actor), TIERS_LIEUX, WAVE)
        return [one.reference for one in found.lines]


def declare(
    database: Database, actor: Actor, read: list[str], natures: dict[str, str], *, no_other: bool = True
) -> tuple[int, bool]:
    with database.write() as session:
        work = factories.work(session, actor)
        return wave_interests.declare(work, TIERS_LIEUX, WAVE, natures, read, no_other)


def test_all_is_said_in_one_deed_and_said_again_it_does_nothing_twice(database: Database) -> None:
    filed, people = wave(database)
    member = people.members[0]
    assert shown(database, member) == filed
    natures = {filed[1]: Nature.FAMILY, filed[2]: Nature.WORK}
    assert declare(database, member, filed, natures) == (2, True)
    assert shown(database, member) == filed[:1]
    assert declare(database, member, filed, natures) == (0, False)
    with database.read() as session:
        for reference in filed[1:]:
            with pytest.raises(Hidden):
                open_case(factories.work(session, member), reference)
        house = factories.work(session)
        first, second = (open_case(house, one) for one in filed[:2])
        assert [row.nature for row in interests.declarations(session, second.id)] == [Nature.FAMILY]
        (kept,) = attestations.of_person(session, key_of(first.wave), member.person_id or 0)
        assert kept.applications == [first.id]
        written = session.exec(
            select(JournalEntry.verb).where(JournalEntry.actor_id == member.person_id)
        ).all()
        assert sorted(written) == ["attest_no_interest", "declare_interest", "declare_interest"]
        assert proof.verify(session).holds


def test_an_expert_whom_nobody_named_declares_and_is_offered_no_more(database: Database) -> None:
    filed, people = wave(database)
    expert = people.experts[2]
    assert declare(database, expert, filed, {filed[1]: Nature.MONEY}, no_other=False) == (1, False)
    with database.read() as session:
        case = open_case(factories.work(session), filed[1])
        assert expert.person_id in interests.interested_in(session, case.id)


def test_who_is_hidden_from_an_application_is_not_shown_it_and_no_word_of_theirs_reaches_it(
    database: Database,
) -> None:
    filed, people = wave(database)
    member = people.members[1]
    with database.write() as session:
        work = factories.work(session)
        found = FindingRow(
            application_id=open_case(work, filed[0]).id,
            person_id=member.person_id or 0,
            confirmed=True,
            reason="Même groupe.",
            found_by=people.officer.person_id or 0,
            found_at=work.now,
        )
        session.add(found)
    assert shown(database, member) == filed[1:]
    assert declare(database, member, filed, {filed[0]: Nature.WORK}) == (0, True)
    with database.read() as session:
        hidden = open_case(factories.work(session), filed[0])
        assert interests.declarations(session, hidden.id) == []
        (kept,) = attestations.of_person(session, key_of(hidden.wave), member.person_id or 0)
        assert hidden.id not in kept.applications


def test_what_was_not_shown_is_not_attested_and_a_later_one_is_attested_apart(database: Database) -> None:
    filed, people = wave(database)
    member = people.members[2]
    assert declare(database, member, filed[:2], {}) == (0, True)
    assert declare(database, member, filed, {}) == (0, True)
    with database.read() as session:
        cases = [open_case(factories.work(session), one) for one in filed]
        said = attestations.of_person(session, key_of(cases[0].wave), member.person_id or 0)
        assert [row.applications for row in said] == [[one.id for one in cases[:2]], [cases[2].id]]


def test_it_wants_a_nature_and_something_said_from_who_judges(database: Database) -> None:
    filed, people = wave(database)
    member = people.members[0]
    with pytest.raises(Invalid) as refused:
        declare(database, member, filed, {filed[0]: ""})
    assert [one.field for one in refused.value.faults] == [f"nature-{filed[0]}"]
    with pytest.raises(Invalid) as nothing:
        declare(database, member, filed, {}, no_other=False)
    assert [one.field for one in nothing.value.faults] == ["no_other"]
    for actor in (people.officer, people.auditor, people.owner, people.consulted):
        with pytest.raises(Forbidden):
            shown(database, actor)
