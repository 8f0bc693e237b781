"""How the experts of a list agree, in sentences that an officer understands, with the figures beside."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.domain.call_file.grid.figures import out_of
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking.agreement import Agreement, Expert
from app.words.formats import number, plural
from app.words.typography import typo

ALONE: Final = typo("Nul autre n’a lu les mêmes dossiers : sa sévérité ne se mesure pas.")
RELIABLE, TENTATIVE = Decimal("0.8"), Decimal("0.667")
"""K. Krippendorff, Content Analysis (2004), p. 241."""

_BANDS: Final = (
    (Decimal("0.9"), "très bien"),
    (Decimal("0.75"), "bien"),
    (Decimal("0.5"), "moyennement"),
)
"""T. K. Koo and M. Y. Li, Journal of Chiropractic Medicine 15 (2016), 155-163."""

_SAME: Final = Fraction(2, 100)
"""The share of the whole scale under which a severity is told as none."""


def shared_sentence(found: Agreement) -> str:
    """On how many applications the experts can be compared."""
    if not found.shared:
        return typo("Aucun dossier n’a été lu par deux experts : rien ne permet de les comparer.")
    read = plural(found.shared, "dossier a été lu", "dossiers ont été lus")
    return typo(f"{read} par plusieurs experts, sur {number(found.of)}.")


def intraclass_sentence(found: Agreement) -> str:
    """How far one expert alone, and their mean, can be relied on; empty where the votes cannot tell."""
    alone, together = found.intraclass.agreement, found.intraclass.agreement_of_mean
    if alone is None or together is None:
        return ""
    how = next((word for bound, word in _BANDS if alone >= bound), "mal")
    return typo(
        f"Pris un à un, les experts s’accordent {how} (corrélation intraclasse : {number(alone, 2)} ; 1 serait un "
        f"accord parfait) ; pour la moyenne qui fait la note, elle est de {number(together, 2)}."
    )


def alpha_sentence(found: Agreement) -> str:
    """What Krippendorff's alpha allows; empty where it cannot be computed."""
    alpha = found.alpha
    if alpha is None:
        return ""
    if alpha >= RELIABLE:
        what = "les notes sont assez sûres pour conclure"
    elif alpha >= TENTATIVE:
        what = "les notes permettent de conclure avec prudence"
    else:
        what = "les experts divergent trop pour conclure des notes seules"
    return typo(f"Alpha de Krippendorff : {number(alpha, 2)} ; {what}.")


def habit_sentence(grid: ScoringFile, one: Expert) -> str:
    """How one expert marks beside the others: « Sévère : 4,2 points de moins que les autres… »."""
    habit = one.habit
    if habit.severity is None:
        return ALONE
    gap = abs(habit.severity)
    if not gap or Fraction(gap) < _SAME * abs(out_of(grid)):
        return typo("Note comme les autres experts des mêmes dossiers.")
    less = habit.severity > 0
    word = "Sévère" if less is not grid.lower_is_better else "Large"
    points = f"{number(gap, 1)} {'point' if gap < 2 else 'points'} de {'moins' if less else 'plus'}"
    return typo(f"{word} : {points} que les autres experts des mêmes dossiers, en moyenne.")


def shift_sentence(one: Expert) -> str:
    """What changes most without one of the reviews of this expert; empty when nothing can."""
    if one.most is None or not one.most.by:
        return ""
    by = one.most.by
    return typo(
        f"Sans son expertise, la moyenne de {one.most.application} {'monte' if by > 0 else 'baisse'} de "
        f"{number(abs(by), 1)}."
    )
