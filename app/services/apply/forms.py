"""Writing the letter and the dossier: every text that was typed is kept; what is wrong with it is told.

A draft's ``content`` is {"answers": {key: raw}, "budget": raw, "declarations": [keys], "trails": {place: trail}}:
``trails`` remembers what each answer, each box of the budget and each declaration held at each version, so that what
somebody did not touch is never put back over what another wrote, and two people writing in one place are told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db import people
from app.db.apply import files, filings
from app.db.apply.files import StoredFile
from app.db.apply.filings import Draft
from app.db.screening import screening
from app.domain import answers, budget_form
from app.domain.access import Permission
from app.domain.aid import AidComputation as Aid
from app.domain.answers import Raw
from app.domain.budget import Budget, compute_aid, total
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import (
    COMMUNE,
    TERRITORY,
    TITLE,
    Declaration,
    DossierFile,
    FormFile,
    Piece,
    Question,
    Section,
)
from app.domain.call_file.names import Names
from app.domain.completion import Opened, cells
from app.domain.crossing import lengthened, prints_at, settle
from app.domain.errors import Fault, Forbidden, Hidden, Invalid, ReasonCode, Stale, WrongStage
from app.domain.expressions import Value
from app.domain.workflow import Stage
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_WORDS, optional
from app.services.work import Work

Known = Mapping[str, Value | None]
LETTER, DOSSIER = "letter", "dossier"
WRITING_STAGES = {
    LETTER: frozenset({Stage.LETTER_DRAFT}),
    DOSSIER: frozenset({Stage.DOSSIER_DRAFT, Stage.COMPLETION_REQUESTED}),
}


@dataclass(frozen=True)
class Checked:
    """A form with what is wrong in it: by section, in the budget, among the pieces and the declarations.

    ``version`` and ``attached``: of the draft and what is joined to it now; 0 and none for a filing.
    """

    folder: CallFolder
    form: FormFile
    raws: Mapping[str, Raw]
    known: Mapping[str, Value | None]
    by_section: Mapping[str, list[Fault]]
    budget_raw: Mapping[str, Mapping[str, Sequence[str]]]
    budget: Budget | None
    budget_faults: tuple[Fault, ...]
    pieces_missing: tuple[Piece, ...]
    declared: frozenset[str]
    declarations_missing: tuple[Declaration, ...]
    version: int
    attached: tuple[StoredFile, ...]

    @property
    def faults(self) -> int:
        return sum(len(faults) for faults in self.by_section.values())

    def asks(self, when: str | None) -> bool:
        """Is what carries this condition asked of this applicant?"""
        return self.folder.verdict(when, self.known) is True

    def visible(self, section: Section) -> list[Question]:
        return [question for question in section.questions if self.asks(question.when)]


def form_of(case: Case, name: str) -> FormFile:
    """The letter or the dossier of the call. Raises Hidden when the call has no such form."""
    form = {LETTER: case.folder.letter, DOSSIER: case.folder.dossier}.get(name)
    if form is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=name)
    return form


def current_form(case: Case) -> str | None:
    """Which form is being written at this stage, if any?"""
    return next((name for name, stages in WRITING_STAGES.items() if case.application.stage in stages), None)


def draft_of(work: Work, case: Case, name: str, *, afresh: bool = False) -> Draft:
    """The draft of a form; a dossier starts from what the letter already answered under the same keys.

    ``afresh``: not as this session may have read it before a lock.
    """
    draft = filings.draft(work.session, case.id, name, afresh=afresh)
    if draft is not None:
        return draft
    content: dict[str, Any] = {"answers": {}}
    if name == DOSSIER and case.folder.letter and (letter := filings.draft(work.session, case.id, LETTER)):
        asked = {question.key for question in form_of(case, DOSSIER).questions}
        content["answers"] = {key: raw for key, raw in letter.content["answers"].items() if key in asked}
    return Draft(application_id=case.id, form=name, content=content, version=0, saved_at=work.now)


def check(work: Work, case: Case, name: str, content: Mapping[str, Any] | None = None) -> Checked:
    """Read a form as it stands (or this content of it) and say all that is missing or unreadable."""
    form = form_of(case, name)
    version = 0
    if content is None:
        draft = draft_of(work, case, name)
        content, version = draft.content, draft.version
    raws = content.get("answers", {})
    questions = {question.key: question for question in (*case.folder.questions, *form.questions)}
    read = answers.read_all(tuple(questions.values()), raws)
    known = answers.answered(tuple(questions.values()), raws, case.folder.verdict, read)
    declared = frozenset(content.get("declarations", ()))
    frozen = content.get("pieces") if name == DOSSIER else ()
    attached = tuple(files.joined(work.session, case.id)) if frozen is None else ()
    joined = frozenset(one["piece"] for one in frozen or ()) | {one.piece for one in attached}
    budget: Budget | None = None
    budget_faults: tuple[Fault, ...] = ()
    budget_raw: Mapping[str, Mapping[str, Sequence[str]]] = {}
    if isinstance(form, DossierFile):
        budget_raw = content.get("budget", {})
        budget, _ = budget_form.read_budget(budget_raw, form.budget)
        budget_faults = tuple(budget_form.all_faults(budget_raw, form.budget))
        known |= budget.known(form.budget)
        known |= {"pieces": tuple(sorted(joined)), "declarations": tuple(sorted(declared))}

    def asked(when: str | None) -> bool:
        return case.folder.verdict(when, known) is True

    pieces = form.pieces if isinstance(form, DossierFile) else ()
    declarations = form.declarations if isinstance(form, DossierFile) else ()
    return Checked(
        folder=case.folder,
        form=form,
        raws=raws,
        known=known,
        by_section=answers.form_faults(form, raws, asked, read),
        budget_raw=budget_raw,
        budget=budget,
        budget_faults=budget_faults,
        pieces_missing=tuple(p for p in pieces if p.required and p.key not in joined and asked(p.when)),
        declared=declared,
        declarations_missing=tuple(d for d in declarations if d.key not in declared and asked(d.when)),
        version=version,
        attached=attached,
    )


def opened(work: Work, case: Case) -> Opened | None:
    """What the applicant may change while a completion is awaited; None at any other stage, where nothing is frozen."""
    if case.application.stage is not Stage.COMPLETION_REQUESTED:
        return None
    request = screening.open_completion(work.session, case.id)
    filed = filings.last_filing(work.session, case.id, DOSSIER)
    if request is None or filed is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="completion")
    return Opened.of(
        case.folder.dossier,
        check(work, case, DOSSIER, filed.content).asks,
        sections=request.sections,
        questions=request.questions,
        pieces=request.pieces,
        budget=request.budget,
    )


def refuse_frozen(frozen: Collection[str]) -> None:
    """Raises WrongStage when something changes that was not asked; ``frozen``: what it is, in the call's words."""
    if frozen:
        raise WrongStage(ReasonCode.NOT_ASKED, places=tuple(frozen))


