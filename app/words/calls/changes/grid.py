"""What changed in how projects are judged: the criteria, their weights, scales and thresholds, what ranks."""

from collections.abc import Mapping
from typing import Final

from app.domain.call_file.changes.change import What
from app.words.calls.changes import figures as figures
from app.words.calls.changes.shapes import ChangeWords, becomes, named, passes, renamed
from app.words.calls.changes.ties import ties_words
from app.words.calls.grids import HOW

_COUNTS: Final = {
    "points": "compte dans le total",
    "bonus": "compte en bonus",
    "malus": "compte en malus",
    "nothing": "est noté sans compter dans le total",
}
_RANK_BY: Final = {
    "total": "le total",
    "z_score": "l’écart à la moyenne de chaque expert",
    "percentile": "le centile",
    "severity": "le total corrigé de la sévérité des experts",
    "expected_rank": "le rang attendu",
}
OF_GRID: Final[Mapping[What, ChangeWords]] = {
    What.CRITERION: ChangeWords(
        "Le critère « {label} » est ajouté, pour {after}.",
        "Le critère « {label} » est supprimé (il valait {before}).",
        "Le critère « {label} » change.",
        figures.points,
    ),
    What.CRITERION_LABEL: renamed("Le critère"),
    What.WEIGHT: ChangeWords(
        "", "", "Le poids du critère « {label} » passe de {was} à {after}.", figures.points
    ),
    What.RANKING_WEIGHT: passes("Le poids du critère « {label} » dans la note de classement", figures.number),
    What.COUNTS: becomes("Le critère « {label} »", figures.chosen(_COUNTS)),
    What.SCALE: becomes("Le critère « {label} » se note autrement", figures.scale),
    What.CRITERION_WHEN: ChangeWords(
        "Le critère « {label} » ne vaut plus pour tous : seulement si {after}.",
        "Le critère « {label} » vaut pour tous (c’était seulement si {before}).",
        "Le critère « {label} » vaut si {after} (c’était si {before}).",
    ),
    What.COMPUTED: ChangeWords(
        "Le critère « {label} » n’est plus noté : il se calcule d’après le dossier.",
        "Le critère « {label} » ne se calcule plus d’après le dossier : les experts le notent.",
        "",
    ),
    What.THRESHOLD: ChangeWords(
        "Un seuil de {after} est ajouté au critère « {label} ».",
        "Le seuil de {before} du critère « {label} » est supprimé.",
        "Le seuil du critère « {label} » passe de {before} à {after}.",
        figures.threshold,
    ),
    What.KNOCK_OUT_THRESHOLD: ChangeWords(
        "Un seuil éliminatoire de {after} est ajouté au critère « {label} ».",
        "Le seuil éliminatoire de {before} du critère « {label} » est supprimé.",
        "Le seuil éliminatoire du critère « {label} » passe de {before} à {after}.",
        figures.threshold,
    ),
    What.TOTAL_THRESHOLD: ChangeWords(
        "Un seuil de {after} est ajouté au total.",
        "Le seuil de {before} sur le total est supprimé.",
        "Le seuil du total passe de {before} à {after}.",
        figures.threshold,
    ),
    What.GROUP_THRESHOLD: ChangeWords(
        "Un seuil est ajouté au groupe « {label} » : {after}.",
        "Le seuil du groupe « {label} » est supprimé (c’était {before}).",
        "Le seuil du groupe « {label} » devient {after} (c’était {before}).",
        figures.bounds,
    ),
    What.OUT_OF: ChangeWords(
        "", "", "Le total se compte sur {after}, et non plus sur {before}.", figures.number
    ),
    What.REVIEWERS: passes("Le nombre d’experts par dossier", figures.number),
    What.LEAST: passes("Le nombre d’expertises sans lesquelles il n’y a pas de rang", figures.number),
    What.AGGREGATION: becomes("Les notes des experts en font une autrement", figures.chosen(HOW)),
    What.RANK_BY: becomes("Ce qui donne le rang change", figures.chosen(_RANK_BY)),
    What.TIE_BREAKS: becomes("Ce qui départage les ex æquo", ties_words),
    What.GATE: named("La condition d’entrée", feminine=True),
    What.GATE_CONDITIONS: becomes("La condition d’entrée « {label} » change", figures.gate),
    What.ELIMINATION: ChangeWords(
        "Une élimination est ajoutée : « {label} », si {after}.",
        "L’élimination « {label} » est supprimée.",
        "L’élimination « {label} » vaut si {after} (c’était si {before}).",
    ),
}
