"""The rules of a call written in the service: who may, what is kept, what opens, and what never changes again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.adapters.call_texts import YamlTexts
from app.db.base import key_of
from app.db.calls import editions as rows
from app.db.calls.calls import Call
from app.db.calls.editions import EditionVersion
from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, NotReady, ReasonCode, Stale
from app.domain.people import Actor, Role
from app.services.calls import editions
from app.services.work import Work
from app.words.calls.skeleton import skeleton
from tests import factories
from tests.adapters.test_call_texts import texts_of
from tests.factories import BRESCIA, TIERS_LIEUX, Cast

TEXTS = YamlTexts()
NEXT = "tiers-lieux-2027"
WHY = "La session de 2027 change le plafond."


def do(database: Database, actor: Actor, deed: Callable[[Work], Any]) -> Any:
    with database.write() as session:
        return deed(factories.work(session, actor))


def people(database: Database) -> Cast:
    with database.write() as session:
        return factories.cast(factories.work(session))


def everywhere(database: Database, *roles: Role) -> Actor:
    with database.write() as session:
        return factories.person(factories.work(session), " ".join(("partout", *roles)), *roles)


def begun(database: Database, actor: Actor, slug: str = NEXT) -> int:
    """The next edition of the tiers-lieux, begun by this person."""
    started = do(database, actor, lambda work: editions.start_from_call(work, slug, TIERS_LIEUX, WHY, TEXTS))
    return key_of(started)


def ready(database: Database, actor: Actor) -> int:
    """The same, with a head of references of its own: it may open."""
    identity = begun(database, actor)

    def change(work: Work) -> None:
        text = editions.read(work, identity).files["call"].replace("prefix: TL26", "prefix: TL27")
        editions.save(work, identity, "call", text)

    do(database, actor, change)
    return identity


def version(database: Database, identity: int) -> int:
    with database.read() as session:
        found = rows.by_id(session, identity)
        assert found is not None
        return found.version


def test_the_next_edition_of_a_call_says_what_the_call_says_but_for_its_address(database: Database) -> None:
    identity = begun(database, people(database).officer)
    with database.read() as session:
        edition = rows.by_id(session, identity)
        assert edition is not None
        read = TEXTS.read(edition.files).folder
        call = factories.call_folder()
        assert read == call.model_copy(update={"call": call.call.model_copy(update={"slug": NEXT})})
        assert (edition.version, edition.reason, edition.title) == (1, WHY, call.call.title)


def test_an_edition_that_follows_a_call_says_why(database: Database) -> None:
    officer = people(database).officer
    with pytest.raises(Invalid) as refused:
        do(
            database,
            officer,
            lambda work: editions.start_from_call(work, "Mon Appel", TIERS_LIEUX, " ", TEXTS),
        )
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [
        ("slug", ReasonCode.NOT_A_SLUG),
        ("reason", ReasonCode.EDITION_REASON),
    ]


def test_only_who_is_appointed_for_every_call_starts_from_nothing(database: Database) -> None:
    files = {"call": skeleton("call"), "dossier": skeleton("dossier")}
    with pytest.raises(Forbidden):
        do(database, people(database).officer, lambda work: editions.start(work, "neuf", files))
    anywhere = everywhere(database, Role.OFFICER)
    edition = do(database, anywhere, lambda work: editions.start(work, "neuf", files))
    assert edition.files["call"].count("slug: neuf\n") == 1


def test_an_officer_of_other_calls_does_not_see_it(database: Database) -> None:
    identity = begun(database, people(database).officer)
    with database.write() as session:
        other = factories.cast(factories.work(session), BRESCIA).officer
    assert do(database, other, editions.readable) == []
    with pytest.raises(Hidden):
        do(database, other, lambda work: editions.read(work, identity))
    with pytest.raises(Hidden):
        do(database, other, lambda work: editions.save(work, identity, "call", "title: pris"))
    with pytest.raises(Hidden):
        do(database, other, lambda work: editions.start_from_edition(work, "copie", identity, WHY))


def test_the_auditor_reads_and_writes_nothing(database: Database) -> None:
    cast = people(database)
    identity = begun(database, cast.officer)
    read = do(database, cast.auditor, lambda work: editions.read(work, identity))
    assert not do(database, cast.auditor, lambda work: editions.may_write(work, read))
    with pytest.raises(Forbidden):
        do(database, cast.auditor, lambda work: editions.save(work, identity, "call", "title: pris"))
    assert version(database, identity) == 1


def test_what_is_typed_is_kept_with_its_faults_and_told_all_at_once(database: Database) -> None:
    officer = people(database).officer
    identity = begun(database, officer)
    text = "title: Un appel\r\nprefix: tl27\r\n"
    saved = do(database, officer, lambda work: editions.save(work, identity, "call", text))
    assert (saved.files["call"], saved.version, saved.title) == (
        "title: Un appel\nprefix: tl27\n",
        2,
        "Un appel",
    )
    checked = do(database, officer, lambda work: editions.check(work, saved, TEXTS))
    wrong = [one for one in checked.said.faults if one.path == "prefix"]
    assert [(one.file, one.line, one.column, one.read) for one in wrong] == [("call.yaml", 2, 9, "tl27")]
    assert not checked.is_sound


def test_two_who_write_the_same_file_lose_nothing_and_two_files_do_not_collide(database: Database) -> None:
    cast = people(database)
    identity = begun(database, cast.officer)
    do(database, cast.manager, lambda work: editions.save(work, identity, "letter", "title: L", seen=1))
    do(database, cast.officer, lambda work: editions.save(work, identity, "dossier", "title: D", seen=1))
    with pytest.raises(Stale) as refused:
        do(database, cast.officer, lambda work: editions.save(work, identity, "letter", "title: M", seen=1))
    assert refused.value.reason.values["by"] == cast.manager.name
    kept = do(database, cast.officer, lambda work: editions.read(work, identity))
    assert (kept.files["letter"], kept.files["dossier"], kept.version) == ("title: L", "title: D", 3)


def test_every_text_that_was_saved_is_kept_for_good(database: Database) -> None:
    officer = people(database).officer
    identity = begun(database, officer)
    for text in ("title: un", "title: deux", ""):
        do(
            database,
            officer,
            lambda work, text=text: editions.save(work, identity, "letter", text, reason="essai"),
        )
    with database.read() as session:
        kept = session.exec(
            select(EditionVersion)
            .where(EditionVersion.edition_id == identity, EditionVersion.file == "letter")
            .order_by(col(EditionVersion.number))
        ).all()
        assert [(one.number, one.text) for one in kept][1:] == [(2, "title: un"), (3, "title: deux"), (4, "")]
        assert {(one.reason, one.saved_by) for one in kept[1:]} == {("essai", officer.person_id)}
        found = rows.by_id(session, identity)
        assert found is not None
        assert "letter" not in found.files
        told = session.exec(select(JournalEntry.verb).where(col(JournalEntry.verb).like("%edition%"))).all()
        assert told == ["start_edition", *["write_edition"] * 3]
    for change in ("UPDATE edition_version SET text = 'x'", "DELETE FROM edition_version"):
        with pytest.raises(sa.exc.DBAPIError), database.write() as session:
            session.execute(sa.text(change))


def test_a_file_has_one_of_the_names_of_a_call_and_a_bounded_size(database: Database) -> None:
    officer = people(database).officer
    identity = begun(database, officer)
    with pytest.raises(Hidden):
        do(database, officer, lambda work: editions.save(work, identity, "../call", "a: 1"))
    with pytest.raises(Invalid) as refused:
        do(
            database,
            officer,
            lambda work: editions.save(work, identity, "call", "é" * (editions.LARGEST // 2 + 1)),
        )
    assert refused.value.reason.code is ReasonCode.FILE_TOO_LARGE
    assert version(database, identity) == 1


def opened_as_read(work: Work, identity: int, seen: int) -> Call:
    """Open the edition, having read that silence precedes some of its committees."""
    return editions.open_edition(work, identity, TEXTS, seen=seen, warnings_read=True)


def test_a_manager_opens_what_has_no_fault_and_it_is_read_only_ever_after(database: Database) -> None:
    cast = people(database)
    identity = ready(database, cast.officer)
    with pytest.raises(Forbidden):
        do(database, cast.officer, lambda work: editions.open_edition(work, identity, TEXTS, seen=2))
    call = do(database, cast.manager, lambda work: opened_as_read(work, identity, 2))
    with database.read() as session:
        opened = session.get(Call, key_of(call))
        edition = rows.by_id(session, identity)
        assert opened is not None
        assert edition is not None
        read = TEXTS.read(edition.files).folder
        assert read is not None
        assert (opened.slug, opened.prefix, opened.checksum) == (NEXT, "TL27", read.checksum)
        assert edition.call_id == opened.id
    for actor, deed in (
        (cast.manager, lambda work: editions.save(work, identity, "call", "title: autre")),
        (cast.manager, lambda work: editions.open_edition(work, identity, TEXTS, seen=2)),
    ):
        with pytest.raises(Conflict) as refused:
            do(database, actor, deed)
        assert refused.value.reason.code is ReasonCode.EDITION_OPENED
    with database.read() as session:
        assert session.get(Call, key_of(call)).checksum == opened.checksum  # type: ignore[union-attr]


def test_the_edition_after_an_opened_one_begins_from_its_own_words(database: Database) -> None:
    cast = people(database)
    identity = ready(database, cast.officer)

    def comment(work: Work) -> None:
        text = editions.read(work, identity).files["call"]
        editions.save(work, identity, "call", f"# Relu par le service juridique.\n{text}")

    do(database, cast.officer, comment)
    do(database, cast.manager, lambda work: opened_as_read(work, identity, 3))
    anywhere = everywhere(database, Role.MANAGER)
    after = do(
        database,
        anywhere,
        lambda work: editions.start_from_call(work, "tiers-lieux-2028", NEXT, "Troisième année.", TEXTS),
    )
    assert after.files["call"].startswith("# Relu par le service juridique.\nslug: tiers-lieux-2028\n")


def test_an_address_or_a_head_of_references_that_exists_does_not_open(database: Database) -> None:
    cast = people(database)
    identity = begun(database, cast.officer)
    with pytest.raises(NotReady) as refused:
        do(database, cast.manager, lambda work: editions.open_edition(work, identity, TEXTS, seen=1))
    assert refused.value.reason.code is ReasonCode.PREFIX_TAKEN
    do(database, cast.officer, lambda work: editions.save(work, identity, "letter", "title: L"))
    with pytest.raises(NotReady) as refused:
        do(database, cast.manager, lambda work: editions.open_edition(work, identity, TEXTS, seen=2))
    assert refused.value.reason.code is ReasonCode.EDITION_FAULTY


def test_what_was_saved_since_the_page_was_read_does_not_open(database: Database) -> None:
    cast = people(database)
    identity = ready(database, cast.officer)
    with pytest.raises(Stale):
        do(database, cast.manager, lambda work: editions.open_edition(work, identity, TEXTS, seen=1))


def test_warnings_open_only_once_they_were_read(database: Database) -> None:
    cast = people(database)
    identity = ready(database, cast.officer)

    class Doubtful(YamlTexts):
        def read(self, texts: Any, now: datetime | None = None) -> Any:
            found = super().read(texts, now)
            doubt = super().read({"call": "a: 1"}).faults[:1]
            return type(found)(found.folder, found.faults, doubt)

    with pytest.raises(NotReady) as refused:
        do(database, cast.manager, lambda work: editions.open_edition(work, identity, Doubtful(), seen=2))
    assert refused.value.reason.code is ReasonCode.EDITION_WARNED
    do(
        database,
        cast.manager,
        lambda work: editions.open_edition(work, identity, Doubtful(), seen=2, warnings_read=True),
    )


def test_the_texts_of_a_folder_make_an_edition_that_opens(database: Database) -> None:
    anywhere = everywhere(database, Role.MANAGER)
    edition = do(database, anywhere, lambda work: editions.start(work, BRESCIA, texts_of(BRESCIA)))
    call = do(database, anywhere, lambda work: editions.open_edition(work, key_of(edition), TEXTS, seen=1))
    assert call.checksum == factories.call_folder(BRESCIA).checksum
