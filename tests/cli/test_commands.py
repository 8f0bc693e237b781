"""The command line: what it says, what it returns, and what a copy holds."""

import tarfile
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa
from sqlmodel import select
from typer.testing import CliRunner, Result

from app.adapters.clock import system_clock
from app.adapters.file_store import open_store
from app.cli.commands import app
from app.db import outbox, people
from app.db.journal import JournalEntry
from app.db.outbox import Undelivered
from app.db.session import Database
from app.domain.people import Role
from app.services.identity.tokens import actor_of_token
from app.words.calls.schema import DESCRIPTIONS
from tests.fakes import A_MONDAY
from tests.places import Place
from tests.servers import SqliteTemplate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path, sqlite_template: SqliteTemplate, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a migrated demo."""
    for name, value in {"DEMO": "1", "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"MAILLAGE_{name}", value)
    with sqlite_template.copy(tmp_path):
        return tmp_path


def maillage(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def opened(place: Path) -> Database:
    return Database.open(f"sqlite:///{place / 'maillage.db'}")


def test_faulty_settings_are_named_each(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAILLAGE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MAILLAGE_SESSION_HOURS", "-1")
    told = maillage("verify")
    assert told.exit_code == 2
    assert "MAILLAGE_SESSION_HOURS" in told.stderr
    assert "MAILLAGE_SECRET_KEY" in told.stderr


@pytest.mark.parametrize("command", [("run",), ("jobs",), ("demo", "--data")])
def test_a_database_that_cannot_be_opened_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MAILLAGE_DEMO", "1")
    monkeypatch.setenv("MAILLAGE_DATA_DIR", str(tmp_path))
    (tmp_path / "maillage.db").mkdir()
    told = maillage(*command, *([str(tmp_path)] if "--data" in command else []))
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert "La base ne s’ouvre pas" in told.stderr
    assert "unable to open database file" in told.stderr


@pytest.mark.parametrize("command", [("run",), ("jobs",), ("demo", "--data")])
def test_a_folder_that_cannot_be_written_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A file stands where the folder would be."""
    place = tmp_path / "taken" / "data"
    place.parent.write_text("")
    monkeypatch.setenv("MAILLAGE_DEMO", "1")
    monkeypatch.setenv("MAILLAGE_DATA_DIR", str(place))
    told = maillage(*command, *([str(place)] if "--data" in command else []))
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert f"«\u00a0{place}\u00a0» ne s’écrit pas" in told.stderr
    assert "Not a directory" in told.stderr


def test_a_new_place_is_migrated_before_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAILLAGE_DEMO", "1")
    monkeypatch.setenv("MAILLAGE_DATA_DIR", str(tmp_path / "new"))
    assert maillage("migrate").exit_code == 0
    assert maillage("verify").stdout == "Le journal tient\u00a0: 0\u00a0entrée.\n"
    assert maillage("jobs").stdout == (
        "outbox_unsent 0\noutbox_undelivered 0\noutbox_held 0\njobs_waiting 0\njobs_failed 0\n"
    )


def test_roles_are_given_and_taken_and_the_journal_says_so(place: Path) -> None:
    assert (
        maillage("admin", "create", "Anne@Exemple.FR", "--name", "Anne").stdout == "anne@exemple.fr: Anne\n"
    )
    assert maillage("admin", "give", "anne@exemple.fr", "officer").exit_code == 0
    assert maillage("admin", "give", "anne@exemple.fr", "officer").exit_code == 1
    assert maillage("admin", "give", "anne@exemple.fr", "auditor").exit_code == 0
    assert maillage("admin", "take", "anne@exemple.fr", "officer").exit_code == 0
    assert maillage("admin", "take", "anne@exemple.fr", "officer").exit_code == 1
    assert maillage("admin", "give", "bruno@exemple.fr", "officer").exit_code == 1
    assert maillage("admin", "give", "anne@exemple.fr", "officer", "--call", "inconnu").exit_code == 1
    database = opened(place)
    with database.read() as session:
        anne = people.by_email(session, "anne@exemple.fr")
        assert anne
        assert people.actor(session, anne).roles() == {Role.AUDITOR}
        verbs = session.exec(select(JournalEntry.verb).order_by("number")).all()
    database.close()
    assert list(verbs) == ["create_person", "give_role", "give_role", "take_role"]


def test_a_refusal_is_told_in_words(place: Path) -> None:
    told = maillage("admin", "create", "chez elle")
    assert told.exit_code == 1
    assert "n’est pas une adresse électronique" in told.stderr


def test_a_token_is_shown_once_and_works(place: Path) -> None:
    maillage("admin", "create", "anne@exemple.fr")
    token = maillage("admin", "token", "anne@exemple.fr", "--days", "30").stdout.strip()
    database = opened(place)
    with database.read() as session:
        assert actor_of_token(session, token, A_MONDAY).email == "anne@exemple.fr"
    database.close()


