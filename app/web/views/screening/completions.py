"""What was asked of the applicant, request by request, and what was answered: for its team and for the authority."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.db.screening import screening
from app.db.screening.screening import CompletionRequest, RequestState
from app.domain.call_file.forms import DossierFile
from app.services.cases import Case
from app.services.work import Work
from app.words.labels import Said
from app.words.screening.completions import STATES

BUDGET: Final = "Plan de financement"


@dataclass(frozen=True)
class AskedOnce:
    """A request as it was sent. ``named``: the titles of what it names; ``why``: what was said when it changed."""

    text: str
    named: tuple[str, ...]
    asked_at: datetime
    due_at: datetime
    state: RequestState
    said: Said
    ended_at: datetime | None
    answer: str
    why: str


def completions(work: Work, case: Case) -> tuple[AskedOnce, ...]:
    """The requests, the latest first."""
    rows = screening.completions(work.session, case.id)
    return tuple(_asked(case.folder.dossier, row) for row in reversed(rows))


def _asked(form: DossierFile, row: CompletionRequest) -> AskedOnce:
    return AskedOnce(
        text=row.text,
        named=(*row.named.labels(form), *((BUDGET,) if row.budget else ())),
        asked_at=row.asked_at,
        due_at=row.due_at,
        state=row.state,
        said=STATES[row.state],
        ended_at=row.ended_at,
        answer=row.answer or "",
        why=row.why or "",
    )
