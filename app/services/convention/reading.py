"""The convention as its readers may read it: what was sent, as it was; a draft, as it would be sent now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.db import journal
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.journal import JournalEntry
from app.domain.access import Permission
from app.domain.documents import ConventionDocument
from app.domain.documents.written import DocumentKind, read
from app.domain.errors import Hidden, ReasonCode
from app.domain.people import APPLICANT_PARTS
from app.domain.workflow import Action
from app.services import frozen
from app.services.cases import Case, open_case
from app.services.convention.documents import draft_of
from app.services.frozen import Paper
from app.services.work import Work

CORRECTING: Final = frozenset({"set_targets", "describe_organisation"})
"""What changes the text of a draft beside the deeds of its road."""
DRAWING: Final = frozenset({Action.DRAFT_CONVENTION.value, Action.RECALL_CONVENTION.value})
"""What begins a draft."""


@dataclass(frozen=True)
class Version:
    """One version, in the order of their numbers. ``recalled_at``: since when the next one takes its place."""

    row: Convention
    recalled_at: datetime | None


@dataclass(frozen=True)
class ReadConvention:
    """A version of a convention. ``paper`` is the document that was sent, None while it is a draft.

    ``recalled_at``: since when it binds nobody, None for the one in force or about to be; ``versions``: those that this
    reader may read.
    """

    case: Case
    row: Convention
    document: ConventionDocument
    paper: Paper | None
    recalled_at: datetime | None
    versions: tuple[Version, ...]
    corrected: JournalEntry | None = None
    """Of a draft: the last deed that changed what it prints since it was drawn."""


def convention(work: Work, reference: str, number: int | None = None) -> ReadConvention:
    """The convention, for those who may read it: its beneficiary only what was sent.

    ``number``: that version of it, the latest when none is given. Raises Hidden when there is none to read.
    """
    case = open_case(work, reference, Permission.READ_CONVENTION)
    readable = tuple(one for one in _versions(work, case) if one.row.sent_at is not None or not _asks(case))
    wanted = [one for one in readable if number in (None, one.row.version)]
    if not wanted:
        raise Hidden(ReasonCode.NOT_FOUND, what="convention")
    row, recalled_at = wanted[-1].row, wanted[-1].recalled_at
    if row.sent_at is None:
        return ReadConvention(
            case, row, draft_of(work, case, row), None, None, readable, _corrected(work, case)
        )
    kept = frozen.frozen(work, DocumentKind.CONVENTION, subject_of(case), row.version)
    paper = kept or paper_of(case, row, _as_it_was_sent(row))
    return ReadConvention(case, row, paper.value, paper, recalled_at, readable)


def _corrected(work: Work, case: Case) -> JournalEntry | None:
    last = journal.last_of(work.session, case.id, CORRECTING | DRAWING)
    return last if last is not None and last.verb in CORRECTING else None


def _asks(case: Case) -> bool:
    return case.parts <= APPLICANT_PARTS


def _versions(work: Work, case: Case) -> tuple[Version, ...]:
    """A version is recalled when the next one begins: nothing else begins one."""
    rows = conventions.versions(work.session, case.id)
    nexts = (*(row.drafted_at for row in rows[1:]), None)
    return tuple(Version(row, ended) for row, ended in zip(rows, nexts, strict=False))


def subject_of(case: Case) -> str:
    return case.application.reference


def paper_of(case: Case, row: Convention, document: ConventionDocument) -> Paper:
    """The document that a version of a convention is, once it is sent."""
    return Paper(
        DocumentKind.CONVENTION, subject_of(case), row.version, document, case.application.call_id, case.id
    )


def _as_it_was_sent(row: Convention) -> ConventionDocument:
    """What a row holds that was sent before documents were kept: its figures are texts."""
    content = {**row.content, "content_sha256": row.sha256}
    content["indicators"] = [_figures(one) for one in content["indicators"]]
    document: ConventionDocument = read(DocumentKind.CONVENTION, content)
    return document


def _figures(indicator: Mapping[str, Any]) -> dict[str, Any]:
    figures = {key: indicator[key] for key in ("baseline", "target")}
    if indicator["nature"] == "quantitative":
        figures = {key: Decimal(value) if isinstance(value, str) else value for key, value in figures.items()}
    return {**indicator, **figures}
