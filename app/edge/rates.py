"""How often one may try the same thing: asked before what costs, in pages and in JSON."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

from app.domain.errors import Forbidden, ReasonCode
from app.services.wiring import Wiring

HOME_NETWORK = 64
"""The bits of an IPv6 address that tell one home from another: it has all the addresses behind them."""


def limit(wired: Wiring, rule: str, *who: str) -> None:
    """Count a try for each of these. Raises Forbidden TOO_MANY_TRIES with the minutes to wait."""
    waits = [wired.limiter.hit(rule, one) for one in who]
    if any(waits):
        raise Forbidden(ReasonCode.TOO_MANY_TRIES, minutes=-(-max(waits) // 60))


def origin_of(request: HTTPConnection) -> str:
    """Where a request comes from, as the trusted proxy tells it: an address, in IPv6 the network of a home."""
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped or ip_network((int(address), HOME_NETWORK), strict=False))
