"""What changed between two editions of a call, as an elected member would be told it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.domain.call_file.change import Change, Figure, What
from app.domain.workflow.stages import Group
from app.words import formats
from app.words.call_lines import FILES, line_sentence
from app.words.changed_conditions import NO_NAMES, computed_line
from app.words.changed_ties import ties_words
from app.words.explanations import HOW
from app.words.labels import GROUPS
from app.words.lexicon import Lexicon
from app.words.typography import typo

Write = Callable[[Figure], str]

_COUNTS: Final = {
    "points": "compte dans le total",
    "bonus": "compte en bonus",
    "malus": "compte en malus",
    "nothing": "est noté sans compter dans le total",
}
_CUTS: Final = {
    "strict": "la liste s’arrête à la première candidature qui ne tient pas dans l’argent restant",
    "skip": "une candidature qui ne tient pas laisse passer la suivante",
    "partial": "la dernière candidature reçoit ce qui reste",
}
_ORDERS: Final = {"score": "la note", "filed_at": "la date de dépôt", "reference": "la référence"}
_RANK_BY: Final = {
    "total": "le total",
    "z_score": "l’écart à la moyenne de chaque expert",
    "percentile": "le centile",
    "severity": "le total corrigé de la sévérité des experts",
    "expected_rank": "le rang attendu",
}


def change_sentence(change: Change, names: Lexicon = NO_NAMES) -> str:
    """One change, in a sentence; `names` are what the names of its conditions are called."""
    return typo(_sentence(change, names))


def no_change() -> str:
    """Two editions that say the same."""
    return "Rien ne change entre les deux éditions."


def _sentence(change: Change, names: Lexicon) -> str:
    if change.what is What.FILE:
        return _file(change)
    if change.what is What.COMPUTED_LINE:
        return computed_line(change, names)
    if change.what in (What.LINE, What.LINE_ORDER):
        return line_sentence(change)
    if change.what is What.KNOCK_OUT:
        becomes = "devient" if change.after else "n’est plus"
        return f"Le seuil du critère « {change.label} » {becomes} éliminatoire."
    if change.what in (What.PIECE_REQUIRED, What.QUESTION_REQUIRED):
        named = "La pièce" if change.what is What.PIECE_REQUIRED else "La question"
        return f"{named} « {change.label} » devient {'obligatoire' if change.after else 'facultative'}."
    words = _TOLD[change.what]
    if change.what is What.QUOTA and change.label in names:
        change = replace(change, label=names[change.label].label)
    before, after = words.write(change.before), words.write(change.after)
    if change.before is None:
        return words.added.format(label=change.label, before=before, after=after)
    if change.after is None:
        return words.removed.format(label=change.label, before=before, after=after)
    return words.changed.format(label=change.label, before=before, after=after, was=_number(change.before))


def _file(change: Change) -> str:
    if change.before is None:
        return f"{FILES[change.label]} : cette étape est décrite, elle ne l’était pas."
    return f"{FILES[change.label]} : cette étape n’est plus décrite."


def _text(value: Figure) -> str:
    return "" if value is None else str(value)


def _number(value: Figure) -> str:
    return formats.number(value) if isinstance(value, int | Decimal) else _text(value)


def _points(value: Figure) -> str:
    if not isinstance(value, int | Decimal):
        return ""
    return f"{formats.number(value)} {'point' if -2 < value < 2 else 'points'}"


def _drawn(value: Figure) -> str:
    if isinstance(value, str):
        return "ceux dont l’intervalle croise la ligne"
    return f"ceux que {_points(value)} séparent de la ligne"


def _money(value: Figure) -> str:
    return formats.money_short(value) if isinstance(value, int) else ""


def _share(value: Figure) -> str:
    return formats.percent(value) if isinstance(value, Decimal | int) else ""


def _moment(value: Figure) -> str:
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.day(value) if isinstance(value, date) else ""


def _threshold(value: Figure) -> str:
    if isinstance(value, tuple) and len(value) == 2:
        return f"{_number(value[0])} sur {_number(value[1])}"
    return _percent(value)


def _percent(value: Figure) -> str:
    text = _text(value)
    return text.replace(".", ",") if text.endswith("%") else f"« {text} »"


def _bounds(value: Figure) -> str:
    """(on the points of the group, on each of its criteria)."""
    whole, each = (value if isinstance(value, tuple) else ("", ""))[:2]
    said = [f"{_plain(whole)} sur son total"] if whole else []
    return " et ".join([*said, *([f"{_plain(each)} sur chacun de ses critères"] if each else [])])


def _plain(value: Figure) -> str:
    return _text(value).replace(".", ",")


def _scale(value: Figure) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], Decimal):
        low, high, step = (_number(one) for one in value)
        return f"de {low} à {high} par pas de {step}"
    if isinstance(value, tuple):
        return f"en niveaux ({', '.join(map(str, value))})"
    return f"en {_number(value)} sous-critères"


def _orders(value: Figure) -> str:
    return " puis ".join(_ORDERS.get(str(one), str(one)) for one in value) if isinstance(value, tuple) else ""


def _quota(value: Figure) -> str:
    parts = [str(one).rpartition(":") for one in value] if isinstance(value, tuple) else []
    named = {"*": "{count} au plus pour chaque valeur", "first": "{count} servies d’abord"}
    return ", ".join(named.get(name, f"{name} : {{count}}").format(count=count) for name, _, count in parts)


def _gate(value: Figure) -> str:
    needed, *conditions = value if isinstance(value, tuple) else ("",)
    return f"{needed} sur {len(conditions)} parmi {' ; '.join(map(str, conditions))}"


def _from(table: Mapping[str, str]) -> Write:
    return lambda value: table.get(str(value), "")


def _months(value: Figure) -> str:
    return f"{_number(value)} mois"


@dataclass(frozen=True)
class _Told:
    """The three sentences of one thing: {label}, {before} and {after} are written in; {was} is a bare number."""

    added: str
    removed: str
    changed: str
    write: Write = _text


def _named(the: str, *, feminine: bool = False) -> _Told:
    """What is only there or not there."""
    e = "e" if feminine else ""
    return _Told(
        f"{the} « {{label}} » est ajouté{e}.",
        f"{the} « {{label}} » est supprimé{e}.",
        f"{the} « {{label}} » change.",
    )


def _renamed(the: str) -> _Told:
    said = f"{the} « {{before}} » s’appelle maintenant « {{after}} »."
    return _Told(said, said, said)


def _passes(the: str, write: Write, *, feminine: bool = False) -> _Told:
    """A figure: « Le poids … passe de 60 à 50 points. »"""
    e = "e" if feminine else ""
    low = the[0].lower() + the[1:]
    return _Told(
        f"{the} est fixé{e} : {{after}}.",
        f"Il n’y a plus de limite pour {low} (c’était {{before}}).",
        f"{the} passe de {{before}} à {{after}}.",
        write,
    )


def _moves(the: str) -> _Told:
    """A day: « La date limite … passe du 30 mars au 15 avril 2026. »"""
    return _Told(
        f"{the} : {{after}}.",
        f"{the} : plus de date (c’était le {{before}}).",
        f"{the} passe du {{before}} au {{after}}.",
        _moment,
    )


def _becomes(the: str, write: Write) -> _Told:
    """A choice: « X : c’était …, c’est maintenant … »"""
    return _Told(
        f"{the} : {{after}}.",
        f"{the} : plus rien (c’était {{before}}).",
        f"{the} : {{after}} (c’était {{before}}).",
        write,
    )


_OF_WAVE: Final = "de la vague « {label} »"
_TOLD: Final[Mapping[What, _Told]] = {
    What.TITLE: _renamed("L’appel"),
    What.ENVELOPE: _passes("L’enveloppe de l’appel", _money, feminine=True),
    What.STAGE: _Told(
        "L’étape « {after} » est ajoutée au parcours.",
        "L’étape « {before} » quitte le parcours.",
        "L’étape « {before} » devient « {after} ».",
        lambda value: "" if value is None else GROUPS[Group(str(value))],
    ),
    What.WAVE: _Told(
        "La vague « {label} » est ajoutée, avec {after}.",
        "La vague « {label} » est supprimée (elle avait {before}).",
        "La vague « {label} » passe de {before} à {after}.",
        _money,
    ),
    What.WAVE_NAME: _renamed("La vague"),
    What.WAVE_ENVELOPE: _passes(f"L’enveloppe {_OF_WAVE}", _money, feminine=True),
    What.OPENS_AT: _moves(f"L’ouverture {_OF_WAVE}"),
    What.LETTER_DUE: _moves(f"La date limite des lettres {_OF_WAVE}"),
    What.DOSSIER_DUE: _moves(f"La date limite des dossiers {_OF_WAVE}"),
    What.COMMITTEE_ON: _moves(f"Le comité {_OF_WAVE}"),
    What.DECISION_ON: _moves(f"La décision {_OF_WAVE}"),
    What.RESULTS_ON: _moves(f"L’annonce des résultats {_OF_WAVE}"),
    What.QUESTION: _named("La question", feminine=True),
    What.QUESTION_LABEL: _renamed("La question"),
    What.PIECE: _named("La pièce", feminine=True),
    What.PIECE_LABEL: _renamed("La pièce"),
    What.DECLARATION: _Told(
        "Une déclaration est ajoutée : « {after} »",
        "Une déclaration est supprimée : « {before} »",
        "Une déclaration devient : « {after} »",
    ),
    What.RULE: _Told(
        "Une condition de recevabilité est ajoutée : « {after} »",
        "Une condition de recevabilité est supprimée : « {before} »",
        "Une condition de recevabilité devient : « {after} »",
    ),
    What.RULE_TEXT: _becomes("Une condition de recevabilité change", lambda value: f"« {_text(value)} »"),
    What.COMPLETION_DAYS: _passes("Le délai pour compléter un dossier, en jours,", _number),
    What.CRITERION: _Told(
        "Le critère « {label} » est ajouté, pour {after}.",
        "Le critère « {label} » est supprimé (il valait {before}).",
        "Le critère « {label} » change.",
        _points,
    ),
    What.CRITERION_LABEL: _renamed("Le critère"),
    What.WEIGHT: _Told("", "", "Le poids du critère « {label} » passe de {was} à {after}.", _points),
    What.RANKING_WEIGHT: _passes("Le poids du critère « {label} » dans la note de classement", _number),
    What.COUNTS: _becomes("Le critère « {label} »", _from(_COUNTS)),
    What.SCALE: _becomes("Le critère « {label} » se note autrement", _scale),
    What.CRITERION_WHEN: _Told(
        "Le critère « {label} » ne vaut plus pour tous : seulement si {after}.",
        "Le critère « {label} » vaut pour tous (c’était seulement si {before}).",
        "Le critère « {label} » vaut si {after} (c’était si {before}).",
    ),
    What.COMPUTED: _Told(
        "Le critère « {label} » n’est plus noté : il se calcule d’après le dossier.",
        "Le critère « {label} » ne se calcule plus d’après le dossier : les experts le notent.",
        "",
    ),
    What.THRESHOLD: _Told(
        "Un seuil de {after} est ajouté au critère « {label} ».",
        "Le seuil de {before} du critère « {label} » est supprimé.",
        "Le seuil du critère « {label} » passe de {before} à {after}.",
        _threshold,
    ),
    What.KNOCK_OUT_THRESHOLD: _Told(
        "Un seuil éliminatoire de {after} est ajouté au critère « {label} ».",
        "Le seuil éliminatoire de {before} du critère « {label} » est supprimé.",
        "Le seuil éliminatoire du critère « {label} » passe de {before} à {after}.",
        _threshold,
    ),
    What.TOTAL_THRESHOLD: _Told(
        "Un seuil de {after} est ajouté au total.",
        "Le seuil de {before} sur le total est supprimé.",
        "Le seuil du total passe de {before} à {after}.",
        _threshold,
    ),
    What.GROUP_THRESHOLD: _Told(
        "Un seuil est ajouté au groupe « {label} » : {after}.",
        "Le seuil du groupe « {label} » est supprimé (c’était {before}).",
        "Le seuil du groupe « {label} » devient {after} (c’était {before}).",
        _bounds,
    ),
    What.OUT_OF: _Told("", "", "Le total se compte sur {after}, et non plus sur {before}.", _number),
    What.REVIEWERS: _passes("Le nombre d’experts par dossier", _number),
    What.LEAST: _passes("Le nombre d’expertises sans lesquelles il n’y a pas de rang", _number),
    What.AGGREGATION: _becomes("Les notes des experts en font une autrement", _from(HOW)),
    What.RANK_BY: _becomes("Ce qui donne le rang change", _from(_RANK_BY)),
    What.TIE_BREAKS: _becomes("Ce qui départage les ex æquo", ties_words),
    What.GATE: _named("La condition d’entrée", feminine=True),
    What.GATE_CONDITIONS: _becomes("La condition d’entrée « {label} » change", _gate),
    What.ELIMINATION: _Told(
        "Une élimination est ajoutée : « {label} », si {after}.",
        "L’élimination « {label} » est supprimée.",
        "L’élimination « {label} » vaut si {after} (c’était si {before}).",
    ),
    What.ORDER: _becomes("L’ordre de la liste", _orders),
    What.CUT: _becomes("L’argent ne descend plus la liste de même", _from(_CUTS)),
    What.WINNERS: _passes("Le nombre de lauréats", _number),
    What.QUOTA: _Told(
        "Un quota est ajouté sur « {label} » : {after}.",
        "Le quota sur « {label} » est supprimé (c’était {before}).",
        "Le quota sur « {label} » devient {after} (c’était {before}).",
        _quota,
    ),
    What.POT: _named("La sous-enveloppe", feminine=True),
    What.POT_SHARE: _passes("La part de la sous-enveloppe « {label} »", _share, feminine=True),
    What.POT_AMOUNT: _passes("Le montant de la sous-enveloppe « {label} »", _money),
    What.POT_THRESHOLD: _passes("Le seuil de la sous-enveloppe « {label} »", _number),
    What.RESERVE_UNTIL: _moves("La fin de la liste complémentaire"),
    What.RESERVE_SIZE: _passes("Le nombre de places sur la liste complémentaire", _number),
    What.LOTTERY: _Told(
        "Un tirage au sort est ajouté entre {after}.",
        "Le tirage au sort est supprimé.",
        "Le tirage au sort se fait entre {after} (c’était entre {before}).",
        _drawn,
    ),
    What.RATE: _Told(
        "Un taux d’aide est ajouté : {after} ({label}).",
        "Le taux d’aide de {before} est supprimé ({label}).",
        "Le taux d’aide « {label} » passe de {before} à {after}.",
        _share,
    ),
    What.RATE_CEILING: _passes("Le plafond de l’aide pour « {label} »", _money),
    What.AID_CEILING: _passes("Le plafond de l’aide", _money),
    What.YEARLY_CEILING: _passes("Le plafond de l’aide par an", _money),
    What.AID_MINIMUM: _passes("Le minimum de l’aide", _money),
    What.QUORUM: _passes("Le quorum du comité", _share),
    What.SEATS: _Told(
        "Le collège « {label} » est ajouté au comité : sièges, {after}.",
        "Le collège « {label} » quitte le comité (sièges : {before}).",
        "Le nombre de sièges du collège « {label} » passe de {before} à {after}.",
        _number,
    ),
    What.DURATION: _passes("La durée de la convention", _months, feminine=True),
    What.INSTALMENT: _Told(
        "Le versement « {label} » est ajouté : {after} de l’aide.",
        "Le versement « {label} » est supprimé (c’était {before} de l’aide).",
        "Le versement « {label} » passe de {before} à {after} de l’aide.",
        _share,
    ),
    What.RENDEZVOUS: _passes("Le rendez-vous « {label} », après la signature,", _months),
    What.INDICATOR: _Told(
        "L’indicateur « {after} » est ajouté.",
        "L’indicateur « {before} » est supprimé.",
        "L’indicateur « {before} » s’appelle maintenant « {after} ».",
    ),
}
