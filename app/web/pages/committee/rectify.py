"""Putting a sitting right: what was recorded, what is, and the compulsory reason."""

from fastapi import APIRouter, Request, Response

from app.db.base import key_of
from app.db.committee import committee
from app.db.rectifications import Subject, rectifications
from app.domain.errors import Invalid, Stale
from app.edge.numbers import Key
from app.services.committee import rectified
from app.services.ranking import ranked_list
from app.services.route_access import SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import (
    Posted,
    Reading,
    Writing,
    attempt,
    flash,
    page,
    see_other,
    texts,
    version_seen,
)
from app.web.pages.committee.sittings import errors_of, moment_of, places_of, row_of, seats_of
from app.web.views.committee.rectified import rectified_rows
from app.web.views.trails import trail_for
from app.words import formats
from app.words.labels import Audience
from app.words.refused import reasons

router = APIRouter(prefix="/bureau/appels/{slug}/seances/{sitting_id}/rectifier")


@router.get("")
@allow(SIGNED_IN)
def ask(request: Request, work: Reading, slug: str, sitting_id: Key) -> Response:
    return _form(request, work, slug, sitting_id, None, {})


@router.post("")
@allow(SIGNED_IN)
def rectify(request: Request, work: Writing, form: Posted, slug: str, sitting_id: Key) -> Response:
    ranked_list.open_committee(work, slug, ranked_list.SECRETARIES)
    sent = texts(form)
    try:
        with attempt(work):
            present, proxies = places_of(sent)
            rectified.rectify(
                work,
                slug,
                sitting_id,
                held_at=moment_of(sent.get("jour", ""), sent.get("heure", "")),
                place=sent.get("lieu", ""),
                present=present,
                proxies=proxies,
                reason=sent.get("reason", ""),
                version=version_seen(sent) or 0,
            )
    except Invalid as refused:
        return _form(request, work, slug, sitting_id, sent, errors_of(refused))
    except Stale as refused:
        told = reasons.sentence(refused.reason, Audience.OFFICER)
        return _form(request, work, slug, sitting_id, sent, {}, crossed=told)
    here = see_other(f"/bureau/appels/{slug}/seances/{sitting_id}")
    return flash(
        request, here, "ok", "C’est rectifié. Ce qui était enregistré reste lisible, avec votre raison."
    )


def _form(
    request: Request,
    work: Work,
    slug: str,
    sitting_id: int,
    sent: dict[str, str] | None,
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who put the sitting right meanwhile; what was typed is in the form."""
    opened = ranked_list.open_committee(work, slug, ranked_list.SECRETARIES)
    row = row_of(work, opened, sitting_id)
    rows = committee.attendance(work.session, sitting_id)
    held = row.held_at.astimezone(opened.folder.call.zone)
    known = {
        "jour": formats.day_figures(held.date()),
        "heure": f"{held.hour} h {held.minute:02d}",
        "lieu": row.place,
        **{
            f"place-{one.person_id}": "present" if one.present else str(one.proxy_to or "absent")
            for one in rows
        },
    }
    seated, everybody = seats_of(work, opened, {one.person_id: one.college for one in rows})
    return page(
        request,
        work,
        "committee/rectify.html",
        status=409 if crossed else 422 if errors else 200,
        opened=opened,
        sitting=row,
        here=f"/bureau/appels/{slug}/seances/{key_of(row)}/rectifier",
        back=f"/bureau/appels/{slug}/seances/{key_of(row)}",
        zone=opened.folder.call.zone,
        version=len(rectifications(work.session, Subject.SITTING, sitting_id)),
        rectified=rectified_rows(work, opened, row),
        attended=bool(rows),
        seated=seated,
        everybody=everybody,
        sent=known if sent is None else sent,
        errors=errors,
        crossed=crossed,
        trail=trail_for(work.actor.roles(), opened, "Rectifier la séance"),
    )
