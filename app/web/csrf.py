"""Forms are answered only when this service drew them for this browser: a signed double submit.

The hidden field ``csrf`` holds, signed, the fingerprint of what the browser's own cookie says: its session, or for
who has not signed in a random ``visitor`` cookie. Another site can neither read that cookie nor sign that field.
Double locks: cookies are SameSite=Lax, and a request that says it comes from elsewhere is refused.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request, Response

from app.services.seals import fingerprint, fresh_token
from app.web import cookies

FIELD = "csrf"
FORM, RESUME = "form", "resume"
FRESH, DRAWN = "fresh_visitor", "form_drawn"
LASTS = timedelta(hours=24)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class FormToken:
    """The value of the hidden field, made when a template writes it: a page without a form sets no cookie."""

    def __init__(self, request: Request, *, use: str = FORM, bound_to: str = "") -> None:
        self._request = request
        self._use = use
        self._bound_to = bound_to
        self._value: str | None = None

    def __str__(self) -> str:
        if self._value is None:
            setattr(self._request.state, DRAWN, True)
            wired = cookies.wiring_of(self._request)
            holder = self._holder()
            self._value = wired.seals.pack_until(
                self._use, [fingerprint(holder), self._bound_to], wired.clock() + LASTS
            )
        return self._value

    def __bool__(self) -> bool:
        return True

    def _holder(self) -> str:
        known = _visitor(self._request) if self._use == RESUME else holder_of(self._request)
        if known is None:
            known = getattr(self._request.state, FRESH, None) or fresh_token()
            setattr(self._request.state, FRESH, known)
        return known


def has_form(request: Request) -> bool:
    """Does what was drawn for this request hold a form, which is this browser's alone?"""
    return bool(getattr(request.state, DRAWN, False))


def leave(request: Request, response: Response) -> None:
    """Give the browser the visitor's cookie when a form of the page needed one."""
    fresh = getattr(request.state, FRESH, None)
    if fresh is not None:
        cookies.put(request, response, cookies.VISITOR, fresh)


def _visitor(request: Request) -> str | None:
    return cookies.get(request, cookies.VISITOR)


def holder_of(request: Request) -> str | None:
    """What the browser holds: its session, else its visitor's cookie."""
    return cookies.get(request, cookies.SESSION) or _visitor(request)


def same_origin(request: Request) -> bool:
    """Does the browser say that the request comes from a page of this service? Without a word of it: yes."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def genuine(request: Request, field: str) -> bool:
    """Was this form drawn by us, for this browser, for this session, less than a day ago?

    A form kept while the session was lost is bound to the visitor's cookie and to its own address instead.
    """
    if not same_origin(request):
        return False
    wired = cookies.wiring_of(request)
    holder = holder_of(request)
    if holder and wired.seals.unpack_before(FORM, field, wired.clock()) == [fingerprint(holder), ""]:
        return True
    visitor = _visitor(request)
    kept = wired.seals.unpack_before(RESUME, field, wired.clock())
    return bool(visitor) and kept == [fingerprint(visitor or ""), request.url.path]
