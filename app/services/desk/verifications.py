"""The whole record read again, when an auditor asks: a job, since it takes a second for a thousand applications."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError

from app.db import verifications
from app.db.base import key_of
from app.db.verifications import VerificationRow
from app.domain.people import Role
from app.services.work import Work

VERIFY: Final = "verify_record"
LOST_AFTER: Final = timedelta(hours=1)
"""A job that has not ended by then will not: the engine gave it up, and it may be asked for again."""


@dataclass(frozen=True)
class Verified:
    """The last verification that was made, if there is one, and that which waits for its job."""

    last: VerificationRow | None
    waiting: VerificationRow | None


def verified(work: Work) -> Verified:
    """What an auditor may know of it. Raises Forbidden for anybody else."""
    work.require(Role.AUDITOR)
    waiting = verifications.waiting(work.session)
    lost = waiting is not None and work.now - waiting.asked_at > LOST_AFTER
    return Verified(verifications.last(work.session), None if lost else waiting)


def ask(work: Work) -> VerificationRow:
    """Have the whole record read again, once: what is asked for twice waits once. Raises Forbidden."""
    if (found := verified(work).waiting) is not None:
        return found
    row = verifications.waiting(work.session) or VerificationRow(asked_by=work.person_id, asked_at=work.now)
    row.asked_by, row.asked_at = work.person_id, work.now
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        return _other(work)
    key = f"{key_of(row)}-{work.now.isoformat()}"
    work.jobs.enqueue(work.session, VERIFY, {"verification": key_of(row)}, key=key)
    return row


def _other(work: Work) -> VerificationRow:
    """The one that somebody else asked for at the same instant."""
    found = verifications.waiting(work.session) or verifications.last(work.session)
    if found is None:
        raise LookupError("a verification was refused for another that is not there")
    return found
