"""`follow_up.yaml`: the three rendezvous and the indicators."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.domain.call_file.sheet import Flag, Key, LongText, Sheet, ShortText, Whole


class RendezvousKind(StrEnum):
    """Démarrage, COPIL à mi-financement, bilan: always these three."""

    KICKOFF = "kickoff"
    MIDTERM = "midterm"
    FINAL = "final"


class RendezvousFile(Sheet):
    """A meeting of the holder, its partners and the authority, so many months after the signature."""

    label: ShortText
    purpose: LongText
    after_months: Annotated[Whole, Field(le=120)]
    agenda: Annotated[tuple[ShortText, ...], Field(min_length=1)]


class ThreeRendezvous(Sheet):
    """The rule of the three rendezvous: none may be left out, none added."""

    kickoff: RendezvousFile
    midterm: RendezvousFile
    final: RendezvousFile

    def of(self, kind: RendezvousKind) -> RendezvousFile:
        """The rendezvous of that kind."""
        return dict(self.in_order())[kind]

    def in_order(self) -> Iterator[tuple[RendezvousKind, RendezvousFile]]:
        """The three, from the start to the end."""
        yield RendezvousKind.KICKOFF, self.kickoff
        yield RendezvousKind.MIDTERM, self.midterm
        yield RendezvousKind.FINAL, self.final


class IndicatorFile(Sheet):
    """What is measured; a qualitative indicator has no unit."""

    key: Key
    label: ShortText
    nature: Literal["quantitative", "qualitative"]
    unit: Annotated[ShortText, Field(max_length=60)] | None = None
    proof: ShortText
    baseline_required: Flag = True
    target_required: Flag = True


class FollowUpFile(Sheet):
    """How a supported project is followed."""

    rendezvous: ThreeRendezvous
    indicators: Annotated[tuple[IndicatorFile, ...], Field(min_length=1)]

    @property
    def meetings(self) -> dict[str, str]:
        """What the call calls each rendezvous, by its kind."""
        return {kind.value: one.label for kind, one in self.rendezvous.in_order()}

    def indicator(self, key: str) -> IndicatorFile | None:
        """The indicator of that key, if the file has it."""
        return next((indicator for indicator in self.indicators if indicator.key == key), None)
