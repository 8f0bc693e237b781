"""The rules of a grid in words: what each criterion is worth, how marks count, what eliminates, what separates."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.figures import at_round, best_points, group_best, highest_mark
from app.domain.call_file.grid.names import COMMITTEE_ORDER
from app.domain.call_file.grid.rules import Gate, GridGroup, TieBreak
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import (
    FILED_AT,
    MEDIAN,
    REFERENCE,
    SPREAD,
    Criterion,
    Part,
    RoundName,
    ScoringFile,
)
from app.domain.call_file.grid.thresholds import is_percent
from app.domain.call_file.grid.thresholds import percent as percent_of
from app.domain.scoring.exact import decimal_of
from app.words.calls.conditions import condition_words
from app.words.formats import listing, number, percent, percent_points
from app.words.lexicon import lexicon
from app.words.typography import typo

HOW: Final = {
    "mean": "moyenne",
    "trimmed_mean": "moyenne sans les extrêmes",
    "without_worst": "moyenne sans les plus faibles",
    "best_k": "moyenne des meilleures",
    "geometric_mean": "moyenne géométrique",
    "median": "médiane",
    "min": "note la plus basse",
    "max": "note la plus haute",
    "sum": "somme",
    "consensus": "note arrêtée ensemble",
    "majority": "note de la majorité",
    "k_of_n": "note atteinte par",
}

_OWN = {
    FILED_AT: "la date de dépôt",
    COMMITTEE_ORDER: "l’ordre déclaré par le comité",
    "total": "le total",
    "ranking_score": "la note de classement",
    "amount": "le montant",
    MEDIAN: "la médiane des totaux des experts",
    SPREAD: "l’écart entre les totaux des experts",
    REFERENCE: "la référence",
}


def tie_break_words(grid: ScoringFile) -> tuple[str, ...]:
    """What separates two equals, the strongest first."""
    return tuple(_said(one, label_of(grid, one.by)) for one in grid.tie_breaks)


def own_label(key: str) -> str:
    """What a name that every grid knows is called; another is its own word."""
    return _OWN.get(key, key)


def label_of(grid: ScoringFile, key: str) -> str:
    """What a key of the grid is called on a page."""
    named = (*grid.criteria, *grid.leaves, *grid.groups, *grid.attributes)
    return next((one.label for one in named if one.key == key), own_label(key))


def when_words(folder: CallFolder, condition: str) -> str:
    """A condition of the grid of this call, in words; as the file writes it where there are none."""
    return condition_words(condition, lexicon(folder)) or condition.strip()


def weight_words(grid: ScoringFile, one: Criterion) -> str:
    """What a criterion is worth: « 20 points », « coefficient 0,3 », « jusqu’à 5 points de bonus »."""
    if one.counts == "nothing":
        return "n’est pas compté"
    if one.counts != "points":
        return f"jusqu’à {_points(best_points(grid, one))} de {one.counts}"
    return (
        f"coefficient {number(one.weight)}" if grid.weighting == "factor" else _points(Fraction(one.weight))
    )


def worth_figure(grid: ScoringFile, one: Criterion) -> str:
    """The same in a column of figures: « 20 », « 0,3 », « bonus, 5 », « – » for what is not counted."""
    if one.counts == "nothing":
        return "–"
    if one.counts != "points":
        return f"{one.counts}, {number(decimal_of(best_points(grid, one)))}"
    return number(one.weight)


def criterion_note(folder: CallFolder, one: Criterion) -> str:
    """What the public reads under a criterion: its description, when it applies, its scale when it is odd, its bar."""
    grid = folder.scoring
    if grid is None:
        return one.description
    said = [one.description]
    if one.when is not None:
        said.append(f"Ne s’applique qu’à cette condition : {when_words(folder, one.when)}.")
    if one.counts == "nothing":
        said.append("N’est pas compté dans le total.")
    if one.computed:
        said.append("La note se calcule d’après le dossier.")
    scale = one.scale
    if scale is not None and scale.lower_is_better:
        said.append(f"{scale_words(scale)}.")
    elif scale is not None and not scale.is_numeric:
        said.append(f"{' / '.join(level.label for level in scale.steps)}.")
    judged = folder.grid.criterion(one.key) if folder.grid is not None else None
    return " ".join(text for text in (*said, threshold_sentence(grid, judged or one)) if text)


def share_words(grid: ScoringFile, one: Criterion, part: Part) -> str:
    """The share of a part in its criterion; empty when nothing is counted."""
    whole = highest_mark(grid, one)
    return f"{percent(decimal_of(best_points(grid, part) / whole), 0)} du critère" if whole else ""


def scale_words(scale: Scale) -> str:
    """Where a numeric scale begins and ends; which mark is the best when that is not the highest."""
    best = f"{number(scale.lowest)} est la meilleure note"
    if not scale.is_numeric:
        return f"« {scale.word(scale.lowest)} » est le meilleur niveau" if scale.lower_is_better else ""
    ends = f"De {number(scale.lowest)} à {number(scale.highest)}, par pas de {number(scale.step or 1)}"
    return f"{ends} ; {best}" if scale.lower_is_better else ends


def mark_words(scale: Scale | None, mark: Decimal | None) -> str:
    """One mark as it is read: « 3 (Bon) », « Oui », « – » for what was not assessed."""
    if mark is None:
        return "–"
    word = scale.word(mark) if scale is not None else None
    if scale is not None and not scale.is_numeric:
        return word or (number(mark) if scale.is_counted else _between(scale, mark))
    return f"{number(mark)} ({word})" if word else number(mark)


def band_words(scale: Scale) -> tuple[tuple[str, str, str], ...]:
    """The bands of a scale: (« de 0 à 3,5 », label, help)."""
    return tuple(
        (f"de {number(one.value)} à {number(one.to)}", one.label, one.help)
        for one in scale.labels
        if one.to is not None
    )


def threshold_words(threshold: Decimal | str, highest: Fraction | Decimal, scale: Scale | None) -> str:
    """A threshold as it is read: « 3 sur 5 », « 70 % », « « Satisfaisant » »."""
    if isinstance(threshold, Decimal):
        word = scale.word(threshold) if scale is not None and not scale.is_numeric else None
        return f"« {word} »" if word else f"{number(threshold)} sur {number(decimal_of(Fraction(highest)))}"
    if is_percent(threshold):
        return percent_points(percent_of(threshold))
    return next(
        (f"« {one.label} »" for one in (scale.steps if scale else ()) if one.key == threshold), threshold
    )


def threshold_sentence(grid: ScoringFile, one: Criterion) -> str:
    """What the threshold of a criterion does; empty without one."""
    if one.threshold is None:
        return ""
    said = threshold_words(one.threshold, highest_mark(grid, one), one.scale)
    side = "Au-dessus de" if one.scale is not None and one.scale.lower_is_better else "Sous"
    return typo(f"{side} {said}, le projet est écarté." if one.knock_out else f"Seuil : {said}.")


_ROUNDS: Mapping[RoundName, str] = {
    "letter": "À la lettre d’intention",
    "dossier": "Au dossier",
    "audition": "À l’audition",
}


def _rounds(grid: ScoringFile) -> Iterator[str]:
    """What each round judges, nothing of one that judges the whole grid; the bars of the dossier's are told apart."""
    for name, where in _ROUNDS.items():
        if getattr(grid.rounds, name) is None:
            continue
        found = at_round(grid, name)
        said = [f"{where}, on juge {listing([f'« {one.label} »' for one in found.criteria])}."]
        if name != "dossier":
            told = ((one.label, threshold_sentence(found, one)) for one in found.criteria)
            said += [f"{label} : {text[:1].lower()}{text[1:]}" for label, text in told if text]
            if found.threshold is not None:
                side = "au plus" if found.lower_is_better else "au moins"
                said.append(f"Total : {side} {_bare(found.threshold)}.")
        yield " ".join(said)


