"""The French sentences of faults in the files of a call: where, what was read, what was expected.

`expected` has one wording for each code; a test walks all the codes.
"""

import re
from collections.abc import Mapping
from typing import Final

from app.domain.call_file import CallFolder
from app.domain.call_file.breach import BreachCode
from app.domain.call_file.faults import FileFault, ReadingCode, Shape
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.expressions import ExpressionRefusal
from app.domain.money import parse_euros
from app.words.formats import money_short, number, plural
from app.words.typography import typo

_SHAPES: Final = {
    Shape.NOTHING: "rien",
    Shape.LIST: "une liste",
    Shape.MAPPING: "un ensemble de rubriques",
}

READING: Final[dict[str, str]] = {
    ReadingCode.FOLDER: "un dossier qui contient call.yaml",
    ReadingCode.FILE_ABSENT: "ce fichier : tout appel en a un ; criteria/README.md donne un appel entier à recopier",
    ReadingCode.FILE_UNKNOWN: "l’un des fichiers d’un appel{perhaps}",
    ReadingCode.FILE_TOO_LARGE: "un fichier de {most} octets au plus ; celui-ci en compte {size}",
    ReadingCode.FILE_EMPTY: "des rubriques : le fichier est vide",
    ReadingCode.ENCODING: "un texte enregistré en UTF-8",
    ReadingCode.YAML: "du YAML bien formé ({problem})",
    ReadingCode.TOO_NESTED: "un fichier moins profondément imbriqué",
    ReadingCode.TOO_FULL: "un fichier de {most} lignes, virgules et deux-points au plus ; celui-ci en compte {size}",
    ReadingCode.ALIAS: "la valeur elle-même : les renvois (& et *) ne sont pas admis",
    ReadingCode.TAG: "une valeur simple : l’étiquette {tag} n’est pas admise",
    ReadingCode.KEY_REPEATED: "une seule rubrique de ce nom ; elle figure déjà ligne {line}",
    ReadingCode.KEY_NOT_TEXT: "un nom de rubrique, écrit en lettres",
}

SHAPING: Final[dict[str, str]] = {
    "missing": "la rubrique « {name} », qui est obligatoire ici{meaning}",
    "extra_forbidden": "l’une des rubriques connues ici{perhaps}{choice}{comma}",
    "string_type": 'un texte ; un nombre s’écrit ici entre guillemets, comme "{figure}"',
    "string_too_short": "un texte d’au moins {min_length} caractère(s)",
    "string_too_long": "un texte d’au plus {max_length} caractères",
    "string_pattern_mismatch": "{pattern}",
    "int_type": "un nombre entier, sans guillemets",
    "bool_type": "true (oui) ou false (non), sans guillemets",
    "decimal_parsing": "un nombre, avec un point pour les décimales, comme 2.5",
    "decimal_type": "un nombre, avec un point pour les décimales, comme 2.5",
    "share": "une part, comme 0.4 ou 40 %",
    "decimal_max_places": "un nombre d’au plus {decimal_places} décimales",
    "finite_number": "un nombre fini",
    "enum": "l’un de ces mots : {expected}",
    "literal_error": "l’un de ces mots : {expected}",
    "greater_than": "un nombre supérieur à {gt}",
    "greater_than_equal": "un nombre supérieur ou égal à {ge}",
    "less_than_equal": "un nombre inférieur ou égal à {le}",
    "too_short": "au moins {min_length} élément(s)",
    "too_long": "au plus {max_length} éléments",
    "tuple_type": "une liste : chaque élément sur sa ligne, précédé d’un tiret",
    "model_type": "un ensemble de rubriques, chacune suivie de deux-points",
    "date_parsing": "un jour, comme 2026-11-30",
    "date_from_datetime_parsing": "un jour qui existe, comme 2026-11-30",
    "datetime_parsing": "un jour et une heure, comme 2026-11-30 17:00",
    "datetime_from_date_parsing": "un jour et une heure qui existent, comme 2026-11-30 17:00",
    "threshold": 'une note, un pourcentage comme "70 %", ou la clé d’un niveau',
    "money": 'un montant en euros, comme 50000 ou "12 345,67 €"',
    "clock_skipped": "une heure qui existe : les horloges du fuseau passent par-dessus {moment} (« {name} »)",
    "timezone": "un fuseau horaire de la liste IANA, comme Europe/Paris ou Indian/Reunion",
}

