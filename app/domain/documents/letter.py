"""The letter by which an authority notifies an applicant of what it decided.

Source: code des relations entre le public et l'administration, L211-2 and L211-5 (a refusal says its reasons), L212-1
and L212-2 (who decides is named; what a teleservice notifies bears no signature), R421-5 of the code de justice
administrative (the remedies and their time).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.documents.blanks import blanks, blanks_of_each
from app.domain.documents.receipt import Office


class Notified(StrEnum):
    """What an applicant is told of."""

    DECLINED = "declined"
    INADMISSIBLE = "inadmissible"
    AWARDED = "awarded"
    ON_RESERVE = "on_reserve"
    REJECTED = "rejected"


REFUSALS = frozenset({Notified.DECLINED, Notified.INADMISSIBLE, Notified.REJECTED})
"""What says its reasons, by law."""


@dataclass(frozen=True)
class UnmetRule:
    """A condition of the call that is not met. ``note``: what who judged it wrote, empty without."""

    article: str
    refusal: str
    note: str = ""


@dataclass(frozen=True)
class LetterDocument:
    """What is notified, to whom, by which act. Amount in cents; ``zone`` (IANA) is the one of the call.

    ``author``: who decided, where no assembly did. ``deliberation`` and ``deliberated_on``: by which act and of which
    day, where one did. ``appeal``: the remedies, in the words of the call. ``version``: which of the letters on this
    application it is.
    """

    office: Office
    reference: str
    version: int
    call_title: str
    project_title: str
    organisation: str
    notified: Notified
    issued_at: datetime
    zone: str
    appeal: str
    content_sha256: str
    address: str = ""
    representative: str = ""
    amount_cents: int | None = None
    conditions: str = ""
    reasons: str = ""
    unmet: tuple[UnmetRule, ...] = ()
    deliberation: str = ""
    deliberated_on: date | None = None
    author: str = ""
    convention: bool = False

    def missing(self) -> Iterator[str]:
        """The names of what the law or the reader needs and is blank."""
        yield from blanks("office", self.office, ("authority", "service", "address", "email", "phone"))
        yield from blanks(
            "",
            self,
            ("reference", "call_title", "project_title", "organisation", "zone", "appeal", "content_sha256"),
        )
        yield from blanks_of_each("unmet", self.unmet, ("article", "refusal"))
        if self.notified in REFUSALS:
            yield from blanks("", self, ("reasons",))
        if not self.deliberation:
            yield from blanks("", self, ("author",))
        if self.issued_at.tzinfo is None:
            yield "issued_at.zone"
