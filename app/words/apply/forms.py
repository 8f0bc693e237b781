"""What the pages of the letter and the dossier say from Python."""

from collections.abc import Mapping

from app.domain.answers import Raw, is_blank
from app.domain.call_file.forms import Question
from app.words.apply.answers import answer_text
from app.words.formats import money_short
from app.words.typography import typo

TITLES: Mapping[str, str] = {"letter": "Lettre d’intention", "dossier": "Dossier"}
CALLED: Mapping[str, str] = {"letter": "la lettre", "dossier": "le dossier"}
SAVED = typo("Enregistré. Rien n’est envoyé avant le dépôt.")
SAVED_MORE = typo("Enregistré. Votre réponse ouvre d’autres questions : les voici.")
BUDGET_SAVED = typo("Plan de financement enregistré.")
CHOOSE_FILE = typo("Choisissez d’abord un fichier.")
TICK = typo("Cochez cette déclaration pour déposer.")
PIECE_JOINED = typo("Pièce jointe.")
PIECE_REMOVED = typo("Pièce retirée. Les versions déjà déposées la gardent.")
BLANK = "sans réponse"


def said(question: Question, raw: Raw | None) -> str:
    """An answer in words; « sans réponse » when nothing was typed."""
    return BLANK if is_blank(raw) or raw is None else answer_text(question, raw)


def kept_instead(typed: str) -> str:
    """What the service keeps in a box that somebody else changed meanwhile, as it was typed there."""
    return typo(f"Enregistré ici : {typed.strip()}." if typed.strip() else "Enregistré ici : rien.")


def above_the_aid(cents: int) -> str:
    """What is read of a request above the rule of the aid."""
    return typo(f"L’aide demandée dépasse de {money_short(cents)} ce que la règle de l’appel permet.")
