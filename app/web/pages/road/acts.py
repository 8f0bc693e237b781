"""One page for every action of the road: what will happen, what is asked, one button. The door does the rest."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from pydantic.fields import FieldInfo

from app.db.committee.committee import Sitting
from app.db.convention import conventions
from app.db.screening import screening
from app.domain.access import Permission
from app.domain.errors import Conflict, Hidden, Invalid, Reason, ReasonCode, Stale
from app.domain.workflow import Action
from app.edge.numbers import version_stated
from app.services.apply import forms
from app.services.cases import Case, open_case
from app.services.committee import attendances
from app.services.convention.documents import draft_of
from app.services.ports import MailText
from app.services.review.gaps import gap_of
from app.services.road import transitions
from app.services.road.acts.records import ACTS
from app.services.route_access import CASE, allow
from app.services.seals import fingerprint
from app.services.wiring import Wiring
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Wired, Writing, attempt, flash, page, see_other
from app.web.views.apply.form_pages import home_of
from app.web.views.committee.sitting import presiders_of
from app.web.views.readers import audience_of, called, meetings
from app.web.views.road.links import way_back
from app.web.views.trails import trail_of
from app.words.refused import reasons
from app.words.road import actions
from app.words.road.action_fields import field_words
from app.words.road.action_words import Place

router = APIRouter()
SEVERAL = frozenset({"pieces", "sections", "questions"})
"""The kinds of field in which several boxes may be ticked."""


@dataclass(frozen=True)
class Field:
    """One field of an action's form, as the template asks it."""

    name: str
    kind: str
    label: str
    help: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()


def fields_of(action: Action, case: Case) -> tuple[Field, ...]:
    """What the action asks, from its payload."""
    form = case.folder.dossier
    options = {
        "pieces": tuple((piece.key, piece.label) for piece in form.pieces),
        "sections": tuple((section.key, section.title) for section in form.sections),
        "questions": tuple((question.key, question.label) for question in form.questions),
    }
    return tuple(
        Field(
            name,
            kind_of(info),
            *field_words(action, name),
            info.is_required(),
            options.get(kind_of(info), ()),
        )
        for name, info in ACTS[action].payload.model_fields.items()
    )


def kind_of(info: FieldInfo) -> str:
    """How the page asks for a field of a payload."""
    extra = info.json_schema_extra
    return str(extra["kind"]) if isinstance(extra, dict) and "kind" in extra else "text"


def _known(action: str) -> Action:
    try:
        return Action(action)
    except ValueError as error:
        raise Hidden(ReasonCode.UNKNOWN_ACTION, action=action) from error


@router.get("/candidatures/{reference}/actions/{action}")
@allow(CASE)
def ask(
    request: Request,
    work: Reading,
    reference: str,
    action: str,
    retour: str = "",
    seance: str = "",
    empreinte: str = "",
) -> Response:
    """What will happen and what is asked; a filing has a page of its own, which checks first.

    ``seance``: the sitting of the committee from whose page one comes; ``empreinte``: the fingerprint of the
    convention that was read, which is what will be sent.
    """
    case, known = open_case(work, reference), _known(action)
    form = forms.current_form(case)
    if actions.place(known) is Place.FILING and form is not None and case.may(Permission.READ_DRAFT):
        return see_other(f"{home_of(case, form)}/verifier")
    sent = {"sitting": seance, "content_sha256": empreinte, **_present(work, case, known)}
    return _form(request, work, case, known, sent, {}, way_back(case, retour))


def _present(work: Work, case: Case, action: Action) -> dict[str, Any]:
    """What the form of an action starts from: a request is corrected from what it asks now."""
    request = (
        screening.open_completion(work.session, case.id) if action is Action.CORRECT_COMPLETION else None
    )
    if request is None or not case.may(Permission.READ_CHECKLIST):
        return {}
    named = ("text", "sections", "questions", "pieces")
    return {**{name: getattr(request, name) for name in named}, "budget": request.budget}


