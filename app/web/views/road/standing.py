"""Where an application stands: the road, the next step, the stage, in the words of its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.db import journal
from app.db.follow_up import follow_up
from app.db.follow_up.follow_up import Rendezvous
from app.db.journal import Happened
from app.domain.call_file.call import WaveFile
from app.domain.road import StepKey, ends_at
from app.domain.workflow import Group, Stage
from app.services.apply import filings
from app.services.cases import Case
from app.services.work import Work
from app.web.views.apply.form_pages import is_late
from app.web.views.readers import audience_of, called, meetings
from app.words import labels
from app.words.formats import day_soon
from app.words.road import next_steps, road
from app.words.road.next_steps import NextStep
from app.words.road.road import SaidRoad

DRAFTS = frozenset({Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT})
_COMING: Mapping[Stage, str] = {
    Stage.CONVENTION_SIGNED: "kickoff",
    Stage.STARTED: "midterm",
    Stage.MIDTERM_HELD: "final",
}


@dataclass(frozen=True)
class Standing:
    """The head of every page of an application."""

    road: SaidRoad
    next: NextStep
    word: str
    tone: str
    sentence: str
    entries: tuple[Happened, ...]


def standing_of(work: Work, case: Case) -> Standing:
    """Read from the journal, the deadlines and the rendezvous: two queries at most."""
    audience, stage = audience_of(case), case.stage_shown
    entries = journal.story_of(work.session, case.id)
    planned = follow_up.rendezvous(work.session, case.id) if stage in _COMING else []
    call = case.folder.call
    late = audience is labels.Audience.APPLICANT and is_late(case, work.now)
    drawn = road.drawn(
        case.folder.groups,
        case.application.stage,
        road.moves_of(entries, call.zone),
        audience,
        released=case.released,
        due_at=case.application.due_at,
        planned=planned_days(call.wave(case.wave.key), case.folder.groups, work.now, planned),
        called=call.authority.called,
        zone=call.zone,
        meetings=meetings(case),
    )
    step = (
        next_steps.late_for(stage, called(case))
        if late
        else next_steps.next_for(
            stage,
            audience,
            due_at=case.application.due_at,
            planned_on=_coming(stage, planned),
            now=work.now,
            called=called(case),
            zone=call.zone,
            ends=ends_at(case.folder.groups, stage),
            meetings=meetings(case),
        )
    )
    back = filings.returned(entries, stage)
    if back is not None and not late and audience is labels.Audience.APPLICANT and case.application.due_at:
        reason = str(back.data.get("reason", ""))
        step = next_steps.returned(case.application.due_at, reason, back.at, called(case), call.zone)
    told = Stage.EXPIRED if late and stage in DRAFTS else stage
    return Standing(
        road=road.nobody_s_turn(drawn) if late else drawn,
        next=step,
        word=labels.stage_word(told, audience),
        tone=labels.stage_tone(told, audience),
        sentence=labels.stage_sentence(stage, audience, called(case)),
        entries=tuple(entries),
    )


def planned_days(
    wave: WaveFile, groups: Sequence[Group], now: datetime, planned: Sequence[Rendezvous] = ()
) -> dict[str, str]:
    """What is known of the days to come, by key of step. A decision is known on the day of its letters."""
    days: dict[str, date | None] = {
        StepKey.COMMITTEE.value: wave.committee_on,
        StepKey.DECISION.value: wave.results_on or wave.decision_on,
        **{row.kind: row.planned_on for row in planned if row.held_on is None},
    }
    kept = {key: f"le {day_soon(day, now)}" for key, day in days.items() if day is not None}
    return kept if Group.COMMITTEE in groups else {key: kept[key] for key in kept if key != "committee"}


def _coming(stage: Stage, planned: Sequence[Rendezvous]) -> date | None:
    kind = _COMING.get(stage)
    return next((row.planned_on for row in planned if row.kind == kind), None)
