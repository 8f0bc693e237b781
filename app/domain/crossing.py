"""Two people in one form of several fields: what each may keep without covering what the other wrote.

A page tells, beside each field, the print of what was read there. A field that comes back as it was read was not
touched: what is kept stays. One that was changed here and meanwhile elsewhere is crossed, unless both wrote the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256


def print_of(text: str) -> str:
    """A short print of a text, the same however a browser ends its lines, and whatever stands around it.

    What stands inside is of the text: who only parts it in paragraphs has changed it.
    """
    return sha256("\n".join(text.strip().splitlines()).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Settled:
    """``changed``: the fields that this person changed and that may be kept; ``crossed``: those that both changed."""

    changed: frozenset[str]
    crossed: tuple[str, ...]


def settle(read: Mapping[str, str], kept: Mapping[str, str], sent: Mapping[str, str]) -> Settled:
    """What became of each field that is sent. ``read``: prints; a field without one is changed and never crossed."""
    touched = {key: text for key, text in sent.items() if read.get(key) != print_of(text)}
    crossed = tuple(
        key
        for key, text in touched.items()
        if key in read and print_of(kept.get(key, "")) not in (read[key], print_of(text))
    )
    return Settled(frozenset(touched) - set(crossed), crossed)
