"""The officers' list: what waits for them, what waits for others, everything; and taking charge of a dossier."""

from collections.abc import Collection, Iterable
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Call
from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.apply import applications
from app.services.desk import desks
from app.services.identity.sign_in import inside
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts
from app.web.views.desk.rows import VIEWS, beyond_the_end, desk_rows, page_number
from app.words import labels

router = APIRouter()
NAMES = {"traiter": "À traiter", "attente": "En attente", "tous": "Tous"}


@router.get("/bureau")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def desk(
    request: Request,
    work: Reading,
    vue: str = "traiter",
    appel: str = "",
    etape: str = "",
    vague: str = "",
    q: str = "",
    mes: str = "",
) -> Response:
    asked = {"vue": vue if vue in VIEWS else "traiter", "appel": appel, "vague": vague, "q": q, "mes": mes}
    number = page_number(request)
    known = desks.known_calls(work)
    held = _held(work, known.by_number.values())
    chosen = next((one for one in held if one.slug == appel), None)
    waves = calls.waves(work.session, key_of(chosen)) if chosen else []
    wave = next((one for one in waves if one.key == vague), None)
    stages = (Stage(etape),) if etape in tuple(Stage) else ()
    found = desks.officers_desk(
        work,
        slug=appel,
        view=VIEWS[asked["vue"]],
        stages=stages,
        wave_id=wave.id if wave else None,
        only_mine=bool(mes),
        words=q,
        page=number,
        known=known,
    )
    if back := beyond_the_end(request, number, found.lines):
        return back
    rows = desk_rows(work, found)
    return page(
        request,
        work,
        "desk/list.html",
        rows=rows,
        takes=any(row.takes for row in rows),
        tabs=[
            (
                f"?{urlencode({**asked, 'vue': key})}",
                words,
                key == asked["vue"] and not etape,
                found.counts[VIEWS[key]],
            )
            for key, words in NAMES.items()
        ],
        asked={**asked, "etape": etape},
        calls=held,
        unreadable=_held(work, known.unreadable),
        waves=waves,
        stages=_stages(found.stages),
        chosen=chosen,
        number=found.page,
        pages=found.page + found.more,
        here=f"/bureau?{urlencode({**asked, 'etape': etape})}",
    )


@router.post("/candidatures/{reference}/prise-en-charge")
@allow(CASE)
def take_charge(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    applications.take_charge(work, reference)
    back = inside(texts(form).get("retour", f"/candidatures/{reference}"))
    return flash(request, see_other(back), "ok", f"Le dossier {reference} est à votre charge.")


def _held(work: Work, known: Iterable[Call]) -> list[Call]:
    allowed = work.actor.calls(*desks.DESK_ROLES)
    return [one for one in known if allowed is None or one.id in allowed]


def _stages(reached: Collection[Stage]) -> list[tuple[str, str]]:
    return [(stage.value, labels.OFFICER_STAGES[stage].word) for stage in Stage if stage in reached]