def aid_of(case: Case, checked: Checked) -> Aid | None:
    """The highest aid that the call's rule allows for this budget, with its explanation."""
    form = checked.form
    if not isinstance(form, DossierFile) or checked.budget is None or checked.budget.expenses_total == 0:
        return None
    kinds = Names.of(case.folder.questions).kinds
    known = {key: value for key, value in checked.known.items() if key in kinds}
    return compute_aid(checked.budget, form.budget, known, kinds)


def save_answers(
    work: Work, reference: str, name: str, sent: Mapping[str, Raw], *, version: int | None = None
) -> Draft:
    """Keep what was typed in some questions of a form. Saving never depends on the deadline, only filing does.

    ``version`` is the version of the draft that the person was reading.
    Raises Invalid when a question of one answer is given a list or the reverse, Stale when one of these very answers
    was changed since, by somebody else or in another tab, WrongStage when the form is closed or when what changes was
    not asked in a completion.
    """
    case, draft = _open_draft(work, reference, name)
    questions = form_of(case, name).questions
    shapes = (answers.shape_fault(one, sent[one.key]) for one in questions if one.key in sent)
    if faults := [fault for fault in shapes if fault is not None]:
        raise Invalid(*faults)
    known = {question.key: question.label for question in questions}
    kept: Mapping[str, Raw] = draft.content["answers"]
    asked = {key: raw for key, raw in sent.items() if key in known}
    mine = _settled(work, draft, {key: kept.get(key, "") for key in asked}, asked, version)
    if (opened_now := opened(work, case)) is not None:
        refuse_frozen([known[key] for key in mine if key not in opened_now.questions])
    taken = {key: asked[key] for key in mine}
    return _keep(
        work, case, draft, {"answers": {**kept, **taken}}, {key: kept.get(key, "") for key in mine}, taken
    )


