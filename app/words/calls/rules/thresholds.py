"""A threshold in words: « 2 sur 4 (« Suffisant ») », « 70 % de la note la plus haute, soit 3,5 sur 5 »."""

from decimal import Decimal
from fractions import Fraction

from app.domain.call_file.grid.figures import bound_of, highest_mark
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.call_file.grid.thresholds import is_percent, percent
from app.domain.scoring.exact import decimal_of
from app.words.formats import number, percent_points
from app.words.typography import quoted


def fraction_words(value: Fraction) -> str:
    """A figure with two decimals at most, as a reader counts it."""
    shown = decimal_of(value)
    return number(shown) if Fraction(shown) == value and shown == round(shown, 4) else number(shown, 2)


def of_criterion(grid: ScoringFile, one: Criterion, threshold: Decimal | str) -> str:
    """The threshold on a criterion."""
    highest = highest_mark(grid, one)
    if isinstance(threshold, str) and is_percent(threshold):
        bound = fraction_words(bound_of(threshold, highest))
        share = percent_points(percent(threshold))
        return f"{share} de la note la plus haute, soit {bound} sur {fraction_words(highest)}"
    mark = decimal_of(bound_of(threshold, highest, one.scale))
    return _mark(one.scale, mark, highest)


def _mark(scale: Scale | None, mark: Decimal, highest: Fraction) -> str:
    word = scale.word(mark) if scale is not None else None
    if scale is not None and not scale.is_numeric:
        return quoted(word or number(mark))
    figure = f"{number(mark)} sur {fraction_words(highest)}"
    return f"{figure} ({quoted(word)})" if word else figure


def of_total(threshold: Decimal | str, best: Fraction, what: str = "du total") -> str:
    """A threshold on a total: « 60 sur 100 », « 70 % du total, soit 70 sur 100 »."""
    bound = f"{fraction_words(bound_of(threshold, best))} sur {fraction_words(best)}"
    if isinstance(threshold, str):
        return f"{percent_points(percent(threshold))} {what}, soit {bound}"
    return bound


def is_reversed(one: Criterion) -> bool:
    """Is the smallest mark the best?"""
    return one.scale is not None and one.scale.lower_is_better


def criterion_sentence(grid: ScoringFile, one: Criterion) -> str:
    """What the threshold of a criterion does; empty without one."""
    if one.threshold is None:
        return ""
    words = of_criterion(grid, one, one.threshold)
    side = "Au-dessus de" if is_reversed(one) else "En dessous de"
    if one.scale is not None and one.scale.kind in ("yes_no", "go_no_go"):
        side = "Sans"
    if one.knock_out:
        return f"{side} {words}, le projet est écarté, quel que soit son total."
    return f"{side} {words}, le critère est signalé comme non atteint ; le projet n’est pas écarté pour cela."
