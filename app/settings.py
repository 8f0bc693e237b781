"""What an operator may set, read once from the environment: one frozen ``Settings``.

Each field is the variable ``MAILLAGE_<NAME>``; `docs/exploitation.md` tells them in French, a test compares.
A leaf: only bootstrap, main, cli and the adapters read it.
"""

import secrets
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

import limits
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PositiveInt,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

KEPT_IN = "secret.key"
SECRET_MIN_LENGTH = 32


def known_timezone(name: str) -> str:
    """An IANA name such as ``Europe/Paris`` or ``Indian/Reunion``; ``ValueError`` for any other."""
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone")
    return name


def readable_rate(rate: str) -> str:
    """A rate as `limits` writes it, ``5 per 15 minutes``; ``ValueError`` when it cannot be read."""
    limits.parse(rate)
    return rate


def without_last_slash(url: object) -> object:
    return url.rstrip("/") if isinstance(url, str) else url


def sqlite_in(data: dict[str, Any]) -> str:
    folder: Path = data["data_dir"]
    return f"sqlite:///{folder / 'maillage.db'}"


def folder_in(data: dict[str, Any]) -> str:
    folder: Path = data["data_dir"]
    return (folder / "files").resolve().as_uri()


def kept_secret(data_dir: Path) -> SecretStr:
    """The secret of this data folder, made at the first call and readable by its owner only (mode 0600).

    Linked into place whole, so that two processes starting together read the same one.
    """
    file = data_dir / KEPT_IN
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=data_dir, encoding="ascii") as fresh:
            fresh.write(secrets.token_urlsafe(48))
            fresh.flush()
            with suppress(FileExistsError):
                file.hardlink_to(fresh.name)
    return SecretStr(file.read_text(encoding="ascii"))


Timezone = Annotated[str, AfterValidator(known_timezone)]
Rate = Annotated[str, AfterValidator(readable_rate)]
BaseUrl = Annotated[str, BeforeValidator(without_last_slash), Field(pattern=r"^https?://[^/\s]+")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class Conformity(StrEnum):
    """What a declaration of accessibility may say (décret n° 2019-768, annexe)."""

    WHOLE = "whole"
    PARTIAL = "partial"
    NONE = "none"


class Settings(BaseSettings):
    """Frozen for the life of the process. Raises a ``ValidationError`` that names every faulty variable.

    Outside the demo the secret must be given, and cookies travel over HTTPS only.
    """

    model_config = SettingsConfigDict(
        env_prefix="MAILLAGE_", frozen=True, extra="forbid", env_ignore_empty=True
    )

    demo: bool = False
    data_dir: Path = Path("var")
    base_url: BaseUrl = "http://127.0.0.1:8000"
    cookie_secure: bool = Field(default_factory=lambda data: data["base_url"].startswith("https://"))
    database_url: str = Field(default_factory=sqlite_in, repr=False)
    files_url: str = Field(default_factory=folder_in, pattern=r"^(file|s3)://")
    witness_file: Path = Field(default_factory=lambda data: data["data_dir"] / "temoin-du-journal.txt")
    secret_key: SecretStr = Field(default=SecretStr(""), validate_default=True)

    trusted_proxies: str = "127.0.0.1"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    timezone: Timezone = "Europe/Paris"

    antivirus_url: str = Field(default="", pattern=r"^(|tcp://.+|unix:///.+)$")
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = Field(default="Maillage <ne-pas-repondre@maillage.invalid>", pattern=r"@")

    session_hours: PositiveInt = 12
    link_minutes: PositiveInt = 30
    sign_in_rate: Rate = "5 per 15 minutes"
    sign_in_address_rate: Rate = "20 per 15 minutes"
    sign_in_ip_rate: Rate = "60 per 15 minutes"
    invitation_rate: Rate = "20 per hour"
    upload_max_mb: PositiveInt = 20
    pdf_workers: PositiveInt = 2

    authority_name: str = "Maillage"
    authority_contact: str = "contact@maillage.invalid"
    publication_director: str = ""
    host: str = ""
    security_contact: str = ""
    accessibility_rate: Annotated[int, Field(ge=0, le=100)] | None = None
    accessibility_audited_on: date | None = None
    accessibility_auditor: str = ""
    accessibility_contact: str = ""
    accessibility_plan_url: str = Field(default="", pattern=r"^(|https?://.+)$")
    accent_colour: Colour = "#0e5a4c"

    @field_validator("secret_key")
    @classmethod
    def secret_is_strong(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        """The demo makes and keeps its own; elsewhere the operator gives one of 32 characters or more."""
        secret = given.get_secret_value()
        if not secret and info.data.get("demo"):
            return kept_secret(info.data["data_dir"])
        if len(secret) < SECRET_MIN_LENGTH:
            raise ValueError(f"needs at least {SECRET_MIN_LENGTH} characters outside the demo")
        return given

    @model_validator(mode="after")
    def cookies_are_safe(self) -> Self:
        """A cookie without ``Secure`` is for the demo over plain HTTP only."""
        if not self.cookie_secure and not self.demo:
            raise ValueError("outside the demo MAILLAGE_BASE_URL starts with https:// and cookies are secure")
        return self

    @model_validator(mode="after")
    def an_audit_has_a_date_and_a_rate(self) -> Self:
        """A rate without the day of its audit proves nothing, nor a day without a rate."""
        if (self.accessibility_rate is None) != (self.accessibility_audited_on is None):
            raise ValueError("MAILLAGE_ACCESSIBILITY_RATE and MAILLAGE_ACCESSIBILITY_AUDITED_ON go together")
        return self

    @property
    def accessibility(self) -> Conformity:
        """How far the service conforms to the RGAA: not at all until an audit has measured it.

        RGAA 4.1.2: wholly at 100 % of the criteria, partly from 50 %, not below nor without audit.
        """
        rate = self.accessibility_rate or 0
        return Conformity.WHOLE if rate == 100 else Conformity.PARTIAL if rate >= 50 else Conformity.NONE

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of deadlines and of every printed hour."""
        return ZoneInfo(self.timezone)

    @property
    def upload_max_bytes(self) -> int:
        return self.upload_max_mb * 1024 * 1024
