"""The HTTP status of a refusal: the domain knows none, the pages and the JSON give the same."""

from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, ReasonCode, Refusal

OF_FAMILY: dict[type[Refusal], int] = {Hidden: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
OF_REASON = {ReasonCode.SIGN_IN_FIRST: 401, ReasonCode.TOO_MANY_TRIES: 429}


def status_of(refused: Refusal) -> int:
    """That of its reason when it has one of its own, else of its family."""
    return OF_REASON.get(refused.reason.code) or next(
        status for family, status in OF_FAMILY.items() if isinstance(refused, family)
    )
