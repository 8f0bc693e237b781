"""The rules of a call as those who apply them read them: from the files that were frozen when it opened."""

from collections.abc import Callable

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents.rules import RulesDocument, RuleSection
from app.domain.documents.written import DocumentKind
from app.domain.errors import Hidden, ReasonCode
from app.services import frozen
from app.services.calls.calls import OpenedCall
from app.services.frozen import Paper
from app.services.ranking.ranked_list import open_committee
from app.services.work import Work

Say = Callable[[CallFolder], tuple[RuleSection, ...]]


def rules(work: Work, slug: str, say: Say) -> tuple[OpenedCall, RulesDocument]:
    """The rules in words, for whoever reads the ranking. Raises Hidden, Forbidden."""
    opened = open_committee(work, slug)
    call = opened.folder.call
    return opened, RulesDocument(
        authority=call.authority.name,
        service=call.authority.service,
        call_title=call.title,
        edition=call.edition,
        sections=say(opened.folder),
        issued_at=opened.row.opened_at or opened.row.created_at,
        zone=call.timezone,
        content_sha256=opened.row.checksum,
    )


def rules_paper(work: Work, slug: str, say: Say) -> Paper:
    """The rules as a document: frozen with the call, printed for their first reader. Raises Hidden, Forbidden."""
    opened, document = rules(work, slug, say)
    kept = frozen.frozen(work, DocumentKind.RULES, slug, 1)
    return kept or Paper(DocumentKind.RULES, slug, 1, document, call_id=opened.id)


def grid(work: Work, slug: str) -> tuple[OpenedCall, ScoringFile]:
    """The grid of a call, for whoever reads its rules. Raises Hidden when the call has none, Forbidden."""
    opened = open_committee(work, slug)
    if opened.folder.grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="grid")
    return opened, opened.folder.grid
