"""The last page before a filing: what is missing with where to put it right, the declarations, one button."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from app.domain.access import Permission
from app.domain.call_file.forms import DossierFile
from app.domain.errors import Conflict, Invalid, NotReady, Reason, ReasonCode, Stale, TooLate
from app.domain.workflow import Action
from app.edge.numbers import version_stated
from app.services.apply import completions, forms
from app.services.apply.filings import to_freeze
from app.services.apply.forms import Checked
from app.services.apply.receipts import answer_sections
from app.services.cases import Case, open_case
from app.services.identity import sign_in
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
    see_other,
)
from app.web.pages.apply.forms import trail_of
from app.web.views.apply.filed import piece_rows, plan_rows
from app.web.views.apply.foreseen import foreseen_lines
from app.web.views.apply.form_pages import SLUGS, home_of, is_late, missing_of, total_requested
from app.web.views.readers import audience_of, called
from app.words.apply import forms as form_words
from app.words.apply.answers import answer_text
from app.words.calls import aid
from app.words.refused import reasons
from app.words.road import actions
from app.words.road.action_words import Place

TITLE = "Vérifier et déposer"


def routes_of(name: str) -> APIRouter:
    """The page that checks and files one form."""
    router = APIRouter(prefix=f"/candidatures/{{reference}}/{SLUGS[name]}/verifier")

    @router.get("")
    @allow(CASE)
    def check(request: Request, work: Reading, reference: str) -> Response:
        return _page(request, work, open_case(work, reference, Permission.READ_DRAFT), name)

    @router.post("")
    @allow(CASE)
    def send(request: Request, work: Writing, form: Posted, reference: str) -> Response:
        return _file(request, work, form, open_case(work, reference, Permission.READ_DRAFT), name)

    return router


def _file(request: Request, work: Work, form: FormData, case: Case, name: str) -> Response:
    reference = case.application.reference
    action = _action(case, name)
    if forms.current_form(case) != name:
        if transitions.repeated(work, case, action.value):
            return _filed(request, case, action)
        transitions.decide(work, case, action)
    made = frozenset(str(one) for one in form.getlist("declarations"))
    try:
        if name == forms.DOSSIER:
            with attempt(work):
                version = version_stated(str(form.get("version", "")))
                forms.save_declarations(work, reference, tuple(made), version=version)
    except Stale as refused:
        return _page(request, work, case, name, refusal=refused.reason, status=409, made=made)
    if sign_in.unnamed(work.actor) and (named := str(form.get("name", "")).strip()):
        work = _named(work, named)
    try:
        with attempt(work):
            transitions.perform(work, reference, action.value, {})
    except TooLate as refused:
        return _too_late(request, work, case, name, refused.reason)
    except NotReady as refused:
        return _page(request, work, case, name, refusal=refused.reason, status=422)
    except Conflict:
        if not transitions.repeated(work, case, action.value):
            raise
    return _filed(request, case, action)


def _named(work: Work, typed: str) -> Work:
    """The same work, by the name that the person just gave; a name that cannot be kept never stops a filing."""
    try:
        with attempt(work):
            sign_in.rename(work, typed)
    except Invalid:
        return work
    return replace(work, actor=replace(work.actor, name=" ".join(typed.split())))


def _filed(request: Request, case: Case, action: Action) -> Response:
    done = actions.done(action, called(case))
    return flash(request, see_other(home_of(case)), "ok", done)


def _action(case: Case, name: str) -> Action:
    """The action that files this form: the letter, the dossier, or what was asked to complete it."""
    if name == forms.LETTER:
        return Action.SUBMIT_LETTER
    lines = case.workflow.leaving(case.application.stage)
    return Action.COMPLETE if any(line.action is Action.COMPLETE for line in lines) else Action.SUBMIT_DOSSIER


def _page(
    request: Request,
    work: Work,
    case: Case,
    name: str,
    *,
    refusal: Reason | None = None,
    status: int = 200,
    made: frozenset[str] | None = None,
) -> Response:
    """``made``: the boxes as they were ticked, when somebody else changed the same ones meanwhile."""
    if forms.current_form(case) != name:
        return see_other(home_of(case, name))
    checked = forms.check(work, case, name)
    declarations, declared = _declarations(checked), checked.declared if made is None else made
    choice = next(
        (
            one
            for one in transitions.choices(work, case, checked)
            if actions.place(one.action) is Place.FILING
        ),
        None,
    )
    if is_late(case, work.now):
        return _too_late(
            request, work, case, name, Reason.of(ReasonCode.DEADLINE_PASSED, due_at=case.application.due_at)
        )
    opened = forms.opened(work, case) if name == forms.DOSSIER else None
    content = to_freeze(work, case, name)
    unanswered = completions.unanswered(work, case) if opened is not None else None
    undeclared = [one.key for one in declarations if one.key not in declared]
    highest = forms.aid_of(case, checked)
    action = _action(case, name)
    return page(
        request,
        work,
        "apply/check.html",
        status=status,
        case=case,
        title=TITLE,
        home=home_of(case, name),
        dossier=name == forms.DOSSIER,
        missing=missing_of(case, name, checked),
        declarations=declarations,
        declared=declared,
        kept=checked.declared,
        frozen=checked.declared - opened.declarations if opened is not None else frozenset(),
        crossed=_crossed(refusal) if made is not None else (),
        draft_version=checked.version,
        errors={f"declaration-{key}": form_words.TICK for key in undeclared} if status == 422 else {},
        completing=opened is not None,
        reply=completions.reply(work, case) if opened is not None else "",
        requested=total_requested(checked),
        foreseen=foreseen_lines(case, checked),
        writes=case.may(Permission.WRITE_FORM),
        highest=highest,
        why=aid.aid_sentences(highest) if highest else (),
        may_file=choice is not None,
        unnamed=sign_in.unnamed(work.actor),
        sections=answer_sections(forms.check(work, case, name, content), answer_text),
        plan=plan_rows(case, content) if name == forms.DOSSIER else None,
        pieces=piece_rows(case, content),
        refusal=reasons.sentence(refusal) if refusal else "",
        unanswered=reasons.told(unanswered) if unanswered else "",
        effect=actions.confirmation(action, called(case))[1],
        button=actions.button(action, audience_of(case)),
        trail=trail_of(case, name, TITLE),
    )


def _crossed(refusal: Reason | None) -> tuple[str, ...]:
    fields = refusal.values.get("fields", ()) if refusal else ()
    return tuple(str(one).removeprefix("declaration.") for one in fields)


def _declarations(checked: Checked) -> tuple[Any, ...]:
    form = checked.form
    declarations = form.declarations if isinstance(form, DossierFile) else ()
    return tuple(one for one in declarations if checked.asks(one.when))


def _too_late(request: Request, work: Work, case: Case, name: str, reason: Reason) -> Response:
    """After the deadline: nothing was filed, everything that was written is there."""
    return page(
        request,
        work,
        "apply/too_late.html",
        status=409 if request.method == "POST" else 200,
        case=case,
        home=home_of(case, name),
        called=form_words.CALLED[name],
        sentence=reasons.sentence(reason),
        trail=trail_of(case, name, TITLE),
    )


letter = routes_of(forms.LETTER)
dossier = routes_of(forms.DOSSIER)
