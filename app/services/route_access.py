"""Who may use a route: declared on the endpoint, read by the edge before anything else and by a test of the house.

::

    @router.get("/bureau")
    @allow(Role.OFFICER, Role.MANAGER)
    def desk(work: Reading) -> Response: ...
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.errors import Forbidden, ReasonCode
from app.domain.people import Actor, Role

MARK = "__who_may__"
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Who(StrEnum):
    """``CASE``: a signed-in person, then ``app.domain.access`` decides for each application."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    CASE = "case"


ANYONE, SIGNED_IN, CASE = Who
Admitted = frozenset[Who | Role]


def allow(*who: Who | Role) -> Callable[[Endpoint], Endpoint]:
    """Declare who may use this endpoint: anyone, who signed in, who has ties to the case, or holders of a role."""
    if not who:
        raise ValueError("a route that nobody may use has no place")

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, MARK, frozenset(who))
        return endpoint

    return mark


def declared(endpoint: object) -> Admitted | None:
    """What the endpoint declares; None when it declares nothing."""
    found: Admitted | None = getattr(endpoint, MARK, None)
    return found


def admit(endpoint: object, actor: Actor) -> None:
    """Let the person in or raise: Forbidden SIGN_IN_FIRST, or NOT_YOUR_ROLE. An undeclared endpoint lets nobody in."""
    admitted = declared(endpoint) or frozenset()
    if ANYONE in admitted:
        return
    if admitted and not actor.signed_in:
        raise Forbidden(ReasonCode.SIGN_IN_FIRST)
    roles = frozenset(one for one in admitted if isinstance(one, Role))
    if not (admitted - roles or roles & actor.roles()):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(roles)))
