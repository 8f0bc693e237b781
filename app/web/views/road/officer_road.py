"""The road of one application for the authority: where it stands, what comes next, and the buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.db.committee.committee import Decision
from app.db.follow_up.follow_up import Rendezvous
from app.db.journal import Happened
from app.domain.access import Permission
from app.domain.errors import ReasonCode
from app.domain.people import Part
from app.domain.road import ends_at
from app.domain.workflow import Action
from app.services.cases import Case
from app.services.review.reviews import Remaining
from app.services.road import transitions
from app.services.work import Work
from app.web.views import readers
from app.words import labels
from app.words.labels import Audience
from app.words.refused import reasons
from app.words.road import actions
from app.words.road.next_steps import LEADS, MENDS, NextStep, next_for
from app.words.road.road import SaidRoad, drawn, moves_of

_MENDED_AT = {
    ReasonCode.CHECKLIST_INCOMPLETE: ("recevabilite", Permission.JUDGE_CHECKLIST),
    ReasonCode.CONVENTION_INCOMPLETE: ("convention", Permission.READ_CONVENTION),
    ReasonCode.INDICATORS_MISSING: ("suivi", Permission.REPORT_INDICATORS),
}
"""The page where one gives what an action lacks, and who may."""


@dataclass(frozen=True)
class Button:
    """An action of the road: open, or refused with why and what would help; or a page that leads to one."""

    href: str
    label: str
    tone: str
    why: str = ""
    then: str = ""
    code: ReasonCode | None = None
    action: Action | None = None


def offered(
    work: Work, case: Case, remaining: Remaining | None, decision: Decision | None
) -> tuple[Button, ...]:
    """Every button of the page: first the pages that lead to what is awaited, then the actions of the road."""
    road = buttons(work, case)
    return (*_leading(case, remaining), *_mending(case, road), *_deciding(case, decision), *road)


def _deciding(case: Case, known: Decision | None) -> tuple[Button, ...]:
    """Recording the decision comes before notifying it: open as long as none waits to be notified."""
    leaving = {line.action for line in case.workflow.leaving(case.application.stage)}
    if not case.may(Permission.RECORD_DECISION) or Action.AWARD not in leaving:
        return ()
    waits = known is not None and known.released_at is None
    label, tone = ("Corriger la décision", "quiet") if waits else ("Enregistrer la décision", "primary")
    return (Button(f"/candidatures/{case.application.reference}/decision", label, tone),)


def _leading(case: Case, remaining: Remaining | None) -> tuple[Button, ...]:
    """The page of what the review still lacks, for who may see to it."""
    pages = {
        Remaining.EXPERT: ("experts", Permission.ASSIGN_REVIEWERS),
        Remaining.ANOTHER: ("experts", Permission.ASSIGN_REVIEWERS),
        Remaining.CONSENSUS: ("consensus", Permission.RECORD_CONSENSUS),
    }
    if remaining not in pages or not case.may(pages[remaining][1]):
        return ()
    home = f"/candidatures/{case.application.reference}"
    return (Button(f"{home}/{pages[remaining][0]}", LEADS[remaining], "primary"),)


def _mending(case: Case, road: Sequence[Button]) -> tuple[Button, ...]:
    """The pages on which this reader gives what a refused action lacks."""
    home, lacks = f"/candidatures/{case.application.reference}", {one.code for one in road}
    return tuple(
        Button(f"{home}/{at}", MENDS[code], "primary")
        for code, (at, deed) in _MENDED_AT.items()
        if code in lacks and case.may(deed)
    )


def who_else(case: Case, offered: Sequence[Button]) -> str:
    """Who has to act in the authority when this reader has no action of the road; empty when it is they."""
    if offered:
        return ""
    parts = {part for line in case.workflow.leaving(case.application.stage) for part in line.parts}
    return labels.OTHERS[Part.OFFICER if Part.OFFICER in parts else Part.MANAGER]


def road_of(case: Case, entries: Sequence[Happened], others: str = "") -> SaidRoad:
    """The road as the authority's readers see it."""
    call = case.folder.call
    return drawn(
        case.folder.groups,
        case.stage_shown,
        moves_of(entries, call.zone),
        Audience.OFFICER,
        released=case.released,
        due_at=case.application.due_at,
        called=call.authority.called,
        zone=call.zone,
        others=others,
        meetings=readers.meetings(case),
    )


def next_of(
    work: Work,
    case: Case,
    remaining: Remaining | None = None,
    meetings: Sequence[Rendezvous] = (),
    others: str = "",
) -> NextStep:
    """What comes next, in a sentence, for the authority."""
    call, named = case.folder.call, readers.meetings(case)
    planned: date | None = next((one.planned_on for one in meetings if one.held_on is None), None)
    return next_for(
        case.stage_shown,
        Audience.OFFICER,
        due_at=case.application.due_at,
        planned_on=planned,
        remaining=remaining,
        now=work.now,
        called=call.authority.called,
        zone=call.zone,
        others=others,
        ends=ends_at(case.folder.groups, case.stage_shown),
        meetings=named,
    )


def buttons(work: Work, case: Case, sitting: int | None = None) -> tuple[Button, ...]:
    """The actions of the road for this reader: those that are open, then those that are refused, with why.

    ``sitting``: that of the committee which is on the screen; nobody reopens the reviews from there.
    """
    home = f"/candidatures/{case.application.reference}/actions"
    found = [
        Button(
            f"{home}/{one.action.value}",
            actions.button(one.action, Audience.OFFICER, readers.meetings(case)),
            actions.tone(one.action),
            reasons.sentence(one.refusal, Audience.OFFICER) if one.refusal else "",
            reasons.next_step(one.refusal) if one.refusal else "",
            one.refusal.code if one.refusal else None,
            one.action,
        )
        for one in transitions.choices(work, case, sitting=sitting)
        if sitting is None or one.action is not Action.REOPEN_REVIEW
    ]
    return tuple(sorted(found, key=lambda one: bool(one.why)))
