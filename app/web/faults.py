"""What is wrong in a form, told by its fields first, then by the summary that stands above them.

The page is drawn before its summary: each field that shows a fault writes down where it stands and what it is
called, so that the summary names and links the fields that are there, in the order in which one meets them.
"""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Final

from app.words.refused.lines import fault_line
from app.words.typography import typo

Faults = Mapping[str, str] | Iterable[tuple[str, str]]
"""What is wrong by the anchor of each field, which is '' for what no field can put right."""
_AT_FAULT: Final[ContextVar[dict[str, str] | None]] = ContextVar("fields at fault", default=None)


def at_fault(anchor: str, label: str) -> str:
    """Nothing to print: the field of this label shows a fault, here."""
    fields = _AT_FAULT.get()
    if fields is not None:
        fields[anchor] = label
    return ""


def drawn(content: Callable[[], str], faults: Faults) -> tuple[str, list[tuple[str, str]]]:
    """The content, and the lines of its summary: (anchor, sentence), the anchor being '' where there is no field."""
    fields: dict[str, str] = {}
    token = _AT_FAULT.set(fields)
    try:
        page = content()
    finally:
        _AT_FAULT.reset(token)
    places = {anchor: place for place, anchor in enumerate(fields)}
    told = list(faults.items() if isinstance(faults, Mapping) else faults)
    told.sort(key=lambda fault: places.get(fault[0], -1))
    return page, [
        (anchor, fault_line(fields[anchor], sentence)) if anchor in fields else ("", typo(sentence))
        for anchor, sentence in told
    ]
