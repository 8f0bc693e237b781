"""Where a request comes from, as what is counted goes by."""

import pytest
from starlette.requests import Request

from app.edge.rates import origin_of


def from_(host: str | None) -> Request:
    return Request({"type": "http", "client": (host, 4_000) if host else None, "headers": []})


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:a::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        (None, "unknown"),
    ],
)
def test_an_origin_is_an_address_or_in_ipv6_the_network_of_a_home(host: str | None, origin: str) -> None:
    assert origin_of(from_(host)) == origin
