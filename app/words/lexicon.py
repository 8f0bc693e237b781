"""What the names of a call's conditions are called: its questions, its budget, its criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import Question
from app.domain.call_file.grid.names import COMMITTEE_ORDER
from app.domain.call_file.grid.scoring import FILED_AT, ScoringFile
from app.domain.call_file.kinds import KINDS

PIECES, DECLARATIONS = "pieces", "declarations"


@dataclass(frozen=True)
class Term:
    """A name in words; `options` are the words of its values, `unit` follows its figures."""

    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


Lexicon = Mapping[str, Term]

_OF_EVERY_CALL: Final[Lexicon] = {
    "amount": Term("Montant de l’aide", unit="€"),
    FILED_AT: Term("Date de dépôt"),
    COMMITTEE_ORDER: Term("Ordre déclaré par le comité"),
    "expenses_total": Term("Total des dépenses", unit="€"),
    "eligible_total": Term("Dépenses éligibles", unit="€"),
    "income_total": Term("Total des ressources", unit="€"),
    "requested": Term("Aide demandée", unit="€"),
    "own_share": Term("Part des ressources qui n’est pas demandée"),
    "years": Term("Nombre d’années de dépenses"),
    "total": Term("Total"),
    "ranking_score": Term("Note de classement"),
    "reviews": Term("Nombre d’expertises rendues"),
}


def lexicon(folder: CallFolder) -> Lexicon:
    """Every name that a condition of this call may use."""
    dossier = folder.dossier
    return {
        **_OF_EVERY_CALL,
        PIECES: Term("Pièces jointes", {one.key: one.label for one in dossier.pieces}),
        DECLARATIONS: Term("Déclarations", {one.key: one.text for one in dossier.declarations}),
        **{one.key: _answer(one) for one in folder.questions},
        **(_of_grid(folder.scoring) if folder.scoring else {}),
    }


def grid_lexicon(grid: ScoringFile) -> Lexicon:
    """The names of a grid that stands alone."""
    return {**_OF_EVERY_CALL, **_of_grid(grid)}


def _answer(question: Question) -> Term:
    options = {one.key: one.label for one in question.options}
    unit = "€" if KINDS[question.kind].euros else question.unit or ""
    return Term(question.label, options, unit)


def _of_grid(grid: ScoringFile) -> Lexicon:
    leaves = {one.key: one for one in (*grid.leaves, *grid.criteria)}
    return {
        **{one.key: Term(one.label) for one in grid.attributes},
        **{one.key: Term(one.label) for one in grid.groups},
        **{
            key: Term(one.label, {step.key: step.label for step in one.scale.steps} if one.scale else {})
            for key, one in leaves.items()
        },
    }
