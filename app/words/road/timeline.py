"""What happened to an application, as its team reads it: no officer's name, no opinion before its release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.domain.access import stage_shown
from app.domain.people import Part
from app.domain.workflow import Action, Stage
from app.words.labels import AUTHORITY
from app.words.meetings import UNNAMED, Meetings
from app.words.road.actions import ACTIONS, DONE_BY_TEAM, VERBS, told_to_applicant
from app.words.road.substance import unmet
from app.words.typography import typo

_TEAM = frozenset({Part.OWNER})
_ASIDE: Mapping[str, str] = {
    "begin": "Candidature commencée.",
    "request_payment": "Vous avez demandé un versement.",
    "pay": "Un versement a été payé.",
    "rectify_payment": "Un paiement enregistré par erreur a été rectifié.",
    "cancel_payment": "Un versement a été annulé.",
}
_ASIDE_BY_TEAM = frozenset({"begin", "request_payment"})
_WRITTEN_TO_APPLICANT = ("reason", "text", "note")


class Entry(Protocol):
    """What is read of an entry of the journal."""

    @property
    def verb(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def source(self) -> str | None: ...
    @property
    def target(self) -> str | None: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class ToldStep:
    """One line: when, what, the words that the authority wrote with it; ``by``: who of the team did it."""

    at: datetime
    what: str
    note: str = ""
    tone: str = ""
    by: str = ""


def told(
    entries: Iterable[Entry], *, released: bool, called: str = AUTHORITY, meetings: Meetings = UNNAMED
) -> tuple[ToldStep, ...]:
    """The lines, the latest first. An opinion of the committee is not told before the decision is released."""
    lines = [line for entry in entries if (line := _line(entry, released, called, meetings)) is not None]
    return tuple(reversed(lines))


def _line(entry: Entry, released: bool, called: str, meetings: Meetings) -> ToldStep | None:
    if entry.target is None:
        said = _ASIDE.get(entry.verb)
        by = entry.actor_name if entry.verb in _ASIDE_BY_TEAM else ""
        return ToldStep(entry.at, typo(said), by=by) if said else None
    if entry.verb not in VERBS:
        return None
    if stage_shown(_TEAM, Stage(entry.target), released) is not Stage(entry.target):
        return None
    action = Action(entry.verb)
    note = next((str(entry.data[key]) for key in _WRITTEN_TO_APPLICANT if entry.data.get(key)), "")
    if failed := entry.data.get("failed"):
        note = typo(f"{note} {unmet(failed)}")
    by = entry.actor_name if action in DONE_BY_TEAM else ""
    return ToldStep(entry.at, told_to_applicant(action, called, meetings), note, ACTIONS[action].mark, by)
