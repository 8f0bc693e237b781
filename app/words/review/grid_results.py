"""What marks gave, in words: each mark on its scale, how points come from it, what its threshold says."""

from decimal import Decimal

from app.domain.call_file.grid.figures import lowest_mark, points_of
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.scoring import CriterionResult
from app.domain.scoring.exact import decimal_of
from app.words.calls.grids import mark_words, threshold_words
from app.words.calls.rules.joining import joined_words
from app.words.formats import number
from app.words.typography import typo


def points_alone(grid: ScoringFile, leaf: Criterion | Part, mark: Decimal | None) -> Decimal | None:
    """The points that one mark gives; None when it is not counted, or cannot be."""
    if mark is None or (leaf.scale is not None and not leaf.scale.is_counted):
        return None
    return decimal_of(points_of(grid, leaf, mark))


def reached_words(grid: ScoringFile, one: CriterionResult) -> str:
    """The threshold of a criterion, beside its result; empty without one."""
    criterion = grid.criterion(one.key)
    if criterion is None or criterion.threshold is None:
        return ""
    return threshold_words(criterion.threshold, one.highest, criterion.scale)


def result_words(grid: ScoringFile, one: CriterionResult) -> str:
    """The mark that counts: its word when it has one, « – » when nobody assessed it."""
    if not one.applies:
        return "ne s’applique pas"
    return mark_words(_scale_of(grid, one.key), one.mark)


def mark_in(grid: ScoringFile, one: CriterionResult, mark: Decimal | None) -> str:
    """One of the marks of a criterion, on its scale."""
    return mark_words(_scale_of(grid, one.key), mark)


def formula_words(grid: ScoringFile, one: CriterionResult) -> str:
    """How the points of a criterion come from its mark: « 3,5 × 0,3 = 1,05 », « 3 × 20 ÷ 4 = 15 »."""
    leaf = next((leaf for leaf in (*grid.criteria, *grid.leaves) if leaf.key == one.key), None)
    if one.mark is None or leaf is None:
        return "–" if one.applies else "ne s’applique pas"
    scale = leaf.scale
    if one.counts == "nothing" or (scale is not None and not scale.is_counted):
        return "n’est pas compté"
    mark, weight = number(one.mark), number(one.weight)
    if grid.weighting == "factor":
        sum_ = f"{mark} × {weight}"
    elif scale is not None and scale.lower_is_better:
        highest = number(one.highest)
        sum_ = f"({highest} − {mark}) × {weight} ÷ ({highest} − {number(decimal_of(lowest_mark(leaf)))})"
    else:
        sum_ = f"{mark} × {weight} ÷ {number(one.highest)}"
    sign = {"bonus": " en bonus", "malus": " en malus"}.get(one.counts, "")
    aside = "" if one.kept else ", qui ne comptent pas"
    return f"{sum_} = {number(one.points, grid.rounding.decimals)}{sign}{aside}"


def formula_rule(grid: ScoringFile) -> str:
    """How marks become points, and how the marks of several reviewers make one."""
    rule = (
        "Points d’un critère = note retenue × coefficient."
        if grid.weighting == "factor"
        else "Points d’un critère = note retenue × poids ÷ note la plus haute de l’échelle."
    )
    if grid.weighting == "points" and any(leaf.scale and leaf.scale.lower_is_better for leaf in grid.leaves):
        rule += " Sur une échelle inversée, la note la plus basse donne tous les points."
    if grid.combine == "geometric_mean":
        rule += " Le total est une moyenne géométrique."
    if grid.colleges:
        rule += " Les notes se réunissent dans chaque collège d’experts, puis d’un collège à l’autre selon leurs poids."
    if grid.aggregate_on == "totals":
        return typo(f"{rule} Le total retenu est {joined_words(grid, what='totaux')}.")
    return typo(f"{rule} La note retenue est {joined_words(grid)}.")


def _scale_of(grid: ScoringFile, key: str) -> Scale | None:
    return next((leaf.scale for leaf in (*grid.criteria, *grid.leaves) if leaf.key == key), None)
