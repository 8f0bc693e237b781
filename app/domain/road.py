"""The road drawn on every application: its steps, what is done, where it stands, who has to act.

``road`` reads the groups of the call, the stage as its reader may know it, and the moves of the journal. A letter
that is given back takes the road back: what comes after it is to do again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from app.domain.people import Part
from app.domain.workflow import Group, Stage, Workflow


class StepKey(StrEnum):
    """A step of the drawing. The follow-up is three steps: the three rendezvous."""

    LETTER = "letter"
    DOSSIER = "dossier"
    ADMISSIBILITY = "admissibility"
    REVIEW = "review"
    COMMITTEE = "committee"
    DECISION = "decision"
    CODESIGN = "codesign"
    CONVENTION = "convention"
    KICKOFF = "kickoff"
    MIDTERM = "midterm"
    FINAL = "final"


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    TODO = "todo"
    STOPPED = "stopped"


class Turn(StrEnum):
    """Whose turn it is."""

    APPLICANT = "applicant"
    AUTHORITY = "authority"
    EXPERTS = "experts"
    COMMITTEE = "committee"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Step:
    """One step. ``at``: when it was done, since when it is under way, or when the road stopped there."""

    key: StepKey
    state: StepState
    at: datetime | None = None
    who: Turn = Turn.NOBODY


Move = tuple[Stage, datetime]
"""The stage that was reached, and when."""

_STEPS: dict[Group, tuple[StepKey, ...]] = {
    **{group: (StepKey(group.value),) for group in Group if group is not Group.FOLLOW_UP},
    Group.FOLLOW_UP: (StepKey.KICKOFF, StepKey.MIDTERM, StepKey.FINAL),
}
_INSIDE: dict[Stage, StepKey] = {
    Stage.LETTER_DRAFT: StepKey.LETTER,
    Stage.LETTER_SUBMITTED: StepKey.LETTER,
    Stage.DECLINED: StepKey.LETTER,
    Stage.DOSSIER_DRAFT: StepKey.DOSSIER,
    Stage.COMPLETION_REQUESTED: StepKey.ADMISSIBILITY,
    Stage.INADMISSIBLE: StepKey.ADMISSIBILITY,
    Stage.IN_REVIEW: StepKey.REVIEW,
    Stage.SHORTLISTED: StepKey.COMMITTEE,
    Stage.POSTPONED: StepKey.COMMITTEE,
    Stage.ON_RESERVE: StepKey.DECISION,
    Stage.REJECTED: StepKey.DECISION,
    Stage.AT_THE_TABLE: StepKey.CODESIGN,
    Stage.CONVENTION_DRAFT: StepKey.CONVENTION,
    Stage.CONVENTION_SENT: StepKey.CONVENTION,
    Stage.RENOUNCED: StepKey.CONVENTION,
    Stage.FINAL_HELD: StepKey.FINAL,
}
_AFTER: dict[Stage, StepKey] = {
    Stage.DOSSIER_SUBMITTED: StepKey.DOSSIER,
    Stage.ADMISSIBLE: StepKey.ADMISSIBILITY,
    Stage.REVIEWED: StepKey.REVIEW,
    Stage.RECOMMENDED: StepKey.COMMITTEE,
    Stage.RECOMMENDED_WITH_CONDITIONS: StepKey.COMMITTEE,
    Stage.NOT_RECOMMENDED: StepKey.COMMITTEE,
    Stage.AWARDED: StepKey.DECISION,
    Stage.AGREED: StepKey.CODESIGN,
    Stage.CONVENTION_SIGNED: StepKey.CONVENTION,
    Stage.STARTED: StepKey.KICKOFF,
    Stage.MIDTERM_HELD: StepKey.MIDTERM,
    Stage.CLOSED: StepKey.FINAL,
}
_WHEREVER = frozenset({Stage.WITHDRAWN, Stage.EXPIRED, Stage.TERMINATED})
STOPS = frozenset({*_WHEREVER, Stage.DECLINED, Stage.INADMISSIBLE, Stage.REJECTED, Stage.RENOUNCED})
"""The stages where a road ends before its end."""

ENDED = STOPS | {Stage.CLOSED}
"""The stages where nothing is examined any more."""

_TURNS: dict[Stage, Turn] = {
    **dict.fromkeys(
        (Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT, Stage.COMPLETION_REQUESTED, Stage.CONVENTION_SENT),
        Turn.APPLICANT,
    ),
    **dict.fromkeys((*STOPS, Stage.CLOSED), Turn.NOBODY),
    Stage.IN_REVIEW: Turn.EXPERTS,
    Stage.SHORTLISTED: Turn.COMMITTEE,
}


def waits_for(stage: Stage) -> Turn:
    """Whose turn is it? The authority's unless the stage says otherwise."""
    return _TURNS.get(stage, Turn.AUTHORITY)