AGREEING: Final[dict[str, str]] = {
    BreachCode.STAGES_ORDER: "les étapes dans l’ordre du parcours : letter, dossier, admissibility, review, committee, "
    "decision, codesign, convention, follow_up",
    BreachCode.STAGES_DOSSIER: "un parcours qui comporte l’étape dossier",
    BreachCode.STAGES_DECISION: "soit l’étape decision, soit l’étape codesign : l’une des deux, et une seule",
    BreachCode.STAGES_CODESIGN: "un parcours sans review, committee ni decision quand il a l’étape codesign",
    BreachCode.STAGES_FOLLOW_UP: "l’étape convention avant l’étape follow_up",
    BreachCode.STAGE_TWICE: "chaque étape une seule fois",
    BreachCode.FILE_MISSING: "le fichier {file}, que cette étape demande",
    BreachCode.FILE_IDLE: "l’étape {stage} dans les stages de call.yaml, ou pas de fichier de ce nom",
    BreachCode.KEY_TWICE: "une clé différente de celles qui précèdent dans la liste",
    BreachCode.KEY_RESERVED: "une autre clé : ce mot appartient au langage des conditions",
    BreachCode.SECTION_RESERVED: "une autre clé de section : budget, pieces et verifier sont des pages du formulaire",
    BreachCode.TITLE_MISSING: "une question de clé title, de nature text : c’est l’intitulé du projet",
    BreachCode.KIND_DIFFERS: "la nature {expected} pour une question de cette clé",
    BreachCode.UNKNOWN_KEY: "une clé qui existe{choice}",
    BreachCode.WHEN_RING: "une condition qui ne dépende pas de la question elle-même, même par une autre : celle-ci "
    "n’est jamais posée",
    BreachCode.NO_EMAIL: "une adresse électronique où un courriel arrive, comme contact@exemple.example",
    BreachCode.NO_PHONE: "un numéro de téléphone, comme 05 36 49 12 30, ou +39 030 12 34 00 00 à l’étranger",
    BreachCode.SIRET_KEY: "un SIRET juste : ses derniers chiffres vérifient les autres, et ne vont pas avec ceux-ci",
    BreachCode.CLOCK_REPEATED: "une heure qui n’arrive qu’une fois : cette nuit-là les horloges reculent, et celle-ci "
    "passe deux fois ; la seconde compte",
    BreachCode.DUE_ON_A_DAY_OFF: "un jour ouvré : c’est un samedi, un dimanche ou un jour férié, où personne ne répond "
    "au téléphone",
    BreachCode.WAVES_OVERLAP: "une ouverture après la clôture de « {name} » : deux vagues ouvertes ensemble, qui "
    "candidate va dans la première",
    BreachCode.WAVES_PAST: "une échéance à venir : toutes sont passées, personne ne pourrait déposer",
    BreachCode.SILENCE_FIRST: "un jour au plus tard le {after} : ensuite, le silence aura déjà rejeté même les "
    "dossiers du dernier jour (CRPA, art. L231-4) ; décidez plus tôt, ou dites-le aux porteurs",
    BreachCode.MINIMUM_ABOVE_CEILING: "un minimum d’aide au plus égal à ce que la règle peut donner, {most} : personne "
    "ne recevrait rien",
    BreachCode.CONVENTION_DUE: "une étape convention : au-dessus de {most} par an, l’aide à un organisme de droit "
    "privé en demande une (loi n° 2000-321 du 12 avril 2000, art. 10)",
    BreachCode.WAVE_ORDER: "une date postérieure à {after}",
    BreachCode.WAVE_LETTER_DUE: "letter_due_at, la date limite des lettres d’intention",
    BreachCode.WAVE_LETTER_IDLE: "une vague sans letter_due_at : l’appel n’a pas d’étape letter",
    BreachCode.WAVES_ABOVE_ENVELOPE: "au moins la somme des enveloppes des vagues, {sum}",
    BreachCode.OPTIONS_MISSING: "au moins deux options pour une question à choix",
    BreachCode.OPTIONS_IDLE: "pas d’options : la question n’est pas de nature choice ou choices",
    BreachCode.BOUNDS: "un maximum au moins égal au minimum, {min}",
    BreachCode.BOUNDS_IDLE: "pas de minimum ni de maximum : la réponse n’est pas un nombre",
    BreachCode.WORDS_IDLE: "pas de nombre de mots : la réponse n’est pas un texte",
    BreachCode.KIND_PRIVATE: "une réponse qui n’est pas publiée : celles de cette nature disent comment joindre une "
    "personne, et ne paraissent jamais ; sans « public », rien ne change",
    BreachCode.RATE_UNREACHABLE: "un taux que l’on peut atteindre : celui qui précède s’applique sans condition",
    BreachCode.SCALE: "un maximum supérieur au minimum, {min}",
    BreachCode.SCALE_STEP: "un pas qui mène exactement de {min} à {max}",
    BreachCode.SCALE_BOUNDS: "la rubrique « {name} » : une échelle de nombres a un min, un max et un step",
    BreachCode.SCALE_ZERO: "une note la plus haute au-dessus de zéro : les points en sont des parts, et tout vaudrait "
    "zéro",
    BreachCode.SCALE_OR_PARTS: "soit une échelle (scale), soit des sous-critères (parts) : l’un des deux",
    BreachCode.LEVELS: "deux niveaux au moins (levels), du plus faible au plus fort ; deux exactement pour oui ou non",
    BreachCode.LEVELS_IDLE: "pas de niveaux (levels) sur une échelle de nombres : des labels, ou kind: levels",
    BreachCode.LEVEL_VALUE: "une valeur (value) : les autres niveaux en ont une ; tous, ou aucun",
    BreachCode.LEVEL_TWICE: "des niveaux de valeurs différentes",
    BreachCode.LABELS_IDLE: "pas de labels sur une échelle {kind} : ses niveaux s’écrivent dans levels",
    BreachCode.LABEL_UNREACHABLE: "une note que l’on peut donner : de {min} à {max} par pas de {step}",
    BreachCode.BANDS_OVERLAP: "une tranche qui commence après {after}, la fin de la précédente",
    BreachCode.NOT_COUNTABLE: "counts: nothing, ou une valeur pour chaque niveau : "
    "des mots seuls ne s’additionnent pas",
    BreachCode.YES_NO_COUNTED: "counts: nothing, car oui ou non ne s’additionne pas ; pour compter un oui, "
    "l’échelle de nombres min: 0, max: 1, step: 1",
    BreachCode.MAY_DIVIDE_BY_ZERO: "un diviseur qui n’est jamais nul : là où {name} vaut zéro, rien ne s’y calcule, "
    "et le classement ne donne pas de rang ; un min au-dessus de zéro, ou une condition avant, l’évite",
    BreachCode.KNOCK_OUT: "un seuil (threshold) : sans lui, le critère ne peut pas être éliminatoire",
    BreachCode.NOTHING_TO_MARK: "un critère au moins que les experts notent, pour l’étape review ; un critère counts: "
    "nothing suffit",
    BreachCode.COMPUTED_PARTS: "une échelle (scale) et pas de sous-critères (parts) : la note se calcule en une fois",
    BreachCode.LINE_UNREACHABLE: "une ligne que l’on peut atteindre : celle qui précède vaut sans condition",
    BreachCode.WEIGHTS: "ce que les critères donnent au mieux, {sum}",
    BreachCode.OUT_OF_IDLE: "pas de total : aucun critère ne compte",
    BreachCode.DIRECTIONS: "des échelles de même sens : avec des facteurs, toutes inversées "
    "(lower_is_better) ou aucune",
    BreachCode.THRESHOLD_NEVER: "un seuil que l’on peut atteindre, entre {min} et {max}",
    BreachCode.THRESHOLD_ALWAYS: "un seuil que l’on peut manquer, entre {min} et {max}",
    BreachCode.PERCENT_REVERSED: "une note : sur une échelle inversée, un pourcentage ne dirait pas de quel côté",
    BreachCode.CAP_IDLE: "un plafond que le groupe peut dépasser : moins de {most}, ce qu’il donne au mieux",
    BreachCode.BEST_OR_DROP: "soit best (combien de critères comptent), soit drop (combien ne comptent pas) : "
    "l’un des deux",
    BreachCode.BEST_IDLE: "moins que {most}, le nombre des critères du groupe : ils comptent tous",
    BreachCode.MEAN_BELOW_ZERO: "une échelle qui part de zéro ou au-dessus : une moyenne géométrique "
    "n’a pas de sens en dessous",
    BreachCode.MEAN_REVERSED: "sum : sur des échelles inversées, une seule note de zéro ferait le meilleur total",
    BreachCode.MEAN_SCALES: "des critères comptés dont la note la plus haute est la même : avec des "
    "facteurs, le total est une moyenne de notes",
    BreachCode.MEAN_WEIGHTS: "des poids plus ronds, comme 60 et 40 ou 1 et 2 : réduits ensemble, ils font "
    "{most} au plus",
    BreachCode.GROUP_EMPTY: "un groupe auquel un critère au moins appartient (group)",
    BreachCode.TOO_MANY: "{most} au plus",
    BreachCode.NEVER_JUDGED: "un critère que l’une des étapes (rounds) juge",
    BreachCode.ROUND_APART: "le tour dossier, le seul où le service fait noter les candidatures ; celui-ci se classe "
    "hors du service, avec « maillage criteria rank --round »",
    BreachCode.COMPARE_IDLE: "un calcul ou une condition qui lise lowest, highest ou average ; sinon, rien ne se "
    "compare",
    BreachCode.COLLEGE_ALONE: "deux collèges d’experts au moins, ou aucun",
    BreachCode.COLLEGE_JOINING: "une autre façon de réunir les notes (aggregation) : consensus et sum ne se font pas "
    "collège par collège",
    BreachCode.SHARES: "des parts dont la somme est exactement 1",
    BreachCode.RENDEZVOUS_ORDER: "un rendez-vous {least} mois au moins après la signature, comme celui qui le précède",
    BreachCode.RENDEZVOUS_LATE: "un bilan au plus tard à la fin de la convention, soit {most} mois",
    BreachCode.FOLLOW_UP_MISSING: "un fichier follow_up.yaml, où ce rendez-vous soit décrit",
    BreachCode.UNIT: "une unité pour un indicateur quantitatif, et aucune pour un indicateur qualitatif",
    BreachCode.EXPRESSION: "une condition juste : {refusal}",
    BreachCode.ORDER_OF_SCORE: "score, sans direction : c’est la grille qui dit ce qui est le mieux",
    BreachCode.SEVERAL_VALUES: "une réponse qui n’a qu’une valeur : celle-ci peut en avoir plusieurs",
    BreachCode.LEAST_SHARE_IDLE: "pas de least_share, ou cut: partial : sans lui, personne n’est servi en partie",
    BreachCode.QUOTA_IDLE: "au moins l’une des rubriques most, stocks et first",
    BreachCode.QUOTA_FIRST: "au plus {most}, le nombre de places ouvertes",
    BreachCode.POTS_OR_SPLIT: "soit pots, soit split : l’un des deux",
    BreachCode.POT_MONEY: "soit une part (share), soit un montant (amount) : l’un des deux, et un seul",
    BreachCode.POT_SHARES: "des parts dont la somme est au plus 1",
    BreachCode.POTS_ABOVE_ENVELOPE: "des sous-enveloppes qui tiennent dans l’enveloppe de la vague, {most}",
    BreachCode.POTS_BELOW_ENVELOPE: "des sous-enveloppes qui font ensemble toute l’enveloppe : personne ne recevrait "
    "le reste ; pour garder une réserve, diminuez plutôt l’enveloppe",
    BreachCode.POT_UNREACHABLE: "une sous-enveloppe où l’on peut entrer : celles qui précèdent prennent tout le "
    "monde, ou sa condition n’est jamais vraie",
    BreachCode.POT_RING: "un surplus qui ne revienne pas à « {name} » en passant par une troisième",
    BreachCode.LOTTERY_ORDER: "un ordre par score : une largeur (width) se compte en points",
    BreachCode.LOTTERY_TOTAL: "une liste qui va par le total : une largeur (width) se compte en points, et "
    "ranking_score en donne d’autres",
    BreachCode.RANKING_TWICE: "ranking_score seul : la liste ne va que par une note",
}

