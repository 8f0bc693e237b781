"""From marks to rank in French: one sentence for each step, for the page, the JSON, the terminal and the minutes."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from app.domain.call_file.grid.computed import EXTREMES
from app.domain.explanation import Figure, Step, StepCode
from app.domain.scoring.exact import DIGITS, decimal_of
from app.words import formats
from app.words.calls.grids import HOW, own_label
from app.words.ranking.allocation_steps import ALLOCATION_STEPS
from app.words.ranking.sides import SIDES
from app.words.typography import typo

Said = Mapping[str, Figure]
C = StepCode
_FIGURE: Final = re.compile(r"-?\d+(\.\d+)?")

NOT_COMPUTED: Final = {
    "": "il manque une réponse",
    "expression_division_by_zero": "il faudrait diviser par zéro",
    "expression_too_large": "le résultat est trop grand",
}
ROUNDED: Final = {"half_up": "au plus près", "half_even": "au pair le plus proche", "up": "au-dessus"}


def sentence(step: Step, label: Callable[[str], str] = own_label) -> str:
    """The sentence of one step; `label` gives the words of a key of the grid."""
    if step.code in ALLOCATION_STEPS:
        return _ended(ALLOCATION_STEPS[step.code](step.said))
    return _ended(SENTENCES[step.code](step.said, label))


def lines(step: Step, label: Callable[[str], str] = own_label, depth: int = 0) -> Iterator[tuple[int, str]]:
    """The whole tree, each sentence with its depth from 0."""
    yield depth, sentence(step, label)
    for one in step.steps:
        yield from lines(one, label, depth + 1)


def _beside_total(said: Said, _label: Callable[[str], str]) -> str:
    """« À côté du total, rang espéré : 2,454, qui donnerait le rang 1. »; or what the list goes by."""
    named, rank = SIDES[str(said["side"])], said["rank"]
    if said["ranks"]:
        return f"{named}, que suit le classement : {_number(said['score'])}."
    placed = f", qui donnerait le rang {rank}" if rank is not None else ""
    return f"À côté du total, {named.lower()} : {_number(said['score'])}{placed}."


def _ended(text: str) -> str:
    """Set in French; a figure cut by « … » at the end needs no full stop."""
    return typo(text.replace("….", "…"))


def _clocks(moment: datetime) -> ZoneInfo:
    """Those of the call, which the ranked list gives to the hours that it compares."""
    return moment.tzinfo if isinstance(moment.tzinfo, ZoneInfo) else formats.PARIS


def _number(value: Figure) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Fraction):
        return formats.number(decimal_of(value)) + ("…" if 10**DIGITS % value.denominator else "")
    if isinstance(value, int | Decimal):
        return formats.number(value)
    if isinstance(value, datetime):
        return formats.moment(value, _clocks(value))
    if isinstance(value, date):
        return formats.day(value)
    return str(value) if value not in (None, "") else "rien"


def _numbers(value: Figure, between: str = " ; ") -> str:
    return between.join(_number(one) for one in value) if isinstance(value, tuple) else _number(value)


def _marks(said: Said, _label: Callable[[str], str]) -> str:
    abstained = said["abstained"]
    aside = ""
    if isinstance(abstained, int) and abstained:
        who = formats.plural(abstained, "expert ne s’est pas prononcé", "experts ne se sont pas prononcés")
        aside = f" ; {who}"
    marks = said["marks"]
    if marks == ():
        return f"Aucune note{aside}."
    college = f"{said['college']} – " if said.get("college") else ""
    if isinstance(marks, tuple) and len(marks) == 1 and said["how"] != "consensus":
        return f"{college}{'Total' if said.get('totals') else 'Note'} : {_number(marks[0])}{aside}."
    how = HOW[str(said["how"])]
    if said["how"] == "k_of_n":
        how = f"{how} {_number(said['k'])} experts au moins"
    elif said["how"] == "best_k":
        how = "la meilleure" if said["k"] == 1 else f"moyenne des {_number(said['k'])} meilleures"
    elif said["how"] == "without_worst":
        worst = "la plus faible" if said["trim"] == 1 else f"les {_number(said['trim'])} plus faibles"
        how = f"moyenne sans {worst}"
    what = "Totaux" if said.get("totals") else "Notes"
    return f"{college}{what} : {_numbers(marks)} ; {how} : {_number(said['mark'])}{aside}."


def _colleges(said: Said, _label: Callable[[str], str]) -> str:
    """« Collèges : Experts, 3,5 (poids 60) et Usagers, 4 (poids 40), soit 3,7. »"""
    rows = zip(*(_each(said[key]) for key in ("labels", "marks", "weights")), strict=True)
    given = [f"{label}, {_number(mark)} (poids {_number(weight)})" for label, mark, weight in rows]
    return f"Collèges : {formats.listing(given)}, soit {_number(said['mark'])}."


def _points(said: Said, _label: Callable[[str], str]) -> str:
    mark, weight, points = (_number(said[key]) for key in ("mark", "weight", "points"))
    if said["highest"] is None:
        sum_ = f"{mark} × {weight} = {points}"
    elif said["reversed"]:
        sum_ = f"{mark}, échelle inversée, {points} sur {weight}"
    else:
        sum_ = f"{mark} × {weight} ÷ {_number(said['highest'])} = {points}"
    word = f" ({said['word']})" if said["word"] else ""
    counted = {"bonus": ", en bonus", "malus": ", en malus"}.get(str(said["counts"]), "")
    return f"{said['label']} : {sum_}{word}{counted}."


def _best_ones(said: Said, _label: Callable[[str], str]) -> str:
    """« Atouts : seuls comptent ses 2 meilleurs critères ; ne compte pas « Bail ». »"""
    out, kept = said["out"], _whole(said, "kept")
    named = formats.listing([f"« {one} »" for one in out]) if isinstance(out, tuple) else ""
    verb = "ne comptent pas" if isinstance(out, tuple) and len(out) > 1 else "ne compte pas"
    only = (
        "seul compte son meilleur critère" if kept == 1 else f"seuls comptent ses {kept} meilleurs critères"
    )
    return f"{said['label']} : {only} ; {verb} {named}."


def _shown(said: Said, _label: Callable[[str], str]) -> str:
    return f"{said['label']} : {said['word'] or _number(said['mark'])}, sans compter dans le total."


def _total(said: Said, _label: Callable[[str], str]) -> str:
    points = said["points"]
    sum_ = " + ".join(_number(one) for one in points) if isinstance(points, tuple) else ""
    sum_ = sum_.replace("+ -", "- ").replace("+ −", "− ")
    rescaled = ", ramené à l’ensemble de la grille" if said["rescaled"] else ""
    return f"Total : {sum_}{rescaled} = {_number(said['total'])} sur {_number(said['out_of'])} ({_rounding(said)})."


def _total_mean(said: Said, _label: Callable[[str], str]) -> str:
    """« Total : moyenne géométrique de « Fond », 0,8 (3 fois), et « Équipe », 0,5 (2 fois), soit 66,29 sur 100. »"""
    parts = [
        f"« {label} », {_number(value)}" + (f" ({_number(weight)} fois)" if weight != 1 else "")
        for label, value, weight in zip(
            *(_each(said[key]) for key in ("labels", "values", "weights")), strict=True
        )
    ]
    rescaled = ", ce qui n’a pu être jugé laissé de côté" if said["rescaled"] else ""
    mean = formats.listing(parts) if parts else "rien"
    beyond = "".join(
        f"{' − ' if str(one).startswith('-') else ' + '}{_number(one).lstrip('-−')}"
        for one in _each(said["beyond"])
    )
    of = "" if said["factors"] else f", ramenée sur {_number(said['out_of'])}"
    return (
        f"Total : moyenne géométrique de {mean}{rescaled}{of}{beyond} = {_number(said['total'])} sur "
        f"{_number(said['out_of'])} ({_rounding(said)})."
    )


def _each(value: Figure) -> tuple[Figure, ...]:
    return value if isinstance(value, tuple) else ()


def _rounding(said: Said) -> str:
    return f"arrondi {ROUNDED[str(said['mode'])]} à {formats.plural(_whole(said, 'decimals'), 'décimale')}"


def _whole(said: Said, key: str) -> int:
    value = said[key]
    return value if isinstance(value, int) else 0


def _total_of_reviews(said: Said, _label: Callable[[str], str]) -> str:
    how = HOW.get(str(said["how"]), "réunis par collège, selon leurs poids")
    totals = _numbers(said["totals"])
    return (
        f"Totaux des experts : {totals} ; {how} : {_number(said['total'])} sur {_number(said['out_of'])} "
        f"({_rounding(said)})."
    )


def _ranking_score(said: Said, _label: Callable[[str], str]) -> str:
    weights = _numbers(said["weights"])
    return (
        f"Note de classement, avec les poids {weights} : {_number(said['score'])}. Elle ne sert qu’à classer."
    )


def _ranking_formula(said: Said, label: Callable[[str], str]) -> str:
    """« Note de classement : total / requested * 1000, avec le total = 72 et Aide = 60 000, soit 1,2. »"""
    return (
        f"Note de classement : {said['formula']}{_read(said, label)}, soit {_number(said['score'])}. Elle ne sert qu’à "
        "classer."
    )


def _no_ranking_score(said: Said, label: Callable[[str], str]) -> str:
    why = NOT_COMPUTED[str(said["refusal"])]
    return f"Note de classement impossible à calculer, {said['formula']}{_read(said, label)} : {why}."


def _not_computed(said: Said, label: Callable[[str], str]) -> str:
    why = NOT_COMPUTED[str(said["refusal"])]
    return f"Une règle ne se calcule pas : {said['formula']}{_read(said, label)} : {why}. À regarder par l’instructeur."


def _read(said: Said, label: Callable[[str], str]) -> str:
    """« , avec Prix = 12 et Durée = 3 »: what a calculation read."""
    pairs = zip(_each(said["names"]), _each(said["values"]), strict=True)
    given = [f"{_named(str(name), label)} = {_given(str(value))}" for name, value in pairs]
    return f", avec {formats.listing(given)}" if given else ""


def _below_criterion(said: Said, _label: Callable[[str], str]) -> str:
    bound = f"« {said['word']} »" if said["word"] else _number(said["bound"])
    if said["mark"] is None:
        return f"« {said['label']} » n’est pas noté ; le seuil est {bound}."
    side = "au-dessus du" if said["reversed"] else "sous le"
    return f"Note de {_number(said['mark'])}, {side} seuil {bound} sur « {said['label']} »."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _below_each(said: Said, _label: Callable[[str], str]) -> str:
    below = said["below"]
    named = formats.listing([f"« {one} »" for one in below]) if isinstance(below, tuple) else ""
    return f"Sous le seuil du groupe « {said['label']} » : {named}."


def _below_total(said: Said, _label: Callable[[str], str]) -> str:
    what = "Total" if said["on"] == "weighted" else "Somme des notes sans les poids"
    return f"{what} de {_number(said['total'])}, alors que le seuil est {_number(said['bound'])}."


def _gate(said: Said, _label: Callable[[str], str]) -> str:
    if said["needed"] == said["of"]:
        return f"Condition non remplie : {said['label']}."
    return f"Condition non remplie : {said['label']} ({said['needed']} sur {said['of']} au moins)."


def _tied(said: Said, _label: Callable[[str], str]) -> str:
    others = said["others"]
    return (
        f"Ex æquo avec {formats.listing(list(map(str, others)))}."
        if isinstance(others, tuple)
        else "Ex æquo."
    )


def _computed(said: Said, label: Callable[[str], str]) -> str:
    """« Calculé d’après le dossier : emplois >= 10 donne 10, avec Emplois créés = 12. »"""
    mark = _number(said["mark"])
    if not said["formula"]:
        return (
            f"Calculé d’après le dossier : aucune ligne ne s’applique, d’où la note la plus faible, {mark}."
        )
    with_ = _read(said, label)
    when = f"« {said['when']} » : " if said["when"] else ""
    formula = str(said["formula"])
    end = "" if _FIGURE.fullmatch(formula) else f", soit {mark}"
    return f"Calculé d’après le dossier : {when}{mark if not end else formula}{with_}{end}."


_OF_ALL: Final = dict(zip(EXTREMES, ("le plus bas", "le plus haut", "la moyenne"), strict=True))


def _named(name: str, label: Callable[[str], str]) -> str:
    """A name in words, or the extreme of one: « Prix », « le plus bas de Prix »."""
    which, _, of = name.rstrip(")").partition("(")
    if not of:
        return label(name)
    return f"{_OF_ALL[which]} de {label(of)}"


def _given(value: str) -> str:
    """What the dossier says, as a page writes it."""
    if not value:
        return "sans réponse"
    if value in ("True", "False"):
        return "oui" if value == "True" else "non"
    return formats.number(Decimal(value)) if _FIGURE.fullmatch(value) else value


def _beside(word: str) -> Callable[[Said, Callable[[str], str]], str]:
    def told(said: Said, label: Callable[[str], str]) -> str:
        mine, theirs = _apart(said["mine"], said["theirs"])
        return f"À égalité avec {said['other']}, {word} par {label(str(said['by']))} ({mine} et {theirs})."

    return told


def _apart(mine: Figure, theirs: Figure) -> tuple[str, str]:
    """Two figures that differ, written so that one sees it: two moments of one minute are told to the second."""
    written = _number(mine), _number(theirs)
    if written[0] == written[1] and isinstance(mine, datetime) and isinstance(theirs, datetime):
        return formats.moment_exact(mine, _clocks(mine)), formats.moment_exact(theirs, _clocks(theirs))
    return written


SENTENCES: Final[dict[StepCode, Callable[[Said, Callable[[str], str]], str]]] = {
    C.RANKED: lambda said, _: f"{said['reference']} : rang {said['rank']} sur {said['of']}.",
    C.UNRANKED: lambda said, _: f"{said['reference']} : sans rang.",
    C.MARKS: _marks,
    C.COLLEGES: _colleges,
    C.POINTS: _points,
    C.COMPUTED: _computed,
    C.SHOWN: _shown,
    C.NOT_APPLICABLE: lambda said, _: f"{said['label']} : sans objet pour cette candidature.",
    C.NOT_ASSESSED: lambda said, _: (
        f"{said['label']} : personne n’a pu se prononcer ; "
        + ("les autres critères font le tout." if said["rule"] == "rescale" else "compté pour zéro.")
    ),
    C.GROUP: lambda said, _: f"{said['label']} : {_number(said['points'])} sur {_number(said['best'])}.",
    C.BEST_ONES: _best_ones,
    C.CAPPED: lambda said, _: (
        f"{said['label']} : {_number(said['points'])}, plafonné à {_number(said['cap'])}."
    ),
    C.TOTAL: _total,
    C.TOTAL_MEAN: _total_mean,
    C.TOTAL_OF_REVIEWS: _total_of_reviews,
    C.RANKING_SCORE: _ranking_score,
    C.RANKING_FORMULA: _ranking_formula,
    C.NO_RANKING_SCORE: _no_ranking_score,
    C.NOT_COMPUTED: _not_computed,
    C.NO_REVIEW: lambda _said, _: "Aucune expertise n’est rendue.",
    C.TOO_FEW_REVIEWS: lambda said, _: (
        f"{formats.plural(_whole(said, 'reviews'), 'expertise rendue', 'expertises rendues')}, "
        f"alors qu’il en faut {said['least']}."
    ),
    C.TOO_FEW_OF_COLLEGE: lambda said, _: (
        f"{formats.plural(_whole(said, 'reviews'), 'expertise rendue', 'expertises rendues')} du collège "
        f"« {said['label']} », alors qu’il en faut {said['least']}."
    ),
    C.NOT_EVERYONE: lambda _said, _: "Tous les membres ne se sont pas prononcés.",
    C.NO_CONSENSUS: lambda _said, _: "Les experts n’ont pas encore arrêté leur note commune.",
    C.NOTHING_ASSESSED: lambda _said, _: "Aucun critère n’a pu être noté.",
    C.GATE_CLOSED: _gate,
    C.ELIMINATED: lambda said, _: f"Écartée : {said['label']}.",
    C.BELOW_CRITERION: _below_criterion,
    C.FLAGGED: lambda said, label: (
        f"Signalé, sans écarter le projet : {_lowered(_below_criterion(said, label))}"
    ),
    C.BELOW_GROUP: lambda said, _: (
        f"{_number(said['points'])} au groupe « {said['label']} », sous le seuil {_number(said['bound'])}."
    ),
    C.BELOW_EACH: _below_each,
    C.BELOW_TOTAL: _below_total,
    C.BELOW_CUT: lambda said, _: (
        f"Total de {_number(said['total'])}, sous le seuil {_number(said['bound'])} que l’enveloppe a fixé."
    ),
    C.TIED: _tied,
    C.BESIDE: _beside_total,
    C.ADMITTED: lambda _said, _: "Admise au tour suivant.",
    C.AHEAD: _beside("devant"),
    C.BEHIND: _beside("derrière"),
}
