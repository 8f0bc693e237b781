"""What changed in how the money goes down the list, and in the aid that each project may have."""

from collections.abc import Mapping
from typing import Final

from app.domain.call_file.changes.change import What
from app.words.calls.changes import figures as figures
from app.words.calls.changes.shapes import ChangeWords, becomes, moves, named, passes

_CUTS: Final = {
    "strict": "la liste s’arrête à la première candidature qui ne tient pas dans l’argent restant",
    "skip": "une candidature qui ne tient pas laisse passer la suivante",
    "partial": "la dernière candidature reçoit ce qui reste",
}
OF_MONEY: Final[Mapping[What, ChangeWords]] = {
    What.ORDER: becomes("L’ordre de la liste", figures.orders),
    What.CUT: becomes("L’argent ne descend plus la liste de même", figures.chosen(_CUTS)),
    What.WINNERS: passes("Le nombre de lauréats", figures.number),
    What.QUOTA: ChangeWords(
        "Un quota est ajouté sur « {label} » : {after}.",
        "Le quota sur « {label} » est supprimé (c’était {before}).",
        "Le quota sur « {label} » devient {after} (c’était {before}).",
        figures.quota,
    ),
    What.POT: named("La sous-enveloppe", feminine=True),
    What.POT_SHARE: passes("La part de la sous-enveloppe « {label} »", figures.share, feminine=True),
    What.POT_AMOUNT: passes("Le montant de la sous-enveloppe « {label} »", figures.money),
    What.POT_THRESHOLD: passes("Le seuil de la sous-enveloppe « {label} »", figures.number),
    What.RESERVE_UNTIL: moves("La fin de la liste complémentaire"),
    What.RESERVE_SIZE: passes("Le nombre de places sur la liste complémentaire", figures.number),
    What.LOTTERY: ChangeWords(
        "Un tirage au sort est ajouté entre {after}.",
        "Le tirage au sort est supprimé.",
        "Le tirage au sort se fait entre {after} (c’était entre {before}).",
        figures.drawn,
    ),
    What.RATE: ChangeWords(
        "Un taux d’aide est ajouté : {after} ({label}).",
        "Le taux d’aide de {before} est supprimé ({label}).",
        "Le taux d’aide « {label} » passe de {before} à {after}.",
        figures.share,
    ),
    What.RATE_CEILING: passes("Le plafond de l’aide pour « {label} »", figures.money),
    What.AID_CEILING: passes("Le plafond de l’aide", figures.money),
    What.YEARLY_CEILING: passes("Le plafond de l’aide par an", figures.money),
    What.AID_MINIMUM: passes("Le minimum de l’aide", figures.money),
}
