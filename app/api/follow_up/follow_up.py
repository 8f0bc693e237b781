"""The convention, the three rendezvous, the indicators and the payments as JSON."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from app.api.bodies import Cell, Keyed, Name, Sent, Text, only
from app.api.dependencies import ApiReading, ApiWriting, Wired
from app.api.follow_up.schemas import (
    ConventionShape,
    FollowUpShape,
    IndicatorShape,
    PaymentShape,
    RendezvousShape,
)
from app.api.problems import RESPONSES
from app.db.follow_up import follow_up
from app.db.follow_up import payments as rows
from app.domain.access import Permission
from app.edge.conventions import convention_file
from app.edge.numbers import MOST
from app.services.cases import open_case
from app.services.convention import reading
from app.services.follow_up import indicators, payments
from app.services.frozen import print_of
from app.services.road.acts.payloads import Euros
from app.services.route_access import CASE, allow
from app.services.work import Work

router = APIRouter(prefix="/applications/{reference}", tags=["suivi"], responses=RESPONSES)


class Target(Sent):
    """Where an indicator starts and what it aims at, as figures typed in French or not."""

    baseline: Cell = ""
    target: Cell = ""


class Noted(Sent):
    note: Text = ""


class Reasoned(Sent):
    note: Text


class Paid(Sent):
    paid_on: date
    order_number: Name = Field(examples=["2027-M-00184"])
    amount: Euros | None = None
    early_reason: Text = Field("", description="Pourquoi il précède le rendez-vous qui ouvre le versement.")


Version = Annotated[
    int | None, Query(ge=1, le=MOST, description="Une version envoyée, même rappelée ; vide : la dernière.")
]


@router.get("/convention.pdf", summary="La convention", response_class=Response)
@allow(CASE)
def convention(
    request: Request, work: ApiReading, wired: Wired, reference: str, version: Version = None
) -> Response:
    return convention_file(request, wired, work, reading.convention(work, reference, version))


@router.get("/convention", summary="La version de la convention, et ses empreintes")
@allow(CASE)
def convention_facts(work: ApiReading, reference: str, version: Version = None) -> ConventionShape:
    found = reading.convention(work, reference, version)
    printed = print_of(work, found.paper) if found.paper is not None else None
    return ConventionShape(
        number=found.row.number,
        version=found.row.version,
        content_sha256=found.document.content_sha256,
        pdf_sha256=printed.sha256 if printed is not None else None,
        sent_at=found.row.sent_at,
        recalled_at=found.recalled_at,
        versions=tuple(one.row.version for one in found.versions),
    )


@router.get("/follow-up", summary="Les rendez-vous, les indicateurs et les versements")
@allow(CASE)
def read(work: ApiReading, reference: str) -> FollowUpShape:
    return _shape(work, reference)


def _shape(work: Work, reference: str) -> FollowUpShape:
    case = open_case(work, reference, Permission.READ_FOLLOW_UP)
    return FollowUpShape(
        rendezvous=tuple(
            RendezvousShape.model_validate(one) for one in follow_up.rendezvous(work.session, case.id)
        ),
        indicators=tuple(
            IndicatorShape.model_validate(one) for one in follow_up.indicators(work.session, case.id)
        ),
        payments=tuple(
            PaymentShape.model_validate(one) for one in rows.of_application(work.session, case.id)
        ),
    )


def _indicators(work: Work, reference: str) -> frozenset[str]:
    case = open_case(work, reference, Permission.READ_FOLLOW_UP)
    return frozenset(row.key for row in follow_up.indicators(work.session, case.id))


@router.put("/indicators/targets", summary="Fixer départs et cibles")
@allow(CASE)
def targets(work: ApiWriting, reference: str, sent: Keyed[Target]) -> FollowUpShape:
    typed = {key: one.model_dump(exclude_unset=True) for key, one in sent.items()}
    indicators.set_targets(work, reference, typed)
    only(_indicators(work, reference), sent)
    return _shape(work, reference)


@router.put("/indicators/{kind}", summary="Renseigner les indicateurs d’un rendez-vous")
@allow(CASE)
def report(
    work: ApiWriting, reference: str, kind: Literal["midterm", "final"], sent: Keyed[Text]
) -> FollowUpShape:
    indicators.report(work, reference, kind, sent)
    only(_indicators(work, reference), sent)
    return _shape(work, reference)


@router.post("/payments/{key}/request", summary="Demander un versement")
@allow(CASE)
def request(work: ApiWriting, reference: str, key: str, sent: Noted | None = None) -> PaymentShape:
    note = sent.note if sent is not None else ""
    return PaymentShape.model_validate(payments.request(work, reference, key, note))


@router.post("/payments/{key}/pay", summary="Enregistrer un paiement")
@allow(CASE)
def pay(work: ApiWriting, reference: str, key: str, sent: Paid) -> PaymentShape:
    return PaymentShape.model_validate(payments.pay(work, reference, key, **sent.model_dump()))


@router.post("/payments/{key}/cancel", summary="Renoncer à un versement")
@allow(CASE)
def cancel(work: ApiWriting, reference: str, key: str, sent: Reasoned) -> PaymentShape:
    return PaymentShape.model_validate(payments.cancel(work, reference, key, sent.note))
