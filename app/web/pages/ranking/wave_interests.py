"""Declaring interests before reading a wave: a line for each application, a box, its nature, one button."""

from fastapi import APIRouter, Request, Response

from app.domain.errors import Invalid
from app.services.ranking import wave_interests
from app.services.route_access import SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.rectifying import errors_of
from app.words.review.interests import IN_SHORT, declared_so_far

router = APIRouter(prefix="/appels/{slug}/interets")


@router.get("")
@allow(SIGNED_IN)
def ask(request: Request, work: Reading, slug: str, vague: str = "") -> Response:
    return _form(request, work, slug, vague, {}, {})


@router.post("")
@allow(SIGNED_IN)
def declare(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    """« interet-REFERENCE » for each that is ticked, with its « nature-REFERENCE »; « lu-REFERENCE » for each shown."""
    sent = texts(form)
    wave = sent.get("vague", "")
    ticked = {name: sent.get(f"nature-{name}", "") for name in _named(sent, "interet-")}
    try:
        with attempt(work):
            done = wave_interests.declare(work, slug, wave, ticked, _named(sent, "lu-"), "no_other" in sent)
    except Invalid as refused:
        return _form(request, work, slug, wave, sent, errors_of(refused))
    return flash(request, see_other(f"/appels/{slug}/interets?vague={wave}"), "ok", declared_so_far(*done))


def _named(sent: dict[str, str], start: str) -> list[str]:
    return [name.removeprefix(start) for name in sent if name.startswith(start)]


def _form(
    request: Request, work: Work, slug: str, wave: str, sent: dict[str, str], errors: dict[str, str]
) -> Response:
    found = wave_interests.before_reading(work, slug, wave or None)
    return page(
        request,
        work,
        "ranking/wave_interests.html",
        status=422 if errors else 200,
        found=found,
        natures=tuple(IN_SHORT.items()),
        waves=found.opened.waves if len(found.opened.waves) > 1 else (),
        zone=found.opened.folder.call.zone,
        here=f"/appels/{slug}/interets",
        sent=sent,
        errors=errors,
        trail=[("/", "Appels"), (f"/appels/{slug}", found.opened.folder.call.short_title), ("", "Intérêts")],
    )
