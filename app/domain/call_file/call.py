"""`call.yaml`: who calls, for what, for whom, with how much money and by when."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.domain.call_file.sheet import (
    Cents,
    Day,
    Email,
    Flag,
    Key,
    LongText,
    Moment,
    OptionalText,
    Sheet,
    ShortText,
    Siret,
    Url,
    Whole,
)
from app.domain.deadlines import to_utc
from app.domain.workflow.stages import Group


class Signatory(Sheet):
    """Who signs for the authority: the office always, the person only if the authority wishes."""

    title: ShortText
    name: ShortText | None = None


class Authority(Sheet):
    """The public authority that calls; `called` is what its acts call it ("la Région")."""

    name: ShortText
    called: ShortText
    service: ShortText
    address: ShortText
    postal_code: Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
    city: ShortText
    siret: Siret | None = None
    """None for an authority outside France."""
    email: Email
    phone: ShortText
    court: ShortText
    """The administrative court before which its decisions are challenged."""
    signatory: Signatory


class Contact(Sheet):
    """The service that answers about the call; never a person's own name."""

    service: ShortText
    email: Email
    phone: ShortText
    hours: ShortText | None = None


class CallDocument(Sheet):
    """A text that an applicant may want to read; without an address it is described only."""

    label: ShortText
    url: Url | None = None
    note: OptionalText = ""


class WaveFile(Sheet):
    """One intake (vague, relève): its own deadlines, and its part of the money.

    In a `CallFile` every time is aware and in UTC.
    """

    key: Key
    name: Annotated[ShortText, Field(max_length=120)]
    opens_at: Moment
    letter_due_at: Moment | None = None
    dossier_due_at: Moment
    committee_on: Day | None = None
    decision_on: Day | None = None
    results_on: Day | None = None
    envelope: Cents


MOMENTS = ("opens_at", "letter_due_at", "dossier_due_at")
"""The instants of a wave, in their order."""


def _in_utc(index: int, wave: WaveFile, zone: ZoneInfo) -> dict[str, datetime]:
    read = {}
    for name in MOMENTS:
        moment = getattr(wave, name)
        if moment is None:
            continue
        read[name] = to_utc(moment, zone)
        if moment.tzinfo is None and read[name].astimezone(zone).replace(tzinfo=None) != moment:
            raise PydanticCustomError(
                "clock_skipped",
                "an hour that the clocks of the zone show",
                {"moment": f"{moment:%Y-%m-%d %H:%M}", "name": wave.name, "at": f"{index}.{name}"},
            )
    return read


class CallFile(Sheet):
    """The call itself. `envelope` is in cents, for all its waves together."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}\d{2}$")]
    """The head of every reference: TL26 gives TL26-0042."""
    title: ShortText
    short_title: ShortText
    edition: ShortText
    authority: Authority
    summary: LongText
    purpose: Annotated[tuple[LongText, ...], Field(min_length=1)]
    funded: Annotated[tuple[LongText, ...], Field(min_length=1)]
    not_funded: tuple[LongText, ...] = ()
    applicants: Annotated[tuple[LongText, ...], Field(min_length=1)]
    timezone: ShortText = "Europe/Paris"
    stages: Annotated[tuple[Group, ...], Field(min_length=1)]
    permanent: Flag = False
    """Open all year, wave after wave."""
    waves: Annotated[tuple[WaveFile, ...], Field(min_length=1, max_length=60)]
    envelope: Cents
    documents: tuple[CallDocument, ...] = ()
    contact: Contact
    silent_rejection_months: Annotated[Whole, Field(ge=1, le=24)] = 2
    """Silence for that long is a refusal (CRPA L231-4, 3°: two months when the request is financial)."""
    appeal: LongText
    """How and before whom a decision is challenged, as every notice repeats it."""
    retention_years: Annotated[Whole, Field(ge=1, le=100)] = 10

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (OSError, ValueError, ZoneInfoNotFoundError) as error:
            raise PydanticCustomError("timezone", "a time zone of the IANA list") from error
        return value

    @field_validator("waves")
    @classmethod
    def _waves_in_utc(cls, waves: tuple[WaveFile, ...], info: ValidationInfo) -> tuple[WaveFile, ...]:
        zone = ZoneInfo(info.data.get("timezone", "Europe/Paris"))
        return tuple(wave.model_copy(update=_in_utc(index, wave, zone)) for index, wave in enumerate(waves))

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the call's deadlines are told."""
        return ZoneInfo(self.timezone)

    def wave(self, key: str) -> WaveFile:
        """The wave of that key; KeyError when the call has none."""
        for wave in self.waves:
            if wave.key == key:
                return wave
        raise KeyError(key)
