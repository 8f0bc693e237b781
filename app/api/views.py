"""One application as JSON, for the person who asks."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from app.api.schemas import (
    ApplicationHead,
    ApplicationWhole,
    ChoiceShape,
    OrganisationShape,
    ReturnedShape,
    StepShape,
)
from app.db import journal
from app.db.desk.desk import DeskLine
from app.db.journal import Happened
from app.domain import road
from app.domain.access import reads_only_as_applicant
from app.domain.workflow import Action, Choice, Stage
from app.services.apply import filings
from app.services.cases import Case
from app.services.desk.desks import CaseLine
from app.services.road.acts.records import ACTS
from app.services.road.transitions import choices
from app.services.work import Work
from app.words import labels
from app.words.labels import Audience
from app.words.meetings import UNNAMED
from app.words.refused import reasons
from app.words.road.actions import button
from app.words.road.road import step_word


def audience_of(case: Case) -> Audience:
    """In whose words is this application told?"""
    return Audience.APPLICANT if reads_only_as_applicant(case.parts) else Audience.OFFICER


def choice_shape(choice: Choice, audience: Audience) -> ChoiceShape:
    return ChoiceShape(
        action=choice.action.value,
        label=button(choice.action, audience),
        target=choice.target.value,
        allowed=choice.open,
        reason=None if choice.refusal is None else reasons.sentence(choice.refusal),
        code=None if choice.refusal is None else choice.refusal.code.value,
        fields=_asked(choice.action).get("properties", {}),
        required=tuple(_asked(choice.action).get("required", ())),
    )


@cache
def _asked(action: Action) -> dict[str, Any]:
    return ACTS[action].payload.model_json_schema()


def whole(work: Work, case: Case) -> ApplicationWhole:
    """The application, where it stands, and what this person may do with it."""
    audience = audience_of(case)
    offered = choices(work, case)
    application, stage = case.application, case.stage_shown
    entries = journal.story_of(work.session, case.id)
    moves = _moves(entries)
    steps, after = road.road(case.folder.groups, stage, moves), case.folder.follow_up
    meetings = after.meetings if after is not None else UNNAMED
    return ApplicationWhole(
        **_head(application, case.call.slug, case.organisation.name, stage, audience, _since(case, moves)),
        version=application.version,
        parts=tuple(sorted(case.parts)),
        wave=case.wave.key,
        eligible=application.eligible,
        filed_at=application.filed_at,
        returned=_returned(entries, case),
        organisation_whole=OrganisationShape.model_validate(case.organisation),
        road=tuple(
            StepShape(key=step.key, label=step_word(step.key, meetings), state=step.state, at=step.at)
            for step in steps
        ),
        allowed_actions=tuple(choice.action.value for choice in offered if choice.open),
        actions=tuple(choice_shape(choice, audience) for choice in offered),
    )


def _returned(entries: Sequence[Happened], case: Case) -> ReturnedShape | None:
    back = filings.returned(entries, case.application.stage)
    if back is None:
        return None
    return ReturnedShape(
        at=back.at,
        by=case.folder.call.authority.name,
        reason=str(back.data.get("reason", "")),
        due_at=case.application.due_at,
    )


def _moves(entries: Sequence[Happened]) -> list[tuple[Stage, datetime]]:
    return [
        (Stage(entry.target), entry.at)
        for entry in entries
        if entry.target is not None and entry.target != entry.source
    ]


def _since(case: Case, moves: Sequence[tuple[Stage, datetime]]) -> datetime:
    """Since when does the application stand where this reader is shown that it stands?"""
    if case.stage_shown is case.application.stage:
        return case.application.moved_at
    reached = [at for stage, at in moves if stage is case.stage_shown]
    return reached[-1] if reached else case.application.created_at


def head(line: DeskLine, slug: str) -> ApplicationHead:
    """A line of the officers' list."""
    told = _head(line, slug, line.organisation.name, line.stage, Audience.OFFICER, line.moved_at)
    return ApplicationHead(**told)


def head_of(work: Work, case: Case, line: CaseLine) -> ApplicationHead:
    """The line of a list as this person may know it."""
    since = _since(case, _moves(journal.story_of(work.session, case.id)))
    told = _head(
        case.application, case.call.slug, line.organisation.name, case.stage_shown, Audience.APPLICANT, since
    )
    return ApplicationHead(**told)


def _head(
    application: Any, slug: str, organisation: str, stage: Stage, audience: Audience, moved_at: datetime
) -> dict[str, Any]:
    return {
        "reference": application.reference,
        "call": slug,
        "title": application.title,
        "organisation": organisation,
        "stage": stage.value,
        "stage_label": labels.stage_word(stage, audience),
        "city": application.city,
        "requested": application.requested,
        "due_at": application.due_at,
        "moved_at": moved_at,
    }
