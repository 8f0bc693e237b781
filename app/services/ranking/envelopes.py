"""The envelope of a wave: what it has spent or promised, and what no act may exceed."""

from sqlmodel import Session

from app.db.calls import calls
from app.db.committee import committee
from app.db.follow_up import payments
from app.domain.errors import NotReady, ReasonCode


def spent(session: Session, wave_id: int, *, without: frozenset[int] = frozenset()) -> int:
    """What was awarded and released on a wave, in cents; what was paid before an early end stays spent.

    ``without``: the applications that an interest hides from who reads.
    """
    awarded = committee.awarded_total(session, wave_id, without=without)
    return awarded + payments.paid_before_termination(session, wave_id, without=without)


def spend(session: Session, wave_id: int, amount: int) -> None:
    """Take this amount (cents) from the envelope of a wave, which stays locked until the transaction ends.

    Raises NotReady when the envelope does not hold it. A wave without envelope holds everything.
    """
    wave = calls.locked_wave(session, wave_id)
    total = spent(session, wave_id) + amount
    if wave.envelope and total > wave.envelope:
        raise NotReady(ReasonCode.ENVELOPE_EXCEEDED, total_cents=total, envelope_cents=wave.envelope)
