"""The rules of a call, written in the browser: the editions, their files, their faults, and the opening."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.editions import Edition
from app.domain.call_file.changes.changes import call_changes
from app.domain.errors import Conflict, Forbidden, Invalid, Stale
from app.domain.people import Role
from app.edge.rates import limit
from app.services.calls import editions
from app.services.route_access import allow
from app.services.work import Work
from app.web.dependencies import (
    Posted,
    Preparing,
    Reading,
    Wired,
    Writing,
    attempt,
    flash,
    page,
    see_other,
    texts,
    version_seen,
)
from app.web.views.calls.editions import changes, fault_lines, file_rows, identity
from app.words.calls import editions as words
from app.words.calls.changes.told import change_sentence
from app.words.calls.skeleton import skeleton
from app.words.labels import Audience
from app.words.lexicon import lexicon
from app.words.refused import reasons

router = APIRouter()
HOME = "/bureau/editions"
BEGUN = "L’édition est commencée. Rien n’est public avant l’ouverture de l’appel."
SAVED, UNCHANGED = "Le fichier est enregistré et relu.", "Rien n’a changé dans ce fichier."
REMOVED = "Le fichier est retiré de l’édition ; ses textes restent dans l’historique."
OPENED = "L’appel est ouvert : ses règles ne changent plus ; leur empreinte en fait foi."


@router.get(HOME)
@allow(*editions.READERS)
def every(request: Request, work: Reading) -> Response:
    return _list(request, work, {}, {})


@router.post(HOME)
@allow(*editions.WRITERS)
def start(request: Request, work: Writing, wired: Wired, form: Posted) -> Response:
    """A new edition, from « appel:slug », « edition:number » or nothing."""
    sent = texts(form)
    kind, _, source = sent.get("source", "").partition(":")
    slug, reason = sent.get("slug", ""), sent.get("reason", "")
    try:
        with attempt(work):
            if kind == "appel":
                edition = editions.start_from_call(work, slug, source, reason, wired.call_texts)
            elif kind == "edition":
                edition = editions.start_from_edition(work, slug, identity(source), reason)
            else:
                models = {name: skeleton(name) for name in ("call", "dossier")}
                edition = editions.start(work, slug, models, reason)
    except Invalid as refused:
        return _list(request, work, sent, _errors(refused))
    return flash(request, see_other(f"{HOME}/{key_of(edition)}"), "ok", BEGUN)


@router.get(HOME + "/{edition_id}")
@allow(*editions.READERS)
def whole(request: Request, work: Reading, wired: Wired, edition_id: str) -> Response:
    edition = editions.read(work, identity(edition_id))
    return _whole(request, work, wired, edition)


@router.get(HOME + "/{edition_id}/comparer")
@allow(*editions.READERS)
def compare(request: Request, work: Reading, wired: Wired, edition_id: str) -> Response:
    """What changed since the edition before: in sentences when both can be read, and text against text."""
    edition = editions.read(work, identity(edition_id))
    earlier = editions.before(work, edition)
    old, new = wired.call_texts.read(earlier).folder, wired.call_texts.read(edition.files).folder
    both = {**lexicon(old), **lexicon(new)} if old and new else {}
    return page(
        request,
        work,
        "calls/compare.html",
        edition=edition,
        sentences=[change_sentence(one, both) for one in call_changes(old, new)] if old and new else None,
        changes=changes(earlier, edition.files),
        trail=edition_trail(work, edition, "Comparer"),
    )


@router.post(HOME + "/{edition_id}/ouvrir")
@allow(Role.MANAGER)
def open_call(request: Request, work: Writing, wired: Wired, form: Posted, edition_id: str) -> Response:
    sent, number = texts(form), identity(edition_id)
    try:
        with attempt(work):
            editions.open_edition(
                work, number, wired.call_texts, seen=version_seen(sent), warnings_read="lu" in sent
            )
    except Conflict as refused:
        told = f"{reasons.sentence(refused.reason, Audience.OFFICER)} {reasons.next_step(refused.reason)}"
        return _whole(request, work, wired, editions.read(work, number), refused=told)
    return flash(request, see_other(f"{HOME}/{number}"), "ok", OPENED)


@router.get(HOME + "/{edition_id}/{file}")
@allow(*editions.READERS)
def write(request: Request, work: Reading, wired: Wired, edition_id: str, file: str) -> Response:
    return _file(request, work, wired, editions.read(work, identity(edition_id)), file)


@router.post(HOME + "/{edition_id}/{file}")
@allow(*editions.WRITERS)
def save(request: Request, work: Writing, wired: Wired, form: Posted, edition_id: str, file: str) -> Response:
    """Keep the text as it was typed, faults and all. What somebody else saved meanwhile is shown beside it."""
    sent, number = texts(form), identity(edition_id)
    text, seen = sent.get("text", ""), editions.read(work, number).version
    try:
        with attempt(work):
            edition = editions.save(
                work, number, file, text, seen=version_seen(sent), reason=sent.get("reason", "")
            )
    except Invalid as refused:
        return _file(
            request, work, wired, editions.read(work, number), file, sent=sent, errors=_errors(refused)
        )
    except Stale as refused:
        edition = editions.read(work, number)
        told = {"text": reasons.sentence(refused.reason, Audience.OFFICER)}
        theirs = edition.files.get(file, "")
        return _file(request, work, wired, edition, file, sent=sent, errors=told, theirs=theirs, status=409)
    if edition.version == seen:
        return flash(request, see_other(f"{HOME}/{number}/{file}"), "info", UNCHANGED)
    if file not in edition.files:
        return flash(request, see_other(f"{HOME}/{number}"), "ok", REMOVED)
    return flash(request, see_other(f"{HOME}/{number}/{file}"), "ok", SAVED)


@router.post(HOME + "/{edition_id}/{file}/verifier")
@allow(*editions.WRITERS)
def check(work: Preparing, wired: Wired, form: Posted, edition_id: str, file: str) -> Response:
    """The faults of a text that is being typed, as JSON; nothing is kept."""
    edition = editions.read(work, identity(edition_id))
    if not editions.may_write(work, edition):
        raise Forbidden
    limit(wired, "edition", str(work.person_id))
    checked = editions.check(work, edition, wired.call_texts, file, texts(form).get("text", ""))
    found = fault_lines(checked, file)
    warnings = sum(one.warning for one in found)
    return JSONResponse(
        {
            "title": words.fault_count(len(found) - warnings, warnings),
            "faults": [asdict(one) for one in found],
        }
    )


def _list(request: Request, work: Work, sent: dict[str, str], errors: dict[str, str]) -> Response:
    writes = bool(work.actor.roles() & set(editions.WRITERS))
    held, begun = editions.sources(work) if writes else ([], [])
    offered = [(f"appel:{one.slug}", words.from_call(one.title)) for one in held]
    offered += [(f"edition:{one.id}", words.from_edition(one.title, one.slug)) for one in begun]
    if writes and work.actor.calls(*editions.WRITERS) is None:
        offered.insert(0, ("rien", words.FROM_NOTHING))
    return page(
        request,
        work,
        "calls/editions.html",
        status=422 if errors else 200,
        rows=editions.readable(work),
        calls={key_of(one): one for one in calls.headings(work.session)},
        sources=offered,
        sent=sent,
        errors=errors,
        trail=edition_trail(work, None),
    )


def _whole(request: Request, work: Work, wired: Wired, edition: Edition, *, refused: str = "") -> Response:
    checked = editions.check(work, edition, wired.call_texts)
    headings = {key_of(one): one for one in calls.headings(work.session)}
    return page(
        request,
        work,
        "calls/edition.html",
        status=409 if refused else 200,
        edition=edition,
        checked=checked,
        files=file_rows(edition, checked),
        warnings=[one for one in fault_lines(checked) if one.warning],
        taken=[reasons.sentence(one, Audience.OFFICER) for one in checked.taken],
        history=editions.history(work, edition),
        before=headings.get(edition.based_on or 0),
        call=headings.get(edition.call_id or 0),
        writes=editions.may_write(work, edition),
        opens=editions.may_open(work, edition),
        refused=refused,
        trail=edition_trail(work, edition),
    )


def _file(
    request: Request,
    work: Work,
    wired: Wired,
    edition: Edition,
    file: str,
    *,
    sent: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    theirs: str | None = None,
    status: int = 422,
) -> Response:
    given: dict[str, Any] = sent or {}
    kept = given.get("text", edition.files.get(file, ""))
    checked = editions.check(work, edition, wired.call_texts, file, kept)
    writes = editions.may_write(work, edition)
    model = skeleton(file) if writes and not kept else ""
    return page(
        request,
        work,
        "calls/file.html",
        status=status if errors else 200,
        edition=edition,
        file=file,
        said=words.FILES[file],
        text=kept or model,
        absent=file not in edition.files,
        faults=fault_lines(checked, file),
        others=[row for row in file_rows(edition, checked) if row.name != file],
        writes=writes,
        sent=given,
        errors=errors or {},
        theirs=theirs,
        trail=edition_trail(work, edition, f"{file}.yaml"),
    )


def _errors(refused: Invalid) -> dict[str, str]:
    return {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}


def edition_trail(work: Work, edition: Edition | None, *here: str) -> list[tuple[str, str]]:
    """The way back to the list of the editions, and to the edition from what is ``here``."""
    desk = work.actor.roles() & {Role.OFFICER, Role.MANAGER, Role.AUDITOR}
    way = [("/bureau", "Bureau")] if desk else []
    way.append((HOME if edition else "", "Règles des appels"))
    if edition is not None:
        way.append((f"{HOME}/{edition.id}" if here else "", edition.slug))
    return [*way, *(("", one) for one in here)]
