"""Admissibility, experts, interests and opinions as JSON."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from app.api.bodies import Cell, Id, Keyed, Name, Sent, Text, Version, only
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.review.schemas import CheckShape, ConsensusShape, MarkShape, PersonShape, ReviewShape
from app.db.base import key_of
from app.db.review import marks as kept_marks
from app.db.review import reviews as rows
from app.db.review.reviews import Review
from app.db.screening.screening import Verdict
from app.domain.access import Permission
from app.domain.interests import Nature
from app.domain.people import Role
from app.edge.numbers import Key
from app.services.cases import open_case
from app.services.desk import desks
from app.services.lengths import LONGEST_NOTE
from app.services.review import consensus, reviews
from app.services.review.panels import grid_of
from app.services.route_access import CASE, SIGNED_IN, allow
from app.services.screening import checklist, opinions
from app.services.work import Work
from app.words.labels import Audience
from app.words.refused.reasons import sentence

router = APIRouter(tags=["instruction"], responses=RESPONSES)


Why = Annotated[
    str, Query(max_length=LONGEST_NOTE, description="Pourquoi ; obligatoire si l’expertise avait été rendue.")
]


class Judgement(Sent):
    verdict: Verdict
    note: Text = ""


class TypedMark(Sent):
    mark: Cell = Field("", examples=["3.5"])
    justification: Text = ""


class TypedReview(Sent):
    """By criterion, or by part of one: a number, the key of a level, "na" for « ne peut pas se prononcer »."""

    marks: Keyed[TypedMark]
    comment: Text = ""
    confidence: Annotated[int, Field(ge=0, le=999)] | None = Field(
        None, description="À quel point l’expert est sûr, si la grille le demande."
    )
    version: Version | None = None


class TypedConsensus(Sent):
    marks: Keyed[TypedMark]
    version: Version = Field(0, description="Celle qui a été lue ; 0 quand rien n’est encore enregistré.")


class OpinionGiven(Sent):
    favourable: bool
    text: Text


class ExpertNamed(Sent):
    expert_id: Id
    college: Annotated[Name, Field(max_length=80)] = ""


class Declined(Sent):
    reason: Text


class InterestSent(Sent):
    nature: Annotated[Name, Field(json_schema_extra={"enum": [one.value for one in Nature]})]


class QuestionSent(Sent):
    person_id: Id
    question: Text = ""
    due_on: date | None = Field(None, description="Dernier jour pour répondre ; vide : le délai de l’appel.")


@router.get("/applications/{reference}/checklist", summary="La grille de recevabilité")
@allow(CASE)
def read_checklist(work: ApiReading, reference: str) -> list[CheckShape]:
    case = open_case(work, reference, Permission.READ_CHECKLIST)
    return [
        CheckShape(
            key=line.rule.key,
            article=line.rule.article,
            text=line.rule.text,
            automatic=line.automatic,
            verdict=line.check.verdict.value if line.check else None,
            note=line.check.note if line.check else "",
        )
        for line in checklist.lines(work, case)
    ]


@router.put("/applications/{reference}/checklist/{rule}", summary="Juger une ligne de la grille")
@allow(CASE)
def judge(work: ApiWriting, reference: str, rule: str, sent: Judgement) -> list[CheckShape]:
    checklist.judge(work, reference, rule, sent.verdict, sent.note)
    return read_checklist(work, reference)


@router.get("/applications/{reference}/experts", summary="Les experts que l’on peut désigner")
@allow(CASE)
def experts(work: ApiReading, reference: str) -> list[PersonShape]:
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS)
    return [
        PersonShape(id=key_of(person), name=person.name, load=load)
        for person, load in reviews.experts_for(work, case)
    ]


@router.post("/applications/{reference}/reviews", status_code=201, summary="Désigner un expert")
@allow(CASE)
def assign(
    work: ApiWriting,
    reference: str,
    sent: ExpertNamed,
) -> ReviewShape:
    return _shape(work, reference, reviews.assign(work, reference, sent.expert_id, sent.college))


@router.delete("/applications/{reference}/reviews/{expert_id}", status_code=204, summary="Retirer un expert")
@allow(CASE)
def unassign(work: ApiWriting, reference: str, expert_id: Key, reason: Why = "") -> None:
    reviews.unassign(work, reference, expert_id, reason)


@router.get("/applications/{reference}/reviews", summary="Les expertises d’une candidature")
@allow(CASE)
def listed(work: ApiReading, reference: str) -> list[ReviewShape]:
    case = open_case(work, reference, Permission.READ_REVIEWS)
    return [_shape(work, reference, one) for one in rows.of_application(work.session, case.id)]


@router.get("/reviews", summary="Mes expertises")
@allow(Role.EXPERT)
def mine(work: ApiReading) -> list[ReviewShape]:
    return [_shape(work, line.application.reference, one) for one, line in desks.experts_desk(work)]


@router.get("/applications/{reference}/review", summary="Mon expertise")
@allow(CASE)
def my_review(work: ApiReading, reference: str) -> ReviewShape:
    _, review = reviews.my_review(work, reference)
    return _shape(work, reference, review)


@router.post("/applications/{reference}/review/accept", summary="Accepter, sans intérêt à déclarer")
@allow(CASE)
def accept(work: ApiWriting, reference: str) -> ReviewShape:
    return _shape(work, reference, reviews.accept(work, reference))


@router.post("/applications/{reference}/review/decline", status_code=204, summary="Décliner")
@allow(CASE)
def decline(work: ApiWriting, reference: str, sent: Declined) -> None:
    reviews.decline(work, reference, sent.reason)


@router.put("/applications/{reference}/review", summary="Garder mon expertise")
@allow(CASE)
def save(work: ApiWriting, reference: str, sent: TypedReview) -> ReviewShape:
    typed = {key: mark.model_dump() for key, mark in sent.marks.items()}
    sure = None if sent.confidence is None else str(sent.confidence)
    row = reviews.save(work, reference, typed, sent.comment, version=sent.version, confidence=sure)
    only(_named(work, reference), sent.marks, "marks.")
    return _shape(work, reference, row)


def _named(work: Work, reference: str) -> frozenset[str]:
    """The criteria of the grid, and their parts."""
    criteria = grid_of(open_case(work, reference)).criteria
    return frozenset(key for one in criteria for key in (one.key, *(leaf.key for leaf in one.leaves)))


@router.post("/applications/{reference}/review/submit", summary="Rendre mon expertise")
@allow(CASE)
def submit(work: ApiWriting, reference: str) -> ReviewShape:
    return _shape(work, reference, reviews.submit(work, reference))


@router.get("/applications/{reference}/consensus", summary="Les notes de consensus")
@allow(CASE)
def read_consensus(work: ApiReading, reference: str) -> ConsensusShape:
    case = open_case(work, reference, Permission.READ_REVIEWS)
    found = consensus.consensus_of(work, case)
    last = max(found.marks.values(), key=lambda row: row.recorded_at, default=None)
    marked = {leaf.key for leaf in grid_of(case).leaves}
    return ConsensusShape(
        reference=reference,
        criteria=tuple(one.key for one in found.criteria),
        marks=tuple(
            MarkShape(
                criterion=one.criterion,
                value=one.value,
                abstained=one.value is None and one.criterion in marked,
                justification=one.justification,
            )
            for one in found.marks.values()
        ),
        recorded_by=found.recorded_by.name if found.recorded_by else None,
        recorded_at=last.recorded_at if last else None,
        version=found.version,
        missing=sentence(found.refusal, Audience.OFFICER) if found.refusal else None,
    )


@router.put("/applications/{reference}/consensus", summary="Enregistrer les notes de consensus")
@allow(CASE)
def record_consensus(work: ApiWriting, reference: str, sent: TypedConsensus) -> ConsensusShape:
    typed = {key: mark.model_dump() for key, mark in sent.marks.items()}
    consensus.record(work, reference, typed, seen=sent.version)
    only(_named(work, reference), sent.marks, "marks.")
    return read_consensus(work, reference)


@router.post("/applications/{reference}/interests", status_code=204, summary="Déclarer un intérêt")
@allow(CASE)
def declare(work: ApiWriting, reference: str, sent: InterestSent) -> None:
    reviews.declare_interest(work, reference, sent.nature)


@router.post("/applications/{reference}/opinions", status_code=201, summary="Demander un avis")
@allow(CASE)
def ask(
    work: ApiWriting,
    reference: str,
    sent: QuestionSent,
) -> dict[str, int | str | None]:
    row = opinions.ask(work, reference, sent.person_id, sent.question, sent.due_on)
    return {"person_id": row.person_id, "due_at": row.due_at.isoformat() if row.due_at else None}


@router.put("/applications/{reference}/opinion", summary="Donner l’avis demandé")
@allow(CASE)
def give(work: ApiWriting, reference: str, sent: OpinionGiven) -> dict[str, bool]:
    row = opinions.give(work, reference, sent.favourable, sent.text)
    return {"favourable": bool(row.favourable), "late": row.late}


@router.get("/opinions", summary="Les avis que l’on me demande")
@allow(SIGNED_IN)
def asked(work: ApiReading) -> list[dict[str, str | bool | None]]:
    return [
        {
            "reference": line.application.reference,
            "question": row.question,
            "given": row.given_at is not None,
            "due_at": row.due_at.isoformat() if row.due_at else None,
            "late": row.late if row.given_at else row.overdue(work.now),
        }
        for row, line in desks.consulted_desk(work)
    ]


def _shape(work: Work, reference: str, review: Review) -> ReviewShape:
    identity = key_of(review)
    return ReviewShape(
        reference=reference,
        expert_id=review.expert_id,
        state=review.state.value,
        version=review.version,
        comment=review.comment,
        due_at=review.due_at,
        submitted_at=review.submitted_at,
        confidence=review.confidence,
        college=review.college,
        marks=tuple(
            MarkShape(
                criterion=one.criterion,
                value=one.value,
                abstained=one.abstained,
                justification=one.justification,
            )
            for one in kept_marks.marks(work.session, {identity})[identity]
        ),
    )
