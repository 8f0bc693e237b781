"""Putting a slip right: a second deed with its reason, its author and its date. Nothing is ever edited in silence."""

from collections.abc import Mapping
from typing import Any, Final

from app.db import journal, people
from app.db.rectifications import Rectification, Subject, rectifications
from app.domain.errors import Fault, Invalid, Reason, ReasonCode, Stale
from app.services.lengths import LONGEST_NOTE, required
from app.services.work import Work

_WHAT: Final = ("rectified",)
"""How a refusal calls what somebody else rectified meanwhile, whatever it is."""


def rectify(
    work: Work,
    subject: Subject,
    subject_id: int,
    was: Mapping[str, Any],
    became: Mapping[str, Any],
    reason: str,
    *,
    version: int,
    call_id: int,
    application_id: int | None = None,
    article: str = "",
) -> Rectification:
    """Keep what was recorded and what is, of the fields that differ. Whoever calls holds the row and changes it.

    ``version``: how many rectifications were read; ``article``: that of the call which the row answers.
    Raises Stale when somebody rectified since, Invalid without a reason or when nothing differs.
    """
    before = rectifications(work.session, subject, subject_id)
    if version != len(before):
        raise _stale(work, before)
    said = required("reason", reason, LONGEST_NOTE, ReasonCode.JUSTIFICATION_MISSING)
    changed = [key for key in became if became[key] != was.get(key)]
    if not changed:
        raise Invalid(Fault("reason", Reason.of(ReasonCode.NOTHING_RECTIFIED)))
    first, now = {key: was.get(key) for key in changed}, {key: became[key] for key in changed}
    row = Rectification(
        subject=subject,
        subject_id=subject_id,
        number=len(before) + 1,
        was=first,
        became=now,
        reason=said,
        rectified_by=work.person_id,
        rectified_at=work.now,
        journal_number=journal.next_number(work.session),
    )
    work.session.add(row)
    work.session.flush()
    data = {"subject": subject.value, "id": subject_id, "was": first, "became": now, "reason": said}
    data |= {"article": article} if article else {}
    journal.write(
        work.session,
        work.actor,
        f"rectify_{subject.value}",
        work.now,
        call_id=call_id,
        application_id=application_id,
        data=data,
    )
    return row


def _stale(work: Work, before: list[Rectification]) -> Stale:
    if not before:
        return Stale(ReasonCode.STALE, fields=_WHAT)
    last = before[-1]
    by = people.named(work.session, {last.rectified_by})[last.rectified_by].name
    own = last.rectified_by == work.person_id
    return Stale(ReasonCode.STALE, fields=_WHAT, by=by, own=own, at=last.rectified_at, version=last.number)
