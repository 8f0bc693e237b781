"""What may not be blank in a document: the names of the values that would leave a hole on paper."""

from collections.abc import Iterator
from typing import Any


def is_blank(value: Any) -> bool:
    """Is there nothing to print? None, an empty text or an empty list; zero and False are values."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == ()


def blanks(prefix: str, owner: object, names: tuple[str, ...]) -> Iterator[str]:
    """The blank ones among the attributes ``names`` of ``owner``, as ``prefix.name``."""
    for name in names:
        if is_blank(getattr(owner, name)):
            yield f"{prefix}.{name}" if prefix else name


def blanks_of_each(prefix: str, owners: tuple[object, ...], names: tuple[str, ...]) -> Iterator[str]:
    """The blanks of each owner, counted from one: ``indicators[2].target``."""
    for rank, owner in enumerate(owners, start=1):
        yield from blanks(f"{prefix}[{rank}]", owner, names)
