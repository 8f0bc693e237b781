"""The main navigation: what this person may want, among the pages that exist."""

from collections.abc import Collection

from app.domain.people import Actor
from app.words.navigation import offered


def navigation(actor: Actor, path: str, addresses: Collection[str]) -> list[tuple[str, str, bool]]:
    """Address, label, and whether the reader is there: the home page only on itself."""
    return [
        (address, label, path == address or (address != "/" and path.startswith(f"{address}/")))
        for address, label in offered(actor)
        if address in addresses or address == "/"
    ]
