"""The sittings of a committee: opened with who is there, taken item by item, reported in a PDF."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Sitting
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Conflict, Fault, Forbidden, Hidden, Invalid, Reason, ReasonCode
from app.domain.people import Role
from app.edge.minutes import minutes_file
from app.edge.numbers import Key, number_asked, whole_number
from app.services.calls.calls import OpenedCall
from app.services.committee import attendances, suspected_members
from app.services.committee import committee as committees
from app.services.committee import minutes as minuted
from app.services.committee.quorum import quorum_of
from app.services.ranking import ranked_list
from app.services.route_access import SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Wired, Writing, attempt, flash, page, see_other, texts
from app.web.pages.committee.point import point_page
from app.web.pages.review.suspected import judged, reason_errors
from app.web.views.committee.rectified import rectified_rows
from app.web.views.committee.sitting import Agenda, agenda, colleges
from app.web.views.ranking.account import account_of
from app.web.views.trails import trail_for
from app.words.labels import Audience
from app.words.refused import reasons
from app.words.review.interests import SUSPICIONS

router = APIRouter()
FIELDS = {"held_at": "jour", "place": "lieu", "present": "presence", "presides": "preside"}
OPENED = "La séance est ouverte : les avis peuvent être enregistrés."
OPEN_ALREADY = (
    "Cette séance était déjà ouverte, même heure, même lieu : ses présences restent celles du premier."
)
PLANNED = "La séance est prévue. Ses présences s’enregistrent le jour où elle se tient, avant les avis."


@router.get("/bureau/appels/{slug}/seances")
@allow(SIGNED_IN)
def sittings(request: Request, work: Reading, slug: str) -> Response:
    return _list(request, work, slug, {}, {})


@router.post("/bureau/appels/{slug}/seances")
@allow(SIGNED_IN)
def hold(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    sent = texts(form)
    try:
        with attempt(work):
            before = _open_sittings(work, slug)
            sitting = _hold(work, slug, sent)
    except Invalid as refused:
        return _list(request, work, slug, sent, errors_of(refused))
    here = f"/bureau/appels/{slug}/seances/{sitting.id}"
    if key_of(sitting) in before:
        return flash(request, see_other(here), "ok", OPEN_ALREADY)
    held = committee.attended(work.session, {key_of(sitting)})
    return flash(request, see_other(here), "ok", OPENED if held else PLANNED)


def _open_sittings(work: Work, slug: str) -> frozenset[int]:
    opened = ranked_list.open_committee(work, slug)
    return frozenset(
        key_of(one) for one in committee.sittings(work.session, opened.id) if one.closed_at is None
    )


def errors_of(refused: Invalid) -> dict[str, str]:
    """The faults of a sitting by the field of the page that shows them."""
    return {
        FIELDS.get(one.field, one.field.replace("proxy-", "place-")): reasons.sentence(
            one.reason, Audience.OFFICER
        )
        for one in refused.faults
    }


def _hold(work: Work, slug: str, sent: dict[str, str]) -> Sitting:
    """« place-ID » of each member: « present », « absent », or the id of who votes for them."""
    ranked_list.open_committee(work, slug, ranked_list.SECRETARIES)
    held_at = moment_of(sent.get("jour", ""), sent.get("heure", ""))
    present, proxies = places_of(sent)
    return committees.hold_sitting(
        work,
        slug,
        sent.get("vague") or None,
        held_at=held_at,
        place=sent.get("lieu", ""),
        present=present,
        proxies=proxies,
        presides=presides_of(sent),
    )


def places_of(sent: dict[str, str]) -> tuple[list[int], dict[int, int]]:
    """Who is there, and who votes for whom."""
    places = {
        member: said
        for name, said in sent.items()
        if name.startswith("place-") and (member := whole_number(name.removeprefix("place-")))
    }
    present = [person for person, said in places.items() if said == "present"]
    return present, {person: holder for person, said in places.items() if (holder := whole_number(said))}


def presides_of(sent: dict[str, str]) -> int | None:
    """Who is said to preside; nobody, for the president when present."""
    return whole_number(sent.get("preside", "")) or None


def moment_of(day: str, hour: str) -> datetime:
    """The day and the hour as typed, without offset: the service reads them at the hour of the call."""
    faults = []
    try:
        on = read_date(day.strip()) if day.strip() else None
    except AnswerError as error:
        on = None
        faults.append(Fault("jour", error.reason))
    if not day.strip():
        faults.append(Fault("jour", Reason.of(ReasonCode.REQUIRED)))
    at = _hour(hour)
    if at is None:
        unread = Reason.of(ReasonCode.UNREADABLE, read=hour[:40])
        faults.append(Fault("heure", unread if hour.strip() else Reason.of(ReasonCode.REQUIRED)))
    if faults or on is None or at is None:
        raise Invalid(*faults)
    return datetime.combine(on, at)


def _hour(typed: str) -> time | None:
    """« 14 h 30 », « 14:30 », « 9h »; None when it is no time of day."""
    hours, _, minutes = typed.lower().replace("\u00a0", " ").replace("h", ":").replace(" ", "").partition(":")
    hour, minute = whole_number(hours), whole_number(minutes or "0")
    if hour is None or minute is None or hour >= 24 or minute >= 60:
        return None
    return time(hour, minute)


def _list(request: Request, work: Work, slug: str, sent: dict[str, str], errors: dict[str, str]) -> Response:
    opened = ranked_list.open_committee(work, slug)
    if opened.folder.committee is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="committee")
    rows = committee.sittings(work.session, opened.id)
    return page(
        request,
        work,
        "committee/sittings.html",
        status=422 if errors else 200,
        opened=opened,
        sittings=rows,
        attended=committee.attended(work.session, {key_of(one) for one in rows}),
        waves={one.id: one for one in opened.waves},
        **dict(zip(("colleges", "everybody"), seats_of(work, opened), strict=True)),
        writes=_secretary(work, opened),
        default=ranked_list.busy_wave(work, opened, None).key,
        sent=sent,
        errors=errors,
        trail=trail_for(work.actor.roles(), opened, "Séances"),
    )


def seats_of(
    work: Work, opened: OpenedCall, sat: Mapping[int, str] | None = None
) -> tuple[list[Any], list[Any]]:
    """The members as the form of the attendance asks them: by college, then all of them.

    ``sat``: the college of each at the time, of an attendance that was taken.
    """
    file = opened.folder.committee
    seats = sat or {key_of(person): seat.college for seat, person in committees.seats(work, opened)}
    named = {
        one: person.name or person.email for one, person in people.named(work.session, set(seats)).items()
    }
    colleges = [
        (one, [(person, named[person]) for person, college in seats.items() if college == one.key])
        for one in (file.colleges if file else ())
    ]
    return colleges, [(person, named[person]) for person in seats]


def _secretary(work: Work, opened: OpenedCall) -> bool:
    try:
        ranked_list.open_committee(work, opened.row.slug, ranked_list.SECRETARIES)
    except Forbidden:
        return False
    return True


@router.get("/bureau/appels/{slug}/seances/{sitting_id}")
@allow(SIGNED_IN)
def sitting(request: Request, work: Reading, slug: str, sitting_id: Key, point: str = "") -> Response:
    """The order of the day; with ``?point=`` a reference, that item in large type."""
    opened = ranked_list.open_committee(work, slug)
    row = row_of(work, opened, sitting_id)
    found = agenda(work, opened, row)
    chosen = found.at(point)
    if chosen is not None:
        return point_page(request, work, opened, row, found, chosen)
    return _day(request, work, opened, row, found)


@router.post("/bureau/appels/{slug}/seances/{sitting_id}/presences")
@allow(SIGNED_IN)
def attend(request: Request, work: Writing, form: Posted, slug: str, sitting_id: Key) -> Response:
    """Who is at a sitting that was planned ahead."""
    sent = texts(form)
    present, proxies = places_of(sent)
    try:
        with attempt(work):
            attendances.take(work, slug, sitting_id, present, proxies, presides_of(sent))
    except Invalid as refused:
        opened = ranked_list.open_committee(work, slug)
        row = row_of(work, opened, sitting_id)
        return _day(request, work, opened, row, agenda(work, opened, row), sent, errors_of(refused))
    return flash(request, see_other(f"/bureau/appels/{slug}/seances/{sitting_id}"), "ok", OPENED)


@router.post("/bureau/appels/{slug}/seances/{sitting_id}/rapprochements")
@allow(Role.OFFICER, Role.MANAGER)
def judge(request: Request, work: Writing, form: Posted, slug: str, sitting_id: Key) -> Response:
    """What brings a member to an application of the wave: an interest, or none; with a reason."""
    opened, sent = ranked_list.open_committee(work, slug), texts(form)
    row = row_of(work, opened, sitting_id)
    try:
        with attempt(work):
            told = judged(work, sent)
    except Invalid as refused:
        found = agenda(work, opened, row)
        return _day(request, work, opened, row, found, sent, reason_errors(refused, sent))
    return flash(request, see_other(f"/bureau/appels/{slug}/seances/{sitting_id}"), "ok", told)


def row_of(work: Work, opened: OpenedCall, sitting_id: int) -> Sitting:
    row = committee.sitting(work.session, sitting_id)
    if row is None or row.call_id != opened.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    return row


def _day(
    request: Request,
    work: Work,
    opened: OpenedCall,
    row: Sitting,
    found: Agenda,
    sent: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    """The order of the day, with who is there; or the form that takes it, on the day."""
    wave = next(one for one in opened.waves if one.id == row.wave_id)
    return page(
        request,
        work,
        "committee/sitting.html",
        status=422 if errors else 200,
        attended=bool(committee.attended(work.session, {key_of(row)})),
        rectified=rectified_rows(work, opened, row),
        earlier=minuted.earlier(work, row) if row.closed_at else (),
        rectifies=_secretary(work, opened),
        today=attendances.to_come(work, opened, row.held_at) is None,
        sent=sent or {},
        errors=errors or {},
        brought=() if row.closed_at else suspected_members.waiting(work, opened, row.wave_id),
        whys=SUSPICIONS,
        **dict(zip(("seated", "everybody"), seats_of(work, opened), strict=True)),
        opened=opened,
        sitting=row,
        wave=wave,
        account=account_of(work, wave),
        items=found.items,
        masked=found.masked,
        writes=_secretary(work, opened) and row.closed_at is None,
        colleges=colleges(work, opened, row),
        quorum=quorum_of(work, opened, row),
        trail=trail_for(work.actor.roles(), opened, "Séance"),
    )


@router.post("/bureau/appels/{slug}/seances/{sitting_id}/cloture")
@allow(SIGNED_IN)
def close(request: Request, work: Writing, slug: str, sitting_id: Key) -> Response:
    told = "La séance est close : plus aucun avis n’y est donné, et le relevé porte l’heure de clôture."
    try:
        with attempt(work):
            committees.close_sitting(work, slug, sitting_id)
    except Conflict as refused:
        told = reasons.sentence(refused.reason, Audience.OFFICER)
    return flash(request, see_other(f"/bureau/appels/{slug}/seances/{sitting_id}"), "ok", told)


@router.get("/bureau/appels/{slug}/seances/{sitting_id}/releve.pdf")
@allow(SIGNED_IN)
def minutes(
    request: Request, work: Reading, wired: Wired, slug: str, sitting_id: Key, version: str = ""
) -> Response:
    """The minutes as they stand; ``version``: those of that number, though others replaced them."""
    found = minuted.minutes(work, slug, sitting_id, number_asked(version))
    return minutes_file(request, wired, work, f"{slug}-{sitting_id}", found)
