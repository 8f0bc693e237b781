"""What the silence of the authority means, in one set of words for the pages, the mails, the PDFs and the guide.

Sources: CRPA, L231-4, 3° (silence on a request of money is a refusal; the call's file says after how many months) and
L114-5 (that delay is suspended during the time given to send what is missing; the answer ends the suspension).
"""

from typing import Final

from app.words.typography import typo

LETTER: Final = typo(
    "Une lettre d’intention est la première étape d’une demande d’aide : sans réponse, elle est réputée rejetée, et ce "
    "rejet se conteste comme celui d’un dossier (article L. 231-4, 3°, du code des relations entre le public et "
    "l’administration)."
)
YOURS, THEIRS = "votre réponse", "la réponse du porteur"


def suspended(answer: str = YOURS) -> str:
    """What a request for completion does to the delay; ``answer``: whose, in words."""
    return typo(
        f"Le délai au terme duquel le silence vaut rejet est suspendu jusqu’à {answer}, au plus tard jusqu’à la date "
        "limite de la demande, puis il reprend là où il s’était arrêté (article L. 114-5 du code des relations entre "
        "le public et l’administration)."
    )


def letter_silence(day: str) -> str:
    """What silence means for a letter, and from which day."""
    return typo(f"{LETTER} Pour la vôtre, ce sera le {day}.")
