"""Gathering what the guards ask: only what the actions that leave the present stage may need."""

from collections.abc import Sequence
from datetime import datetime

from app.db.base import key_of
from app.db.committee import committee
from app.db.follow_up import follow_up, payments
from app.db.follow_up.payments import PaymentState
from app.db.ranking import draws
from app.db.review import interests, reviews
from app.db.review.reviews import GONE, Review, ReviewState
from app.db.screening import screening
from app.db.screening.screening import Verdict
from app.domain.call_file.follow_up import RendezvousKind
from app.domain.errors import Reason
from app.domain.people import Part
from app.domain.quorum import item_quorum
from app.domain.scoring import agreed_criteria
from app.domain.scoring.colleges import short_colleges
from app.domain.workflow import Action, Facts, Group, Stage
from app.domain.workflow.committee import ADVISED
from app.services.apply import completions, forms
from app.services.cases import Case
from app.services.committee import attendances
from app.services.convention.documents import missing_in_convention
from app.services.review.consensus import agreed_since
from app.services.work import Work

_FINISHED = frozenset({PaymentState.PAID, PaymentState.CANCELLED})


def gather(work: Work, case: Case, checked: forms.Checked | None = None, sitting: int | None = None) -> Facts:
    """The facts of this application at this instant.

    ``checked``: its present form, when it was just checked. ``sitting``: that of the committee on the screen.
    """
    stage = case.application.stage
    known: dict[str, object] = {
        "now": work.now,
        "advised": _advised(work, case),
        "opens_at": case.wave.opens_at,
        "due_at": case.application.due_at,
    }
    if (name := forms.current_form(case)) is not None:
        known |= _form(work, case, checked or forms.check(work, case, name))
    if stage is Stage.DOSSIER_SUBMITTED:
        known |= _checklist(work, case)
    lines = tuple(case.workflow.leaving(stage))
    reopens = any(line.action is Action.REOPEN_REVIEW for line in lines)
    leaving = {line.reaches(stage).group for line in lines if line.action is not Action.REOPEN_REVIEW}
    if Group.REVIEW in leaving:
        known |= _reviews(work, case)
    if stage is Stage.SHORTLISTED:
        known |= _sitting(work, case, sitting)
    if leaving & {Group.DECISION} or stage is Stage.ON_RESERVE:
        decision = committee.decision(work.session, case.id)
        known["decision"] = decision.outcome if decision and decision.released_at is None else None
        known["draw_fixed_at"], known["drawn_at"] = _draw(work, case)
    elif reopens:
        known["drawn_at"] = _draw(work, case)[1]
    if Group.CONVENTION in leaving:
        known["convention_missing"] = missing_in_convention(work, case)
    if stage in (Stage.STARTED, Stage.MIDTERM_HELD):
        known["indicators_missing"] = _indicators(work, case)
    if stage is Stage.FINAL_HELD:
        instalments = payments.of_application(work.session, case.id)
        known["payments_pending"] = sum(row.state not in _FINISHED for row in instalments)
    return Facts(**known)  # type: ignore[arg-type]


def _advised(work: Work, case: Case) -> Stage | None:
    """The stage that the last opinion says, when it is another and no decision was released on it.

    The house alone asks: it takes the application there.
    """
    if case.application.stage not in ADVISED or Part.SYSTEM not in case.parts:
        return None
    opinion, decision = committee.opinion(work.session, case.id), committee.decision(work.session, case.id)
    if opinion is None or (decision is not None and decision.released_at is not None):
        return None
    return opinion.opinion if opinion.opinion is not case.application.stage else None


def _form(work: Work, case: Case, checked: forms.Checked) -> dict[str, object]:
    asked = case.application.stage is Stage.COMPLETION_REQUESTED
    return {
        "unanswered": completions.unanswered(work, case) if asked else None,
        "form_faults": checked.faults,
        "budget": checked.budget_faults[0].reason if checked.budget_faults else None,
        "pieces_missing": tuple(piece.label for piece in checked.pieces_missing),
        "declarations_missing": len(checked.declarations_missing),
    }


def _checklist(work: Work, case: Case) -> dict[str, object]:
    if case.folder.admissibility is None:
        return {}
    judged = screening.checks(work.session, case.id)
    rules = case.folder.admissibility.rules
    return {
        "checks": len(rules),
        "checks_open": sum(rule.key not in judged for rule in rules),
        "checks_failed": tuple(
            rule.article for rule in rules if rule.key in judged and judged[rule.key].verdict is Verdict.FAILS
        ),
    }


def _reviews(work: Work, case: Case) -> dict[str, object]:
    barred = interests.interested_in(work.session, case.id)
    rows = [row for row in reviews.of_application(work.session, case.id) if row.expert_id not in barred]
    named = [row for row in rows if row.state not in GONE]
    handed = [row for row in rows if row.state is ReviewState.SUBMITTED]
    return {
        "reviewers": len(named),
        "reviewers_wanted": case.folder.grid.reviewers if case.folder.grid else 1,
        "reviews_in": len(handed),
        "colleges_unnamed": _short(case, named),
        "colleges_silent": _short(case, handed),
        "consensus_missing": case.folder.grid is not None
        and bool(agreed_criteria(case.folder.grid))
        and not agreed_since(work, case, handed),
    }


def _short(case: Case, rows: Sequence[Review]) -> tuple[str, ...]:
    """The colleges that the grid asks for more reviews than these."""
    return short_colleges(case.folder.grid, (row.college for row in rows)) if case.folder.grid else ()


def _sitting(work: Work, case: Case, named: int | None) -> dict[str, object]:
    found = attendances.sitting_for(work, case, named)
    if isinstance(found, Reason):
        return {"sitting": found}
    return {"quorum": quorum_reason(work, case, key_of(found))}


def quorum_reason(work: Work, case: Case, sitting_id: int) -> Reason | None:
    """Why the quorum is not met for this item, if it is not: recused members count on neither side."""
    if case.folder.committee is None:
        return None
    recused = interests.interested_in(work.session, case.id)
    rows = committee.attendance(work.session, sitting_id)
    return item_quorum(
        members=frozenset(row.person_id for row in rows),
        present=frozenset(row.person_id for row in rows if row.present),
        recused=recused,
        share=case.folder.committee.quorum,
    ).refusal


def _draw(work: Work, case: Case) -> tuple[datetime | None, datetime | None]:
    """When the list was fixed for a draw that still waits for its seed, and for any draw."""
    file = case.folder.committee
    if file is None or file.ranking.lottery is None:
        return None, None
    held = draws.of_wave(work.session, case.application.wave_id)
    if held is None:
        return None, None
    return held.draw.fixed_at if held.published is None else None, held.draw.fixed_at


def _indicators(work: Work, case: Case) -> tuple[str, ...]:
    """The indicators without the value that the coming rendezvous looks at."""
    midterm = case.application.stage is Stage.STARTED
    kind = RendezvousKind.MIDTERM if midterm else RendezvousKind.FINAL
    return tuple(
        row.label
        for row in follow_up.indicators(work.session, case.id)
        if follow_up.value_at(row, kind) in (None, "")
    )
