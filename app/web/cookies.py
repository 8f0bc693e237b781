"""The cookies of the pages: never read by a script, never sent by another site, over HTTPS only outside the demo."""

from fastapi import Request, Response

from app.services.wiring import Wiring

SESSION = "session"
VISITOR = "visitor"
FLASH = "flash"


def wiring_of(request: Request) -> Wiring:
    found: Wiring = request.app.state.wiring
    return found


def cookie_name(wired: Wiring, name: str) -> str:
    """Over HTTPS the prefix ``__Host-`` keeps a neighbouring host from setting our cookies (RFC 6265bis, 4.1.3)."""
    return f"__Host-{name}" if wired.settings.cookie_secure else name


def put(request: Request, response: Response, name: str, token: str, seconds: int | None = None) -> None:
    """Sign a token and hand it to the browser; without ``seconds`` it goes when the browser is closed."""
    wired = wiring_of(request)
    response.set_cookie(
        cookie_name(wired, name),
        wired.seals.sign(name, token),
        max_age=seconds,
        path="/",
        secure=wired.settings.cookie_secure,
        httponly=True,
        samesite="lax",
    )


def get(request: Request, name: str) -> str | None:
    """The token that we signed; None when it is not there, or not ours."""
    wired = wiring_of(request)
    signed = request.cookies.get(cookie_name(wired, name))
    return wired.seals.unsign(name, signed) if signed else None


def drop(request: Request, response: Response, name: str) -> None:
    wired = wiring_of(request)
    response.delete_cookie(
        cookie_name(wired, name),
        path="/",
        secure=wired.settings.cookie_secure,
        httponly=True,
        samesite="lax",
    )
