"""Mails that wait, and mails that will not arrive."""

from collections.abc import Mapping
from typing import Final

from app.db.outbox import Undelivered
from app.words.typography import typo

HELD: Final = typo(
    "Les courriels sont retenus ; seuls partent les liens de connexion demandés à partir de maintenant."
)
RELEASED: Final = typo("Les courriels partent : ceux qui attendaient partent dans les minutes qui viennent.")
NOT_HELD: Final = typo("Les courriels n’étaient pas retenus.")
_WHY: Final[Mapping[Undelivered, str]] = {
    Undelivered.UNWRITABLE: "cette adresse n’en est pas une",
    Undelivered.REFUSED: "le serveur de courriel l’a refusé pour de bon : cette adresse n’existe sans doute pas",
    Undelivered.LATE: "le serveur de courriel n’a pas répondu de cinq jours",
}


def why(said: str | None) -> str:
    """Why a mail was given up, in a few words."""
    return typo(_WHY[Undelivered(said or Undelivered.REFUSED)])
