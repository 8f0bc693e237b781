"""Calls: opened from their folder, which is then frozen with its checksum; read by everybody."""

from dataclasses import dataclass
from datetime import datetime

from app.db import journal
from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Call, CallState, PastCall, Wave
from app.domain.call_file.folder import CallFolder
from app.domain.deadlines import A_SECOND, is_open
from app.domain.errors import Conflict, Hidden, ReasonCode
from app.domain.people import Role
from app.domain.workflow import Group
from app.services.call_folders import folder_of, is_readable
from app.services.work import Work

PAST_PER_PAGE = 20


@dataclass(frozen=True)
class OpenedCall:
    """A call with its frozen files and its waves."""

    row: Call
    folder: CallFolder
    waves: tuple[Wave, ...]

    @property
    def id(self) -> int:
        """The key of the call in the database."""
        return key_of(self.row)

    def wave_at(self, now: datetime) -> Wave | None:
        """The wave in which one may begin an application now: opened, its first deadline not passed.

        A call that was closed has none any more.
        """
        if self.row.state is CallState.CLOSED:
            return None
        letters = Group.LETTER in self.folder.groups
        for wave in self.waves:
            due_at = first_due_at(wave, letters=letters)
            if is_open(now, wave.opens_at, due_at):
                return wave
        return None

    def next_wave(self, now: datetime) -> Wave | None:
        if self.row.state is CallState.CLOSED:
            return None
        return next((wave for wave in self.waves if wave.opens_at > now), None)


def first_due_at(wave: Wave, *, letters: bool) -> datetime:
    """The first deadline of a wave: that of the letters when the call has some, else that of the dossiers."""
    return wave.letter_due_at if letters and wave.letter_due_at else wave.dossier_due_at


def open_call(work: Work, folder: CallFolder) -> Call:
    """Open a call to applications: its folder is copied and never read again from the disk.

    Raises Forbidden unless a manager (or the house itself) does it, Conflict when the call is open already.
    """
    if not work.actor.is_system:
        work.require(Role.MANAGER, Role.ADMIN)
    if calls.by_slug(work.session, folder.call.slug) is not None:
        raise Conflict(ReasonCode.ALREADY_DONE, what=folder.call.slug)
    call = Call(
        slug=folder.call.slug,
        prefix=folder.call.prefix,
        title=folder.call.title,
        state=CallState.OPEN,
        content=folder.canonical_json(),
        checksum=folder.checksum,
        opened_at=work.now,
        created_at=work.now,
    )
    work.session.add(call)
    work.session.flush()
    for wave in folder.call.waves:
        work.session.add(
            Wave(
                call_id=key_of(call),
                key=wave.key,
                name=wave.name,
                opens_at=wave.opens_at,
                letter_due_at=wave.letter_due_at,
                dossier_due_at=wave.dossier_due_at,
                envelope=wave.envelope,
            )
        )
    work.session.flush()
    journal.write(
        work.session, work.actor, "open_call", work.now, call_id=call.id, data={"checksum": call.checksum}
    )
    return call


def close_call(work: Work, slug: str) -> Call:
    """Take no more applications; those that began go on. Raises Forbidden, Hidden."""
    opened = by_slug(work, slug)
    work.require(Role.MANAGER, call_id=opened.id)
    opened.row.state = CallState.CLOSED
    work.session.add(opened.row)
    journal.write(work.session, work.actor, "close_call", work.now, call_id=opened.id)
    return opened.row


def by_slug(work: Work, slug: str) -> OpenedCall:
    """The call of that name. Raises Hidden when there is none."""
    row = calls.by_slug(work.session, slug)
    if row is None or row.id is None or row.state is CallState.PREPARED:
        raise Hidden(ReasonCode.NOT_FOUND, what=slug)
    return OpenedCall(row, folder_of(row), tuple(calls.waves(work.session, row.id)))


def published(work: Work) -> list[OpenedCall]:
    """The calls that the public may read, by title."""
    return _with_waves(work, calls.all_calls(work.session, CallState.OPEN, CallState.CLOSED))


def current(work: Work) -> list[OpenedCall]:
    """The calls of which a wave is open, to come, or still waits for dossiers, by title: few, however many past."""
    return _with_waves(work, calls.current(work.session, work.now - A_SECOND))


def any_past(work: Work) -> bool:
    """Is there any call that ``past`` lists?"""
    return calls.any_past(work.session, work.now - A_SECOND)


def past(work: Work, page: int) -> tuple[list[PastCall], bool]:
    """A page of the other published calls, the latest first; and is there another page?"""
    found = calls.past(
        work.session, work.now - A_SECOND, offset=(page - 1) * PAST_PER_PAGE, limit=PAST_PER_PAGE + 1
    )
    return found[:PAST_PER_PAGE], len(found) > PAST_PER_PAGE


def _with_waves(work: Work, rows: list[Call]) -> list[OpenedCall]:
    read = [row for row in rows if is_readable(row)]
    waves = calls.waves_of(work.session, {key_of(row) for row in read})
    return [OpenedCall(row, folder_of(row), tuple(waves[key_of(row)])) for row in read]