def test_a_journal_that_was_altered_is_found_at_its_first_entry(place: Path) -> None:
    for name in ("anne", "bruno", "chloe"):
        maillage("admin", "create", f"{name}@exemple.fr")
    database = opened(place)
    with database.write() as session:
        connection = session.connection()
        for (trigger,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
        connection.exec_driver_sql("UPDATE journal_entry SET verb = 'give_role' WHERE number = 2")
    database.close()
    told = maillage("verify")
    assert told.exit_code == 1
    broken, witness, _ = told.stderr.split("\n")
    assert broken == "Le journal est rompu à l’entrée 2\u00a0: elle a été modifiée."
    assert witness.startswith("Le témoin ")
    assert "n’est pas là" in witness


def test_a_copy_is_put_back_whole_in_an_empty_place_only(
    place: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    maillage("admin", "create", "anne@exemple.fr")
    stored = Place(place).name(b"un budget")
    copy = place / "copy.tar"
    assert maillage("backup", str(copy)).exit_code == 0
    again = maillage("backup", str(copy))
    assert (again.exit_code, again.stderr) == (1, f"{copy}\u00a0: ce fichier existe déjà.\n")
    taken = maillage("restore", str(copy))
    assert taken.exit_code == 1
    assert "remettez la copie dans un endroit vide" in taken.stderr
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv("MAILLAGE_DATA_DIR", str(elsewhere))
    assert maillage("restore", str(copy)).stdout.startswith("La copie est remise.")
    assert maillage("verify").exit_code == 0
    assert open_store((elsewhere / "files").as_uri()).read(stored) == b"un budget"
    assert "outbox_held 1\n" in maillage("jobs").stdout
    assert [maillage("mails", "release").stdout.split()[2] for _ in range(2)] == ["partent", "n’étaient"]
    assert "outbox_held 0\n" in maillage("jobs").stdout
    assert maillage("mails", "hold").exit_code == 0
    assert "outbox_held 1\n" in maillage("jobs").stdout


def test_a_mail_that_will_not_arrive_is_named_and_the_state_is_a_failure_for_a_day(place: Path) -> None:
    database = opened(place)
    with database.write() as session:
        for number, age in ((1, timedelta(hours=2)), (2, timedelta(days=2))):
            at = system_clock() - age
            mail = outbox.add(
                session, key=f"k{number}", kind="invited", to=f"p{number}@exemple.fr", data={}, now=at
            )
            assert mail is not None
            outbox.give_up(session, mail.id or 0, "550", Undelivered.REFUSED, at)
    told = maillage("jobs")
    assert (told.exit_code, "outbox_undelivered 2\n" in told.stdout) == (1, True)
    assert ["p1@exemple.fr" in told.stderr, "p2@exemple.fr" in told.stderr] == [True, False]
    assert [f"p{number}@exemple.fr" in maillage("mails", "undelivered").stdout for number in (1, 2)] == [
        True,
        True,
    ]
    with database.write() as session:
        session.exec(sa.delete(outbox.OutboxMail))
    database.close()
    assert maillage("jobs").exit_code == 0


@pytest.mark.parametrize("damage", ["cut", "file", "nothing", "escape", "link"])
def test_a_damaged_copy_is_not_put_back(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    copy = tmp_path / "copy.tar"
    named = Place(place).name(b"un budget")
    if damage == "file":
        Place(place).file_of(named).write_bytes(b"autre chose")
    taken = maillage("backup", str(copy))
    assert (taken.exit_code, named in taken.stderr) == ((1, True) if damage == "file" else (0, False))
    match damage:
        case "cut":
            copy.write_bytes(copy.read_bytes()[:2000])
        case "nothing":
            with tarfile.open(copy, "w"):
                pass
        case "escape" | "link":
            member = tarfile.TarInfo("../escaped" if damage == "escape" else "files/link")
            member.type, member.linkname = (
                (tarfile.REGTYPE, "") if damage == "escape" else (tarfile.SYMTYPE, "/etc/passwd")
            )
            with tarfile.open(copy, "a") as tar:
                tar.addfile(member)
    empty = tmp_path / "empty"
    monkeypatch.setenv("MAILLAGE_DATA_DIR", str(empty))
    told = maillage("restore", str(copy))
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert list(empty.iterdir()) in ([], [empty / "secret.key"])


def test_a_database_on_a_server_is_left_to_its_own_tools(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", "postgresql://nobody@127.0.0.1/none")
    told = maillage("backup", str(place / "copy.tar"))
    assert (told.exit_code, "pg_dump" in told.stderr) == (1, True)


def test_the_folders_of_the_calls_are_checked_and_drawn(tmp_path: Path) -> None:
    folder = str(ROOT / "criteria" / "tiers-lieux-2026")
    assert maillage("criteria", "check", folder).exit_code == 0
    assert maillage("criteria", "check", str(tmp_path / "nulle-part")).exit_code == 2
    assert maillage("criteria", "diagram", folder).stdout.startswith("flowchart TB\n")
    assert maillage("criteria", "diagram", folder, "--into", str(tmp_path)).exit_code == 0
    assert (tmp_path / "workflow.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert maillage("criteria", "schema", "--into", str(tmp_path / "schema")).exit_code == 0
    assert (tmp_path / "schema" / "call.json").exists()


def test_a_call_is_opened_from_its_folder_once(place: Path) -> None:
    folder = str(ROOT / "criteria" / "brescia")
    assert maillage("criteria", "open", folder).exit_code == 0
    assert maillage("criteria", "open", folder).exit_code == 1


def test_the_documentation_is_written_from_the_table(tmp_path: Path) -> None:
    assert maillage("docs", "--into", str(tmp_path)).exit_code == 0
    written = (tmp_path / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert written == (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8")


def test_the_schemas_are_written_with_it_and_what_has_no_description_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(ROOT / "criteria", tmp_path / "criteria")
    kept = (tmp_path / "criteria" / "schema" / "letter.json").read_text(encoding="utf-8")
    (tmp_path / "criteria" / "schema" / "letter.json").unlink()
    assert maillage("docs", "--into", str(tmp_path)).exit_code == 0
    assert (tmp_path / "criteria" / "schema" / "letter.json").read_text(encoding="utf-8") == kept
    monkeypatch.delitem(DESCRIPTIONS, "Question.kind")
    monkeypatch.delitem(DESCRIPTIONS, "Option")
    refused = maillage("docs", "--into", str(tmp_path))
    assert (refused.exit_code, [name in refused.output for name in ("Question.kind", "Option")]) == (
        1,
        [True] * 2,
    )
