"""The draw of a wave, done by the manager of the call: its list is fixed, then its seed is published."""

from fastapi import APIRouter, Request, Response

from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.people import Role
from app.edge.attachments import attachment
from app.services.ranking import draws
from app.services.route_access import SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.ranking.draws import sentences
from app.web.views.trails import call_trail
from app.words.labels import Audience
from app.words.refused import reasons

router = APIRouter()
HOW = (
    (
        "house",
        "La plateforme la tire",
        "À l’instant où vous la publiez : personne ne la voit avant, vous non plus.",
    ),
    ("public", "Un tirage public la donnera", "Le Loto d’un jour à venir, une urne en séance."),
)


@router.get("/bureau/appels/{slug}/tirage")
@allow(Role.MANAGER)
def ask(request: Request, work: Reading, slug: str, vague: str = "") -> Response:
    return _form(request, work, slug, {"vague": vague}, {})


@router.get("/bureau/appels/{slug}/tirage/liste.txt")
@allow(SIGNED_IN)
def listing(work: Reading, slug: str, vague: str = "") -> Response:
    """The fixed list, whose SHA-256 was announced, for those who read the whole ranking."""
    draw = draws.fixed_list(work, slug, vague)
    return attachment(f"liste-{slug}-{vague}.txt", "text/plain; charset=utf-8", draw.listing.encode())


@router.post("/bureau/appels/{slug}/tirage")
@allow(Role.MANAGER)
def fix(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    sent = texts(form)
    try:
        with attempt(work):
            draws.fix_list(work, slug, sent.get("vague", ""), _source(sent))
    except Invalid as refused:
        return _form(request, work, slug, sent, _errors(refused))
    told = "La liste est arrêtée. Publiez la graine quand elle est connue : le tirage se fait aussitôt."
    return flash(request, see_other(_ranking(slug, sent)), "ok", told)


@router.post("/bureau/appels/{slug}/tirage/graine")
@allow(Role.MANAGER)
def publish(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    sent = texts(form)
    try:
        with attempt(work):
            draws.publish_seed(work, slug, sent.get("vague", ""), sent.get("seed", ""))
    except Invalid as refused:
        return _form(request, work, slug, sent, _errors(refused))
    told = "La graine est publiée : le classement montre l’ordre tiré."
    return flash(request, see_other(_ranking(slug, sent)), "ok", told)


def _source(sent: dict[str, str]) -> str:
    """Where the seed will come from, as the form tells it; empty: from the house."""
    how, source = sent.get("how", ""), sent.get("source", "")
    if how not in {key for key, _, _ in HOW}:
        raise Invalid(Fault("how", Reason.of(ReasonCode.REQUIRED)))
    if how == "public" and not source.strip():
        raise Invalid(Fault("source", Reason.of(ReasonCode.REQUIRED)))
    return source if how == "public" else ""


def _errors(refused: Invalid) -> dict[str, str]:
    return {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}


def _ranking(slug: str, sent: dict[str, str]) -> str:
    return f"/bureau/appels/{slug}/classement?vague={sent.get('vague', '')}#tirage"


def _form(request: Request, work: Work, slug: str, sent: dict[str, str], errors: dict[str, str]) -> Response:
    found = draws.prospect(work, slug, sent.get("vague", ""))
    if found.held is not None and found.held.published is not None:
        return see_other(_ranking(slug, {"vague": found.wave.key}))
    named = draws.named_draw(work, found.opened, found.wave)
    return page(
        request,
        work,
        "ranking/draw.html",
        status=422 if errors else 200,
        opened=found.opened,
        wave=found.wave,
        held=found.held,
        listed=found.listed,
        sentences=sentences(found.opened, named) if named is not None else (),
        refusal=reasons.sentence(found.refusal, Audience.OFFICER) if found.refusal else "",
        next_step=reasons.next_step(found.refusal) if found.refusal else "",
        how=HOW,
        sent=sent,
        errors=errors,
        trail=call_trail(found.opened, "Tirage au sort"),
    )
