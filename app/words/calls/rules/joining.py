"""How the marks of several reviewers make one, in words."""

from app.domain.call_file.grid.rules import Aggregation, ScoreRounding
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.money import RoundingMode
from app.domain.scoring.joining import ROOT
from app.words.formats import number, plural

_ROUNDED = {
    RoundingMode.HALF_UP: "au plus près, la moitié vers le haut",
    RoundingMode.HALF_EVEN: "au plus près, la moitié vers le chiffre pair",
    RoundingMode.UP: "vers le haut",
}


def joined_words(grid: ScoringFile, one: Criterion | None = None, what: str = "notes") -> str:
    """« la moyenne des notes des experts »; `one`: for that criterion only."""
    how = (one.aggregation if one else None) or grid.aggregation
    k = (one.k if one else None) or grid.k
    mark, best = ("le total", "le meilleur total") if what == "totaux" else ("la note", "la meilleure note")
    reached = "un expert au moins atteint" if k == 1 else f"{number(k)} experts au moins atteignent"
    lowest, highest = (
        ("le plus bas", "le plus haut") if what == "totaux" else ("la plus basse", "la plus haute")
    )
    ends = f"sans {highest} ni {lowest}"
    if grid.trim > 1:
        top, bottom = ("hauts", "bas") if what == "totaux" else ("hautes", "basses")
        ends = f"sans les {number(grid.trim)} plus {top} ni les {number(grid.trim)} plus {bottom}"
    worst = f"sans {'la plus faible' if what == 'notes' else 'le plus faible'}"
    if grid.trim > 1:
        worst = f"sans les {number(grid.trim)} plus faibles"
    kept = f"la meilleure des {what} des experts" if what == "notes" else "le meilleur des totaux des experts"
    if k > 1:
        one_s = "meilleures notes" if what == "notes" else "meilleurs totaux"
        kept = f"la moyenne des {number(k)} {one_s} des experts (de tous ceux qu’on a, s’il y en a moins)"
    return {
        Aggregation.WITHOUT_WORST: f"la moyenne des {what} des experts, {worst}",
        Aggregation.BEST_K: kept,
        Aggregation.MEAN: f"la moyenne des {what} des experts",
        Aggregation.TRIMMED_MEAN: f"la moyenne des {what} des experts, {ends}",
        Aggregation.GEOMETRIC_MEAN: f"la moyenne géométrique des {what} des experts{_root(grid, what)}",
        Aggregation.MEDIAN: f"la médiane des {what} des experts",
        Aggregation.MIN: f"{lowest} des {what} des experts",
        Aggregation.MAX: f"{highest} des {what} des experts",
        Aggregation.SUM: f"la somme des {what} des experts",
        Aggregation.CONSENSUS: f"{mark} que les experts arrêtent ensemble, une fois leurs expertises rendues",
        Aggregation.MAJORITY: f"{best} que plus de la moitié des experts atteignent",
        Aggregation.K_OF_N: f"{best} que {reached}",
    }[how]


def _root(grid: ScoringFile, what: str) -> str:
    """How the root of marks is rounded when no other line says it, and what a zero does."""
    zero = " ; un seul zéro la rend nulle"
    if not grid.colleges and (what == "totaux" or grid.rounding.marks is not None):
        return zero
    return f", arrondie {rounding_words(ROOT)}{zero}"


def rounding_words(rule: ScoreRounding) -> str:
    """« à 2 décimales, au plus près, la moitié vers le haut »."""
    to = f"à {plural(rule.decimals, 'décimale')}" if rule.decimals else "à l’unité"
    return f"{to}, {_ROUNDED[rule.mode]}"
