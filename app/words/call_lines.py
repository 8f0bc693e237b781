"""A line of a call's file that changed, said by its name there: « Le dossier – Nombre d’années : 3 (c’était 2). »"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.domain.call_file.change import Change, Figure, What
from app.words import formats
from app.words.call_schema import description

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
    "trim": "les notes laissées de côté à chaque bout",
    "k": "le nombre d’experts qui doivent atteindre la note",
}
"""The lines whose description says how to write them rather than what they are."""

_LONGEST: Final = 80
_ENDS: Final = (" ;", " : ", ", false sinon", ", entre guillemets", ". ")


def line_sentence(change: Change) -> str:
    """One line that was added, removed, changed or moved."""
    where = FILES[change.label] + (f", « {change.within} »" if change.within else "")
    name, inverted = _name(change.line)
    if change.what is What.LINE_ORDER:
        return f"{where} – {name} : l’ordre change."
    before, after = (_said(value, inverted=inverted) for value in (change.before, change.after))
    for value, said, became in ((change.before, after, "ajouté"), (change.after, before, "supprimé")):
        if value is None:
            whole = said if said != "oui" else ""
            return f"{where} – {name} : {f'{whole} ({became})' if whole else became}."
    if not before or not after:
        return f"{where} – {name} : le texte change."
    return f"{where} – {name} : {after} (c’était {before})."


def _name(line: str) -> tuple[str, bool]:
    """What the schema says of the line, up to its first stop; and is it said of false rather than of true?"""
    model, _, field = line.partition(".")
    if field in _SHORT:
        return _SHORT[field], False
    said = description(model, field)
    inverted = said.startswith("false si ")
    said = said.removeprefix("true si ").removeprefix("false si ")
    for end in _ENDS:
        said = said.partition(end)[0]
    return said.removesuffix("."), inverted


def _said(value: Figure, *, inverted: bool) -> str:
    """The value in a few words; nothing for what has none, or for a text too long to be quoted."""
    match value:
        case bool():
            return "oui" if value is not inverted else "non"
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
