"""Sign-in by an identity provider: the place of OpenID Connect, which no authority has wired yet."""

from typing import NoReturn

from app.services.ports import OutsideFailure


class NoIdentityProvider:
    """None is offered: the sign-in page shows the e-mail link only. Calling it all the same is a failure."""

    offered = False

    def address(self, *, state: str, nonce: str, return_to: str) -> NoReturn:  # noqa: ARG002 - as the port says
        raise OutsideFailure("no identity provider is wired")

    def claims(self, *, code: str, nonce: str, return_to: str) -> NoReturn:  # noqa: ARG002 - as the port says
        raise OutsideFailure("no identity provider is wired")
