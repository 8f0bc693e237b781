"""What the silence of the authority means, in one set of words for the pages, the mails, the PDFs and the guide.

Sources: CRPA, L231-4, 3° (silence on a request of money is a refusal; the call's file says after how many months) and
L114-5 (that delay is suspended during the time given to send what is missing; the answer ends the suspension).
"""

from app.words.typography import typo

YOURS, THEIRS = "votre réponse", "la réponse du porteur"


def suspended(answer: str = YOURS) -> str:
    """What a request for completion does to the delay; ``answer``: whose, in words."""
    return typo(
        f"Le délai au terme duquel le silence vaut rejet est suspendu jusqu’à {answer}, au plus tard jusqu’à la date "
        "limite de la demande, puis il reprend là où il s’était arrêté (article L. 114-5 du code des relations entre "
        "le public et l’administration)."
    )
