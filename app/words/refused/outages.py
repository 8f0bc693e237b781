"""What a person is told when a part of the service does not answer."""

from collections.abc import Mapping
from typing import Final

from app.services.ports import Part

CAUSES: Final[Mapping[Part, str]] = {
    Part.ANTIVIRUS: "L’antivirus ne répond pas.",
    Part.DATABASE: "La base de données ne répond pas.",
    Part.DISK: "Le disque du service est plein ou refuse d’écrire.",
    Part.FILES: "L’entrepôt des pièces jointes ne répond pas.",
    Part.MAIL: "Le serveur de courriel ne répond pas.",
    Part.PDF: "Trop de documents sont demandés en même temps.",
    Part.REGISTRY: "Le répertoire des entreprises ne répond pas.",
}
AGAIN: Final = "Réessayez dans une minute ; si cela dure, écrivez-nous."
LOST: Final = (
    "Ce fichier n’est plus dans l’entrepôt du service. Rien d’autre n’est touché : écrivez-nous avec la référence, "
    "pour qu’il y soit remis depuis une copie."
)


def sentence(part: Part, *, lost: bool) -> str:
    """The cause and what to do; ``lost``: what was asked for is no more there."""
    return LOST if lost else f"{CAUSES[part]} {AGAIN}"
