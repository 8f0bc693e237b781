"""A call on its officers' desk: its waves and figures, and the ranked list under the envelope with its calculation."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.db.apply import applications
from app.db.base import key_of
from app.db.review import interests
from app.domain.people import Role
from app.domain.workflow import Group, Stage
from app.services.calls.calls import OpenedCall
from app.services.ranking import envelopes, ranked_list
from app.services.ranking.reserve import reserve_of
from app.services.route_access import SIGNED_IN, allow
from app.web.dependencies import Reading, page
from app.web.views.desk.rows import beyond_the_end, page_number
from app.web.views.ranking.account import account_of
from app.web.views.ranking.draws import panel
from app.web.views.ranking.lines import part_of, ranked_lines, waiting_stages, why_unranked
from app.web.views.trails import DESK_PARTS, call_trail, trail_for, wave_tabs
from app.words import labels
from app.words.calls.grids import tie_break_words
from app.words.review import grid_results

router = APIRouter()

EVERY = "tous"


@router.get("/bureau/appels/{slug}")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def dashboard(request: Request, work: Reading, slug: str, vague: str = "") -> Response:
    """The figures of a wave: what was filed, where it stands, what was awarded."""
    opened = ranked_list.open_committee(work, slug, DESK_PARTS)
    wave = ranked_list.busy_wave(work, opened, vague)
    hidden = interests.interests_of_person(work.session, work.person_id)
    counts = applications.counts_by_stage(work.session, key_of(wave), hidden)
    return page(
        request,
        work,
        "desk/call.html",
        opened=opened,
        wave=wave,
        tabs=wave_tabs(opened, wave.key, ""),
        filed=sum(counts.values()),
        bars=[
            (labels.OFFICER_STAGES[stage].word, counts[stage], labels.OFFICER_STAGES[stage].tone)
            for stage in Stage
            if counts.get(stage)
        ],
        awarded=envelopes.account(work.session, wave, without=hidden).awarded,
        reserve=reserve_of(work, ranked_list.shown_ranking(work, opened, wave))
        if counts.get(Stage.ON_RESERVE) and opened.folder.grid is not None
        else None,
        account=account_of(work, wave),
        masked=applications.filed_among(work.session, key_of(wave), hidden),
        links=links_of(opened, wave.key),
        trail=call_trail(opened),
    )


def links_of(opened: OpenedCall, key: str) -> list[tuple[str, str]]:
    """The other pages of the call that its road has."""
    home = f"/bureau/appels/{opened.row.slug}"
    offered = [(f"/bureau?vue=tous&appel={opened.row.slug}&vague={key}", "Tous les dossiers de la vague")]
    if Group.REVIEW in opened.folder.groups:
        offered.append((f"{home}/classement?vague={key}", "Classement et enveloppe"))
    offered.append((f"{home}/regles", "Règles de sélection"))
    if opened.folder.committee is not None:
        offered.append((f"{home}/seances", "Séances du comité"))
        offered.append((f"{home}/comite", "Membres du comité"))
    if waiting_stages(opened):
        offered.append((f"{home}/decisions?vague={key}", "Décisions"))
    offered.append((f"{home}/personnes", "Experts et services consultés"))
    return [*offered, (f"/appels/{opened.row.slug}", "La page publique de l’appel")]


@router.get("/bureau/appels/{slug}/classement")
@allow(SIGNED_IN)
def ranking(request: Request, work: Reading, slug: str, vague: str = "", calcul: str = "") -> Response:
    """The ranked list, for the officers and the committee; the auditor reads it too. Two hundred and fifty to a page.

    ``calcul``: the reference of one application, or « tous », whose calculation is shown below.
    """
    shown = ranked_list.ranking(work, slug, vague)
    opened, wave, rows, masked, _ = shown
    grid, number = opened.folder.grid, page_number(request)
    part = part_of(rows, number)
    if back := beyond_the_end(request, number, part.rows):
        return back
    why = f"?{urlencode({'vague': wave.key})}&calcul="
    lines = ranked_lines(grid, part.rows, why) if grid else ()
    asked = (
        ranked_lines(grid, tuple(one for one in rows if one.application.reference == calcul), why)
        if grid
        else ()
    )
    aside = [row for row in part.rows if row.place.rank is None]
    return page(
        request,
        work,
        "ranking/ranking.html",
        opened=opened,
        wave=wave,
        grid=grid,
        tabs=wave_tabs(opened, wave.key, "classement"),
        part=part,
        number=number,
        lines=lines,
        account=account_of(work, wave),
        reserve=reserve_of(work, shown),
        masked=masked,
        draw=panel(work, opened, wave, rows, masked=masked > 0),
        ties=tie_break_words(grid) if grid else (),
        explained=lines if calcul == EVERY else asked,
        every=calcul == EVERY,
        aside=aside,
        whys={row.application.reference: why_unranked(row) for row in aside},
        words=grid_results,
        trail=trail_for(work.actor.roles(), opened, "Classement"),
    )
