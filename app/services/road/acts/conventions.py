"""The effects of the convention's life: drafted with a number, frozen when it is sent, signed, or given up."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.db.calls import calls
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.follow_up import payments
from app.db.follow_up.follow_up import Rendezvous
from app.db.follow_up.payments import Payment, PaymentState
from app.domain.call_file.convention import ConventionFile
from app.domain.deadlines import add_months
from app.domain.documents import ConventionDocument, Standing
from app.domain.documents.written import written
from app.domain.errors import Fault, Hidden, Invalid, NotReady, Reason, ReasonCode, Stale
from app.domain.workflow import Action
from app.services import frozen
from app.services.cases import Case
from app.services.convention.documents import convention_document, draft_of
from app.services.convention.reading import paper_of
from app.services.road.acts.act import Acts, act
from app.services.road.acts.payloads import ConventionDraft, ConventionSending, Reasoned, Signatures
from app.services.work import Work


def draft(work: Work, case: Case, payload: ConventionDraft) -> dict[str, Any]:
    """Give the convention its number, in a series without holes. It stays a draft until it is sent."""
    file = _file(case)
    today = work.now.astimezone(case.folder.call.zone).date()
    starts_on = payload.starts_on or today
    number = f"{file.number_prefix}-{calls.next_number(work.session, file.number_prefix):04d}"
    convention = _begun(work, case, number, 1, starts_on)
    return {"number": convention.number, "sha256": convention.sha256}


def send(work: Work, case: Case, payload: ConventionSending) -> dict[str, Any]:
    """Freeze what was read and send it. Raises Stale, with both fingerprints, when it would print something else."""
    convention = _current(work, case)
    document = draft_of(work, case, convention)
    if payload.content_sha256 != document.content_sha256:
        raise Stale(
            ReasonCode.CONVENTION_CHANGED, read=payload.content_sha256, present=document.content_sha256
        )
    _say(convention, document)
    convention.sent_at = work.now
    work.session.add(convention)
    sent = replace(document, standing=Standing.FROZEN)
    kept = frozen.freeze(work, paper_of(case, convention, sent))
    return {
        "number": convention.number,
        "version": convention.version,
        "content_sha256": kept.sha256,
        "document": kept.id,
    }


def recall(work: Work, case: Case, _payload: Reasoned) -> dict[str, Any]:
    """Take back what was sent: the next one is a new version under the same number."""
    sent = _current(work, case)
    convention = _begun(work, case, sent.number, sent.version + 1, sent.starts_on)
    return {"number": convention.number, "version": convention.version}


def record_signature(work: Work, case: Case, payload: Signatures) -> dict[str, Any]:
    """Both have signed, the beneficiary first; the instalments and the three rendezvous are now planned.

    Raises Invalid for a day before the one when this version was sent, or after today.
    """
    convention, zone = _current(work, case), case.folder.call.zone
    today = work.now.astimezone(zone).date()
    first, second = payload.signed_by_beneficiary_on, payload.signed_by_authority_on
    if convention.sent_at is not None and first < (sent_on := convention.sent_at.astimezone(zone).date()):
        raise Invalid(
            Fault("signed_by_beneficiary_on", Reason.of(ReasonCode.TOO_EARLY, read=first, min=sent_on))
        )
    if second < first:
        raise Invalid(
            Fault("signed_by_authority_on", Reason.of(ReasonCode.TOO_EARLY, read=second, min=first))
        )
    if second > today:
        raise Invalid(Fault("signed_by_authority_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=second)))
    convention.signed_by_beneficiary_on, convention.signed_by_authority_on = first, second
    convention.recorded_at = work.now
    work.session.add(convention)
    _plan_payments(work, case, convention)
    _plan_rendezvous(work, case, convention)
    return {"number": convention.number, "signed_on": second.isoformat()}


def renounce(work: Work, case: Case, _payload: Reasoned) -> dict[str, Any]:
    """The beneficiary gives up the aid; the number of its convention stays in the series."""
    convention = conventions.current(work.session, case.id)
    return {"number": convention.number} if convention else {}


def _file(case: Case) -> ConventionFile:
    if case.folder.convention is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="convention")
    return case.folder.convention


def _current(work: Work, case: Case) -> Convention:
    convention = conventions.current(work.session, case.id)
    if convention is None:
        raise NotReady(ReasonCode.CONVENTION_INCOMPLETE, missing=("number",))
    return convention


def _begun(work: Work, case: Case, number: str, version: int, starts_on: date) -> Convention:
    document = convention_document(work, case, number=number, version=version, starts_on=starts_on)
    row = Convention(
        application_id=case.id,
        number=number,
        version=version,
        amount=0,
        starts_on=starts_on,
        ends_on=starts_on,
        content={},
        sha256="",
        drafted_at=work.now,
    )
    _say(row, document)
    work.session.add(row)
    work.session.flush()
    return row


def _say(row: Convention, document: ConventionDocument) -> None:
    row.content, row.sha256 = written(document), document.content_sha256
    row.amount, row.ends_on = document.amount_cents or 0, document.end_on or row.starts_on


def _plan_payments(work: Work, case: Case, convention: Convention) -> None:
    file = _file(case)
    if payments.of_application(work.session, case.id):
        return
    for position, (one, cents) in enumerate(file.split_instalments(convention.amount)):
        work.session.add(
            Payment(
                application_id=case.id,
                key=one.key.value,
                position=position,
                label=one.label,
                share=one.share,
                amount=cents,
                opened_by=one.opened_by.value,
                state=PaymentState.PLANNED,
            )
        )
    work.session.flush()


def _plan_rendezvous(work: Work, case: Case, convention: Convention) -> None:
    after = case.folder.follow_up
    if after is None:
        return
    for kind, one in after.rendezvous.in_order():
        work.session.add(
            Rendezvous(
                application_id=case.id,
                kind=kind.value,
                planned_on=add_months(convention.starts_on, one.after_months),
            )
        )
    work.session.flush()


ACTS: Final[Acts] = {
    Action.DRAFT_CONVENTION: act(ConventionDraft, draft),
    Action.SEND_CONVENTION: act(ConventionSending, send),
    Action.RECALL_CONVENTION: act(Reasoned, recall),
    Action.RECORD_SIGNATURE: act(Signatures, record_signature),
    Action.RENOUNCE: act(Reasoned, renounce),
}
