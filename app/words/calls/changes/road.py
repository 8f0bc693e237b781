"""What changed in the road of a call: its waves and their days, its questions, its committee, its convention."""

from collections.abc import Mapping
from typing import Final

from app.domain.call_file.changes.change import Figure, What
from app.domain.workflow.stages import Group
from app.words.calls.changes import figures as figures
from app.words.calls.changes.shapes import ChangeWords, becomes, moves, named, passes, renamed
from app.words.labels import GROUPS

_OF_WAVE: Final = "de la vague « {label} »"


def _stage(value: Figure) -> str:
    return "" if value is None else GROUPS[Group(str(value))]


OF_CALL: Final[Mapping[What, ChangeWords]] = {
    What.TITLE: renamed("L’appel"),
    What.ENVELOPE: passes("L’enveloppe de l’appel", figures.money, feminine=True),
    What.STAGE: ChangeWords(
        "L’étape « {after} » est ajoutée au parcours.",
        "L’étape « {before} » quitte le parcours.",
        "L’étape « {before} » devient « {after} ».",
        _stage,
    ),
    What.WAVE: ChangeWords(
        "La vague « {label} » est ajoutée, avec {after}.",
        "La vague « {label} » est supprimée (elle avait {before}).",
        "La vague « {label} » passe de {before} à {after}.",
        figures.money,
    ),
    What.WAVE_NAME: renamed("La vague"),
    What.WAVE_ENVELOPE: passes(f"L’enveloppe {_OF_WAVE}", figures.money, feminine=True),
    What.OPENS_AT: moves(f"L’ouverture {_OF_WAVE}"),
    What.LETTER_DUE: moves(f"La date limite des lettres {_OF_WAVE}"),
    What.DOSSIER_DUE: moves(f"La date limite des dossiers {_OF_WAVE}"),
    What.COMMITTEE_ON: moves(f"Le comité {_OF_WAVE}"),
    What.DECISION_ON: moves(f"La décision {_OF_WAVE}"),
    What.RESULTS_ON: moves(f"L’annonce des résultats {_OF_WAVE}"),
    What.QUESTION: named("La question", feminine=True),
    What.QUESTION_LABEL: renamed("La question"),
    What.PIECE: named("La pièce", feminine=True),
    What.PIECE_LABEL: renamed("La pièce"),
    What.DECLARATION: ChangeWords(
        "Une déclaration est ajoutée : « {after} »",
        "Une déclaration est supprimée : « {before} »",
        "Une déclaration devient : « {after} »",
    ),
    What.RULE: ChangeWords(
        "Une condition de recevabilité est ajoutée : « {after} »",
        "Une condition de recevabilité est supprimée : « {before} »",
        "Une condition de recevabilité devient : « {after} »",
    ),
    What.RULE_TEXT: becomes("Une condition de recevabilité change", figures.quoted),
    What.COMPLETION_DAYS: passes("Le délai pour compléter un dossier, en jours,", figures.number),
    What.QUORUM: passes("Le quorum du comité", figures.share),
    What.SEATS: ChangeWords(
        "Le collège « {label} » est ajouté au comité : sièges, {after}.",
        "Le collège « {label} » quitte le comité (sièges : {before}).",
        "Le nombre de sièges du collège « {label} » passe de {before} à {after}.",
        figures.number,
    ),
    What.DURATION: passes("La durée de la convention", figures.months, feminine=True),
    What.INSTALMENT: ChangeWords(
        "Le versement « {label} » est ajouté : {after} de l’aide.",
        "Le versement « {label} » est supprimé (c’était {before} de l’aide).",
        "Le versement « {label} » passe de {before} à {after} de l’aide.",
        figures.share,
    ),
    What.RENDEZVOUS: passes("Le rendez-vous « {label} », après la signature,", figures.months),
    What.INDICATOR: ChangeWords(
        "L’indicateur « {after} » est ajouté.",
        "L’indicateur « {before} » est supprimé.",
        "L’indicateur « {before} » s’appelle maintenant « {after} ».",
    ),
}
