"""The sections of a letter or a dossier as a reader finds them: what is written, what is missing, where to go."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.db.apply import filings
from app.db.apply.files import StoredFile
from app.domain import deadlines
from app.domain.answers import is_blank
from app.domain.budget import total
from app.domain.call_file.forms import DossierFile, Question, Section
from app.domain.completion import Opened
from app.domain.errors import Fault, ReasonCode
from app.domain.sniffing import takes_photographs
from app.services.apply.forms import DOSSIER, LETTER, Checked, current_form
from app.services.cases import Case
from app.services.work import Work
from app.words.formats import money_short, plural
from app.words.refused import reasons

SLUGS: Mapping[str, str] = {LETTER: "lettre", DOSSIER: "dossier"}
NAMES: Mapping[str, str] = {slug: name for name, slug in SLUGS.items()}


@dataclass(frozen=True)
class SectionLine:
    """A line of the list of sections. ``missing``: how many answers are missing or wrong."""

    href: str
    title: str
    state: str
    tone: str
    note: str = ""
    missing: int = 0


@dataclass(frozen=True)
class QuestionLine:
    """One question of a section, with what was typed and what is wrong with it; ``open``: may it change now?"""

    question: Question
    value: object
    error: str = ""
    open: bool = True


@dataclass(frozen=True)
class PieceLine:
    """One piece that is asked, with the files that were joined."""

    key: str
    label: str
    help: str
    required: bool
    formats: tuple[str, ...]
    max_size: int
    files: tuple[StoredFile, ...] = ()
    open: bool = True

    @property
    def photographs(self) -> bool:
        """Is a photograph of a telephone taken here?"""
        return takes_photographs(self.formats)


@dataclass(frozen=True)
class Missing:
    """What prevents the filing, with the page where it is put right."""

    href: str
    what: str
    why: tuple[str, ...] = field(default=())


def home_of(case: Case, name: str = "") -> str:
    """The address of the application, or of one of its forms."""
    base = f"/candidatures/{case.application.reference}"
    return f"{base}/{SLUGS[name]}" if name else base


def section_lines(
    case: Case,
    name: str,
    checked: Checked,
    opened: Opened | None = None,
) -> tuple[SectionLine, ...]:
    """The list of a form: its sections, then for a dossier its budget and its pieces; ``opened`` by a completion."""
    base = home_of(case, name)
    lines = []
    for section in checked.form.sections:
        if asked := checked.visible(section):
            line = _section(base, section, checked)
            still = opened is not None and any(question.key in opened.questions for question in asked)
            lines.append(_reopened(line, opened, still))
    if isinstance(checked.form, DossierFile):
        budget, pieces = _budget(base, checked), _pieces(base, checked)
        lines.append(_reopened(budget, opened, opened is not None and opened.budget))
        lines.append(_reopened(pieces, opened, opened is not None and bool(opened.pieces)))
    return tuple(lines)


def _reopened(line: SectionLine, opened: Opened | None, still: bool) -> SectionLine:
    """A line of a completion: asked again until it is sent, whole as it was, or left as it was filed."""
    if opened is None:
        return line
    if not still:
        return replace(line, state="non demandé", tone="")
    return replace(line, state="demandé", tone="turn") if line.tone == "ok" else line


def _section(base: str, section: Section, checked: Checked) -> SectionLine:
    asked = checked.visible(section)
    given = sum(not is_blank(checked.raws.get(question.key)) for question in asked)
    faults = len(checked.by_section[section.key])
    state, tone = ("complet", "ok") if not faults else ("à compléter", "turn")
    if not given and faults:
        state, tone = "à écrire", ""
    note = f"{given} sur {plural(len(asked), 'réponse')}"
    return SectionLine(f"{base}/{section.key}", section.title, state, tone, note, faults)


def _budget(base: str, checked: Checked) -> SectionLine:
    spent = checked.budget.expenses_total if checked.budget else 0
    note = money_short(spent) if spent else ""
    if not checked.budget_faults:
        return SectionLine(f"{base}/budget", "Plan de financement", "équilibré", "ok", note)
    state, tone = ("à corriger", "turn") if spent else ("à écrire", "")
    return SectionLine(f"{base}/budget", "Plan de financement", state, tone, note, len(checked.budget_faults))


def _pieces(base: str, checked: Checked) -> SectionLine:
    missing, joined = len(checked.pieces_missing), len(checked.attached)
    state = "complet" if not missing else f"{plural(missing, 'pièce')} à joindre"
    note = plural(joined, "fichier") if joined else ""
    return SectionLine(f"{base}/pieces", "Pièces jointes", state, "turn" if missing else "ok", note, missing)


def asked_questions(
    checked: Checked,
    section: Section,
    *,
    tell_missing: bool,
    typed: Mapping[str, object] | None = None,
    opened: Opened | None = None,
) -> tuple[QuestionLine, ...]:
    """The questions of a section. What is only missing is told when the reader asks to check."""
    errors = {
        fault.field: reasons.sentence(fault.reason)
        for fault in checked.by_section[section.key]
        if tell_missing or fault.reason.code is not ReasonCode.REQUIRED
    }
    values = typed or {}
    return tuple(
        QuestionLine(
            question,
            values.get(question.key, checked.raws.get(question.key, "")),
            errors.get(question.key, ""),
            opened is None or question.key in opened.questions,
        )
        for question in checked.visible(section)
    )


def piece_lines(
    checked: Checked,
    most: int,
    opened: Opened | None = None,
) -> tuple[PieceLine, ...]:
    """The pieces that are asked of this applicant; ``most``: bytes that the service takes at once."""
    form, files = checked.form, checked.attached
    pieces = form.pieces if isinstance(form, DossierFile) else ()
    return tuple(
        PieceLine(
            piece.key,
            piece.label,
            piece.help,
            piece.required,
            piece.formats,
            min(piece.max_mb * 1_000_000, most),
            tuple(file for file in files if file.piece == piece.key),
            opened is None or piece.key in opened.pieces,
        )
        for piece in pieces
        if checked.asks(piece.when) or any(file.piece == piece.key for file in files)
    )


def missing_of(case: Case, name: str, checked: Checked) -> tuple[Missing, ...]:
    """All that prevents the filing but the declarations, which are made on the page that files."""
    base = home_of(case, name)
    found = [
        Missing(f"{base}/{section.key}?verifier=1", section.title, _told(checked, section))
        for section in checked.form.sections
        if checked.by_section[section.key]
    ]
    if checked.budget_faults:
        why = tuple(reasons.sentence(fault.reason) for fault in checked.budget_faults)
        found.append(Missing(f"{base}/budget", "Plan de financement", why))
    if checked.pieces_missing:
        why = tuple(piece.label for piece in checked.pieces_missing)
        found.append(Missing(f"{base}/pieces", "Pièces jointes", why))
    return tuple(found)


def _told(checked: Checked, section: Section) -> tuple[str, ...]:
    labels = {question.key: question.label for question in section.questions}
    return tuple(_named(labels.get(fault.field, ""), fault) for fault in checked.by_section[section.key])


def _named(label: str, fault: Fault) -> str:
    if fault.reason.code is ReasonCode.REQUIRED:
        return label
    return f"{label} : {reasons.sentence(fault.reason)}"


def is_late(case: Case, now: datetime) -> bool:
    """Is the deadline of the form that is being written behind us?"""
    due_at = case.application.due_at
    return current_form(case) is not None and due_at is not None and deadlines.is_late(now, due_at)


def was_filed(work: Work, case: Case, name: str) -> bool:
    """Was this form filed at least once?"""
    return filings.last_filing(work.session, case.id, name) is not None


def total_requested(checked: Checked) -> int:
    """What is asked of the authority, in cents; 0 for a letter."""
    if not isinstance(checked.form, DossierFile) or checked.budget is None:
        return 0
    return total(checked.budget.requested(checked.form.budget))
