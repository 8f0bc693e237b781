"""The road in words: each step with its state, its date and who has to act, for the template ``macros/road.html``.

The applicant's road is drawn from the stages that they may know: an opinion of the committee that is not released
changes nothing on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from app.domain.access import stage_shown
from app.domain.people import Part
from app.domain.road import Move, Step, StepKey, StepState, Turn, road, waits_for
from app.domain.workflow import Group, Stage
from app.words.formats import PARIS, day_month
from app.words.labels import AUTHORITY, Audience
from app.words.meetings import UNNAMED, Meetings, names
from app.words.typography import typo

STEPS: Mapping[StepKey, str] = {
    StepKey.LETTER: "Lettre",
    StepKey.DOSSIER: "Dossier",
    StepKey.ADMISSIBILITY: "Recevabilité",
    StepKey.REVIEW: "Expertise",
    StepKey.COMMITTEE: "Comité",
    StepKey.DECISION: "Décision",
    StepKey.CODESIGN: "Table commune",
    StepKey.CONVENTION: "Convention",
}
_DONE: Mapping[StepKey, str] = {
    StepKey.LETTER: "acceptée le",
    StepKey.DOSSIER: "déposé le",
    StepKey.ADMISSIBILITY: "recevable le",
    StepKey.REVIEW: "faite le",
    StepKey.COMMITTEE: "avis le",
    StepKey.DECISION: "retenue le",
    StepKey.CODESIGN: "accord le",
    StepKey.CONVENTION: "signée le",
    StepKey.KICKOFF: "tenu le",
    StepKey.MIDTERM: "tenu le",
    StepKey.FINAL: "clos le",
}
_ACTORS: Mapping[Turn, str] = {
    Turn.APPLICANT: "le porteur",
    Turn.EXPERTS: "les experts",
    Turn.COMMITTEE: "le comité",
    Turn.NOBODY: "",
}
_STOPPED: Mapping[Stage, str] = {
    Stage.DECLINED: "non retenue le",
    Stage.WITHDRAWN: "retirée le",
    Stage.EXPIRED: "délai passé le",
    Stage.INADMISSIBLE: "irrecevable le",
    Stage.REJECTED: "non retenue le",
    Stage.RENOUNCED: "abandonnée le",
    Stage.TERMINATED: "résiliée le",
}
_TOOK_PLACE = ("signed_by_authority_on", "held_on")
"""What the payload of an act calls the day on which it took place, where it is recorded afterwards."""
_FILED: Mapping[Stage, str] = {Stage.LETTER_SUBMITTED: "déposée le"}


def step_word(key: StepKey, meetings: Meetings = UNNAMED) -> str:
    """A step in a word; a rendezvous as its call calls it."""
    return STEPS.get(key) or names(meetings)[key.value]


@dataclass(frozen=True)
class SaidStep:
    """A step as the template draws it. ``at`` is kept for a machine: ``<time datetime>``, JSON."""

    key: str
    label: str
    state: str
    when: str = ""
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class SaidRoad:
    """The steps, and whether the reader has to act: ``turn`` of the macro."""

    steps: tuple[SaidStep, ...]
    turn: bool


def drawn(
    groups: Sequence[Group],
    stage: Stage,
    moves: Sequence[Move],
    audience: Audience,
    *,
    released: bool = False,
    due_at: datetime | None = None,
    planned: Mapping[str, str] | None = None,
    called: str = AUTHORITY,
    zone: ZoneInfo = PARIS,
    others: str = "",
    meetings: Meetings = UNNAMED,
) -> SaidRoad:
    """The road of an application for this reader.

    ``moves``: (stage reached, when) of the journal, in order. ``due_at``: the deadline of the present stage.
    ``planned``: for steps to come, what is known of their date, by key of step (« 24 septembre »). ``others``:
    who in the authority has to act, when it is not this reader (« le responsable de l’appel »). ``meetings``: what
    the call calls its rendezvous.
    """
    if audience is Audience.APPLICANT:
        stage, moves = _as_applicant(stage, moves, released)
    steps = tuple(
        _said(
            step,
            stage,
            audience,
            due_at,
            (planned or {}).get(step.key.value, ""),
            called,
            zone,
            others,
            meetings,
        )
        for step in road(groups, stage, moves)
    )
    return SaidRoad(steps, is_turn(stage, audience) and not others)


class Moving(Protocol):
    """An entry of the journal, as far as it may have moved an application."""

    @property
    def at(self) -> datetime: ...
    @property
    def target(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


def moves_of(entries: Iterable[Moving], zone: ZoneInfo = PARIS) -> list[Move]:
    """The stages reached, each with when: the day that the act says it took place (a signature, a meeting), at midnight
    of the call's clock, else the instant at which it was recorded.
    """
    return [(Stage(one.target), _took_place(one, zone)) for one in entries if one.target is not None]


def _took_place(entry: Moving, zone: ZoneInfo) -> datetime:
    day = next((entry.data[key] for key in _TOOK_PLACE if entry.data.get(key)), None)
    return entry.at if day is None else datetime.combine(date.fromisoformat(day), time(), zone)


def nobody_s_turn(said: SaidRoad) -> SaidRoad:
    """The same road where its reader can do nothing more: nobody has to act."""
    return SaidRoad(tuple(replace(step, who="") for step in said.steps), turn=False)


def is_turn(stage: Stage, audience: Audience) -> bool:
    """Does this stage wait for the reader?"""
    turn = waits_for(stage)
    return turn is (Turn.APPLICANT if audience is Audience.APPLICANT else Turn.AUTHORITY)


def actor_word(turn: Turn, audience: Audience, called: str = AUTHORITY, others: str = "") -> str:
    """Who has to act, to this reader: « à vous », « la Région », « le comité », or these ``others``."""
    if turn is (Turn.APPLICANT if audience is Audience.APPLICANT else Turn.AUTHORITY):
        return others or "à vous"
    return called if turn is Turn.AUTHORITY else _ACTORS[turn]


def _as_applicant(stage: Stage, moves: Sequence[Move], released: bool) -> tuple[Stage, Sequence[Move]]:
    """What the applicant may know: the moves inside the committee are all its first one."""
    team = frozenset({Part.OWNER})
    known: list[Move] = []
    for reached, at in moves:
        shown = stage_shown(team, reached, released)
        if not known or known[-1][0] is not shown:
            known.append((shown, at))
    return stage_shown(team, stage, released), known


def _said(
    step: Step,
    stage: Stage,
    audience: Audience,
    due_at: datetime | None,
    planned: str,
    called: str,
    zone: ZoneInfo,
    others: str,
    meetings: Meetings,
) -> SaidStep:
    when = planned if step.state is StepState.TODO else _when(step, stage, due_at, zone)
    who = actor_word(step.who, audience, called, others) if step.state is StepState.NOW else ""
    return SaidStep(
        step.key.value, step_word(step.key, meetings), step.state.value, typo(when), typo(who), step.at
    )


def _when(step: Step, stage: Stage, due_at: datetime | None, zone: ZoneInfo) -> str:
    if step.state is StepState.NOW and due_at is not None and waits_for(stage) is Turn.APPLICANT:
        return f"jusqu’au {day_month(due_at, zone)}"
    if step.at is None:
        return ""
    lead = {
        StepState.DONE: _DONE[step.key],
        StepState.NOW: _FILED.get(stage, "depuis le"),
        StepState.STOPPED: _STOPPED.get(stage, "arrêtée le"),
    }.get(step.state, "")
    return f"{lead} {day_month(step.at, zone)}"
