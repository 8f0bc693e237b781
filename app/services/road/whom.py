"""Whom an entry of the journal is about: it keeps their number, and their name is read when it is shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from sqlmodel import Session

from app.db import people

_KEYS: Final = ("expert", "officer", "person")
OF_INTERESTS: Final = frozenset(
    {
        "declare_interest",
        "enter_interest",
        "rectify_interest",
        "rectify_finding",
        "confirm_interest",
        "set_interest_aside",
    }
)
"""What tells of somebody's interest: who names the experts reads whose."""


class Entry(Protocol):
    """What is read of an entry."""

    @property
    def verb(self) -> str: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


def whom(session: Session, entries: Sequence[Entry], *, interests: bool) -> list[str]:
    """The name of whom each entry is about, in one query; empty for nobody else than who acted.

    ``interests``: may its reader learn whose interest was declared, recognised or set aside?
    """
    numbers = [None if one.verb in OF_INTERESTS and not interests else _number(one.data) for one in entries]
    wanted = {one for one in numbers if one is not None}
    named = people.named(session, wanted) if wanted else {}
    told = [named[one].name or named[one].email if one in named else "" for one in numbers]
    return [name if name != one.actor_name else "" for name, one in zip(told, entries, strict=True)]


def _number(data: Mapping[str, Any]) -> int | None:
    return next((data[key] for key in _KEYS if isinstance(data.get(key), int)), None)