def rule_sentences(folder: CallFolder) -> tuple[str, ...]:
    """What eliminates, what is required beside the marks, and what separates equals, for the public."""
    grid, whole = folder.grid, folder.scoring
    if grid is None or whole is None:
        return ()
    said = [*_rounds(whole), *(_gate(folder, one) for one in grid.gates)]
    said += [f"{one.label} : le projet est écarté." for one in grid.knock_outs]
    for group in grid.groups:
        said += _group(grid, group)
    if grid.threshold is not None:
        out = grid.out_of or Decimal(0)
        on = " (notes sans coefficient)" if grid.threshold_on == "unweighted" else ""
        asked = threshold_words(grid.threshold, out, None) if not on else _bare(grid.threshold)
        side = "au plus" if grid.lower_is_better else "au moins"
        said.append(f"Total : {side} {asked}{on} pour être retenu.")
    if any(leaf.scale is not None and leaf.scale.cannot_assess for leaf in grid.leaves):
        what = "compte pour zéro" if grid.unassessed == "zero" else "n’avantage ni ne pénalise le projet"
        said.append(f"Un critère sur lequel personne ne peut se prononcer {what}.")
    if grid.colleges:
        weights = sum((one.weight for one in grid.colleges), Decimal(0))
        each = [f"« {one.label} », {percent(round(one.weight / weights, 3))}" for one in grid.colleges]
        said.append(f"Les notes des experts comptent collège par collège : {listing(each)}.")
    if grid.combine == "geometric_mean":
        said.append("Le total est une moyenne géométrique : une seule valeur nulle le rend nul.")
    if grid.ranking_score is not None:
        end = ", la plus basse d’abord" if grid.ranking_score.lower_is_better else ""
        said.append(f"Le classement suit une note de classement : {grid.ranking_score.formula}{end}.")
    if grid.tie_breaks:
        said.append(f"À égalité, l’appel départage par : {', puis '.join(tie_break_words(grid))}.")
    return tuple(typo(one) for one in said)