CONDITIONS: Final[dict[str, str]] = {
    ExpressionRefusal.EMPTY: "elle est vide",
    ExpressionRefusal.TOO_LONG: "elle dépasse {most} caractères",
    ExpressionRefusal.TOO_DEEP: "elle emboîte plus de {most} niveaux",
    ExpressionRefusal.SYNTAX: "elle ne se lit pas à cet endroit{remedy}",
    ExpressionRefusal.NOT_ALLOWED: "cette écriture n’est pas admise",
    ExpressionRefusal.UNKNOWN_NAME: "« {name} » n’est la clé d’aucune question",
    ExpressionRefusal.UNKNOWN_OPTION: "« {name} » n’est pas une des réponses possibles ({among})",
    ExpressionRefusal.UNKNOWN_FUNCTION: "la fonction « {name} » n’existe pas",
    ExpressionRefusal.WRONG_COUNT: "la fonction « {name} » n’a pas ce qu’elle demande entre parenthèses",
    ExpressionRefusal.WRONG_KIND: "lu {read}, attendu {expected}",
    ExpressionRefusal.BAD_NUMBER: "« {name} » n’est pas un nombre admis",
    ExpressionRefusal.BAD_DATE: "un jour s’écrit date('2026-11-30')",
    ExpressionRefusal.DIVISION_BY_ZERO: "elle divise par zéro",
    ExpressionRefusal.TOO_LARGE: "son résultat est trop grand",
    ExpressionRefusal.WRONG_VALUE: "la réponse « {name} » n’est pas de la nature attendue",
}

