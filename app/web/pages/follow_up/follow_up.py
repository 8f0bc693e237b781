"""The follow-up: the three rendezvous, the indicators with their start, their aim and what is reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fastapi import APIRouter, Request, Response

from app.db.follow_up import follow_up
from app.db.follow_up.follow_up import IndicatorRow, Rendezvous
from app.domain.access import Permission
from app.domain.call_file.follow_up import RendezvousFile
from app.domain.crossing import print_of
from app.domain.errors import Invalid, Reason, Stale
from app.domain.workflow import Stage
from app.services.cases import Case, open_case
from app.services.follow_up import indicators
from app.services.road import transitions
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import (
    Posted,
    Reading,
    Writing,
    attempt,
    flash,
    page,
    prints_in,
    see_other,
    texts,
)
from app.web.views.apply.form_pages import home_of
from app.web.views.readers import audience_of, meetings
from app.web.views.trails import trail_of
from app.words.apply import team as team_words
from app.words.formats import number
from app.words.refused import reasons
from app.words.road import actions
from app.words.road.action_words import Place

router = APIRouter(prefix="/candidatures/{reference}/suivi")
TARGETS = "cibles"
REPORTED_AT: dict[Stage, str] = {Stage.STARTED: "midterm", Stage.MIDTERM_HELD: "final"}


@dataclass(frozen=True)
class Meeting:
    """One of the three, as the call describes it and as it was held."""

    file: RendezvousFile
    row: Rendezvous | None


@dataclass(frozen=True)
class Measure:
    """An indicator in words. Figures are texts, ready to be read or typed again."""

    row: IndicatorRow
    baseline: str
    target: str
    midterm: str
    final: str


@router.get("")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _page(request, work, open_case(work, reference, Permission.READ_FOLLOW_UP), {}, {})


@router.post("/cibles")
@allow(CASE)
def set_targets(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case, sent = open_case(work, reference, Permission.READ_FOLLOW_UP), texts(form)
    named: dict[str, dict[str, str]] = {}
    for name, value in sent.items():
        key, _, field = name.partition(".")
        if field in indicators.FIELDS:
            named.setdefault(key, {})[field] = value
    try:
        with attempt(work):
            indicators.set_targets(work, reference, named, prints_in(sent))
    except Invalid as refused:
        return _page(request, work, case, sent, _errors(refused), status=422)
    except Stale as refused:
        return _page(request, work, case, sent, {}, status=409, crossed=refused.reason)
    rows = [one for one in follow_up.indicators(work.session, case.id) if one.nature == "quantitative"]
    lacking = sum((one.baseline is None) + (one.target is None) for one in rows)
    told = team_words.targets_set(lacking)
    return flash(request, see_other(f"{home_of(case)}/suivi"), "info" if lacking else "ok", told)


@router.post("/indicateurs")
@allow(CASE)
def report(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case, sent = open_case(work, reference, Permission.READ_FOLLOW_UP), texts(form)
    kind = sent.pop("kind", "")
    try:
        with attempt(work):
            indicators.report(work, reference, kind, sent, prints_in(sent))
    except Invalid as refused:
        return _page(request, work, case, sent, _errors(refused), status=422)
    except Stale as refused:
        return _page(request, work, case, sent, {}, status=409, crossed=refused.reason)
    rows = follow_up.indicators(work.session, case.id)
    lacking = sum(follow_up.value_at(one, kind) in (None, "") for one in rows)
    told = team_words.reported(lacking)
    return flash(request, see_other(f"{home_of(case)}/suivi"), "info" if lacking else "ok", told)


def _unless_left(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed in the fields that this person changed; the others are shown as they now are."""
    read = prints_in(sent)
    return {
        name: text
        for name, text in sent.items()
        if not name.startswith("lu-") and read.get(name) != print_of(indicators.text_of(text))
    }


def _errors(refused: Invalid) -> dict[str, str]:
    return {one.field: reasons.sentence(one.reason) for one in refused.faults}


def _page(
    request: Request,
    work: Work,
    case: Case,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
    crossed: Reason | None = None,
) -> Response:
    """``crossed``: who wrote in the same fields meanwhile; both texts are then shown, and the person chooses."""
    if crossed is not None:
        sent = _unless_left(sent)
    rows = follow_up.indicators(work.session, case.id)
    stage = case.application.stage
    return page(
        request,
        work,
        "follow_up/follow_up.html",
        status=status,
        case=case,
        home=home_of(case),
        meetings=_meetings(work, case),
        measures=[_measure(row) for row in rows],
        targeting=indicators.may_target(case) and bool(rows),
        drafted=stage is Stage.CONVENTION_DRAFT and not indicators.may_target(case) and bool(rows),
        reporting=REPORTED_AT.get(stage, "") if case.may(Permission.REPORT_INDICATORS) and rows else "",
        buttons=_buttons(work, case),
        seen=_seen(rows, sent),
        crossed=reasons.sentence(crossed, audience_of(case)) if crossed else "",
        theirs=_theirs(rows, crossed),
        sent=sent,
        errors=errors,
        trail=trail_of(case, "Le suivi"),
    )


def _seen(rows: Sequence[IndicatorRow], sent: Mapping[str, str]) -> dict[str, str]:
    """The print of each field as this person read it: as it now is, unless the form already told."""
    prints = {
        f"{row.key}.{field}": print_of(indicators.text_of(getattr(row, field)))
        for row in rows
        for field in indicators.FIELDS
    }
    for kind in REPORTED_AT.values():
        prints |= {
            f"{kind}.{row.key}": print_of(indicators.text_of(indicators.reported(row, kind))) for row in rows
        }
    return prints | prints_in(sent)


def _theirs(rows: Sequence[IndicatorRow], crossed: Reason | None) -> dict[str, str]:
    """What is kept in the fields that another wrote meanwhile, figures as the page writes them."""
    kept: Mapping[str, str] = crossed.values["kept"] if crossed else {}
    figures = {row.key for row in rows if row.nature == "quantitative"}
    return {
        name: number(Decimal(text)) if text and name.partition(".")[0] in figures else text
        for name, text in kept.items()
    }


def _meetings(work: Work, case: Case) -> list[Meeting]:
    file = case.folder.follow_up
    held = {row.kind: row for row in follow_up.rendezvous(work.session, case.id)}
    return [Meeting(one, held.get(kind.value)) for kind, one in file.rendezvous.in_order()] if file else []


def _measure(row: IndicatorRow) -> Measure:
    quantitative = row.nature == "quantitative"
    return Measure(
        row,
        _figure(row.baseline),
        _figure(row.target),
        _figure(row.midterm) if quantitative else row.midterm_text,
        _figure(row.actual) if quantitative else row.actual_text,
    )


def _figure(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def _buttons(work: Work, case: Case) -> list[tuple[str, str]]:
    """The meetings that this reader may record now."""
    audience = audience_of(case)
    return [
        (f"{home_of(case)}/actions/{one.action.value}", actions.button(one.action, audience, meetings(case)))
        for one in transitions.choices(work, case)
        if one.open and actions.place(one.action) is Place.FOLLOW_UP
    ]
