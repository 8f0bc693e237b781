"""Pages that say the same to every visitor, kept as they were drawn until something that they say changes.

Only what nobody in particular reads is kept: whoever is signed in, whoever has just done something (a sentence waits
to be told), and a page that holds a form are drawn each time. What a page depends on is asked of the database at each
request and compared whole, so that two processes never tell two things; and the clock is a part of it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from threading import Lock

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.services.work import Work
from app.web import cookies, csrf

PAGES = 128
NEAR = timedelta(minutes=61)


def as_the_clock_tells(now: datetime, instants: Iterable[datetime]) -> datetime:
    """The moment as far as a page tells it: to the minute, and to the second around an instant that it waits for.

    In the last hour before one, minutes are counted from it.
    """
    near = any(abs(one - now) < NEAR for one in instants)
    return now.replace(microsecond=0) if near else now.replace(second=0, microsecond=0)


class KeptPages:
    """The last drawing of each address, with what it was drawn from; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[str, tuple[Hashable, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, address: str, seen: Hashable) -> bytes | None:
        with self._lock:
            known = self._drawn.get(address)
        return known[1] if known is not None and known[0] == seen else None

    def keep(self, address: str, seen: Hashable, drawn: bytes) -> None:
        with self._lock:
            self._drawn[address] = (seen, drawn)
            self._drawn.move_to_end(address)
            while len(self._drawn) > PAGES:
                self._drawn.popitem(last=False)


def kept_page(
    request: Request, work: Work, seen: Callable[[], Hashable], draw: Callable[[], Response]
) -> Response:
    """What ``draw`` gives, or gave to another visitor while ``seen``, all that the page depends on, was the same."""
    if work.actor.signed_in or cookies.get(request, cookies.FLASH):
        return draw()
    pages: KeptPages = request.app.state.kept
    address, now = request.url.path, seen()
    if (known := pages.get(address, now)) is not None:
        return HTMLResponse(known)
    drawn = draw()
    if drawn.status_code == 200 and not csrf.has_form(request):
        pages.keep(address, now, bytes(drawn.body))
    return drawn
