"""Putting a slip right from a page, whatever it is about: what was typed comes back with what is wrong in it, or with
who put it right meanwhile.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from fastapi import Response

from app.domain.errors import Invalid, Stale
from app.services.work import Work
from app.web.dependencies import attempt
from app.words.labels import Audience
from app.words.refused import reasons

T = TypeVar("T")


class Form(Protocol):
    """The page with its form again. ``crossed``: who put it right meanwhile."""

    def __call__(self, errors: dict[str, str], *, crossed: str = "") -> Response: ...


def errors_of(refused: Invalid) -> dict[str, str]:
    """The faults by the field that shows them, for an officer."""
    return {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}


def put_right(
    work: Work,
    act: Callable[[], T],
    form: Form,
    done: Callable[[T], Response],
    errors: Callable[[Invalid], dict[str, str]] = errors_of,
) -> Response:
    """What ``done`` answers to what the act gave; the form again where the act is refused."""
    try:
        with attempt(work):
            made = act()
    except Invalid as refused:
        return form(errors(refused))
    except Stale as refused:
        return form({}, crossed=reasons.sentence(refused.reason, Audience.OFFICER))
    return done(made)


def status_of(errors: dict[str, str], crossed: str) -> int:
    """Of the page with its form: what is wrong in it is a 422, what somebody did meanwhile a 409."""
    return 409 if crossed else 422 if errors else 200
