"""What the rules of the call already answer of a dossier that is being written: told before it is filed.

Nothing of it bars the way: a line that its rule disproves is judged by an officer, who reads the dossier.
"""

from dataclasses import dataclass

from app.domain.budget import total
from app.domain.call_file.admissibility import AdmissibilityRule
from app.domain.call_file.forms import DossierFile
from app.domain.expressions import ExpressionError, Kind, read_expression
from app.services.apply import forms
from app.services.apply.forms import Checked
from app.services.cases import Case


@dataclass(frozen=True)
class Foreseen:
    """``unmet``: the lines of admissibility that the answers disprove. ``above``: by how many cents the request goes
    above what the rule of the aid allows for this budget."""

    unmet: tuple[AdmissibilityRule, ...] = ()
    above: int = 0

    def __bool__(self) -> bool:
        return bool(self.unmet or self.above)


def foreseen(case: Case, checked: Checked) -> Foreseen:
    """What an officer will read at once; nothing of what is only not written yet, which is told as missing."""
    if not isinstance(checked.form, DossierFile):
        return Foreseen()
    rules = case.folder.admissibility.rules if case.folder.admissibility else ()
    unmet = tuple(rule for rule in rules if rule.automatic and _disproved(case, checked, rule.automatic))
    highest = forms.aid_of(case, checked)
    asked = total(checked.budget.requested(checked.form.budget)) if checked.budget else 0
    return Foreseen(unmet, max(0, asked - highest.amount) if highest is not None else 0)


def _disproved(case: Case, checked: Checked, condition: str) -> bool:
    names = read_expression(condition, case.folder.names.kinds, Kind.BOOL, case.folder.names.options).names
    unfinished = {
        name
        for name, missing in (
            ("pieces", checked.pieces_missing),
            ("declarations", checked.declarations_missing),
        )
        if missing
    }
    if names & unfinished:
        return False
    try:
        return case.folder.verdict(condition, checked.known) is False
    except ExpressionError:
        return False