KINDS: Final = {
    "number": "un nombre",
    "text": "un texte",
    "bool": "oui ou non",
    "date": "un jour",
    "texts": "plusieurs choix",
}

PATTERNS: Final = {
    r"^20\d\d-\d\d-\d\d[ T]\d\d:\d\d": "un jour et une heure, comme 2026-11-30 17:00",
    r"^[a-z][a-z0-9_]{0,39}$": "une clé : minuscules sans accent, chiffres et « _ », comme ouverture_a_tous",
    r"^[a-z][a-z0-9_]{0,39}( (ascending|descending))?$": "un ordre : score, filed_at, reference ou la clé d’une "
    "question, suivie au besoin de ascending ou descending",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "une adresse courte : minuscules sans accent, chiffres et tirets",
    r"^[A-Z]{2,4}\d{2}$": "deux à quatre capitales et deux chiffres, comme TL26",
    r"^[0-9]{2,3}(-[a-z0-9]+)*$": "un compte, comme 60 ou 74-region",
    r"^[A-Z0-9]+(-[A-Z0-9]+)*$": "des capitales, des chiffres et des tirets, comme 2026-TL",
    r"^\d{14}$": "un SIRET : quatorze chiffres, entre guillemets",
    r"^\d{5}$": "un code postal : cinq chiffres, entre guillemets",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "une adresse électronique",
    r"^https?://[^\s]+$": "une adresse qui commence par https://",
}

