"""What was put right of the payments, as JSON."""

from datetime import date

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Name, Sent, Text, Version
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.rectifications import RectificationShape, rectifications_of
from app.db.base import key_of
from app.db.rectifications import Subject
from app.domain.access import Permission
from app.services.cases import open_case
from app.services.follow_up import rectified_payments
from app.services.road.acts.payloads import Euros
from app.services.route_access import CASE, allow

router = APIRouter(prefix="/applications/{reference}/payments/{key}", tags=["suivi"], responses=RESPONSES)


class PaymentRectified(Sent):
    """``version``: how many rectifications of this payment were read."""

    paid_on: date
    order_number: Name = Field(examples=["2027-M-00184"])
    amount: Euros
    reason: Text
    version: Version


class PaymentTakenBack(Sent):
    reason: Text
    version: Version


@router.get("/rectifications", summary="Ce qui a été rectifié d’un paiement")
@allow(CASE)
def of_payment(work: ApiReading, reference: str, key: str) -> list[RectificationShape]:
    case = open_case(work, reference, Permission.READ_PAYMENTS)
    found = rectified_payments.paid(work, case, key)
    return rectifications_of(work, Subject.PAYMENT, key_of(found))


@router.put("/rectifications", summary="Rectifier un paiement")
@allow(CASE)
def rectify_payment(
    work: ApiWriting, reference: str, key: str, sent: PaymentRectified
) -> list[RectificationShape]:
    made = rectified_payments.rectify(work, reference, key, **sent.model_dump())
    return rectifications_of(work, Subject.PAYMENT, made.subject_id)


@router.post("/take-back", summary="Reprendre un paiement enregistré sur le mauvais versement")
@allow(CASE)
def take_back_payment(
    work: ApiWriting, reference: str, key: str, sent: PaymentTakenBack
) -> list[RectificationShape]:
    made = rectified_payments.take_back(work, reference, key, sent.reason, version=sent.version)
    return rectifications_of(work, Subject.PAYMENT, made.subject_id)
