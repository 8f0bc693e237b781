"""The pieces of a dossier: joined one by one, taken out while it is a draft, read by who may."""

from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from app.domain.access import Permission
from app.domain.errors import Invalid
from app.edge.attachments import stored
from app.services.apply import forms, pieces
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.wiring import Wiring
from app.services.work import Work
from app.web.dependencies import (
    Posted,
    Preparing,
    Reading,
    Wired,
    Writing,
    flash,
    page,
    see_other,
    texts,
    uploads,
    writing,
)
from app.web.pages.apply.forms import trail_of, writable
from app.web.views.apply.form_pages import home_of, is_late, piece_lines
from app.words.apply import forms as form_words
from app.words.refused import reasons

router = APIRouter(prefix="/candidatures/{reference}")
CHUNK = 256 * 1024
TITLE = "Pièces jointes"


@router.get("/dossier/pieces")
@allow(CASE)
def listed(request: Request, work: Reading, wired: Wired, reference: str) -> Response:
    return _page(request, work, wired, open_case(work, reference, Permission.READ_DRAFT), {})


@router.post("/dossier/pieces")
@allow(CASE)
def join(request: Request, work: Preparing, wired: Wired, form: Posted, reference: str) -> Response:
    case = open_case(work, reference, Permission.WRITE_FORM)
    piece = pieces.piece_of(case, texts(form).get("piece", ""))
    sent = uploads(form, "file")
    if not sent:
        return _page(request, work, wired, case, {piece.key: form_words.CHOOSE_FILE}, status=422)
    try:
        pieces.joinable(work, reference, piece.key)
        work.let_go()
        received = [pieces.receive(wired.reception, piece, one.filename or "", _chunks(one)) for one in sent]
        with writing(wired, work) as later:
            for one in received:
                pieces.keep(later, reference, one)
    except Invalid as refused:
        errors = {fault.field: reasons.told(fault.reason) for fault in refused.faults}
        return _page(request, work, wired, case, errors, status=422)
    here = f"{home_of(case, forms.DOSSIER)}/pieces#piece-{piece.key}"
    return flash(request, see_other(here), "ok", form_words.PIECE_JOINED)


@router.post("/pieces/{handle}/retirer")
@allow(CASE)
def remove(request: Request, work: Writing, reference: str, handle: str) -> Response:
    pieces.remove(work, reference, handle)
    here = f"/candidatures/{reference}/dossier/pieces"
    return flash(request, see_other(here), "ok", form_words.PIECE_REMOVED)


@router.get("/pieces/{handle}")
@allow(CASE)
def download(request: Request, work: Reading, wired: Wired, reference: str, handle: str) -> Response:
    scanning = bool(wired.settings.antivirus_url)
    file = pieces.readable(work, reference, handle, scanning=scanning)
    work.let_go()
    with writing(wired, work) as later:
        pieces.note_reading(later, reference, file)
    return stored(request, wired.files, file)


def _chunks(file: UploadFile) -> Iterator[bytes]:
    while chunk := file.file.read(CHUNK):
        yield chunk


def _page(
    request: Request,
    work: Work,
    wired: Wiring,
    case: Case,
    errors: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    checked = forms.check(work, case, forms.DOSSIER)
    opened = forms.opened(work, case)
    return page(
        request,
        work,
        "apply/pieces.html",
        status=status,
        case=case,
        title=TITLE,
        home=home_of(case, forms.DOSSIER),
        lines=piece_lines(checked, wired.settings.upload_max_bytes, opened),
        errors={f"file-{key}": sentence for key, sentence in errors.items()},
        writable=writable(case, forms.DOSSIER),
        late=is_late(case, work.now),
        frozen=opened is not None,
        trail=trail_of(case, forms.DOSSIER, TITLE),
    )
