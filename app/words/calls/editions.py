"""The words of the pages where the rules of a call are written."""

from typing import Final

from app.domain.call_file.faults import FileFault
from app.words.calls.faults import fault_sentence, warning_sentence
from app.words.formats import plural
from app.words.typography import typo

FILES: Final = {
    "call": "L’appel : qui, pour quoi, combien, quand",
    "letter": "La lettre d’intention",
    "dossier": "Le dossier, son budget, ses pièces",
    "admissibility": "La recevabilité",
    "scoring": "La grille de notation",
    "committee": "Le comité",
    "convention": "La convention",
    "follow_up": "Le suivi",
}

FROM_NOTHING: Final = "Rien : des modèles où chaque ligne est expliquée"


def fault_count(faults: int, warnings: int) -> str:
    """« 2 fautes, 1 point à regarder » ; « Sans faute » when there is none."""
    told = [plural(faults, "faute")] if faults else []
    if warnings:
        told.append(plural(warnings, "point à regarder", "points à regarder"))
    return ", ".join(told) or "Sans faute"


def told(fault: FileFault, *, warning: bool) -> str:
    """Where the fault is, what was read and what was expected."""
    return typo(warning_sentence(fault) if warning else fault_sentence(fault))


def from_call(title: str) -> str:
    return typo(f"L’appel ouvert « {title} »")


def from_edition(title: str, slug: str) -> str:
    return typo(f"L’édition en cours « {title or slug} » ({slug})")
