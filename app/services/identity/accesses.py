"""Writing the log of accesses and reading it: who came in, who was refused, who read a document."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.db import accesses
from app.db.accesses import AccessEntry
from app.db.review import interests
from app.domain.accesses import Access
from app.domain.people import Role
from app.services.work import Work

KEPT: Final = timedelta(days=365)
OF_DOCUMENTS: Final = frozenset({Access.PIECE_READ})
"""What names an application: an administrator opens accounts and reads none."""


@dataclass(frozen=True)
class Searched:
    """What is looked for: a kind, a part of an address, of an origin or of a document."""

    kind: Access | None = None
    text: str = ""


def note(
    work: Work,
    kind: Access,
    *,
    person_id: int | None = None,
    address: str = "",
    application_id: int | None = None,
    what: str = "",
) -> None:
    """Write one line; the person who acts, unless another one or only an address is known."""
    entry = AccessEntry(
        at=work.now,
        kind=kind,
        person_id=person_id or work.actor.person_id,
        address=(address or work.actor.email)[:254],
        origin=work.origin[:64],
        application_id=application_id,
        what=what[:200],
    )
    work.session.add(entry)


def read(work: Work, searched: Searched, *, offset: int = 0, limit: int = 50) -> list[AccessEntry]:
    """The lines that this person may read, the latest first: documents for an auditor of all calls, without
    those of an interest.

    Raises Forbidden for anybody but administrators and auditors.
    """
    work.require(Role.ADMIN, Role.AUDITOR)
    kinds = {searched.kind} if searched.kind is not None else set(Access)
    if not work.actor.has(Role.AUDITOR) or work.actor.calls(Role.AUDITOR) is not None:
        kinds -= OF_DOCUMENTS
    hidden = interests.interests_of_person(work.session, work.person_id)
    return accesses.found(
        work.session, kinds=kinds, asked=searched.text, hidden=hidden, offset=offset, limit=limit
    )


def forget(work: Work) -> None:
    """Forget what is older than a year."""
    accesses.forget(work.session, work.now - KEPT)
