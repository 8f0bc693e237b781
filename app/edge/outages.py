"""What to answer when a part of the service does not do its own: which part, and when to come back."""

import errno
from dataclasses import dataclass

from sqlalchemy import exc

from app.services.ports import FileMissing, OutsideFailure, Part, Unreachable

RETRY_SECONDS = 30
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
SQLITE_OUT = ("locked", "busy", "disk is full", "disk I/O", "readonly", "unable to open")
DISK_OUT = ("full", "disk", "readonly", "No space")


@dataclass(frozen=True)
class Outage:
    """``part`` does not answer. ``lost``: what was asked for is no more there, and asking again would not help."""

    part: Part
    lost: bool = False

    @property
    def status(self) -> int:
        return 500 if self.lost else 503

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.lost else {"Retry-After": str(RETRY_SECONDS)}


FAILURES = (OutsideFailure, exc.OperationalError, exc.TimeoutError, OSError)
"""What a handler of ``outage_of`` is registered for."""


def outage_of(error: Exception) -> Outage | None:
    """Which part of the outside this failure comes from; None for a fault of our own."""
    match error:
        case FileMissing():
            return Outage(Part.FILES, lost=True)
        case Unreachable():
            return Outage(error.part)
        case exc.OperationalError():
            return _of_database(error)
        case exc.TimeoutError():
            return Outage(Part.DATABASE)
        case OSError():
            return Outage(Part.DISK) if error.errno in NO_ROOM else None
    return None


def _of_database(error: exc.OperationalError) -> Outage | None:
    said = str(error.orig)
    if any(word in said for word in DISK_OUT):
        return Outage(Part.DISK)
    embedded = "sqlite" in type(error.orig).__module__
    return Outage(Part.DATABASE) if not embedded or any(word in said for word in SQLITE_OUT) else None
