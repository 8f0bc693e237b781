"""What filed dossiers tell by the names of their call: what the conditions of a grid and of a ranking read."""

from collections.abc import Mapping
from typing import Any

from app.db.apply import filings
from app.domain import answers, budget_form
from app.domain.call_file import CallFolder
from app.domain.expressions import Value
from app.services.work import Work

DOSSIER = "dossier"


def attributes_of(work: Work, folder: CallFolder, found: set[int]) -> dict[int, dict[str, Value | None]]:
    """What the dossier of each of these applications says, by the names of the call. One query."""
    contents = filings.last_contents(work.session, found, DOSSIER)
    return {identity: attributes_in(folder, content) for identity, content in contents.items()}


def attributes_in(folder: CallFolder, content: Mapping[str, Any]) -> dict[str, Value | None]:
    """What one filed dossier says: its answers, its budget, its pieces and declarations by their keys."""
    known = answers.answered(folder.questions, content.get("answers", {}), folder.verdict)
    budget, _ = budget_form.read_budget(content.get("budget", {}), folder.dossier.budget)
    known |= budget.known(folder.dossier.budget)
    known["pieces"] = tuple(sorted({one["piece"] for one in content.get("pieces") or ()}))
    known["declarations"] = tuple(sorted(content.get("declarations", ())))
    return known
