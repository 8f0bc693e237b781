"""`convention.yaml`: what the convention says that does not come from the record."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.call_file.follow_up import RendezvousKind
from app.domain.call_file.sheet import LongText, Share, Sheet, ShortText, Whole
from app.domain.money import split


class InstalmentKey(StrEnum):
    """Avance, acompte, solde."""

    ADVANCE = "advance"
    INTERIM = "interim"
    BALANCE = "balance"


class Instalment(Sheet):
    """A part of the grant, the rendezvous that opens it and the pieces it asks for."""

    key: InstalmentKey
    label: Annotated[ShortText, Field(max_length=200)]
    share: Annotated[Share, Field(gt=0)]
    opened_by: RendezvousKind
    pieces: tuple[ShortText, ...] = ()


class Article(Sheet):
    """An article that this call adds to those that every convention has."""

    title: ShortText
    paragraphs: Annotated[tuple[LongText, ...], Field(min_length=1)]


class ConventionFile(Sheet):
    """The words of the convention; shares of the instalments add up to one. No instalment: no subsidy."""

    number_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=20)]
    title: ShortText
    beneficiary_called: ShortText
    """What the convention calls the other party ("le bénéficiaire")."""
    visas: Annotated[tuple[LongText, ...], Field(min_length=1)]
    preamble: Annotated[tuple[LongText, ...], Field(min_length=1)]
    duration_months: Annotated[Whole, Field(ge=1, le=120)]
    instalments: tuple[Instalment, ...] = ()
    articles: tuple[Article, ...] = ()
    publicity: LongText
    court: ShortText

    def split_instalments(self, cents: int) -> tuple[tuple[Instalment, int], ...]:
        """Each instalment with its part of a grant, in cents that add up to it; none without a grant."""
        if not cents or not self.instalments:
            return ()
        parts = split(cents, [one.share for one in self.instalments])
        return tuple(zip(self.instalments, parts, strict=True))
