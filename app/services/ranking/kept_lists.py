"""Ranked lists kept by this process as they were computed, until something is done.

To compute a list is to read every mark of its wave, although a page shows a part of it. Each deed writes an entry at
the end of the journal (decision 24), and the marks, the dossiers, the interests and the money of a list change by
deeds alone: under the same end of the chain, a list is the same, whichever process did the last deed. One that is
computed within a transaction that may write is never kept, nor taken from here: what it wrote may be undone.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.pool import Pool

from app.db import journal
from app.db.session import is_reading
from app.services.work import Work

T = TypeVar("T", bound=Sized)
MOST = 40_000
"""How many applications the lists that are kept hold together; the last one is kept whatever it holds."""
OCTETS = 1_000
"""How many octets of a text that is kept count as one application."""


class _Lists:
    """The lists of one database, the oldest forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, Sized]] = OrderedDict()
        self._lock = Lock()

    def get(self, which: Hashable, end: Hashable) -> Sized | None:
        with self._lock:
            known = self._kept.get(which)
            return known[1] if known is not None and known[0] == end else None

    def keep(self, which: Hashable, end: Hashable, made: Sized) -> None:
        with self._lock:
            self._kept.pop(which, None)
            self._kept[which] = (end, made)
            while len(self._kept) > 1 and sum(_weight(one) for _, one in self._kept.values()) > MOST:
                self._kept.popitem(last=False)


def _weight(made: Sized) -> int:
    """How many applications it holds, or would hold for its octets."""
    return len(made) // OCTETS if isinstance(made, bytes) else len(made)


_of_databases: WeakKeyDictionary[Pool, _Lists] = WeakKeyDictionary()
_lock = Lock()


def kept(work: Work, which: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives for this name, or gave since the last deed. ``which`` holds all else that it depends on."""
    if not is_reading(work.session):
        return make()
    with _lock:
        lists = _of_databases.setdefault(_pool(work), _Lists())
    end = journal.head(work.session)
    known = lists.get(which, end)
    if known is None:
        known = make()
        lists.keep(which, end, known)
    return cast(T, known)


def _pool(work: Work) -> Pool:
    bound = work.session.get_bind()
    return (bound if isinstance(bound, sa.Engine) else bound.engine).pool
