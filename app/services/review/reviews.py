"""Expert review: named by an officer, free of interests, marked criterion by criterion, submitted once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.db import journal, people
from app.db.base import key_of
from app.db.people import Person
from app.db.review import interests, marks, reviews
from app.db.review.marks import MarkRow
from app.db.review.reviews import Review, ReviewState
from app.domain.access import Permission
from app.domain.call_file.grid.rules import Confidence
from app.domain.errors import (
    Conflict,
    Fault,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Stale,
    WrongStage,
)
from app.domain.people import Role
from app.domain.scoring import CANNOT_ASSESS, agreed_criteria, review_faults
from app.domain.scoring.colleges import short_colleges
from app.domain.workflow import Stage
from app.services import mails
from app.services.apply import filings
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_NOTE, LONGEST_WORDS, optional, required, whole
from app.services.review.consensus import agreed_since
from app.services.review.declaring import read_nature, record
from app.services.review.due_days import of_opening
from app.services.review.gaps import gap_of
from app.services.review.officers import tell_officers
from app.services.review.panels import applying, grid_of
from app.services.review.removals import handed_in_once
from app.services.review.typed_marks import Sent, TypedMarks, read_marks
from app.services.screening.suspicions import refuse_suspected, suspected
from app.services.work import Work

ASSIGNING = frozenset({Stage.DOSSIER_SUBMITTED, Stage.ADMISSIBLE, Stage.IN_REVIEW})
MARKING = frozenset({Stage.IN_REVIEW})
OPEN_STATES = (ReviewState.ASSIGNED, ReviewState.ACCEPTED)


def experts_for(work: Work, case: Case) -> list[tuple[Person, int]]:
    """Who may still be named on this application, with how many reviews each has to write, the least busy first.

    One who was taken off may be named again, and so may one whose interest was lifted; one who declined, with a reason,
    is not asked twice. Nor is one whom a suspicion that nobody judged brings to the application.
    """
    taken = {
        row.expert_id
        for row in reviews.of_application(work.session, case.id)
        if row.state not in reviews.GONE or (row.state is ReviewState.DECLINED and row.reason)
    }
    barred = interests.interested_in(work.session, case.id)
    barred |= {key_of(one.person) for one in suspected(work, case) if one.waits}
    pool = people.holding(work.session, Role.EXPERT, case.application.call_id)
    loads = reviews.load_counts(work.session, {key_of(p) for p in pool})
    free = [p for p in pool if key_of(p) not in taken | barred]
    return sorted(((p, loads.get(key_of(p), 0)) for p in free), key=lambda pair: (pair[1], pair[0].name))


def assign(work: Work, reference: str, expert_id: int, college: str = "") -> Review:
    """Name an expert on an application; ``college``: the key of the one he reviews for, where the grid has some.

    Named once the reviews are open, he has the last day that their opening gave, if it is still to come.
    Raises WrongStage outside of the review, Invalid when the person is no expert of the call, has an interest
    or is suspected of one, or when the college is none of the grid, Conflict when they are named already.
    """
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS, lock=True)
    colleges = {one.key for one in grid_of(case).colleges}
    if case.application.stage not in ASSIGNING:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.application.stage, action="assign")
    able = {key_of(p): p for p in people.holding(work.session, Role.EXPERT, case.application.call_id)}
    if expert_id not in able:
        raise Invalid(Fault("expert_id", Reason.of(ReasonCode.NOT_A_CHOICE, read=expert_id)))
    if expert_id in interests.interested_in(work.session, case.id):
        raise Invalid(Fault("expert_id", Reason.of(ReasonCode.INTEREST_DECLARED)))
    refuse_suspected(work, case, able[expert_id], "expert_id")
    if college not in (colleges or {""}):
        raise Invalid(Fault("college", Reason.of(ReasonCode.NOT_A_CHOICE, read=college[:80])))
    filing = filings.last(work, case)
    if filing is None:
        raise NotReady(ReasonCode.FORM_INCOMPLETE, count=1)
    review = reviews.review_of(work.session, case.id, expert_id, afresh=True)
    if review is not None and review.state not in reviews.GONE:
        raise Conflict(ReasonCode.ALREADY_DONE)
    if review is None:
        review = Review(
            application_id=case.id,
            expert_id=expert_id,
            filing_id=key_of(filing),
            state=ReviewState.ASSIGNED,
            assigned_at=work.now,
        )
    review.state, review.filing_id, review.assigned_at = ReviewState.ASSIGNED, key_of(filing), work.now
    review.college, review.due_at = college, of_opening(work, case)
    work.session.add(review)
    work.session.flush()
    said = {"expert": expert_id} | ({"college": college} if college else {})
    _journal(work, case, "assign_reviewer", said)
    person = people.by_id(work.session, expert_id)
    if person is not None:
        data = {**mails.mail_values(work, case), "name": person.name}
        data["due_at"] = review.due_at.isoformat() if review.due_at else None
        data["link"] = f"{work.base_url}/expertises/{reference}"
        mails.write(
            work,
            "review_assigned",
            person.email,
            data,
            key=f"{reference}:review:{review.id}:{review.version}",
        )
    return review


def unassign(work: Work, reference: str, expert_id: int, reason: str = "") -> None:
    """Take an expert off an application; a submitted review stays, and the expert may be named again.

    One who had handed in is not taken off without a reason, which the committee reads with what was handed in.
    Raises Hidden when the expert was not named, Conflict ALREADY_DONE once the review is handed in, Invalid.
    """
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS, lock=True)
    review = reviews.review_of(work.session, case.id, expert_id, afresh=True)
    if review is None:
        raise Hidden(ReasonCode.NOT_FOUND)
    if review.state not in OPEN_STATES:
        raise Conflict(ReasonCode.ALREADY_DONE)
    said: dict[str, Any] = {"expert": expert_id}
    if handed_in_once(work, review):
        why = required("retrait", reason, LONGEST_NOTE, ReasonCode.JUSTIFICATION_MISSING)
        said |= {"handed_in": True, "reason": why}
    elif why := optional("retrait", reason, LONGEST_NOTE):
        said["reason"] = why
    review.state, review.version = ReviewState.WITHDRAWN, review.version + 1
    work.session.add(review)
    work.session.flush()
    _journal(work, case, "unassign_reviewer", said)


def my_review(work: Work, reference: str, *, lock: bool = False) -> tuple[Case, Review]:
    """The review that the person at work has to write. Raises Hidden when there is none."""
    case = open_case(work, reference, lock=lock)
    if not case.may(Permission.WRITE_REVIEW):
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    review = reviews.review_of(work.session, case.id, work.person_id, afresh=lock)
    if review is None or review.state in reviews.GONE:
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    return case, review


def accept(work: Work, reference: str) -> Review:
    """The expert declares to have no interest in the application, and takes the review."""
    case, review = my_review(work, reference, lock=True)
    if review.state is ReviewState.ASSIGNED:
        review.state, review.version = ReviewState.ACCEPTED, review.version + 1
        work.session.add(review)
        work.session.flush()
        _journal(work, case, "accept_review", {"expert": review.expert_id})
    return review


def decline(work: Work, reference: str, reason: str) -> None:
    """The expert gives the review back, with a reason that the officers read at once."""
    case, review = my_review(work, reference, lock=True)
    if review.state is ReviewState.SUBMITTED:
        raise Conflict(ReasonCode.ALREADY_DONE)
    review.reason = required("reason", reason, LONGEST_NOTE)
    review.state, review.version = ReviewState.DECLINED, review.version + 1
    work.session.add(review)
    work.session.flush()
    _journal(work, case, "decline_review", {"expert": review.expert_id})
    told = {"expert": work.actor.name, "reason": review.reason}
    tell_officers(
        work, case, "review_declined", told, key=f"declined:{review.id}:{review.version}", page="experts"
    )


def declare_interest(work: Work, reference: str, nature: str) -> None:
    """A person declares an interest: the application is hidden from them everywhere from now on.

    ``nature``: a `Nature`. Source: CGCT L2131-11. A review not yet submitted is given back; one that was is kept and
    counts no more. Raises Hidden, Forbidden, Invalid.
    """
    case = open_case(work, reference, Permission.DECLARE_INTEREST, lock=True)
    record(work, case, read_nature("nature", nature))


def save(
    work: Work,
    reference: str,
    sent: Sent,
    comment: str,
    *,
    version: int | None = None,
    confidence: str | None = None,
) -> Review:
    """Keep a review being written: ``sent`` is {criterion or part: {"mark": text, "justification": text}}.

    A mark is a number, the key or the label of a level, or "na" for "cannot assess". ``confidence``: how sure the
    expert says to be, as typed; None leaves it as it was. Raises Invalid for a mark that is not on its scale and a
    text too long (the rest of what was typed is in the exception's faults), Stale (with what is kept) when it was
    saved from elsewhere since ``version``, Conflict once it was handed in: ALREADY_DONE for the same words,
    REVIEW_SUBMITTED for others.
    """
    case, review = my_review(work, reference, lock=True)
    grid = grid_of(case)
    typed = read_marks(grid.criteria, applying(work, case), sent)
    faults, sure = list(typed.faults), review.confidence
    words = whole("comment", comment, LONGEST_WORDS, faults)
    if grid.confidence is not None and confidence is not None:
        sure = _confidence(grid.confidence, confidence.strip(), faults)
    rows = {row.criterion: row for row in marks.marks(work.session, {key_of(review)})[key_of(review)]}
    same = not faults and _says_the_same(rows, typed) and (review.comment, review.confidence) == (words, sure)
    if review.state is ReviewState.SUBMITTED and not same:
        raise Conflict(ReasonCode.REVIEW_SUBMITTED, at=review.submitted_at)
    _refuse_unless_open(case, review)
    if version is not None and version != review.version:
        if same:
            return review
        raise _stale(work, review, rows)
    if faults:
        raise Invalid(*faults)
    for key, why in typed.words.items():
        row = rows.get(key) or MarkRow(review_id=key_of(review), criterion=key)
        row.value, row.justification = typed.marks.get(key), why
        row.abstained = key in typed.marks and row.value is None
        work.session.add(row)
    review.comment, review.version = words, review.version + 1
    review.confidence = sure
    work.session.add(review)
    work.session.flush()
    return review


def _says_the_same(rows: Mapping[str, MarkRow], typed: TypedMarks) -> bool:
    """Is what was typed what is kept already, as after a button pressed twice?"""
    for key, why in typed.words.items():
        row = rows.get(key) or MarkRow(review_id=0, criterion=key)
        abstained = key in typed.marks and typed.marks[key] is None
        if (row.value, row.justification, row.abstained) != (typed.marks.get(key), why, abstained):
            return False
    return True


def _stale(work: Work, review: Review, rows: Mapping[str, MarkRow]) -> Stale:
    """What the expert saved from another window, in the shape in which it is sent."""
    kept = {
        key: {
            "mark": CANNOT_ASSESS if row.abstained else "" if row.value is None else str(row.value),
            "justification": row.justification,
        }
        for key, row in rows.items()
    }
    return Stale(
        ReasonCode.STALE,
        by=work.actor.name,
        own=True,
        fields=("review",),
        version=review.version,
        kept={"marks": kept, "comment": review.comment, "confidence": review.confidence},
    )


def submit(work: Work, reference: str) -> Review:
    """Hand the review in; it no longer changes. Raises Invalid with every criterion that lacks something."""
    case, review = my_review(work, reference, lock=True)
    _refuse_unless_open(case, review)
    identity, grid = key_of(review), grid_of(case)
    faults = review_faults(
        grid,
        marks.values(work.session, {identity})[identity],
        {row.criterion: row.justification for row in marks.marks(work.session, {identity})[identity]},
        frozenset(one.key for one in applying(work, case)),
    )
    if grid.confidence is not None and review.confidence is None:
        faults.append(Fault("confidence", Reason.of(ReasonCode.REQUIRED)))
    if faults:
        raise Invalid(*faults)
    review.state, review.submitted_at = ReviewState.SUBMITTED, work.now
    review.version += 1
    work.session.add(review)
    work.session.flush()
    _journal(work, case, "submit_review", {"expert": review.expert_id})
    return review


def _refuse_unless_open(case: Case, review: Review) -> None:
    if review.state is ReviewState.SUBMITTED:
        raise Conflict(ReasonCode.ALREADY_DONE, at=review.submitted_at)
    if case.application.stage not in MARKING:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="write_review")
    if review.state is ReviewState.ASSIGNED:
        raise NotReady(ReasonCode.ACCEPT_FIRST)


class Remaining(StrEnum):
    """What is left to do for the authority once no expert has anything left to write."""

    EXPERT = "expert"
    ANOTHER = "another"
    CONSENSUS = "consensus"
    CLOSING = "closing"


def remaining(work: Work, case: Case) -> Remaining | None:
    """What a review waits for, in the order of its guards; None unless under review, and while an expert has one to
    write.
    """
    if case.application.stage is not Stage.IN_REVIEW:
        return None
    grid, barred = grid_of(case), interests.interested_in(work.session, case.id)
    rows = [row for row in reviews.of_application(work.session, case.id) if row.expert_id not in barred]
    if any(row.state in OPEN_STATES for row in rows):
        return None
    handed = [row.college for row in rows if row.state is ReviewState.SUBMITTED]
    if len(handed) < grid.reviewers or short_colleges(grid, handed):
        return Remaining.EXPERT
    gap = gap_of(work, case)
    if gap is not None and gap.asks_another:
        return Remaining.ANOTHER
    lacks_agreement = agreed_criteria(grid) and not agreed_since(work, case, rows)
    return Remaining.CONSENSUS if lacks_agreement else Remaining.CLOSING


def _confidence(rule: Confidence, text: str, faults: list[Fault]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        faults.append(Fault("confidence", Reason.of(ReasonCode.NOT_A_NUMBER, read=text[:80], whole=True)))
        return None
    sure = int(text)
    if not rule.min <= sure <= rule.max:
        small = sure < rule.min
        code, end = (ReasonCode.TOO_SMALL, "min") if small else (ReasonCode.TOO_LARGE, "max")
        bound = rule.min if small else rule.max
        faults.append(Fault("confidence", Reason(code, {"read": sure, end: bound})))
    return sure


def _journal(work: Work, case: Case, verb: str, data: dict[str, Any]) -> None:
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data=data,
    )