def save_budget(work: Work, reference: str, raw: Any, *, version: int | None = None) -> Draft:
    """Keep the budget as it is typed. Raises as ``save_answers``; the fields of Stale are « budget.expenses.60.0 »."""
    case, draft = _open_draft(work, reference, DOSSIER)
    form = form_of(case, DOSSIER)
    if not isinstance(form, DossierFile):
        raise Hidden(ReasonCode.NOT_FOUND, what=DOSSIER)
    before = _boxes(draft.content.get("budget", {}))
    sent = _boxes(budget_form.clean(raw, form.budget))
    places = before.keys() | sent.keys()
    mine = _settled(work, draft, before, {place: sent.get(place, "") for place in places}, version)
    if mine and (asked := opened(work, case)) is not None and not asked.budget:
        raise WrongStage(ReasonCode.NOT_ASKED, budget=True)
    taken = {place: sent.get(place, "") for place in mine}
    merged = budget_form.of_cells({_inside(place): text for place, text in (before | taken).items()})
    return _keep(
        work, case, draft, {"budget": merged}, {place: before.get(place, "") for place in mine}, taken
    )


def save_declarations(
    work: Work, reference: str, keys: Sequence[str], *, version: int | None = None
) -> Draft:
    """Keep which declarations the person makes; only those who file may declare.

    Raises as ``save_answers``; the fields of Stale are « declaration.KEY ».
    """
    case, draft = _open_draft(work, reference, DOSSIER)
    if not case.may(Permission.MANAGE_TEAM):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=("owner", "representative"))
    form = form_of(case, DOSSIER)
    known = {one.key: one.text for one in form.declarations} if isinstance(form, DossierFile) else {}
    made, before = known.keys() & set(keys), set(draft.content.get("declarations", ()))
    was = {f"declaration.{key}": _MADE if key in before else "" for key in known}
    sent = {f"declaration.{key}": _MADE if key in made else "" for key in known}
    mine = _settled(work, draft, was, sent, version)
    if (asked := opened(work, case)) is not None:
        refuse_frozen([known[_inside(place)] for place in mine if _inside(place) not in asked.declarations])
    taken = {place: sent[place] for place in mine}
    now = sorted(_inside(place) for place, text in (was | taken).items() if text)
    return _keep(work, case, draft, {"declarations": now}, {place: was[place] for place in mine}, taken)


def save_reply(work: Work, reference: str, text: str, *, version: int | None = None) -> Draft:
    """Keep what the team answers in words to what it is asked. Raises as ``save_answers``, and Invalid (too long)."""
    case, draft = _open_draft(work, reference, DOSSIER)
    if case.application.stage is not Stage.COMPLETION_REQUESTED:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="write_reply")
    said, before = optional("reply", text, LONGEST_WORDS), {REPLY: draft.content.get("reply", "")}
    mine = _settled(work, draft, before, {REPLY: said}, version)
    taken = dict.fromkeys(mine, said)
    part = {"reply": said} if mine else {}
    return _keep(work, case, draft, part, {place: before[place] for place in mine}, taken)


REPLY = "completion.reply"
_MADE = "yes"


def _boxes(budget: Mapping[str, Any]) -> dict[str, str]:
    """What stands in each box of a budget, by its place in the draft: « budget.expenses.60.0 »."""
    return {f"budget.{key}": text for key, text in cells(budget).items()}


def _inside(place: str) -> str:
    """The name that a box of the budget or a declaration has in its own table."""
    return place.partition(".")[2]


