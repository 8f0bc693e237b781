"""How the chain of the journal breaks, in words: for the auditor's page and for who keeps the service."""

from collections.abc import Mapping
from typing import Final

BROKEN: Final[Mapping[str, str]] = {
    "missing": "une entrée manque.",
    "unchained": "elle ne suit pas la précédente.",
    "altered": "elle a été modifiée.",
    "cut": "la fin du journal a été coupée.",
    "headless": "ce qui garde la fin du journal a été effacé.",
    "witness": "le témoin en a vu une autre.",
}

VERIFICATION_ASKED: Final = "La vérification est demandée : son résultat paraîtra sur cette page."
