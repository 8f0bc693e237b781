"""The electronic acknowledgement of a filing, with what was filed.

Source: code des relations entre le public et l'administration, L112-3, L112-11, R112-5, R112-11-1 (what it
says) and L231-4 (two months of silence refuse a request of money).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.documents.blanks import blanks, blanks_of_each
from app.domain.documents.budget import FinancingPlan


class Filed(StrEnum):
    """What was filed."""

    LETTER = "letter"
    DOSSIER = "dossier"


@dataclass(frozen=True)
class Office:
    """The service in charge of the request, as R112-5 wants it named."""

    authority: str
    service: str
    address: str
    email: str
    phone: str


@dataclass(frozen=True)
class FiledPiece:
    """A file that came with the filing. ``size`` in octets, ``sha256`` in 64 hexadecimal digits."""

    label: str
    filename: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Answer:
    """A question of the form and what was answered; an answer left empty is ``""``."""

    question: str
    answer: str


@dataclass(frozen=True)
class AnswerSection:
    """A section of the form with its answers."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Remedies:
    """Where and how long a refusal may be disputed. ``months`` run from the refusal, spoken or silent."""

    court: str
    court_address: str = ""
    months: int = 2
    online: str = ""


@dataclass(frozen=True)
class ReceiptDocument:
    """The acknowledgement. ``zone`` (IANA) is the one of the call: times are printed in it.

    ``implicit_refusal_on`` is required for a dossier, which is a request of money; a letter is its first step: those
    that were acknowledged before this was said have none. ``silence_months``: how long silence lasts, by the call.
    ``declarations``: what was declared, in the words of the call.
    """

    office: Office
    reference: str
    call_title: str
    filed: Filed
    version: int
    project_title: str
    organisation: str
    applicant: str
    received_at: datetime
    zone: str
    sha256: str
    remedies: Remedies
    implicit_refusal_on: date | None = None
    silence_months: int = 2
    pieces: tuple[FiledPiece, ...] = ()
    missing_pieces: tuple[str, ...] = ()
    completion_until: date | None = None
    sections: tuple[AnswerSection, ...] = ()
    budget: FinancingPlan | None = None
    requested_cents: int | None = None
    siret: str = ""
    rna: str = ""
    legal_form: str = ""
    address: str = ""
    representative: str = ""
    declarations: tuple[str, ...] = ()

    @property
    def issued_at(self) -> datetime:
        """The acknowledgement is of the very moment of the filing."""
        return self.received_at

    def missing(self) -> Iterator[str]:
        """The names of what the law or the reader needs and is blank."""
        yield from blanks("office", self.office, ("authority", "service", "address", "email", "phone"))
        yield from blanks(
            "",
            self,
            (
                "reference",
                "call_title",
                "project_title",
                "organisation",
                "applicant",
                "zone",
                "sha256",
                "sections",
            ),
        )
        yield from blanks("remedies", self.remedies, ("court",))
        yield from blanks_of_each("pieces", self.pieces, ("label", "filename", "sha256"))
        if self.filed is Filed.DOSSIER:
            yield from blanks("", self, ("implicit_refusal_on",))
        if self.missing_pieces:
            yield from blanks("", self, ("completion_until",))
        if self.received_at.tzinfo is None:
            yield "received_at.zone"