_PROBLEMS: Final = {
    "special characters are not allowed": "un caractère invisible à retirer",
    "tab": "une tabulation : le YAML ne connaît que les espaces",
    "mapping values are not allowed": "deux-points imprévus : mettre le texte entre guillemets",
    "could not find expected ':'": "il manque deux-points après le nom de la rubrique",
    "expected <block end>": "le retrait de la ligne ne correspond pas à celui des précédentes",
    "undefined alias": "un renvoi (*) vers rien : mettre le texte entre guillemets",
    "found unexpected end of stream": "un guillemet ou un crochet n’est pas refermé",
    "cannot start any token": "un signe réservé : mettre le texte entre guillemets",
    "a single document": "un seul document : retirer la ligne « --- »",
}


_OF_MONEY: Final = (
    BreachCode.WAVES_ABOVE_ENVELOPE,
    BreachCode.POTS_ABOVE_ENVELOPE,
    BreachCode.MINIMUM_ABOVE_CEILING,
    BreachCode.CONVENTION_DUE,
)
_FIGURE: Final = re.compile(r"\d[\d.]*")
_CENTS: Final = re.compile(r"\d+\.\d\d")
_SPACE: Final = r"[ \u00a0\u202f]"
_BLANK: Final = re.compile(_SPACE)
_SPACED: Final = re.compile(rf"\b\d{{1,3}}(?:{_SPACE}\d{{3}})+\b")
_ASSIGNED: Final = re.compile(r"(?<![=<>!])=(?!=)")


