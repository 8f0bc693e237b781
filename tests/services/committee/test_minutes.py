"""The minutes: a draft until the sitting is closed, then one document that nothing changes."""

from datetime import timedelta

from sqlmodel import select

from app.adapters.file_store import open_store
from app.db import journal
from app.db.base import key_of
from app.db.committee import committee as rows
from app.db.documents import DocumentPrint
from app.db.session import Database
from app.domain.documents import MinutesDocument, Standing
from app.domain.documents.written import DocumentKind
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.committee import committee, minutes
from app.services.frozen import Paper, Press
from app.services.review.reviews import declare_interest
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
