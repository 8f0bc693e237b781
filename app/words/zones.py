"""Whose clocks: the names of time zones, and an hour told with its zone where it is not that of Paris."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.words import formats
from app.words.formats import PARIS

ZONES: dict[str, str] = {
    "Europe/Paris": "heure de Paris",
    "Europe/Rome": "heure de Rome",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Martinique": "heure de la Martinique",
    "America/Cayenne": "heure de Cayenne",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "America/Marigot": "heure de Saint-Martin",
    "Pacific/Noumea": "heure de Nouméa",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Wallis": "heure de Wallis",
}


def zone_words(zone: str) -> str:
    """« heure de Paris »; a zone without a French name here is given by its own."""
    return ZONES.get(zone, f"fuseau {zone}")


def zone_told(zone: ZoneInfo) -> str:
    """« heure de la Martinique », which a reader elsewhere would not guess; nothing where it is that of Paris."""
    return "" if zone.key == PARIS.key else zone_words(zone.key)


def hour(moment: datetime, zone: ZoneInfo) -> str:
    """« 18 h », « 23 h 59, heure de la Martinique »."""
    return ", ".join(filter(None, (formats.time(moment, zone), zone_told(zone))))


def before(moment: datetime, zone: ZoneInfo) -> str:
    """A deadline to the minute: « avant le jeudi 18 juin 2026 à 18 h », its zone told as ``hour`` tells it."""
    return f"avant le {formats.weekday(moment, zone)} à {hour(moment, zone)}"
