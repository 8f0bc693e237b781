"""The minutes: a draft until the sitting is closed, then one document that nothing changes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.adapters.file_store import open_store
from app.db import journal
from app.db.base import key_of
from app.db.committee import committee as rows
from app.db.documents import DocumentPrint
from app.db.session import Database
from app.domain.documents import MinutesDocument, Standing
from app.domain.documents.written import DocumentKind
from app.domain.errors import Hidden
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.cases import open_case
from app.services.committee import committee, minutes
from app.services.frozen import Paper, Press
from app.services.review.reviews import declare_interest
from app.services.road import rectified_opinions
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.fakes import FakeClock
from tests.services.acting import do

LATER = AN_OPEN_DAY + timedelta(days=120)


def told(database: Database, reader: Actor, sitting: int) -> Paper | MinutesDocument:
    with database.read() as session:
        return minutes.minutes(factories.work(session, reader, LATER), TIERS_LIEUX, sitting)


def kept(database: Database, reader: Actor, sitting: int) -> Paper:
    found = told(database, reader, sitting)
    assert isinstance(found, Paper)
    return found


def sat(database: Database, *stages: Stage) -> tuple[list[str], Cast, int]:
    """Applications that the committee advised on, and its sitting, still open."""
    with database.write() as session:
        work = factories.work(session)
        found = [factories.at_stage(work, stage, title=f"Projet {n}") for n, stage in enumerate(stages)]
        (sitting,) = rows.sittings_of_wave(session, found[0].wave_id)
        return [one.reference for one in found], factories.cast(work), key_of(sitting)


def close(database: Database, people: Cast, sitting: int) -> None:
    with database.write() as session:
        committee.close_sitting(factories.work(session, people.officer), TIERS_LIEUX, sitting)


class Plain:
    """What a document says, as its bytes."""

    def render(self, document: object) -> bytes:
        return b"%PDF-" + repr(document).encode()


def test_before_the_closing_there_is_a_draft_that_says_so(database: Database) -> None:
    _, people, sitting = sat(database, Stage.RECOMMENDED)
    draft = told(database, people.officer, sitting)
    assert isinstance(draft, MinutesDocument)
    assert draft.standing is Standing.DRAFT


def test_an_application_terminated_months_later_changes_not_one_byte_of_the_closed_minutes(
    database: Database,
) -> None:
    references, people, sitting = sat(database, Stage.STARTED, Stage.RECOMMENDED)
    close(database, people, sitting)
    before = kept(database, people.officer, sitting)
    assert len(before.value.items[0].steps) > 0
    reference = references[0]
    do(
        database,
        people.manager,
        reference,
        Action.TERMINATE,
        {"reason": "Le lieu a fermé avant la fin du projet."},
        now=LATER,
    )
    after = kept(database, people.officer, sitting)
    assert after == before
    press = Press(database, Plain(), open_store("memory:///"), FakeClock())
    with database.read() as session:
        work = factories.work(session, people.officer, LATER)
    assert press.first_read(work, after).sha256 == press.first_read(work, before).sha256
    with database.read() as session:
        (entry,) = [one for one in journal.latest(session) if one.verb == "close_sitting"]
        assert entry.data["sha256"] == before.value.content_sha256
        assert len(session.exec(select(DocumentPrint)).all()) == 1


def test_what_an_interest_hides_is_left_out_of_an_extract_that_has_its_own_fingerprint(
    database: Database,
) -> None:
    references, people, sitting = sat(database, Stage.RECOMMENDED, Stage.RECOMMENDED)
    before, after = people.members[0], people.members[1]
    with database.write() as session:
        declare_interest(factories.work(session, before), references[0], "family")
    close(database, people, sitting)
    with database.write() as session:
        declare_interest(factories.work(session, after), references[0], "family")
    whole = kept(database, people.officer, sitting)
    assert (whole.kind, whole.value.standing) == (DocumentKind.MINUTES, Standing.FROZEN)
    assert {item.reference for item in whole.value.items} == set(references)
    for reader in (before, after):
        extract = kept(database, reader, sitting)
        assert (extract.kind, extract.value.standing) == (DocumentKind.EXTRACT, Standing.EXTRACT)
        assert [item.reference for item in extract.value.items] == references[1:]
        assert references[0] not in str(extract.value)
        assert extract.value.content_sha256 != whole.value.content_sha256


def test_the_items_come_by_rank(database: Database) -> None:
    _, people, sitting = sat(database, Stage.RECOMMENDED, Stage.RECOMMENDED, Stage.RECOMMENDED)
    close(database, people, sitting)
    ranks = [item.rank for item in kept(database, people.officer, sitting).value.items]
    assert ranks == sorted(ranks)


def test_a_draft_from_which_a_part_is_hidden_says_so_and_tells_no_money_of_the_rest(
    database: Database,
) -> None:
    references, people, sitting = sat(database, Stage.RECOMMENDED, Stage.RECOMMENDED)
    member = people.members[0]
    with database.write() as session:
        declare_interest(factories.work(session, member), references[0], "family")
    part, whole = told(database, member, sitting), told(database, people.officer, sitting)
    assert isinstance(part, MinutesDocument)
    assert isinstance(whole, MinutesDocument)
    assert (part.standing, part.partial, part.envelope_cents) == (Standing.DRAFT, True, None)
    assert (whole.partial, whole.envelope_cents is not None) == (False, True)


def test_an_extract_is_numbered_by_what_its_reader_may_read(database: Database) -> None:
    references, people, sitting = sat(database, Stage.RECOMMENDED, Stage.RECOMMENDED)
    member, (hidden, shown) = people.members[0], references
    with database.write() as session:
        declare_interest(factories.work(session, member), hidden, "family")
    close(database, people, sitting)
    for version, reference, votes in ((0, hidden, 1), (0, shown, 1), (1, hidden, 2), (1, shown, 2)):
        with database.write() as session:
            work = factories.work(session, people.officer)
            (opinion,) = rows.every_opinion(session, open_case(work, reference).id)
            said = {"opinion": "recommended", "votes_for": votes, "reason": "Décompte.", "version": version}
            rectified_opinions.rectify(work, reference, key_of(opinion), said)

    def read(version: int | None) -> Paper:
        with database.read() as session:
            found = minutes.minutes(factories.work(session, member, LATER), TIERS_LIEUX, sitting, version)
        assert isinstance(found, Paper)
        return found

    assert kept(database, people.officer, sitting).number == 5
    for version, votes in ((1, 3), (2, 1), (3, 2), (None, 2)):
        extract = read(version)
        (item,) = extract.value.items
        assert item.votes is not None
        assert (extract.number, extract.value.version, item.votes.in_favour) == (
            version or 3,
            version or 3,
            votes,
        )
        assert [one.version for one in extract.value.rectified] == list(range(2, (version or 3) + 1))
    with pytest.raises(Hidden):
        read(4)
    with database.read() as session:
        row = rows.sitting(session, sitting)
        assert row is not None
        numbers = [
            list(minutes.earlier(factories.work(session, one), row)) for one in (people.officer, member)
        ]
    assert numbers == [[1, 2, 3, 4], [1, 2]]
