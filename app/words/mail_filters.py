"""The formats of mails: their data wait in the outbox as JSON, so days and moments arrive as ISO texts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.people import Role, TeamRole
from app.words import formats, zones
from app.words.documents import instant, of, sentence_start, to
from app.words.review.interests import NATURES
from app.words.road.substance import changes
from app.words.roles import ROLES, TEAM_RIGHTS, TEAM_ROLES
from app.words.silence import letter_silence, suspended
from app.words.typography import typo


def _read(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def iso_day(text: str, zone: str = formats.PARIS.key) -> str:
    """« 12 mai 2026 », from a day or from a moment seen in a zone. Raises ValueError for anything else."""
    return formats.day(_read(text), ZoneInfo(zone))


def iso_before(text: str, zone: str = formats.PARIS.key) -> str:
    """« avant le mardi 12 mai 2026 à 18 h »."""
    value = _read(text)
    return (
        zones.before(value, ZoneInfo(zone))
        if isinstance(value, datetime)
        else formats.before(value, ZoneInfo(zone))
    )


def iso_instant(text: str, zone: str = formats.PARIS.key) -> str:
    """« 2 juin 2026 à 17 h 42 min 05 s (heure de Paris) »: what an acknowledgement proves."""
    return instant(datetime.fromisoformat(text), zone)


def role_words(value: str) -> str:
    """« auditeur »."""
    return ROLES[Role(value)]


def team_role(value: str) -> str:
    """« rédaction »."""
    return TEAM_ROLES[TeamRole(value)]


def team_rights(value: str) -> str:
    """« écrit, sans pouvoir déposer »."""
    return TEAM_RIGHTS[TeamRole(value)]


def interest_nature(value: str) -> str:
    """« Je siège dans une de ses instances, ou j’y ai un mandat »: as the person said it."""
    return typo(f"« {NATURES.get(value, value)} »")


MAIL_FILTERS: Mapping[str, Callable[..., Any]] = {
    "changes_to": changes,
    "interest_nature": interest_nature,
    "iso_before": iso_before,
    "iso_day": iso_day,
    "iso_instant": iso_instant,
    "listing": formats.listing,
    "money": formats.money,
    "of": of,
    "sentence_start": sentence_start,
    "letter_silence": letter_silence,
    "suspended": suspended,
    "role_words": role_words,
    "team_rights": team_rights,
    "team_role": team_role,
    "to": to,
    "typo": typo,
}
