"""What anybody may read of the calls, and the door by which one applies."""

from collections.abc import Hashable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.db.committee import committee
from app.db.ranking import announced
from app.domain.call_file.kinds import KINDS
from app.domain.errors import Invalid
from app.services.apply import applications, published
from app.services.apply.published import Supported
from app.services.calls import calls
from app.services.calls.calls import OpenedCall
from app.services.desk import desks
from app.services.route_access import ANYONE, SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.kept import as_the_clock_tells, kept_page
from app.web.views.calls.public_call import entrance, public_road, sorted_cards
from app.web.views.desk.rows import beyond_the_end, page_number
from app.web.views.ranking.draws import in_public
from app.words.apply import team as team_words
from app.words.apply.answers import answer_text
from app.words.calls import aid, grids
from app.words.labels import LEGAL_FORMS
from app.words.refused import reasons

router = APIRouter()


@dataclass(frozen=True)
class Results:
    """What a wave awarded. ``total`` in cents."""

    name: str
    rows: tuple[Supported, ...]

    @property
    def total(self) -> int:
        return sum(one.amount for one in self.rows)


@router.get("/")
@allow(ANYONE)
def home(request: Request, work: Reading) -> Response:
    open_now, coming, closed = sorted_cards(calls.current(work), work.now)
    return page(
        request,
        work,
        "calls/home.html",
        open_now=open_now,
        coming=coming,
        closed=closed,
        past=calls.any_past(work),
    )


@router.get("/appels")
@allow(ANYONE)
def past(request: Request, work: Reading) -> Response:
    """The calls that are over, the latest first, twenty to a page."""
    number = page_number(request)
    found, more = calls.past(work, number)
    if back := beyond_the_end(request, number, found):
        return back
    return page(
        request,
        work,
        "calls/past.html",
        found=found,
        number=number,
        pages=number + more,
        trail=[("/", "Appels"), ("", "Appels clos")],
    )


@router.get("/appels/{slug}")
@allow(ANYONE)
def read(request: Request, work: Reading, slug: str) -> Response:
    """The page of a call: the same for every visitor, and drawn again when what it says changes."""

    def seen() -> Hashable:
        rows = announced.of_call(work.session, slug)
        return rows, as_the_clock_tells(work.now, (at for row in rows for at in row.instants))

    return kept_page(request, work, seen, lambda: _call(request, work, slug))


def _call(request: Request, work: Work, slug: str) -> Response:
    opened = calls.by_slug(work, slug)
    door = entrance(opened, work.now)
    awarded = committee.awarded_waves(work.session, opened.id)
    return page(
        request,
        work,
        "calls/call.html",
        opened=opened,
        folder=opened.folder,
        words=grids,
        rules=grids.rule_sentences(opened.folder),
        call=opened.folder.call,
        door=door,
        steps=public_road(opened.folder, door, work.now),
        rule=aid.rule_sentences(opened.folder.dossier.budget),
        files={wave.key: wave for wave in opened.folder.call.waves},
        draws=in_public(work, opened),
        told={wave.id for wave in opened.waves if wave.released_at or wave.id in awarded},
        trail=[("/", "Appels"), ("", opened.folder.call.short_title)],
    )


@router.get("/appels/{slug}/resultats")
@allow(ANYONE)
def results(request: Request, work: Reading, slug: str) -> Response:
    """Who was supported, wave by wave, once the decisions were released; never who was not."""
    opened = calls.by_slug(work, slug)
    call = opened.folder.call
    return page(
        request,
        work,
        "calls/results.html",
        call=call,
        slug=slug,
        waves=_results(work, opened),
        prose=lambda question: KINDS[question.kind].prose,
        told=answer_text,
        trail=[("/", "Appels"), (f"/appels/{slug}", call.short_title), ("", "Résultats")],
    )


def _results(work: Work, opened: OpenedCall) -> list[Results]:
    found = published.supported(work, opened)
    return [
        Results(wave.name, tuple(one for one in found if one.application.wave_id == wave.id))
        for wave in reversed(opened.waves)
        if any(one.application.wave_id == wave.id for one in found)
    ]


@router.get("/appels/{slug}/candidater")
@allow(SIGNED_IN)
def describe(request: Request, work: Reading, slug: str) -> Response:
    return _form(request, work, calls.by_slug(work, slug), {}, {})


@router.post("/appels/{slug}/candidater")
@allow(SIGNED_IN)
def begin(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    opened, sent = calls.by_slug(work, slug), texts(form)
    try:
        with attempt(work):
            application = applications.begin(work, slug, sent)
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason) for one in refused.faults}
        return _form(request, work, opened, sent, errors, status=422)
    return flash(request, see_other(f"/candidatures/{application.reference}"), "ok", team_words.BEGUN)


def _form(
    request: Request,
    work: Work,
    opened: OpenedCall,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> Response:
    call, slug = opened.folder.call, opened.row.slug
    return page(
        request,
        work,
        "calls/apply.html",
        status=status,
        call=call,
        slug=slug,
        door=entrance(opened, work.now),
        begun=[line for line in desks.mine(work) if line.application.call_id == opened.id],
        sent=sent,
        errors=errors,
        legal_forms=list(LEGAL_FORMS.items()),
        trail=[("/", "Appels"), (f"/appels/{slug}", call.short_title), ("", "Candidater")],
    )
