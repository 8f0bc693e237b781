"""Two people in one form of several fields: what each may keep without covering what the other wrote.

What was read in each field is known by its print: a page tells it beside the field, or a draft remembers the prints of
its successive versions (its trails) and is told which version was read. A field that comes back as it was read was
not touched: what is kept stays. One that was changed here and meanwhile elsewhere is crossed, unless both wrote the
same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

LONGEST_TRAIL = 40
UNKNOWN = ""
"""The print of what nobody remembers: a field read then is crossed as soon as it changed."""

Trail = Sequence[tuple[int, str]]
"""The versions at which a field took another text, with the print of each, the oldest first."""


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


def prints_at(
    version: int, trails: Mapping[str, Trail], kept: Mapping[str, str], fields: Iterable[str]
) -> dict[str, str]:
    """The print of what each field held at a version; a field that never changed held what it holds."""
    found = {}
    for key in fields:
        trail = trails.get(key)
        if not trail:
            found[key] = print_of(kept.get(key, ""))
        else:
            found[key] = next((was for at, was in reversed(trail) if at <= version), UNKNOWN)
    return found


def lengthened(trail: Trail | None, version: int, before: str, after: str) -> list[tuple[int, str]]:
    """The trail of a field that takes another text at this version; the oldest of a long one is forgotten."""
    known = list(trail) if trail else [(0, print_of(before))]
    return [*known, (version, print_of(after))][-LONGEST_TRAIL:]
