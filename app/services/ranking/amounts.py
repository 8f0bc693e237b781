"""The most that may be advised or decided for an application: no more than it asks, nor than the call's rule allows."""

from app.db import journal
from app.db.apply import filings
from app.domain.aid import AidComputation as Aid
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.people import SYSTEM
from app.services.apply import forms
from app.services.cases import Case, open_case
from app.services.work import Work


def highest_aid(work: Work, case: Case) -> Aid | None:
    """The highest aid for the budget that was filed last, with its calculation; None when no budget was filed."""
    filed = filings.last_filing(work.session, case.id, forms.DOSSIER)
    if filed is None:
        return None
    return forms.aid_of(case, forms.check(work, case, forms.DOSSIER, filed.content))


def most(work: Work, case: Case) -> int:
    """The most that may be given, in cents."""
    asked, aid = case.application.requested, highest_aid(work, case)
    return asked if aid is None else min(asked, aid.amount)


def too_much(work: Work, case: Case, amount: int) -> Fault | None:
    """What is wrong with this amount (cents), if it passes what is asked or what the rule allows, with its calculation.

    Nothing is asked by a dossier without budget: there no amount is too much.
    """
    asked = case.application.requested
    if not asked or amount <= 0:
        return None
    if amount > asked:
        return Fault("amount", Reason.of(ReasonCode.TOO_LARGE, read_cents=amount, max_cents=asked))
    aid = highest_aid(work, case)
    if aid is None or amount <= aid.amount:
        return None
    return Fault(
        "amount",
        Reason.of(ReasonCode.ABOVE_AID, read_cents=amount, max_cents=aid.amount, steps=aid.steps),
    )


def without_aid(work: Work) -> tuple[str, ...]:
    """The references of the applications whose dossier was filed before its highest aid was kept (migration 0018)."""
    return filings.filed_without_aid(work.session, forms.DOSSIER)


def keep_aid(work: Work, reference: str) -> None:
    """Keep on an application the highest aid of its last filing, which its lists read; nothing without a rule.

    It is written in the journal: under the same end of it, a ranked list is the same.
    """
    case = open_case(work.as_system(), reference, lock=True)
    if case.application.aid is None and (aid := highest_aid(work, case)) is not None:
        case.application.aid = aid.amount
        work.session.add(case.application)
        work.session.flush()
        journal.write(
            work.session,
            SYSTEM,
            "keep_aid",
            work.now,
            call_id=case.application.call_id,
            application_id=case.id,
            data={"aid": aid.amount},
        )