@router.post("/candidatures/{reference}/actions/{action}")
@allow(CASE)
def act(request: Request, work: Writing, wired: Wired, form: Posted, reference: str, action: str) -> Response:
    """Do it; what refuses for good is first read as the applicant will read it, and done when that very text comes
    back as read.
    """
    known = _known(action)
    case = open_case(work, reference)
    sent: dict[str, Any] = {
        field.name: form.getlist(field.name) if field.kind in SEVERAL else form.get(field.name, "")
        for field in fields_of(known, case)
    }
    stated, back = str(form.get("version", "")), way_back(case, str(form.get("retour", "")))
    try:
        mail = _to_read(work, wired, reference, known, sent, version_stated(stated))
        if mail is not None and form.get("read_sha256") != mail.sha256:
            return _form(request, work, case, known, sent, {}, back, mail=mail, amended="read_sha256" in form)
        with attempt(work):
            case = transitions.perform(work, reference, action, sent, version=version_stated(stated))
    except Invalid as refused:
        errors = {fault.field: reasons.sentence(fault.reason, audience_of(case)) for fault in refused.faults}
        return _form(request, work, case, known, sent, errors, back)
    except Stale as refused:
        if not transitions.repeated(work, case, action, sent):
            return _crossed(request, work, open_case(work, reference), known, sent, back, refused)
    except Conflict:
        if not transitions.repeated(work, case, action, sent):
            raise
    done = actions.done(known, called(case), meetings(case))
    return flash(request, see_other(back), "ok", done)


class MailRead(NamedTuple):
    """What the applicant will read of a final act; ``sha256``: the fingerprint that is sent back once it was read."""

    text: MailText
    sha256: str


def _to_read(
    work: Work, wired: Wiring, reference: str, action: Action, sent: dict[str, Any], version: int | None
) -> MailRead | None:
    """The mail of a final act, as it would leave now; None for an act that is not one. Raises what the act would."""
    if not ACTS[action].final:
        return None
    mail = transitions.told_if_done(work, reference, action, sent, version=version)
    if mail is None:
        return None
    text = wired.mail_texts.text(mail)
    return MailRead(text, fingerprint("\n".join((text.subject, *text.paragraphs))))


def _crossed(
    request: Request,
    work: Work,
    case: Case,
    action: Action,
    sent: dict[str, Any],
    back: str,
    refused: Stale,
) -> Response:
    """Somebody acted meanwhile: what was typed comes back with who and what, while the action may still be done."""
    named = transitions.sitting_of(sent)
    if not any(one.open and one.action is action for one in transitions.choices(work, case, sitting=named)):
        raise refused
    told = reasons.sentence(refused.reason, audience_of(case))
    return _form(request, work, case, action, sent, {}, back, crossed=told)


def _form(
    request: Request,
    work: Work,
    case: Case,
    action: Action,
    sent: dict[str, Any],
    errors: dict[str, str],
    back: str,
    *,
    crossed: str = "",
    mail: MailRead | None = None,
    amended: bool = False,
) -> Response:
    """``mail``: what the applicant will read, before it is sent; ``amended``: it is no longer what was read."""
    audience = audience_of(case)
    title, effect = actions.confirmation(action, called(case), meetings(case))
    named = transitions.sitting_of(sent)
    offered = transitions.choices(work, case, sitting=named)
    choice = next((one for one in offered if one.action is action), None)
    if choice is None:
        transitions.decide(work, case, action, named)
    sitting = (
        attendances.sitting_for(work, case, named) if "sitting" in ACTS[action].payload.model_fields else None
    )
    refusal = choice.refusal if choice else None
    if action is Action.SEND_CONVENTION and (crossed or not sent.get("content_sha256")):
        sent = {**sent, "content_sha256": _present_fingerprint(work, case)}
    return page(
        request,
        work,
        "road/act.html",
        status=409 if crossed else 422 if errors else 200,
        case=case,
        crossed=crossed,
        mail=mail,
        amended=amended,
        final=ACTS[action].final,
        action=action.value,
        title=title,
        effect=effect,
        button=actions.button(action, audience, meetings(case)),
        tone=actions.tone(action),
        fields=fields_of(action, case),
        gap=gap_of(work, case) if "gap_reason" in ACTS[action].payload.model_fields else None,
        sitting=None if isinstance(sitting, Reason) else sitting,
        presiders=presiders_of(work, case, sitting) if isinstance(sitting, Sitting) else (),
        sent=sent,
        errors=errors,
        refusal=reasons.sentence(refusal, audience) if refusal else "",
        next_step=reasons.next_step(refusal) if refusal else "",
        back=back,
        trail=trail_of(case, title),
    )


def _present_fingerprint(work: Work, case: Case) -> str:
    """That of the convention as it would be sent now; nothing when none is drafted."""
    row = conventions.current(work.session, case.id)
    return draft_of(work, case, row).content_sha256 if row is not None else ""
