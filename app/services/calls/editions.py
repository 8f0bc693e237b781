"""The rules of a call, written in the service before the call opens, with the checks that a folder goes through.

Officers write the editions of the calls that they are appointed to; whoever is appointed for every call writes the
others too; the auditor reads. An edition that a manager opened is a call: it is read-only from then on, and what comes
next is another edition, with its reason.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.db import journal, people
from app.db.base import key_of
from app.db.calls import calls, editions
from app.db.calls.calls import Call, CallState
from app.db.calls.editions import Edition, EditionVersion
from app.domain.call_file.folder import CallFolder
from app.domain.errors import Conflict, Fault, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode, Stale
from app.domain.people import Role
from app.services.call_folders import folder_of
from app.services.calls import calls as opened_calls
from app.services.lengths import optional, whole
from app.services.ports import CallTexts, ReadCall
from app.services.work import Work

FILES: Final = tuple(CallFolder.model_fields)
"""The files of a call by their names without ending, in the order of the road."""

LARGEST: Final = 512 * 1024
"""Octets of one file."""

REASON_LENGTH: Final = 2000
WRITERS: Final = (Role.OFFICER, Role.MANAGER, Role.ADMIN)
READERS: Final = (*WRITERS, Role.AUDITOR)
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TITLE: Final = re.compile(r"^title:([^\n]*)$", re.MULTILINE)
_SLUG_LINE: Final = re.compile(r"^slug:[^\n]*$", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """What an edition says. ``taken``: why the call it describes could not open beside those that exist."""

    said: ReadCall
    taken: tuple[Reason, ...] = ()

    @property
    def is_sound(self) -> bool:
        """May it open, were its warnings read?"""
        return self.said.folder is not None and not self.taken


def readable(work: Work) -> list[Edition]:
    """The editions that the person may read, the last touched first, without their texts. Raises Forbidden."""
    work.require(*READERS)
    return editions.headings(work.session, work.actor.calls(*READERS))


def read(work: Work, edition_id: int) -> Edition:
    """An edition. Raises Hidden when there is none or when it belongs to calls of others."""
    edition = editions.by_id(work.session, edition_id)
    if edition is None or not _reaches(work, edition, *READERS):
        raise Hidden(ReasonCode.NOT_FOUND, what=str(edition_id))
    return edition


def may_write(work: Work, edition: Edition) -> bool:
    """May the person write in it, as it stands?"""
    return edition.call_id is None and _reaches(work, edition, *WRITERS)


def may_open(work: Work, edition: Edition) -> bool:
    """May the person open it, were it without fault?"""
    return edition.call_id is None and _reaches(work, edition, Role.MANAGER)


def sources(work: Work) -> tuple[list[Call], list[Edition]]:
    """The calls and the editions from which the person may start another one."""
    allowed = work.actor.calls(*WRITERS)
    held = [one for one in calls.headings(work.session) if one.state is not CallState.PREPARED]
    mine = [one for one in held if allowed is None or one.id in allowed]
    return mine, [one for one in readable(work) if one.call_id is None and _reaches(work, one, *WRITERS)]


def start(work: Work, slug: str, texts: Mapping[str, str], reason: str = "") -> Edition:
    """An edition that follows none, from these texts: for who is appointed for every call.

    Raises Forbidden, Invalid.
    """
    if work.actor.calls(*WRITERS) is not None:
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(WRITERS)))
    return _begin(work, slug, texts, reason, None)


def start_from_call(work: Work, slug: str, call_slug: str, reason: str, texts: CallTexts) -> Edition:
    """The next edition of an opened call, from its frozen files; as they were written when an edition holds them.

    Raises Hidden, Forbidden, Invalid (the reason is required).
    """
    opened = opened_calls.by_slug(work, call_slug)
    work.require(*WRITERS, call_id=opened.id)
    written = editions.opened_as(work.session, opened.id)
    files = written.files if written is not None else texts.write(folder_of(opened.row))
    return _begin(work, slug, files, reason, opened.id)


def start_from_edition(work: Work, slug: str, edition_id: int, reason: str = "") -> Edition:
    """An edition beside another, from its files. Raises Hidden, Forbidden, Invalid."""
    source = read(work, edition_id)
    if not _reaches(work, source, *WRITERS):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(WRITERS)))
    return _begin(work, slug, source.files, reason, source.call_id or source.based_on)


def save(
    work: Work, edition_id: int, file: str, text: str, *, seen: int | None = None, reason: str = ""
) -> Edition:
    """Keep one file as it was typed, faults and all; an empty text takes the file away.

    ``seen``: the version of the edition when its text was read. Raises Hidden, Forbidden, Conflict (opened), Stale
    (somebody saved that file since; nothing is lost, both texts are there), Invalid (too large).
    """
    _file(file)
    edition = _locked(work, edition_id, *WRITERS)
    text, why = _clean(text), optional("reason", reason, REASON_LENGTH)
    if len(text.encode()) > LARGEST:
        raise Invalid(
            Fault("text", Reason.of(ReasonCode.FILE_TOO_LARGE, read=f"{file}.yaml", max=Decimal("0.5")))
        )
    last = editions.last_saved(work.session, edition_id, file)
    if seen is not None and last is not None and last.number > seen and last.text != text:
        raise _stale(work, last)
    if text == edition.files.get(file, ""):
        return edition
    edition.files = {**edition.files, file: text} if text else _without(edition.files, file)
    edition.version += 1
    edition.title = _title(edition.files)
    edition.updated_by, edition.updated_at = work.person_id, work.now
    work.session.add(edition)
    _keep(work, edition, {file: text}, why)
    data = {"edition": key_of(edition), "slug": edition.slug, "file": file, "version": edition.version}
    journal.write(work.session, work.actor, "write_edition", work.now, call_id=edition.based_on, data=data)
    return edition


def check(work: Work, edition: Edition, texts: CallTexts, file: str = "", text: str = "") -> Checked:
    """All the faults of an edition; with ``file``, as if its text were this one."""
    files = dict(edition.files)
    if file:
        _file(file)
        files = {**files, file: _clean(text)} if text.strip() else _without(files, file)
    said = texts.read(files, work.now)
    return Checked(said, _taken(work, said.folder) if edition.call_id is None else ())


def open_edition(
    work: Work, edition_id: int, texts: CallTexts, *, seen: int, warnings_read: bool = False
) -> Call:
    """Open the call that this edition describes: frozen, published, and read-only here.

    Raises Forbidden unless a manager of its calls does it; Conflict (opened already), Stale (something was saved
    since the page was read), NotReady (faults, or warnings that nobody said to have read).
    """
    edition = _locked(work, edition_id, Role.MANAGER)
    if edition.version != seen:
        last = editions.history(work.session, edition_id, 1)[0]
        raise _stale(work, last)
    checked = check(work, edition, texts)
    if checked.said.folder is None:
        raise NotReady(ReasonCode.EDITION_FAULTY, count=len(checked.said.faults))
    if checked.taken:
        raise NotReady(checked.taken[0].code, **checked.taken[0].values)
    if checked.said.warnings and not warnings_read:
        raise NotReady(ReasonCode.EDITION_WARNED, count=len(checked.said.warnings))
    call = opened_calls.open_call(work, checked.said.folder)
    edition.call_id, edition.slug, edition.title = key_of(call), call.slug, call.title
    edition.updated_by, edition.updated_at = work.person_id, work.now
    work.session.add(edition)
    return call


def before(work: Work, edition: Edition) -> dict[str, str]:
    """The files of the edition before: those that this one began from, as they were written then."""
    return editions.first_texts(work.session, key_of(edition))


def history(work: Work, edition: Edition, limit: int = 20) -> list[tuple[EditionVersion, str]]:
    """What was saved last, one line a file, with the name of who did it; the beginning is one line."""
    rows = editions.history(work.session, key_of(edition), limit)
    known = people.named(work.session, {row.saved_by for row in rows})
    first = [row for row in rows if row.number == 1][:1]
    return [(row, known[row.saved_by].name) for row in (*(row for row in rows if row.number > 1), *first)]


def _begin(work: Work, slug: str, texts: Mapping[str, str], reason: str, based_on: int | None) -> Edition:
    faults: list[Fault] = []
    slug, reason = slug.strip(), whole("reason", reason, REASON_LENGTH, faults)
    if len(slug) > 60 or not _SLUG.fullmatch(slug):
        faults.append(Fault("slug", Reason.of(ReasonCode.NOT_A_SLUG)))
    if based_on is not None and not reason:
        faults.append(Fault("reason", Reason.of(ReasonCode.EDITION_REASON)))
    if faults:
        raise Invalid(*faults)
    files = {_file(name): text for name, text in texts.items()}
    if "call" in files:
        files["call"] = _SLUG_LINE.sub(f"slug: {slug}", files["call"], count=1)
    edition = Edition(
        slug=slug,
        title=_title(files),
        files=files,
        reason=reason,
        based_on=based_on,
        created_by=work.person_id,
        created_at=work.now,
        updated_by=work.person_id,
        updated_at=work.now,
    )
    work.session.add(edition)
    work.session.flush()
    _keep(work, edition, files, reason)
    data = {"edition": key_of(edition), "slug": slug, "reason": reason}
    journal.write(work.session, work.actor, "start_edition", work.now, call_id=based_on, data=data)
    return edition


def _keep(work: Work, edition: Edition, files: Mapping[str, str], reason: str) -> None:
    for name, text in files.items():
        work.session.add(
            EditionVersion(
                edition_id=key_of(edition),
                number=edition.version,
                file=name,
                text=text,
                reason=reason,
                saved_by=work.person_id,
                saved_at=work.now,
            )
        )
    work.session.flush()


def _locked(work: Work, edition_id: int, *roles: Role) -> Edition:
    read(work, edition_id)
    edition = editions.locked(work.session, edition_id)
    if edition is None or not _reaches(work, edition, *roles):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(roles)))
    if edition.call_id is not None:
        raise Conflict(ReasonCode.EDITION_OPENED)
    return edition


def _reaches(work: Work, edition: Edition, *roles: Role) -> bool:
    """Does one of these roles, as the person holds it, cover this edition?"""
    allowed = work.actor.calls(*roles)
    return allowed is None or bool({edition.based_on, edition.call_id} & allowed)


def _taken(work: Work, folder: CallFolder | None) -> tuple[Reason, ...]:
    if folder is None:
        return ()
    found = []
    if calls.by_slug(work.session, folder.call.slug) is not None:
        found.append(Reason.of(ReasonCode.SLUG_TAKEN, read=folder.call.slug))
    if calls.by_prefix(work.session, folder.call.prefix) is not None:
        found.append(Reason.of(ReasonCode.PREFIX_TAKEN, read=folder.call.prefix))
    return tuple(found)


def _stale(work: Work, last: EditionVersion) -> Stale:
    who = people.named(work.session, {last.saved_by})[last.saved_by]
    return Stale(ReasonCode.EDITION_STALE, by=who.name, at=last.saved_at, name=f"{last.file}.yaml")


def _file(name: str) -> str:
    if name not in FILES:
        raise Hidden(ReasonCode.NOT_FOUND, what=name)
    return name


def _without(files: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in files.items() if key != name}


def _clean(text: str) -> str:
    """A browser ends its lines with CR LF; half a character becomes « ? »; a text of spaces alone is empty."""
    plain = (
        text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    )
    return plain if plain.strip() else ""


def _title(files: Mapping[str, str]) -> str:
    found = _TITLE.search(files.get("call", ""))
    return found[1].strip().strip("'\"")[:300] if found else ""
