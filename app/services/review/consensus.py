"""The marks on which the reviewers agree after their reviews: recorded by an officer, once every review is in."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.db import journal, people
from app.db.base import key_of
from app.db.people import Person
from app.db.review import interests, reviews
from app.db.review import marks as kept_marks
from app.db.review.marks import ConsensusMark
from app.db.review.reviews import Review, ReviewState
from app.domain.access import Permission
from app.domain.call_file.grid.scoring import Criterion
from app.domain.errors import Hidden, Invalid, NotReady, Reason, ReasonCode, Stale, WrongStage
from app.domain.scoring import CANNOT_ASSESS, agreed_criteria, review_faults
from app.domain.workflow import Stage
from app.services.cases import Case, open_case
from app.services.review.panels import applying, grid_of
from app.services.review.typed_marks import Sent, TypedMarks, read_marks
from app.services.work import Work

RECORDING = frozenset({Stage.IN_REVIEW})
VERB = "record_consensus"


@dataclass(frozen=True)
class Consensus:
    """What is to agree on, what was agreed and by whom it was recorded, and why it may not be recorded now.

    ``version``: how many times it was recorded.
    """

    criteria: tuple[Criterion, ...]
    marks: dict[str, ConsensusMark]
    recorded_by: Person | None
    version: int
    refusal: Reason | None


def consensus_of(work: Work, case: Case) -> Consensus:
    """The consensus on one application; nothing to agree on when the grid wants none."""
    criteria = _criteria(work, case)
    marks = kept_marks.agreed(work.session, {case.id}).get(case.id, {})
    last = max(marks.values(), key=lambda row: row.recorded_at, default=None)
    person = people.by_id(work.session, last.recorded_by) if last else None
    version = journal.count_of(work.session, case.id, VERB)
    return Consensus(criteria, marks, person, version, _refusal(work, case) if criteria else None)


def record(work: Work, reference: str, sent: Sent, *, seen: int = 0) -> None:
    """Record the agreed marks, all of them; recording again replaces them until the review is closed.

    ``seen``: the version that was read; 0, that nothing was recorded yet. Raises Hidden, Forbidden, WrongStage out of
    the review, NotReady while an expert has not finished, Invalid, Stale when other marks were recorded since.
    """
    case = open_case(work, reference, Permission.RECORD_CONSENSUS, lock=True)
    if case.application.stage not in RECORDING:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="record_consensus")
    criteria = _criteria(work, case)
    if not criteria:
        raise Hidden(ReasonCode.NOT_FOUND, what="consensus")
    if (refusal := _refusal(work, case)) is not None:
        raise NotReady(refusal.code, **refusal.values)
    typed = read_marks(criteria, criteria, sent)
    grid = grid_of(case).model_copy(update={"criteria": criteria})
    wrong = {one.field for one in typed.faults}
    lacking = [one for one in review_faults(grid, typed.marks, typed.words) if one.field not in wrong]
    if typed.faults or lacking:
        raise Invalid(*typed.faults, *lacking)
    known = kept_marks.agreed(work.session, {case.id}).get(case.id, {})
    if known and journal.count_of(work.session, case.id, VERB) != seen:
        if _says_the_same(known, typed):
            return
        raise _stale(work, known)
    for key in (*typed.marks, *(typed.words.keys() - typed.marks.keys())):
        if key not in typed.marks and not typed.words[key]:
            continue
        row = known.get(key) or ConsensusMark(
            application_id=case.id, criterion=key, recorded_by=work.person_id, recorded_at=work.now
        )
        row.value, row.justification = typed.marks.get(key), typed.words[key]
        row.recorded_by, row.recorded_at = work.person_id, work.now
        work.session.add(row)
    work.session.flush()
    journal.write(
        work.session,
        work.actor,
        VERB,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={
            "marks": {key: CANNOT_ASSESS if mark is None else str(mark) for key, mark in typed.marks.items()}
        },
    )


def finished(work: Work, case: Case) -> tuple[list[Review], int]:
    """The reviews handed in, by experts without interest, and how many are wanted in all."""
    barred = interests.interested_in(work.session, case.id)
    rows = [row for row in reviews.of_application(work.session, case.id) if row.expert_id not in barred]
    named = [row for row in rows if row.state not in reviews.GONE]
    handed = [row for row in named if row.state is ReviewState.SUBMITTED]
    return handed, max(grid_of(case).reviewers, len(named))


def agreed_since(work: Work, case: Case, rows: Iterable[Review]) -> bool:
    """Were the marks agreed once all of these reviews were in? One that comes in later reopens what was agreed."""
    agreed = kept_marks.agreed(work.session, {case.id}).get(case.id)
    if not agreed:
        return False
    last = max(row.recorded_at for row in agreed.values())
    return all(row.submitted_at is None or row.submitted_at <= last for row in rows)


def marks_beside(work: Work, case: Case) -> dict[str, list[tuple[str, kept_marks.MarkRow]]]:
    """What each expert said of each criterion and part, by their names: what one agrees from."""
    handed, _ = finished(work, case)
    named = people.named(work.session, {row.expert_id for row in handed})
    said = kept_marks.marks(work.session, {key_of(row) for row in handed})
    found: dict[str, list[tuple[str, kept_marks.MarkRow]]] = {}
    for row in handed:
        for mark in said[key_of(row)]:
            found.setdefault(mark.criterion, []).append((named[row.expert_id].name, mark))
    return found


def _says_the_same(known: dict[str, ConsensusMark], typed: TypedMarks) -> bool:
    """Is what was typed what is recorded already, as after a button pressed twice?"""
    kept = {key: (row.value, row.justification) for key, row in known.items()}
    said = {key: (typed.marks.get(key), words) for key, words in typed.words.items()}
    return kept == {key: one for key, one in said.items() if key in typed.marks or one[1]}


def _stale(work: Work, known: dict[str, ConsensusMark]) -> Stale:
    """By whom the marks were recorded last, and when: the lines that were not sent again keep who sent them."""
    last = max(known.values(), key=lambda row: row.recorded_at)
    own = last.recorded_by == work.person_id
    by = people.named(work.session, {last.recorded_by})[last.recorded_by].name
    version = journal.count_of(work.session, last.application_id, VERB)
    kept = {
        key: {
            "mark": CANNOT_ASSESS if row.value is None else str(row.value),
            "justification": row.justification,
        }
        for key, row in known.items()
    }
    told = {"by": by, "own": own, "at": last.recorded_at, "version": version, "kept": {"marks": kept}}
    return Stale(ReasonCode.STALE, fields=("consensus",), **told)


def _criteria(work: Work, case: Case) -> tuple[Criterion, ...]:
    agreed = {one.key for one in agreed_criteria(grid_of(case))}
    return tuple(one for one in applying(work, case) if one.key in agreed) if agreed else ()


def _refusal(work: Work, case: Case) -> Reason | None:
    handed, wanted = finished(work, case)
    if len(handed) >= wanted:
        return None
    return Reason.of(ReasonCode.REVIEWS_MISSING, reviews=len(handed), wanted=wanted)
