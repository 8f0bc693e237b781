"""The decision of the authority: recorded one by one, then released for a whole wave at once."""

from datetime import date

from fastapi import APIRouter, Request, Response

from app.db.committee import committee
from app.domain.access import Permission
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Fault, Hidden, Invalid, Reason, ReasonCode, Stale
from app.domain.money import MoneyError, parse_euros
from app.domain.people import Role
from app.domain.workflow import Group, Outcome
from app.services.cases import Case, open_case
from app.services.ranking import amounts
from app.services.ranking.ranked_list import busy_wave, open_committee, rank_advised
from app.services.road import decisions
from app.services.route_access import CASE, allow
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
from app.web.views.ranking.account import account_of
from app.web.views.ranking.lines import waiting_stages
from app.web.views.road.decision_table import decision_table
from app.web.views.road.links import way_back
from app.web.views.trails import DESK_PARTS, call_trail, trail_of, wave_tabs
from app.words import formats, labels
from app.words.labels import Audience
from app.words.motives import MOTIVE_WANTED
from app.words.refused import reasons

router = APIRouter()


@router.get("/candidatures/{reference}/decision")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, retour: str = "") -> Response:
    case = open_case(work, reference, Permission.RECORD_DECISION)
    return _form(request, work, case, {}, {}, way_back(case, retour))


@router.post("/candidatures/{reference}/decision")
@allow(CASE)
def record(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case = open_case(work, reference, Permission.RECORD_DECISION)
    sent = texts(form)
    back = way_back(case, sent.get("retour", ""))
    try:
        with attempt(work):
            _record(work, reference, sent)
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}
        return _form(request, work, case, sent, errors, back)
    except Stale as refused:
        crossed = reasons.sentence(refused.reason, Audience.OFFICER)
        return _form(request, work, case, sent, {}, back, crossed=crossed)
    told = (
        "La décision est enregistrée. Elle reste provisoire : le porteur n’en sait rien avant la publication."
    )
    return flash(request, see_other(back), "ok", told)


def _record(work: Work, reference: str, sent: dict[str, str]) -> None:
    faults: list[Fault] = []
    outcome = sent.get("outcome", "")
    if outcome not in tuple(Outcome):
        faults.append(Fault("outcome", Reason.of(ReasonCode.REQUIRED)))
    amount = _cents(sent.get("amount", ""), faults)
    day = _day(sent.get("deliberated_on", ""), faults)
    if faults:
        raise Invalid(*faults)
    decisions.record(
        work,
        reference,
        Outcome(outcome),
        amount=amount,
        conditions=sent.get("conditions", ""),
        reasons=sent.get("reasons", ""),
        deliberation=sent.get("deliberation", ""),
        deliberated_on=day,
        version=version_seen(sent),
    )


def _cents(typed: str, faults: list[Fault]) -> int:
    try:
        return parse_euros(typed) if typed.strip() else 0
    except MoneyError as error:
        faults.append(Fault("amount", error.reason))
        return 0


def _day(typed: str, faults: list[Fault]) -> date | None:
    try:
        return read_date(typed.strip()) if typed.strip() else None
    except AnswerError as error:
        faults.append(Fault("deliberated_on", error.reason))
        return None


def _form(
    request: Request,
    work: Work,
    case: Case,
    sent: dict[str, str],
    errors: dict[str, str],
    back: str,
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who recorded another decision meanwhile; both are then shown, and the person chooses."""
    if Group.DECISION not in case.folder.groups:
        raise Hidden(ReasonCode.NOT_FOUND, what="decision")
    row, advice = committee.decision(work.session, case.id), committee.opinion(work.session, case.id)
    advised = advice.amount if advice and advice.amount is not None else amounts.most(work, case)
    known = {
        "outcome": row.outcome.value if row else "",
        "amount": formats.money_typed(row.amount if row else advised),
        "conditions": row.conditions if row else (advice.conditions if advice else ""),
        "reasons": row.reasons if row else (advice.reasons if advice else ""),
        "deliberation": row.deliberation if row else "",
        "deliberated_on": formats.day_figures(row.deliberated_on) if row and row.deliberated_on else "",
    }
    leaving = {line.action.value for line in case.workflow.leaving(case.application.stage)}
    return page(
        request,
        work,
        "road/decision.html",
        status=409 if crossed else 422 if errors else 200,
        case=case,
        row=row,
        crossed=crossed,
        advice=advice,
        rank=rank_advised(work, case, advice.rank) if advice else None,
        said=labels,
        open="award" in leaving,
        outcomes=tuple((one.value, said.word, said.sentence) for one, said in labels.OUTCOMES.items()),
        sent={**known, **sent},
        seen=version_seen(sent) if errors else row.version if row else 0,
        errors=errors,
        motive_wanted=MOTIVE_WANTED,
        back=back,
        trail=trail_of(case, "Décision"),
    )


@router.get("/bureau/appels/{slug}/decisions")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def table(request: Request, work: Reading, slug: str, vague: str = "") -> Response:
    return _table(request, work, slug, vague, "road/decisions.html")


@router.get("/bureau/appels/{slug}/decisions/publier")
@allow(Role.MANAGER)
def confirm(request: Request, work: Reading, slug: str, vague: str = "") -> Response:
    return _table(request, work, slug, vague, "road/release.html")


@router.post("/bureau/appels/{slug}/decisions/publier")
@allow(Role.MANAGER)
def release(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    sent = texts(form)
    key = sent.get("vague", "")
    try:
        with attempt(work):
            released = decisions.release(work, slug, key, read_sha256=sent.get("decisions_sha256", ""))
    except Stale as refused:
        crossed = reasons.sentence(refused.reason, Audience.OFFICER)
        return _table(request, work, slug, key, "road/release.html", crossed=crossed)
    told = (
        f"{formats.plural(len(released), 'décision est publiée', 'décisions sont publiées')} : "
        "chaque équipe en est avertie par courriel."
    )
    return flash(request, see_other(f"/bureau/appels/{slug}/decisions?vague={key}"), "ok", told)


def _table(
    request: Request, work: Work, slug: str, key: str, template: str, *, crossed: str = ""
) -> Response:
    """``crossed``: what changed since the page was read; it is shown as it stands now, to be released or not."""
    opened = open_committee(work, slug, DESK_PARTS)
    if not waiting_stages(opened):
        raise Hidden(ReasonCode.NOT_FOUND, what="decisions")
    wave = busy_wave(work, opened, key)
    held_up = decisions.draw_pending(work, opened, wave)
    shown = decision_table(work, opened, wave)
    return page(
        request,
        work,
        template,
        status=409 if crossed else 200,
        crossed=crossed,
        read_sha256=shown.sha256,
        held_up=reasons.sentence(held_up, Audience.OFFICER) if held_up else "",
        opened=opened,
        wave=wave,
        tabs=wave_tabs(opened, wave.key, "decisions"),
        table=shown,
        account=account_of(work, wave),
        said=labels.OUTCOMES,
        releases=work.actor.has(Role.MANAGER, opened.id),
        trail=call_trail(opened, "Décisions"),
    )