def _meaning(said: Mapping[str, str]) -> str:
    """What a missing line is, and the lines that it must have itself."""
    inside = f" ; elle contient au moins : {said['inside']}" if said.get("inside") else ""
    return f" – {said['means']}{inside}" if said.get("means") else ""


def remedy(condition: str) -> str:
    """What is most often wrong in a condition that does not read: a figure with spaces, one « = »."""
    if (spaced := _SPACED.search(condition)) is not None:
        return f" ; écrivez {_BLANK.sub('', spaced[0])}, sans espace"
    return " ; « est égal à » s’écrit ==" if _ASSIGNED.search(condition) else ""


def _money(plain: str) -> str:
    """« 250000.00 » as a sentence writes it; what the file wrote otherwise, as it is."""
    return money_short(parse_euros(plain)) if _CENTS.fullmatch(plain) else plain


def expected(fault: FileFault) -> str:
    """What should have stood there, in French."""
    said = dict(fault.said)
    said["perhaps"] = f", peut-être « {said['near']} »" if said.get("near") else ""
    said["choice"] = f" ({said['among']})" if said.get("among") else ""
    said["meaning"] = _meaning(said)
    said["figure"] = fault.read if _FIGURE.fullmatch(fault.read) else "0557"
    said["remedy"] = remedy(fault.read)
    if fault.code in _OF_MONEY:
        said |= {name: _money(said[name]) for name in ("sum", "most") if name in said}
    said["comma"] = (
        " ; un texte qui contient une virgule se met ici entre guillemets" if said.get("cut") else ""
    )
    if fault.code == "string_pattern_mismatch":
        return PATTERNS.get(said["pattern"], "un texte d’une autre forme")
    if fault.code == ReadingCode.YAML:
        problem = next((french for part, french in _PROBLEMS.items() if part in said["problem"]), "")
        return f"du YAML bien formé{f' ({problem})' if problem else ''}"
    if fault.code == BreachCode.EXPRESSION:
        for name in ("read", "expected") if said["refusal"] == ExpressionRefusal.WRONG_KIND else ():
            said[name] = " ou ".join(KINDS[kind] for kind in said[name].split(","))
        said["refusal"] = CONDITIONS[said["refusal"]].format_map(said)
    if fault.code in ("enum", "literal_error"):
        said["expected"] = said["expected"].replace("'", "").replace(" or ", ", ")
    wording = {**READING, **SHAPING, **AGREEING}.get(fault.code, "une valeur d’une autre forme")
    return wording.format_map(said)


def fault_sentence(fault: FileFault) -> str:
    """« fichier, ligne, colonne : lu … ; attendu : … »"""
    given = _money(fault.read) if fault.code in _OF_MONEY else fault.read
    read = f"« {given} »" if fault.shape is Shape.TEXT else _SHAPES[fault.shape]
    where = f"{fault.file}, ligne {fault.line}, colonne {fault.column}"
    return f"{where}{typo(f' : lu {read} ; attendu : {expected(fault)}.')}"


def warning_sentence(fault: FileFault) -> str:
    """The same, for what does not stop: worth a look before the call opens."""
    return f"Attention, {fault_sentence(fault)}"


def folder_is_sound(folder: str, call: CallFolder) -> str:
    """One line for a call without fault."""
    said = f"{folder} : « {call.call.title} », {plural(len(call.groups), 'étape')}, "
    said += f"{plural(len(call.call.waves), 'vague')}, "
    return typo(f"{said}empreinte {call.checksum[:12]}. Aucune faute.")


def grid_is_sound(folder: str, grid: ScoringFile) -> str:
    """One line for a grid without fault."""
    count = len(grid.criteria)
    said = f"{folder} : une grille, {count} {'critère' if count == 1 else 'critères'}"
    return typo(f"{said}{f', sur {number(grid.out_of)}' if grid.out_of is not None else ''}. Aucune faute.")


def folder_is_unsound(folder: str, count: int) -> str:
    """The line that ends the faults of a folder."""
    return typo(f"{folder} : {count} {'faute' if count == 1 else 'fautes'}.")
