"""The envelope of a wave: what each application holds of it, its account, and what no act may exceed."""

from sqlmodel import Session

from app.db.apply import applications
from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Wave
from app.db.follow_up import payments
from app.db.ranking import commitments as told
from app.db.review import interests
from app.domain.access import PERMISSIONS, Permission, Ties, parts_of
from app.domain.errors import NotReady, ReasonCode
from app.domain.workflow import Stage
from app.domain.workflow.envelope import Commitment, EnvelopeAccount, commitment_of
from app.services.ranking.kept_lists import kept
from app.services.work import Work


def reads_provisional(work: Work, call_id: int) -> bool:
    """Does this person read what is decided before it is published? The committee does not."""
    return bool(parts_of(work.actor, call_id, Ties()) & PERMISSIONS[Permission.READ_DECISION])


def commitments(session: Session, wave_id: int, *, provisional: bool = True) -> dict[int, Commitment]:
    """What each settled application of a wave holds of its envelope, by application, whoever reads.

    ``provisional``: with what is decided and not published; without, as if it were not decided.
    """
    rows = told.in_wave(session, wave_id)
    ended = any(one.stage is Stage.TERMINATED for one in rows)
    paid = payments.paid_before_termination(session, wave_id) if ended else {}
    found = (
        (
            one.id,
            commitment_of(
                one.stage,
                proposed=one.most if one.advised is None else one.advised,
                outcome=one.outcome if provisional or one.released else None,
                decided=one.decided,
                released=one.released,
                paid=paid.get(one.id, 0),
            ),
        )
        for one in rows
    )
    return {number: held for number, held in found if held is not None}


def account(
    session: Session, wave: Wave, *, without: frozenset[int] = frozenset(), provisional: bool = True
) -> EnvelopeAccount:
    """The account of the envelope of a wave: the one from which every page tells what is left.

    ``without``: the applications that an interest hides from who reads; see `account_shown` for what is told of it.
    ``provisional``: see `commitments`.
    """
    held = commitments(session, key_of(wave), provisional=provisional)
    return EnvelopeAccount.of(wave.envelope, [one for number, one in held.items() if number not in without])


def account_shown(work: Work, wave: Wave) -> EnvelopeAccount | None:
    """The account as this person may read it: the same on every page, without what is decided and not published for the
    committee.

    None without an envelope, and for who has something hidden in the wave: what is left would tell of it (decision 7).
    """
    if not wave.envelope or hidden_in(work, wave):
        return None
    number, provisional = key_of(wave), reads_provisional(work, wave.call_id)
    held = kept(
        work,
        ("held", number, provisional),
        lambda: commitments(work.session, number, provisional=provisional),
    )
    return EnvelopeAccount.of(wave.envelope, held.values())


def hidden_in(work: Work, wave: Wave) -> frozenset[int]:
    """What an interest hides of a wave from this person."""
    found = interests.interests_of_person(work.session, work.person_id)
    return applications.of_wave_among(work.session, key_of(wave), found) if found else frozenset()


def spend(session: Session, wave_id: int, amount: int) -> None:
    """Take this amount (cents) from the envelope of a wave, which stays locked until the transaction ends.

    What was awarded and published bounds it, and not what is only decided or advised. Raises NotReady when the
    envelope does not hold it. A wave without envelope holds everything.
    """
    wave = calls.locked_wave(session, wave_id)
    total = account(session, wave).awarded + amount
    if wave.envelope and total > wave.envelope:
        raise NotReady(ReasonCode.ENVELOPE_EXCEEDED, total_cents=total, envelope_cents=wave.envelope)