def ends_at(groups: Sequence[Group], stage: Stage) -> bool:
    """Is a project that is retained at the end of its road there, the call having no convention, or no follow-up?"""
    return waits_for(stage) is Turn.AUTHORITY and stage in Workflow.for_call(groups).final_stages


@lru_cache(maxsize=512)
def awaited(groups: tuple[Group, ...], parts: frozenset[Part]) -> frozenset[Stage]:
    """The stages of such a call that wait for the authority and that these parts of it may move on.

    To end a road early (a deadline that has passed, an aid that is given up) moves nothing on; no more does what
    stays at its stage.
    """
    workflow = Workflow.for_call(groups)
    return frozenset(
        stage
        for stage in workflow.stages
        if waits_for(stage) is Turn.AUTHORITY
        and any(
            line.parts & parts and line.target is not None and line.target not in STOPS
            for line in workflow.leaving(stage)
        )
    )


def steps_of(groups: Sequence[Group]) -> tuple[StepKey, ...]:
    """The steps that the road of these groups has, in order."""
    return tuple(step for group in groups for step in _STEPS[group])


def road(groups: Sequence[Group], stage: Stage, moves: Sequence[Move]) -> tuple[Step, ...]:
    """The steps of an application of this call, as the reader who is shown this stage may know them.

    ``moves`` in their order. Those that came after the stage shown was reached are not looked at: a committee's
    opinion that is not released leaves no date on the drawing; no more does what stayed at its stage.
    """
    keys = steps_of(groups)
    place, since = 0, None
    done_at: dict[int, datetime] = {}
    for reached, at in _moved(_known(moves, stage)):
        following = _place(keys, reached, place)
        for passed in range(place, following):
            done_at[passed] = at
        place, since = following, at
    place = _place(keys, stage, place)
    return tuple(_step(key, rank, place, stage, done_at, since) for rank, key in enumerate(keys))


def _known(moves: Sequence[Move], stage: Stage) -> Sequence[Move]:
    last = max((rank for rank, (reached, _) in enumerate(moves) if reached is stage), default=-1)
    return moves[: last + 1]


def _moved(moves: Sequence[Move]) -> Iterator[Move]:
    stood: Stage | None = None
    for reached, at in moves:
        if reached is not stood:
            yield reached, at
        stood = reached


def _place(keys: Sequence[StepKey], stage: Stage, before: int) -> int:
    """The rank of the step under way at a stage; past the last one when all is done."""
    if (inside := _INSIDE.get(stage)) in keys:
        return keys.index(inside)
    if (done := _AFTER.get(stage)) in keys:
        return keys.index(done) + 1
    return min(before, len(keys) - 1)


def _step(
    key: StepKey, rank: int, place: int, stage: Stage, done_at: dict[int, datetime], since: datetime | None
) -> Step:
    if rank < place:
        return Step(key, StepState.DONE, done_at.get(rank))
    if rank > place:
        return Step(key, StepState.TODO)
    if stage in STOPS:
        return Step(key, StepState.STOPPED, since)
    return Step(key, StepState.NOW, since, waits_for(stage))
