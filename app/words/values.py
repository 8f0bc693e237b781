"""The values that a reason carries, read as French: any of them may be absent, a sentence stays whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.words import formats
from app.words.documents import instant, missing_list
from app.words.labels import Audience

LONGEST = 100
"""How much of one value is repeated, in characters: whatever was typed, a sentence stays one."""


def cut(text: str) -> str:
    """The beginning of a text, with « … » where the rest is left out."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


@dataclass(frozen=True)
class ReasonValues:
    """The values of one reason, and who reads. ``zone`` among the values is that of the call; else Paris."""

    values: Mapping[str, Any]
    audience: Audience

    @property
    def zone_name(self) -> str:
        return str(self.values.get("zone", formats.PARIS.key))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    def when(self, key: str) -> str:
        """« le 18 juin 2026 à 18 h », « le 18 juin 2026 » for a day, nothing when it is not known."""
        value = self.values.get(key)
        if isinstance(value, datetime):
            return f"le {formats.moment(value, self.zone)}"
        return f"le {formats.day(value)}" if isinstance(value, date) else ""

    def second(self, key: str) -> str:
        """To the second, with the zone, when a second decides."""
        value = self.values.get(key)
        return f"le {instant(value, self.zone_name)}" if isinstance(value, datetime) else ""

    def count(self, key: str, one: str, many: str = "") -> str:
        """« 3 réponses »; without the count, the plural alone."""
        value = self.values.get(key)
        return formats.plural(value, one, many) if isinstance(value, int) else f"des {many or one + 's'}"

    def number(self, key: str, unknown: str = "?") -> str:
        value = self.values.get(key)
        return formats.number(value) if isinstance(value, int | Decimal) else unknown

    def text(self, key: str, unknown: str = "") -> str:
        value = self.values.get(key)
        return unknown if value is None else cut(str(value))

    def items(self, key: str) -> Sequence[str]:
        return tuple(cut(one) for one in self._each(key))

    def _each(self, key: str) -> Sequence[str]:
        value = self.values.get(key)
        return tuple(str(one) for one in value) if isinstance(value, list | tuple | set | frozenset) else ()

    def quoted(self, key: str = "read", unknown: str = "Ce qui a été envoyé") -> str:
        """« what was read », cut when it is long."""
        value = self.text(key).strip().replace("\n", " ")
        if not value:
            return unknown
        return f"« {value} »"

    def amount(self, key: str) -> str:
        """A value of any kind as a person writes it: a number, a day, cents as euros when the key says so."""
        if isinstance(cents := self.values.get(f"{key}_cents"), int):
            return formats.money(cents)
        value = self.values.get(key)
        if isinstance(value, datetime):
            return formats.moment(value, self.zone)
        if isinstance(value, date):
            return formats.day(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return formats.number(value)
        return "" if value is None else cut(str(value))

    def cents(self, key: str) -> str:
        """An amount in cents, without its sign."""
        value = self.values.get(key)
        return formats.money(abs(value)) if isinstance(value, int) else "?"

    def missing(self) -> str:
        """What a document lacks, one after the other."""
        return " ; ".join(missing_list(self._each("missing")))
