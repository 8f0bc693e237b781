"""A line of a call's file that changed, said by its name there: « Le dossier – Nombre d’années : 3 (c’était 2). »"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.domain.call_file.changes.change import Change, Figure, What
from app.words import formats
from app.words.calls.schema import description

FILES: Final[Mapping[str, str]] = {
    "call": "L’appel",
    "letter": "La lettre d’intention",
    "dossier": "Le dossier",
    "admissibility": "La recevabilité",
    "scoring": "La grille",
    "ranking": "La règle de classement",
    "committee": "Le comité",
    "convention": "La convention",
    "follow_up": "Le suivi",
}
"""The files as a reader calls them."""

_SHORT: Final[Mapping[str, str]] = {
    "key": "la clé",
    "label": "l’intitulé",
    "title": "le titre",
    "code": "le numéro de compte",
    "help": "l’aide à la réponse",
    "when": "la condition",
    "kind": "la nature",
    "trim": "les notes laissées de côté",
    "k": "le nombre d’experts qui doivent atteindre la note, ou de notes qui comptent",
    "mode": "le sens de l’arrondi",
    "unit": "l’unité",
    "least_share": "la part de sa demande en dessous de laquelle la dernière n’a rien",
    "CallFile.silent_rejection_months": "le nombre de mois de silence qui valent rejet",
    "BudgetRules.basis": "le budget, hors taxes ou toutes taxes comprises",
    "BudgetRules.in_kind_uses": "ce à quoi servent les apports en nature (compte 86)",
    "BudgetRules.in_kind_sources": "les apports en nature (compte 87)",
    "AccountLine.eligible": "la dépense compte dans l’assiette de l’aide",
    "AmountRounding.unit": "l’unité de l’arrondi",
    "ScoringFile.weighting": "ce que fait le poids d’un critère",
    "ScoringFile.combine": "ce qui fait le total des critères",
    "ScoringFile.colleges": "les collèges des experts",
    "ScoringFile.ranking_score": "le calcul que suit la liste",
    "RankingScore.formula": "le calcul que suit la liste",
    "ReviewCollege.weight": "ce que pèse sa note",
    "ScoringFile.threshold_on": "le total auquel le seuil se compare",
    "ScoringFile.aggregate_on": "ce que l’on réunit des expertises",
    "BudgetCut.budget_multiple": "le nombre de fois l’enveloppe que demandent les projets admis",
    "Split.in_proportion_to": "ce que suit la part de chacune",
    "Split.spills": "le partage de ce qu’une part laisse",
    "IndicatorFile.nature": "la nature",
    "IndicatorFile.baseline_required": "la situation de départ est à donner",
    "IndicatorFile.target_required": "la cible est à donner",
}
"""The lines whose description says how to write them rather than what they are."""

_LONGEST: Final = 80
_ENDS: Final = (" ;", " : ", ", false sinon", ", entre guillemets", ". ")


def line_sentence(change: Change) -> str:
    """One line that was added, removed, changed or moved."""
    where = FILES[change.label] + (f", « {change.within} »" if change.within else "")
    name = _name(change.line)
    if change.what is What.LINE_ORDER:
        return f"{where} – {name} : l’ordre change."
    before, after = map(_said, (change.before, change.after))
    for value, said, became in ((change.before, after, "ajouté"), (change.after, before, "supprimé")):
        if value is None:
            whole = said if said != "oui" else ""
            return f"{where} – {name} : {f'{whole} ({became})' if whole else became}."
    if not before or not after:
        return f"{where} – {name} : le texte change."
    return f"{where} – {name} : {after} (c’était {before})."


def _name(line: str) -> str:
    """What the schema says of the line, up to its first stop."""
    model, _, field = line.partition(".")
    if short := _SHORT.get(line, _SHORT.get(field)):
        return short
    said = description(model, field).removeprefix("true si ")
    for end in _ENDS:
        said = said.partition(end)[0]
    return said.removesuffix(".")


def _said(value: Figure) -> str:
    """The value in a few words; nothing for what has none, or for a text too long to be quoted."""
    match value:
        case bool():
            return "oui" if value else "non"
        case int() | Decimal():
            return formats.number(value)
        case datetime():
            return formats.moment(value)
        case date():
            return formats.day(value)
        case tuple():
            text = formats.listing([str(one) for one in value]) or "rien"
        case _:
            text = "" if value is None else f"« {value} »" if value else "rien"
    return text if len(text) <= _LONGEST and "\n" not in text else ""
