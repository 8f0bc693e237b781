"""Putting a sitting right: what was recorded, what is, and the compulsory reason."""

from functools import partial

from fastapi import APIRouter, Request, Response

from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Sitting
from app.db.rectifications import Rectification, Subject, rectifications
from app.domain.errors import Reason, ReasonCode
from app.edge.numbers import Key
from app.services.calls.calls import OpenedCall
from app.services.committee import denied_items, presiders, rectified
from app.services.ranking import ranked_list
from app.services.route_access import SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts, version_seen
from app.web.pages.committee.sittings import errors_of, moment_of, places_of, presides_of, row_of, seats_of
from app.web.rectifying import put_right, status_of
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
    told = "C’est rectifié. Ce qui était enregistré reste lisible, avec votre raison."
    return put_right(
        work,
        partial(_rectify, work, slug, sitting_id, sent),
        partial(_form, request, work, slug, sitting_id, sent),
        lambda _made: flash(request, see_other(f"/bureau/appels/{slug}/seances/{sitting_id}"), "ok", told),
        errors_of,
    )


def _rectify(work: Work, slug: str, sitting_id: int, sent: dict[str, str]) -> Rectification:
    present, proxies = places_of(sent)
    if not any(name.startswith("place-") for name in sent):
        rows = committee.attendance(work.session, sitting_id)
        present = [one.person_id for one in rows if one.present]
        proxies = {one.person_id: one.proxy_to for one in rows if one.proxy_to is not None}
    return rectified.rectify(
        work,
        slug,
        sitting_id,
        held_at=moment_of(sent.get("jour", ""), sent.get("heure", "")),
        place=sent.get("lieu", ""),
        present=present,
        proxies=proxies,
        reason=sent.get("reason", ""),
        version=version_seen(sent),
        presides=presides_of(sent),
    )


def _locked(work: Work, opened: OpenedCall, row: Sitting) -> str:
    """Why the attendance of a sitting is put right no more, in a sentence; nothing while it may be."""
    if (at := denied_items.released_at(work, row)) is None:
        return ""
    zone = opened.folder.call.timezone
    return reasons.told(Reason.of(ReasonCode.ATTENDANCE_RELEASED, at=at, zone=zone), Audience.OFFICER)


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
        "preside": str(presiders.presider_of(work, opened.id, row, rows) or ""),
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
        status=status_of(errors, crossed),
        opened=opened,
        sitting=row,
        here=f"/bureau/appels/{slug}/seances/{key_of(row)}/rectifier",
        back=f"/bureau/appels/{slug}/seances/{key_of(row)}",
        zone=opened.folder.call.zone,
        version=len(rectifications(work.session, Subject.SITTING, sitting_id)),
        rectified=rectified_rows(work, opened, row),
        attended=bool(rows),
        locked=_locked(work, opened, row),
        seated=seated,
        everybody=everybody,
        sent=known if sent is None else sent,
        errors=errors,
        crossed=crossed,
        trail=trail_for(work.actor.roles(), opened, "Rectifier la séance"),
    )
