"""The minutes of a sitting: a draft while it goes on, one document from its closing, an extract for who may not know
all of it. What happens to an application afterwards changes nothing of them.
"""

import hashlib
from dataclasses import replace

from app.db import documents, people
from app.db.apply import applications
from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.committee import committee
from app.db.committee.committee import Attendance, Sitting
from app.db.documents import FrozenDocument
from app.db.people import Person
from app.db.review import interests
from app.domain.documents import (
    CollegeAttendance,
    Member,
    MinutesDocument,
    Presence,
    Quorum,
    Standing,
)
from app.domain.documents.written import DocumentKind, fingerprint, written
from app.domain.errors import Hidden, ReasonCode
from app.domain.people import Role
from app.domain.workflow.envelope import EnvelopeAccount
from app.services import frozen
from app.services.calls.calls import OpenedCall
from app.services.committee import presiders
from app.services.committee.minuted_items import advised, called, items_of
from app.services.committee.minuted_steps import BETWEEN, minuted_draw
from app.services.committee.quorum import quorum_of
from app.services.frozen import Paper
from app.services.ranking import envelopes
from app.services.ranking.ranked_list import open_committee
from app.services.work import Work

READING_ROLES = (Role.OFFICER, Role.MANAGER, Role.MEMBER, Role.PRESIDENT, Role.AUDITOR)
NOBODY: frozenset[int] = frozenset()
NOT_RECORDED = "non consignée"
"""Who presided a sitting without its president, before that was recorded."""


def minutes(work: Work, slug: str, sitting_id: int, version: int | None = None) -> Paper | MinutesDocument:
    """The minutes of a sitting as this person may read them: the document once it is closed, a draft before.

    ``version``: that one, though another replaced it. Raises Forbidden, Hidden while it gave no opinion.
    """
    opened = open_committee(work, slug)
    sitting = committee.sitting(work.session, sitting_id)
    if sitting is None or sitting.call_id != opened.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    hidden = _hidden(work, sitting, work.person_id)
    if sitting.closed_at is None:
        draft = document_of(work, opened, sitting, hidden)
        part = replace(draft, partial=True, envelope_cents=None) if hidden else draft
        return stamped(part, Standing.DRAFT)
    last = last_kept(work, sitting) or _paper(work, opened, sitting, NOBODY)
    if not hidden:
        return last if version is None else _kept(work, sitting, version)
    return _extract(work, sitting, hidden, last, version)


def _extract(work: Work, sitting: Sitting, hidden: frozenset[int], last: Paper, version: int | None) -> Paper:
    """The extract of this number, among those that differ for its reader: that of what is hidden put right is none."""
    references = applications.references(work.session, hidden)
    numbers = _readable(last.value, references)
    number = version or len(numbers)
    if number > len(numbers):
        raise Hidden(ReasonCode.NOT_FOUND, what="minutes")
    subject = _subject(sitting, hidden) + (":own" if number > 1 else "")
    if (extract := frozen.frozen(work, DocumentKind.EXTRACT, subject, number)) is not None:
        return extract
    whole = last if numbers[number - 1] == last.number else _kept(work, sitting, numbers[number - 1])
    value = _without(whole.value, references)
    return replace(whole, kind=DocumentKind.EXTRACT, subject=subject, number=number, value=value)


def _readable(document: MinutesDocument, references: frozenset[str]) -> list[int]:
    """The last number of the whole minutes for each version of an extract without these applications, in order."""
    numbers = [1]
    for one in document.rectified:
        if one.reference in references:
            numbers[-1] = one.version
        else:
            numbers.append(one.version)
    return numbers


def earlier(work: Work, sitting: Sitting) -> range:
    """The numbers of the minutes of a sitting that others replaced, as this reader counts them."""
    last = last_kept(work, sitting)
    if last is None:
        return range(0)
    hidden = _hidden(work, sitting, work.person_id)
    return range(1, len(_readable(last.value, applications.references(work.session, hidden))))


def freeze(work: Work, opened: OpenedCall, sitting: Sitting) -> FrozenDocument | None:
    """Keep the minutes of a sitting that closes, and the extract of each person from whom a part is hidden by then.

    None when it gave no opinion: there is nothing to minute.
    """
    if not committee.opinions_of_sitting(work.session, key_of(sitting)):
        return None
    whole = frozen.freeze(work, _paper(work, opened, sitting, NOBODY))
    readers = {seat.person_id for seat in committee.seats(work.session, opened.id)}
    for role in READING_ROLES:
        readers |= {key_of(person) for person in people.holding(work.session, role, opened.id)}
    for hidden in {_hidden(work, sitting, person) for person in readers} - {NOBODY}:
        if advised(work, sitting, hidden):
            frozen.freeze(work, _paper(work, opened, sitting, hidden))
    work.jobs.enqueue(work.session, frozen.PRINT, {"document": whole.id}, key=str(whole.id))
    return whole


def _kept(work: Work, sitting: Sitting, version: int) -> Paper:
    """Raises Hidden when no minutes have this number."""
    kept = frozen.frozen(work, DocumentKind.MINUTES, _subject(sitting), version)
    if kept is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="minutes")
    return kept


def last_kept(work: Work, sitting: Sitting) -> Paper | None:
    """The minutes of a sitting as they stand; None when they were never kept."""
    row = documents.last(work.session, DocumentKind.MINUTES, _subject(sitting))
    return frozen.paper_of(row) if row is not None else None


