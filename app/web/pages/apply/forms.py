"""Writing the letter and the dossier, section by section: all that is typed is kept, what is wrong is told."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from app.domain.access import Permission
from app.domain.answers import Raw
from app.domain.call_file.forms import Section
from app.domain.call_file.kinds import KINDS
from app.domain.completion import Opened
from app.domain.errors import Hidden, ReasonCode, Stale
from app.edge.numbers import version_stated
from app.services.apply import forms
from app.services.apply.forms import Checked
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other
from app.web.views.apply import form_pages
from app.web.views.apply.foreseen import foreseen_lines
from app.web.views.apply.form_pages import SLUGS, asked_questions, home_of, section_lines
from app.words.apply import forms as form_words
from app.words.refused import reasons

KEEP = "garder"
"""The button that saves and stays on the section."""


def routes_of(name: str) -> APIRouter:
    """The pages of one form: its list of sections, and each section."""
    router = APIRouter(prefix=f"/candidatures/{{reference}}/{SLUGS[name]}")

    @router.get("")
    @allow(CASE)
    def contents(request: Request, work: Reading, reference: str) -> Response:
        return _contents(request, work, open_case(work, reference, Permission.READ_DRAFT), name)

    @router.get("/{section}")
    @allow(CASE)
    def read(
        request: Request, work: Reading, reference: str, section: str, verifier: bool = False
    ) -> Response:
        case = open_case(work, reference, Permission.READ_DRAFT)
        return _section(request, work, case, name, section, tell_missing=verifier)

    @router.post("/{section}")
    @allow(CASE)
    def save(request: Request, work: Writing, form: Posted, reference: str, section: str) -> Response:
        return _save(request, work, form, reference, name, section)

    return router


def writable(case: Case, name: str) -> bool:
    """May this person write in this form now?"""
    return case.may(Permission.WRITE_FORM) and forms.current_form(case) == name


def trail_of(case: Case, name: str, here: str = "") -> list[tuple[str, str]]:
    """The way back from a page of a form."""
    title = form_words.TITLES[name]
    whole = (home_of(case, name) if here else "", title)
    trail = [("/candidatures", "Mes candidatures"), (home_of(case), case.application.reference), whole]
    return [*trail, ("", here)] if here else trail


def _contents(request: Request, work: Work, case: Case, name: str) -> Response:
    checked = forms.check(work, case, name)
    opened = _opened(work, case, name)
    return page(
        request,
        work,
        "apply/contents.html",
        case=case,
        name=name,
        slug=SLUGS[name],
        form=checked.form,
        title=form_words.TITLES[name],
        lines=section_lines(case, name, checked, opened),
        frozen=opened is not None,
        writable=writable(case, name),
        late=form_pages.is_late(case, work.now),
        filed=form_pages.was_filed(work, case, name),
        current=forms.current_form(case) == name,
        foreseen=foreseen_lines(case, checked),
        trail=trail_of(case, name),
    )


def _save(
    request: Request, work: Work, form: FormData, reference: str, name: str, section_key: str
) -> Response:
    case = open_case(work, reference, Permission.WRITE_FORM)
    section = _known(case, name, section_key)
    sent = typed_answers(section, form)
    stated = str(form.get("version", ""))
    before = {question.key for question in forms.check(work, case, name).visible(section)}
    try:
        with attempt(work):
            forms.save_answers(work, reference, name, sent, version=version_stated(stated))
    except Stale as refused:
        return _crossed(request, work, case, name, section, sent, refused)
    checked = forms.check(work, case, name)
    unreadable = [f for f in checked.by_section[section.key] if f.reason.code is not ReasonCode.REQUIRED]
    if unreadable:
        return _section(request, work, case, name, section_key, status=422)
    here = f"{home_of(case, name)}/{section.key}"
    if {question.key for question in checked.visible(section)} - before:
        return flash(request, see_other(here), "ok", form_words.SAVED_MORE)
    target = here if form.get(KEEP) else _after(case, name, checked, section)
    return flash(request, see_other(target), "ok", form_words.SAVED)


def typed_answers(section: Section, form: FormData) -> dict[str, Raw]:
    """What the page asked and what was typed in it: a box left unticked is an answer too."""
    shown = set(form.getlist("asked"))
    return {
        question.key: [str(one) for one in form.getlist(question.key)]
        if KINDS[question.kind].several
        else str(form.get(question.key, ""))
        for question in section.questions
        if question.key in shown
    }


def _known(case: Case, name: str, key: str) -> Section:
    found = next((one for one in forms.form_of(case, name).sections if one.key == key), None)
    if found is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=key)
    return found


def _after(case: Case, name: str, checked: Checked, section: Section) -> str:
    """The next page of the form; after the last one, the page that checks and files."""
    base = home_of(case, name)
    steps = [line.href for line in section_lines(case, name, checked)]
    steps.append(f"{base}/verifier")
    return steps[steps.index(f"{base}/{section.key}") + 1]


def _section(
    request: Request,
    work: Work,
    case: Case,
    name: str,
    key: str,
    *,
    tell_missing: bool = False,
    status: int = 200,
) -> Response:
    section = _known(case, name, key)
    checked = forms.check(work, case, name)
    opened = _opened(work, case, name)
    asked = asked_questions(checked, section, tell_missing=tell_missing, opened=opened)
    errors = [(one.question.key, one.error) for one in asked if one.error]
    shown = {"asked": asked, "errors": errors, "frozen": not all(one.open for one in asked)}
    if not any(one.open for one in asked):
        shown["writable"] = False
    return _page(request, work, case, name, section, checked, status, **shown)


def _crossed(
    request: Request,
    work: Work,
    case: Case,
    name: str,
    section: Section,
    sent: Mapping[str, Raw],
    refused: Stale,
) -> Response:
    """Somebody wrote in the same answers: both texts are shown, the person chooses. What the person did not touch is
    shown as it is kept now.
    """
    checked = forms.check(work, case, name)
    mine = refused.reason.values["mine"]
    sent = {key: raw if key in mine else checked.raws.get(key, "") for key, raw in sent.items()}
    asked = asked_questions(
        checked, section, tell_missing=False, typed=sent, opened=_opened(work, case, name)
    )
    crossed = frozenset(refused.reason.values["fields"])
    theirs = {
        one.question.key: form_words.said(one.question, checked.raws.get(one.question.key, ""))
        for one in asked
        if one.question.key in crossed
    }
    return _page(
        request,
        work,
        case,
        name,
        section,
        checked,
        409,
        asked=asked,
        errors=[],
        theirs=theirs,
        crossed=reasons.sentence(refused.reason),
    )


def _opened(work: Work, case: Case, name: str) -> Opened | None:
    """What a completion lets change in this form; None when nothing of it is frozen."""
    return forms.opened(work, case) if name == forms.DOSSIER else None


def _page(
    request: Request,
    work: Work,
    case: Case,
    name: str,
    section: Section,
    checked: Checked,
    status: int,
    **shown: object,
) -> Response:
    sections = [one.key for one in checked.form.sections]
    context: dict[str, object] = {
        "theirs": {},
        "crossed": "",
        "frozen": False,
        "case": case,
        "section": section,
        "rank": sections.index(section.key) + 1,
        "count": len(sections),
        "home": home_of(case, name),
        "called": form_words.CALLED[name],
        "title": form_words.TITLES[name],
        "draft_version": checked.version,
        "draft_key": f"{SLUGS[name]}:{case.application.reference}:{section.key}",
        "writable": writable(case, name),
        "late": form_pages.is_late(case, work.now),
        "say": form_words.said,
        "trail": trail_of(case, name, section.title),
    }
    return page(request, work, "apply/section.html", status=status, **{**context, **shown})


letter = routes_of(forms.LETTER)
dossier = routes_of(forms.DOSSIER)
