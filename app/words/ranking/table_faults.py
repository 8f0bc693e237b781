"""The French sentences of faults in the tables of a ranking: where, what was read, what was expected."""

from typing import Final

from app.domain.call_file.faults import FileFault, Shape
from app.domain.call_file.tables import TableCode
from app.words.typography import typo

TABLES: Final[dict[str, str]] = {
    TableCode.ABSENT: "un fichier que l’on puisse lire à cet endroit",
    TableCode.TOO_LARGE: "un fichier de {most} octets au plus ; celui-ci en compte {size}",
    TableCode.ENCODING: "un texte enregistré en UTF-8 (dans le tableur : « CSV UTF-8 »)",
    TableCode.EMPTY: "une première ligne qui nomme les colonnes ({among})",
    TableCode.CSV: "un guillemet refermé et, après lui, un séparateur ou la fin de la ligne",
    TableCode.TOO_MANY_ROWS: "{most} lignes au plus",
    TableCode.TOO_MANY_FAULTS: "moins de {most} fautes ; la lecture s’arrête ici",
    TableCode.COLUMN_MISSING: "la colonne « {name} » dans la première ligne",
    TableCode.COLUMN_UNKNOWN: "une colonne connue ({among}){perhaps}",
    TableCode.COLUMN_TWICE: "une seule colonne de ce nom",
    TableCode.ROW_WIDTH: "{most} cases, autant que de colonnes ; cette ligne en a {size}",
    TableCode.NAME: "un nom d’un à cent caractères, sans retour à la ligne",
    TableCode.CRITERION: "un critère que l’on note dans cette grille ({among}){perhaps}",
    TableCode.NUMERIC_MARK: "une note de {min} à {max}, par pas de {step}{na}",
    TableCode.LEVEL_MARK: "l’un des niveaux {among}{na}",
    TableCode.MUST_ASSESS: "une note : sur cette échelle, on ne peut pas s’abstenir",
    TableCode.MARK_TWICE: "une seule note par candidature, expert et critère ; il y en a déjà une plus haut",
    TableCode.CONFIDENCE: "un nombre entier de {min} à {max}",
    TableCode.CONFIDENCE_IDLE: "une case vide : la grille ne demande pas l’assurance des experts (confidence)",
    TableCode.CONFIDENCE_DIFFERS: "{before}, comme plus haut : un expert n’a qu’une assurance par candidature",
    TableCode.COLLEGE: "l’un des collèges {among}{perhaps}",
    TableCode.COLLEGE_IDLE: "une case vide : la grille n’a pas de collèges d’experts (colleges)",
    TableCode.COLLEGE_DIFFERS: "{before}, comme plus haut : un expert n’a qu’un collège",
    TableCode.APPLICATION_UNKNOWN: "une candidature de la table des candidatures{perhaps}",
    TableCode.APPLICATION_TWICE: "une seule ligne par candidature ; la sienne est déjà plus haut",
    TableCode.AMOUNT: 'un montant en euros, comme 50000 ou "12 345,67"',
    TableCode.FILED_AT: "un jour et une heure, comme 2026-11-30 17:00 ou 30/11/2026 17:00",
    TableCode.NUMBER: "un nombre, comme 12 ou 12,5",
    TableCode.WHOLE: "un nombre entier : la question n’admet pas de décimales",
    TableCode.LEAST: "un nombre d’au moins {min}, le minimum que dit le fichier",
    TableCode.MOST: "un nombre d’au plus {max}, le maximum que dit le fichier",
    TableCode.YES_NO: "oui ou non",
    TableCode.DAY: "un jour, comme 2026-11-30 ou 30/11/2026",
    TableCode.TEXT: "un texte de {most} caractères au plus",
    TableCode.OPTION: "l’une des valeurs {among}{perhaps}",
}

YES_OR_NO: Final[dict[str, bool]] = {
    **dict.fromkeys(("oui", "vrai", "true", "1"), True),
    **dict.fromkeys(("non", "faux", "false", "0"), False),
}
"""What a cell may say for yes and for no."""


def table_sentence(fault: FileFault) -> str:
    """« fichier, ligne, colonne : lu … ; attendu : … »"""
    said = {**fault.said}
    said["perhaps"] = f", peut-être « {said['near']} »" if said.get("near") else ""
    said["na"] = ", ou na pour « ne peut pas se prononcer »" if said.get("na") else ""
    read = "rien" if fault.shape is Shape.NOTHING else f"« {fault.read} »"
    where = f"{fault.file}, ligne {fault.line}, colonne {fault.column}"
    return f"{where}{typo(f' : lu {read} ; attendu : {TABLES[fault.code].format_map(said)}.')}"