def _hidden(work: Work, sitting: Sitting, person_id: int) -> frozenset[int]:
    """What of the wave of a sitting an interest hides from this person."""
    found = interests.interests_of_person(work.session, person_id)
    return applications.of_wave_among(work.session, sitting.wave_id, found) if found else NOBODY


def _subject(sitting: Sitting, hidden: frozenset[int] = NOBODY) -> str:
    """A sitting, or the part of it that is left by what is hidden: those from whom the same is hidden read the same."""
    whole = f"sitting:{sitting.id}"
    listed = " ".join(map(str, sorted(hidden)))
    return f"{whole}:{hashlib.sha256(listed.encode()).hexdigest()[:32]}" if hidden else whole


def _paper(work: Work, opened: OpenedCall, sitting: Sitting, hidden: frozenset[int]) -> Paper:
    standing = Standing.EXTRACT if hidden else Standing.FROZEN
    kind = DocumentKind.EXTRACT if hidden else DocumentKind.MINUTES
    value = stamped(document_of(work, opened, sitting, hidden), standing)
    return Paper(kind, _subject(sitting, hidden), 1, value, call_id=opened.id)


def stamped(document: MinutesDocument, standing: Standing) -> MinutesDocument:
    return replace(document, standing=standing, content_sha256=fingerprint(written(document)))


def _without(document: MinutesDocument, references: frozenset[str]) -> MinutesDocument:
    """The minutes without these applications, nor any figure that tells of others: no rank, no step between them.

    Raises Hidden when nothing is left.
    """
    items = tuple(
        replace(item, rank=None, steps=tuple(one for one in item.steps if one.code not in BETWEEN))
        for item in document.items
        if item.reference not in references
    )
    if not items:
        raise Hidden(ReasonCode.NOT_FOUND, what="minutes")
    draw = replace(document.draw, order=()) if document.draw is not None else None
    left = (one for one in document.rectified if one.reference not in references)
    told = tuple(replace(one, version=number) for number, one in enumerate(left, start=2))
    part = replace(document, items=items, draw=draw, rectified=told, version=1 + len(told), account=None)
    return stamped(part, Standing.EXTRACT)


def document_of(work: Work, opened: OpenedCall, sitting: Sitting, hidden: frozenset[int]) -> MinutesDocument:
    """What was said in a sitting, without what is hidden. Raises Hidden when nothing is left."""
    file = opened.folder.committee
    if file is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    rows = committee.attendance(work.session, key_of(sitting))
    items = tuple(items_of(work, opened, sitting, rows, hidden))
    if not items:
        raise Hidden(ReasonCode.NOT_FOUND, what="minutes")
    named = people.named(work.session, {row.person_id for row in rows} | {sitting.created_by})
    president = named.get(presiders.presider_of(work, opened.id, sitting, rows) or 0)
    colleges = tuple(
        CollegeAttendance(
            college.name,
            college.seats,
            tuple(_member(row, named, college.name) for row in rows if row.college == college.key),
        )
        for college in file.colleges
    )
    quorum = quorum_of(work, opened, sitting)
    wave = next(wave for wave in opened.waves if wave.id == sitting.wave_id)
    return MinutesDocument(
        authority=opened.folder.call.authority.name,
        service=opened.folder.call.authority.service,
        call_title=opened.folder.call.title,
        committee=file.name,
        opened_at=sitting.held_at,
        zone=opened.folder.call.timezone,
        place=sitting.place,
        president=called(president) if president is not None else NOT_RECORDED,
        president_quality=_quality(opened, rows, president),
        colleges=colleges,
        quorum=Quorum(
            seats=quorum.eligible if quorum else len(rows),
            required=quorum.required if quorum else 1,
            present=sum(row.present for row in rows),
            represented=sum(row.proxy_to is not None for row in rows),
        ),
        items=items,
        issued_at=sitting.closed_at or sitting.held_at,
        content_sha256="",
        wave=wave.name,
        closed_at=sitting.closed_at,
        secretary=called(named[sitting.created_by]),
        envelope_cents=wave.envelope or None,
        draw=minuted_draw(work, sitting, apart=bool(hidden)),
        account=_account(work, sitting, wave) if not hidden else None,
    )


def _account(work: Work, sitting: Sitting, wave: Wave) -> EnvelopeAccount | None:
    """The account of the envelope while the sitting goes on and when it closes; later, nobody knows it any more.

    Without what the authority decides and did not publish: the committee reads its minutes.
    """
    if not wave.envelope or sitting.closed_at not in (None, work.now):
        return None
    return envelopes.account(work.session, wave, provisional=False)


def _quality(opened: OpenedCall, rows: list[Attendance], president: Person | None) -> str:
    file = opened.folder.committee
    key = next((row.college for row in rows if president and row.person_id == president.id), None)
    return next((c.name for c in file.colleges if c.key == key), file.name) if file else ""


def _member(row: Attendance, named: dict[int, Person], quality: str) -> Member:
    away = Presence.REPRESENTED if row.proxy_to else Presence.ABSENT
    presence = Presence.PRESENT if row.present else away
    holder = named.get(row.proxy_to or 0)
    return Member(called(named[row.person_id]), quality, presence, called(holder) if holder else "")