def _gate(folder: CallFolder, gate: Gate) -> str:
    every = [when_words(folder, one) for one in gate.conditions]
    if gate.needed == len(every):
        asked = " ; ".join(every)
    else:
        most = (
            "l’une au moins de ces conditions"
            if gate.needed == 1
            else f"{gate.needed} au moins de ces conditions"
        )
        asked = f"{most} : {' ; '.join(every)}"
    return f"{gate.label} ({asked}), sans quoi le projet est écarté."


def chosen_words(group: GridGroup) -> str:
    """How many of its criteria count: « Seuls comptent ses 2 meilleurs critères. »"""
    if group.best is not None:
        if group.best == 1:
            return "Seul compte le critère qui donne le meilleur résultat."
        return f"Seuls comptent les {number(group.best)} critères qui donnent le meilleur résultat."
    if group.drop == 1:
        return "Le critère le plus faible ne compte pas ; il en reste toujours un."
    return (
        f"Les {number(group.drop or 0)} critères les plus faibles ne comptent pas ; il en reste toujours un."
    )


def _group(grid: ScoringFile, group: GridGroup) -> list[str]:
    members = [one for one in grid.criteria if one.group == group.key]
    chosen = chosen_words(group) if group.chooses else ""
    said = [f"« {group.label} » : {chosen[:1].lower()}{chosen[1:]}"] if chosen else []
    if group.cap is not None:
        said.append(f"« {group.label} » : {_points(Fraction(group.cap))} au plus, quelle que soit la somme.")
    if group.threshold is not None:
        best = group_best(grid, group.key)
        side = "au plus" if grid.lower_is_better else "au moins"
        said.append(
            f"« {group.label} » : {side} {threshold_words(group.threshold, best, None)} pour être retenu."
        )
    if group.each is not None:
        scale = members[0].scale if members else None
        highest = highest_mark(grid, members[0]) if members else Fraction(0)
        most = (
            f"{group.at_least} critères au moins sur {len(members)}" if group.at_least else "chaque critère"
        )
        asked = threshold_words(group.each, highest, scale)
        said.append(f"« {group.label} » : {most} à {asked}, pour être retenu.")
    return said


def _bare(threshold: Decimal | str) -> str:
    return number(threshold) if isinstance(threshold, Decimal) else percent_points(percent_of(threshold))


def _between(scale: Scale, mark: Decimal) -> str:
    """A joined mark that falls between two levels, in words."""
    below = [value for value in scale.values if value <= mark]
    above = [value for value in scale.values if value >= mark]
    return f"entre {scale.word(max(below))} et {scale.word(min(above))}" if below and above else number(mark)


def _points(points: Fraction) -> str:
    figure = decimal_of(points)
    return f"{number(figure)} point{'s' if figure >= 2 else ''}"


def _said(one: TieBreak, label: str) -> str:
    if one.prefer == "uncovered":
        return f"{label} que nul mieux classé ne couvre"
    if one.prefer == ("lower" if one.by == REFERENCE else "higher") or one.by in (FILED_AT, COMMITTEE_ORDER):
        return label
    if one.by == SPREAD:
        return f"{label} (le plus petit d’abord)"
    if one.by == REFERENCE:
        return f"{label} (la dernière d’abord)"
    return f"{label} (le plus bas d’abord)"
