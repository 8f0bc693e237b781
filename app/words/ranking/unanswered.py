"""What a ranking says of the answers that it reads and that nobody gave."""

from typing import Final

from app.domain.ranking.unanswered import Unanswered, Use
from app.words import formats
from app.words.typography import quoted, typo

_NAMED: Final = 5
"""How many references are named; the others are counted."""

_READERS: Final = {
    Use.AMOUNT: "le montant de l’aide",
    Use.RATE: "le taux de l’aide",
    Use.POT: "le choix de la sous-enveloppe",
    Use.SPLIT: "le partage de l’enveloppe",
    Use.COMPUTED: "le calcul du critère {label}",
    Use.CRITERION: "la condition du critère {label}",
    Use.GATE: "la porte {label}",
    Use.KNOCK_OUT: "l’élimination {label}",
    Use.RANKING: "la note de classement",
    Use.AMONG: "la condition de ceux que l’on compare (compare_among)",
}
_DONE: Final = {
    Use.AMOUNT: "aucune aide n’est calculée",
    Use.RATE: "la condition est inconnue, une ligne suivante a donné le taux, ou aucune",
    Use.POT: "la condition est inconnue, une sous-enveloppe suivante a été prise, ou aucune",
    Use.SPLIT: "aucune sous-enveloppe n’est prise",
    Use.COMPUTED: "une ligne suivante a donné la note, ou bien c’est la plus faible",
    Use.CRITERION: "le critère n’est pas appliqué",
    Use.GATE: "cette condition n’est pas remplie",
    Use.KNOCK_OUT: "rien n’est écarté à ce titre",
    Use.RANKING: "la candidature n’a pas de rang",
    Use.AMONG: "la candidature ne compte ni dans le plus bas, ni dans le plus haut, ni dans la moyenne",
}


def unanswered_sentence(one: Unanswered) -> str:
    """« Attention : le taux de l’aide lit « territory », sans réponse pour A et B : … »"""
    reader = _READERS[one.use].format(label=quoted(one.label))
    return typo(
        f"Attention : {reader} lit {quoted(one.name)}, sans réponse pour {_who(one)} : {_DONE[one.use]}."
    )


def _who(one: Unanswered) -> str:
    if one.everywhere:
        return "toutes les candidatures"
    rest = len(one.references) - _NAMED
    if rest < 2:
        return formats.listing(one.references)
    return f"{', '.join(one.references[:_NAMED])} et {formats.plural(rest, 'autre')}"


def too_high(reference: str, amount: int, most: int) -> str:
    """An amount of the table that the rule of the aid would not give."""
    told = f"{formats.money_short(amount)} pour {reference}"
    return typo(
        f"Attention : la colonne amount donne {told}, plus que l’aide la plus haute de la règle, "
        f"{formats.money_short(most)}. Le montant de la colonne a pris la place de la règle."
    )
