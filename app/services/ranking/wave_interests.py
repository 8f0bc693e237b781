"""Declaring interests before reading: the applications of a wave, by name alone, to who is about to judge them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.db import journal
from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.committee import committee
from app.db.review import attestations, interests
from app.db.review.attestations import Attestation
from app.domain.errors import Fault, Forbidden, Invalid, Reason, ReasonCode
from app.domain.interests import Nature
from app.domain.people import Part, Role
from app.services.calls.calls import OpenedCall, by_slug
from app.services.cases import open_case
from app.services.ranking.ranked_list import busy_wave
from app.services.review.declaring import record
from app.services.work import Work


@dataclass(frozen=True)
class Shown:
    """All that is told of an application; ``attested_at``: when the reader said to have no interest in it."""

    id: int
    reference: str
    organisation: str
    title: str
    city: str
    attested_at: datetime | None


@dataclass(frozen=True)
class Before:
    """The applications of a wave that nothing hides from the reader, by reference, and what they attested of it."""

    opened: OpenedCall
    wave: Wave
    lines: tuple[Shown, ...]
    attested: tuple[datetime, ...]


def judges(work: Work, call_id: int) -> bool:
    """Is this person about to judge what is filed to this call: an expert of it, or one who has a seat?"""
    return work.actor.has(Role.EXPERT, call_id) or call_id in committee.seated(work.session, work.person_id)


def before_reading(work: Work, slug: str, wave_key: str | None = None) -> Before:
    """What is to be declared. Raises Hidden, Forbidden unless an expert of the call or a member of its committee."""
    opened = by_slug(work, slug)
    if not judges(work, opened.id):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=(Part.EXPERT, Part.MEMBER))
    wave = busy_wave(work, opened, wave_key)
    hidden = interests.interests_of_person(work.session, work.person_id)
    said = attestations.of_person(work.session, key_of(wave), work.person_id)
    covered = {number: row.attested_at for row in reversed(said) for number in row.applications}
    lines = tuple(
        Shown(
            key_of(one),
            one.reference,
            owner.name,
            one.title,
            one.city or owner.city,
            covered.get(key_of(one)),
        )
        for one, owner in attestations.filed_in(work.session, key_of(wave), hidden)
    )
    return Before(opened, wave, lines, tuple(row.attested_at for row in said))


def attested(work: Work, opened: OpenedCall) -> dict[int, datetime]:
    """When each person attested last, of any wave of the call; nothing for who does not appoint."""
    if not any(work.actor.has(role, opened.id) for role in (Role.OFFICER, Role.MANAGER)):
        return {}
    return attestations.last_of(work.session, [key_of(wave) for wave in opened.waves])


def declare(
    work: Work, slug: str, wave_key: str, natures: Mapping[str, str], read: Collection[str], no_other: bool
) -> tuple[int, bool]:
    """Declare an interest in each of these ({reference: nature}), and (``no_other``) none in the others that were read.

    How many were declared, and was anything attested: what was already said is not said twice. Raises as
    ``before_reading``, Invalid for a nature that is none (field ``nature-REFERENCE``), and where nothing is said.
    """
    found = before_reading(work, slug, wave_key)
    told = {one.reference: natures[one.reference] for one in found.lines if one.reference in natures}
    faults = [
        Fault(f"nature-{reference}", Reason.of(ReasonCode.REQUIRED))
        for reference, nature in told.items()
        if nature not in tuple(Nature)
    ]
    if not natures and not no_other:
        faults.append(Fault("no_other", Reason.of(ReasonCode.REQUIRED)))
    if faults:
        raise Invalid(*faults)
    house = work.as_system()
    for reference, nature in told.items():
        record(work, open_case(house, reference, lock=True), nature)
    others = [
        one.id
        for one in found.lines
        if one.reference in read and one.reference not in told and one.attested_at is None
    ]
    if no_other and others:
        _attest(work, found, others)
    return len(told), bool(no_other and others)


def _attest(work: Work, found: Before, others: list[int]) -> None:
    row = Attestation(
        wave_id=key_of(found.wave), person_id=work.person_id, attested_at=work.now, applications=others
    )
    work.session.add(row)
    work.session.flush()
    data = {"wave": found.wave.key}
    journal.write(
        work.session, work.actor, "attest_no_interest", work.now, call_id=found.opened.id, data=data
    )
