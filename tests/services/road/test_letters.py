"""A decision is notified by a letter, frozen with the act: it never changes, and who has no part reads none."""

import pytest

from app.db.session import Database
from app.domain.documents import LetterDocument, Notified
from app.domain.errors import Hidden
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.frozen import Paper
from app.services.road import letters
from tests import factories
from tests.services.acting import given


def read(database: Database, reader: Actor, reference: str, number: int | None = None) -> Paper:
    with database.read() as session:
        return letters.letter(factories.work(session, reader), reference, number)


@pytest.mark.parametrize(
    ("stage", "action", "notified"),
    [
        (Stage.LETTER_SUBMITTED, Action.DECLINE, Notified.DECLINED),
        (Stage.RECOMMENDED, Action.AWARD, Notified.AWARDED),
        (Stage.NOT_RECOMMENDED, Action.REJECT, Notified.REJECTED),
        (Stage.ON_RESERVE, Action.KEEP_ON_RESERVE, Notified.ON_RESERVE),
    ],
)
def test_what_is_notified_is_a_letter_for_its_team_and_the_authority_alone(
    database: Database, stage: Stage, action: Action, notified: Notified
) -> None:
    reference, people = given(database, stage)
    with pytest.raises(Hidden):
        read(database, people.owner, reference)
    with database.write() as session:
        factories.act(factories.work(session), reference, action)
    for reader in (people.owner, people.reader, people.officer, people.auditor):
        paper = read(database, reader, reference)
        assert (paper.value.notified, paper.number) == (notified, 1)
    for stranger in (people.stranger, people.finance, people.members[0]):
        with pytest.raises(Hidden):
            read(database, stranger, reference)
    with pytest.raises(Hidden):
        read(database, people.owner, reference, 2)


def test_the_letter_keeps_what_was_said_when_an_award_follows_a_place_on_the_reserve(
    database: Database,
) -> None:
    reference, people = given(database, Stage.ON_RESERVE)
    with database.write() as session:
        work = factories.work(session)
        factories.act(work, reference, Action.KEEP_ON_RESERVE)
        factories.act(work, reference, Action.AWARD)
    first: LetterDocument = read(database, people.owner, reference, 1).value
    last: LetterDocument = read(database, people.owner, reference).value
    assert (first.notified, first.version) == (Notified.ON_RESERVE, 1)
    assert (last.notified, last.version, last.amount_cents) == (Notified.AWARDED, 2, 40_000_00)
    assert last.deliberation
    assert first.content_sha256 != last.content_sha256


def test_a_refusal_for_want_of_a_condition_names_it(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.write() as session:
        factories.act(factories.work(session), reference, Action.DECLARE_INADMISSIBLE)
    told: LetterDocument = read(database, people.owner, reference).value
    assert told.notified is Notified.INADMISSIBLE
    assert told.unmet
    assert told.author
