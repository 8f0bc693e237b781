"""The convention, the three rendezvous, the indicators and the payments as JSON."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, Field

from app.api.dependencies import ApiReading, ApiWriting, Wired
from app.api.problems import RESPONSES
from app.api.schemas import FollowUpShape, IndicatorShape, PaymentShape, RendezvousShape
from app.db.follow_up import follow_up
from app.db.follow_up import payments as rows
from app.domain.access import Deed
from app.edge.attachments import typeset
from app.services.cases import open_case
from app.services.desk import papers
from app.services.follow_up import indicators, payments
from app.services.road.acts.payloads import Euros
from app.services.route_access import CASE, allow
from app.services.work import Work

router = APIRouter(prefix="/applications/{reference}", tags=["suivi"], responses=RESPONSES)


class Paid(BaseModel):
    paid_on: date
    order_number: str = Field(examples=["2027-M-00184"])
    amount: Euros | None = Field(None, examples=["20000.00"])


@router.get("/convention.pdf", summary="La convention", response_class=Response)
@allow(CASE)
def convention(work: ApiReading, wired: Wired, reference: str) -> Response:
    _, row, document = papers.convention(work, reference)
    name = f"convention-{row.number}-v{row.version}.pdf"
    return typeset(wired.pdf, name, document)


@router.get("/follow-up", summary="Les rendez-vous, les indicateurs et les versements")
@allow(CASE)
def read(work: ApiReading, reference: str) -> FollowUpShape:
    return _shape(work, reference)


def _shape(work: Work, reference: str) -> FollowUpShape:
    case = open_case(work, reference, Deed.READ_FOLLOW_UP)
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


@router.put("/indicators/targets", summary="Fixer départs et cibles")
@allow(CASE)
def targets(
    work: ApiWriting, reference: str, sent: Annotated[dict[str, dict[str, str]], Body()]
) -> FollowUpShape:
    indicators.set_targets(work, reference, sent)
    return _shape(work, reference)


@router.put("/indicators/{kind}", summary="Renseigner les indicateurs d’un rendez-vous")
@allow(CASE)
def report(
    work: ApiWriting, reference: str, kind: str, sent: Annotated[dict[str, str], Body()]
) -> FollowUpShape:
    indicators.report(work, reference, kind, sent)
    return _shape(work, reference)


@router.post("/payments/{key}/request", summary="Demander un versement")
@allow(CASE)
def request(
    work: ApiWriting, reference: str, key: str, note: Annotated[str, Body(embed=True)] = ""
) -> PaymentShape:
    return PaymentShape.model_validate(payments.request(work, reference, key, note))


@router.post("/payments/{key}/pay", summary="Enregistrer un paiement")
@allow(CASE)
def pay(work: ApiWriting, reference: str, key: str, sent: Paid) -> PaymentShape:
    return PaymentShape.model_validate(payments.pay(work, reference, key, **sent.model_dump()))


@router.post("/payments/{key}/cancel", summary="Renoncer à un versement")
@allow(CASE)
def cancel(
    work: ApiWriting, reference: str, key: str, note: Annotated[str, Body(embed=True)]
) -> PaymentShape:
    return PaymentShape.model_validate(payments.cancel(work, reference, key, note))
