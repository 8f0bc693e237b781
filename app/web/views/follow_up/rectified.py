"""What was put right in payments, in words."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.db.base import key_of
from app.db.follow_up.payments import Payment
from app.db.rectifications import Subject, rectifications_of
from app.services.work import Work
from app.web.views.rectified import Rectified, in_words
from app.words import formats
from app.words.labels import PAYMENT_STATES, Audience

LABELS: Mapping[str, str] = {
    "state": "État",
    "paid_on": "Payé le",
    "amount_cents": "Montant payé",
    "order_number": "Numéro du mandat",
}


def rectified_payments(work: Work, rows: Collection[Payment]) -> dict[int, tuple[Rectified, ...]]:
    """By payment, those that were put right, the last rectification first: two queries, whatever their number."""
    found = rectifications_of(work.session, Subject.PAYMENT, {key_of(row) for row in rows})
    told: dict[int, tuple[Rectified, ...]] = {}
    for one, words in zip(reversed(found), in_words(work, found, LABELS, _words), strict=True):
        told[one.subject_id] = (*told.get(one.subject_id, ()), words)
    return told


def _words(field: str, value: Any) -> str:
    if value is None:
        return ""
    match field:
        case "state":
            return PAYMENT_STATES[Audience.OFFICER][value].word
        case "paid_on":
            return formats.day(date.fromisoformat(value))
        case "amount_cents":
            return formats.money(value)
        case _:
            return str(value)
