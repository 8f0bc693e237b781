"""What an officer will read at once in a dossier that is being written, in words."""

from dataclasses import dataclass

from app.services.apply.foreseen import foreseen
from app.services.apply.forms import Checked
from app.services.cases import Case
from app.words.apply.forms import above_the_aid
from app.words.screening.evidence import evidence


@dataclass(frozen=True)
class ForeseenLine:
    """One line: where it stands in the call, what it asks, what the dossier says of it."""

    article: str
    text: str
    read: tuple[tuple[str, str], ...] = ()


def foreseen_lines(case: Case, checked: Checked) -> tuple[ForeseenLine, ...]:
    """The lines of admissibility that the answers disprove, then the aid when more is asked than the rule allows."""
    found = foreseen(case, checked)
    lines = [
        ForeseenLine(
            rule.article, rule.text, evidence(case.folder, rule.automatic or "", checked.raws, checked.known)
        )
        for rule in found.unmet
    ]
    return (*lines, *((ForeseenLine("", above_the_aid(found.above)),) if found.above else ()))
