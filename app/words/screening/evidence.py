"""What a rule that answers alone has read in the dossier, in words: « Dépenses éligibles : 80 000 € »."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.domain.answers import Raw, is_blank
from app.domain.call_file.folder import CallFolder
from app.domain.expressions import Kind, Value, read_expression
from app.words import formats
from app.words.apply.answers import answer_text

BUDGET: Mapping[str, str] = {
    "expenses_total": "Total des charges",
    "eligible_total": "Dépenses éligibles",
    "income_total": "Total des produits",
    "requested": "Aide demandée",
    "own_share": "Part des autres financements",
    "years": "Années du budget",
}
UNKNOWN = "sans réponse"


def evidence(
    folder: CallFolder, condition: str, raws: Mapping[str, Raw], known: Mapping[str, Value | None]
) -> tuple[tuple[str, str], ...]:
    """The names that the condition reads, in the order of the form, each with what the dossier says of it."""
    names = read_expression(condition, folder.names.kinds, Kind.BOOL, folder.names.options).names
    return (*_answers(folder, names, raws), *_budget(names, known), *_attached(folder, names, known))


def _answers(folder: CallFolder, names: frozenset[str], raws: Mapping[str, Raw]) -> Iterator[tuple[str, str]]:
    for question in folder.questions:
        if question.key in names:
            raw = raws.get(question.key)
            yield question.label, UNKNOWN if raw is None or is_blank(raw) else answer_text(question, raw)


def _budget(names: frozenset[str], known: Mapping[str, Value | None]) -> Iterator[tuple[str, str]]:
    for name, label in BUDGET.items():
        value = known.get(name)
        if name in names:
            yield label, _figure(name, value) if isinstance(value, Decimal) else UNKNOWN


def _figure(name: str, value: Decimal) -> str:
    if name == "own_share":
        return formats.percent(value, 1)
    return formats.number(value) if name == "years" else formats.money(int(value * 100))


def _attached(
    folder: CallFolder, names: frozenset[str], known: Mapping[str, Value | None]
) -> Iterator[tuple[str, str]]:
    if "pieces" in names:
        there = known.get("pieces") or ()
        labels = [
            piece.label for piece in folder.dossier.pieces if isinstance(there, tuple) and piece.key in there
        ]
        yield "Pièces jointes", formats.listing(labels) or "aucune"
    if "declarations" in names:
        made = known.get("declarations") or ()
        total = len(folder.dossier.declarations)
        count = len(made) if isinstance(made, tuple) else 0
        yield "Déclarations faites", f"{count} sur {total}"