def _text(raw: Raw) -> str:
    return raw if isinstance(raw, str) else "\n".join(raw)


def _settled(
    work: Work, draft: Draft, kept: Mapping[str, Raw], sent: Mapping[str, Raw], version: int | None
) -> tuple[str, ...]:
    """The places that this person changed since ``version`` and whose new text is to be kept; without a version, all
    those that differ. Raises Stale when somebody else changed one of them meanwhile: it tells the places and what they
    hold, and under ``mine`` all those that the person changed, so that the others are shown as they are kept.
    """
    held = {place: _text(raw) for place, raw in kept.items()}
    texts = {place: _text(raw) for place, raw in sent.items()}
    read = {} if version is None else prints_at(version, draft.content.get("trails", {}), held, texts)
    settled = settle(read, held, texts)
    if settled.crossed:
        told = {
            "by": _name(work, draft.saved_by),
            "own": draft.saved_by == work.person_id,
            "at": draft.saved_at,
            "version": draft.version,
            "kept": {place: _kept_at(draft.content, place) for place in settled.crossed},
            "mine": (*sorted(settled.changed), *settled.crossed),
        }
        raise Stale(ReasonCode.STALE, fields=settled.crossed, **told)
    return tuple(sorted(place for place in settled.changed if kept.get(place, "") != sent[place]))


def _keep(
    work: Work,
    case: Case,
    draft: Draft,
    part: Mapping[str, Any],
    before: Mapping[str, Raw],
    after: Mapping[str, Raw],
) -> Draft:
    """Keep this part of the content, and remember what each place that changed held and holds."""
    trails = dict(draft.content.get("trails", {}))
    for place, raw in after.items():
        trails[place] = lengthened(trails.get(place), draft.version + 1, _text(before[place]), _text(raw))
    return _save(work, case, draft, {**draft.content, **part, "trails": trails})


def _kept_at(content: Mapping[str, Any], place: str) -> Any:
    """What a draft holds at a place of ``Stale``: an answer, a box of the budget, whether a declaration is made."""
    kind, _, key = place.partition(".")
    if kind == "budget" and key:
        return cells(content.get("budget", {})).get(key, "")
    if kind == "declaration" and key:
        return key in content.get("declarations", ())
    if place == REPLY:
        return content.get("reply", "")
    return content["answers"].get(place, "")


def _open_draft(work: Work, reference: str, name: str) -> tuple[Case, Draft]:
    case = open_case(work, reference, Permission.WRITE_FORM, lock=True)
    form_of(case, name)
    if case.application.stage not in WRITING_STAGES[name]:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action=f"write_{name}")
    return case, draft_of(work, case, name, afresh=True)


def _save(work: Work, case: Case, draft: Draft, content: dict[str, Any]) -> Draft:
    draft.content = content
    draft.version += 1
    draft.saved_by, draft.saved_at = work.person_id, work.now
    work.session.add(draft)
    work.session.flush()
    if case.application.filed_at is None:
        mirror(work, case, check(work, case, draft.form, draft.content))
        work.session.flush()
    return draft


def mirror(work: Work, case: Case, checked: Checked) -> None:
    """Keep on the application what its lists show: title, place, territory, cost, request and highest aid.

    Done at each save while only the team sees the application, then at each filing: what others read was filed.
    The caller flushes.
    """
    application = case.application
    for key, column in ((TITLE, "title"), (COMMUNE, "city"), (TERRITORY, "territory")):
        if isinstance(raw := checked.raws.get(key), str):
            setattr(application, column, raw.strip()[: 300 if column == "title" else 60])
    if isinstance(checked.form, DossierFile) and checked.budget is not None:
        application.eligible = total(checked.budget.eligible(checked.form.budget))
        application.requested = total(checked.budget.requested(checked.form.budget))
        aid = aid_of(case, checked)
        application.aid = None if aid is None else aid.amount
    work.session.add(application)


def _name(work: Work, person_id: int | None) -> str:
    person = people.by_id(work.session, person_id) if person_id else None
    return person.name if person else ""
