"""How often one may try the same thing: asked before what costs, in pages and in JSON."""

from app.domain.errors import Forbidden, ReasonCode
from app.services.wiring import Wiring


def limit(wired: Wiring, rule: str, *who: str) -> None:
    """Count a try for each of these. Raises Forbidden TOO_MANY_TRIES with the minutes to wait."""
    waits = [wired.limiter.hit(rule, one) for one in who]
    if any(waits):
        raise Forbidden(ReasonCode.TOO_MANY_TRIES, minutes=-(-max(waits) // 60))
