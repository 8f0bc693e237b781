"""What an operator sets is read once; what is unsafe stops the start and is named."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from app.settings import Settings, kept_secret

LONG = "s" * 32


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MAILLAGE_{name.upper()}", raising=False)
    return


def in_service(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    wanted = {"SECRET_KEY": LONG, "BASE_URL": "https://appels.example.org"} | variables
    for name, value in wanted.items():
        monkeypatch.setenv(f"MAILLAGE_{name}", value)
    return Settings()


def faults(refused: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return {".".join(str(part) for part in fault["loc"]) for fault in refused.value.errors()}


def test_the_demo_needs_nothing_but_a_folder(tmp_path: Path) -> None:
    settings = Settings(demo=True, data_dir=tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/maillage.db"
    assert settings.files_url == (tmp_path / "files").as_uri()
    assert settings.cookie_secure is False


def test_the_demo_keeps_its_secret_for_its_owner_only(tmp_path: Path) -> None:
    first, second = (Settings(demo=True, data_dir=tmp_path / "demo").secret_key for _ in range(2))
    assert first == second
    assert stat.S_IMODE((tmp_path / "demo" / "secret.key").stat().st_mode) == 0o600


def test_two_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as together:
        secrets = set(together.map(lambda _: kept_secret(tmp_path / "new").get_secret_value(), range(32)))
    assert len(secrets) == 1


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_service_without_a_strong_secret_does_not_start(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        in_service(monkeypatch, SECRET_KEY=secret)
    assert faults(refused) == {"secret_key"}


@pytest.mark.parametrize(
    "variables",
    [{"BASE_URL": "http://appels.example.org"}, {"COOKIE_SECURE": "false"}],
    ids=["http", "cookies"],
)
def test_a_service_over_plain_http_does_not_start(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    with pytest.raises(ValidationError, match="cookies are secure"):
        in_service(monkeypatch, **variables)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Europe/Lutece"),
        ("SIGN_IN_RATE", "often"),
        ("BASE_URL", "appels.example.org"),
        ("FILES_URL", "ftp://files"),
        ("SESSION_HOURS", "0"),
        ("ACCENT_COLOUR", "green"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_faulty_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        in_service(monkeypatch, **{name: value})
    assert name.lower() in faults(refused)


def test_an_overseas_region_has_its_own_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_service(monkeypatch, TIMEZONE="Indian/Reunion").zone == ZoneInfo("Indian/Reunion")


def test_addresses_are_joined_without_doubling_the_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = in_service(monkeypatch, BASE_URL="https://appels.example.org/")
    assert (settings.base_url, settings.cookie_secure) == ("https://appels.example.org", True)


def test_sizes_are_told_in_mebibytes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert in_service(monkeypatch, UPLOAD_MAX_MB="3").upload_max_bytes == 3 * 2**20


def test_settings_do_not_change_and_do_not_show_what_is_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    password = "postgresql+psycopg://maillage:hush@db/maillage"
    settings = in_service(monkeypatch, DATABASE_URL=password, SMTP_URL="smtps://me:hush@mail")
    assert "hush" not in repr(settings)
    assert LONG not in repr(settings)
    with pytest.raises(ValidationError, match="frozen"):
        settings.demo = True  # type: ignore[misc]


@pytest.mark.parametrize(
    ("rate", "conformity"),
    [("100", "whole"), ("72", "partial"), ("50", "partial"), ("49", "none"), ("0", "none")],
)
def test_how_far_the_service_conforms_follows_from_its_audit(
    monkeypatch: pytest.MonkeyPatch, rate: str, conformity: str
) -> None:
    audited = {"ACCESSIBILITY_RATE": rate, "ACCESSIBILITY_AUDITED_ON": "2026-10-05"}
    assert in_service(monkeypatch, **audited).accessibility == conformity
    assert in_service(monkeypatch, ACCESSIBILITY_RATE="", ACCESSIBILITY_AUDITED_ON="").accessibility == "none"


@pytest.mark.parametrize("alone", [{"ACCESSIBILITY_RATE": "72"}, {"ACCESSIBILITY_AUDITED_ON": "2026-10-05"}])
def test_a_rate_and_the_day_of_its_audit_go_together(
    monkeypatch: pytest.MonkeyPatch, alone: dict[str, str]
) -> None:
    with pytest.raises(ValidationError, match="go together"):
        in_service(monkeypatch, **alone)
