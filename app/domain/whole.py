"""Tables with an entry for each member of an enum: one that lacks an entry is told as soon as its module is read."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

E = TypeVar("E", bound=Enum)
V = TypeVar("V")


class Incomplete(LookupError):
    """A table lacks the entries of some members. The message names them."""


def whole(of: type[E], entries: Mapping[E, V]) -> Mapping[E, V]:
    """These entries, read-only, in the order of the enum. Raises Incomplete when a member of it has none."""
    if missing := [one.name for one in of if one not in entries]:
        raise Incomplete(f"no entry for {of.__name__} {', '.join(missing)}")
    return MappingProxyType({one: entries[one] for one in of})
