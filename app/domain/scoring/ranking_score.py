"""The score that ranks when the grid says how it is computed: the total by the amount asked, say.

An application for which it cannot be computed (a division by zero, an answer that is missing) has none, and no rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from app.domain.call_file.grid.names import RANKING_SCORE
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.expressions import NOT_COMPUTED, Expression, ExpressionError, ExpressionRefusal
from app.domain.scoring.conditions import Attributes, ConditionError, used_values, values_of
from app.domain.scoring.exact import Bools, Exact


@dataclass(frozen=True)
class Placed:
    """What the calculation gives for one application: exact, or why it gives nothing; and what it read."""

    value: Fraction | None
    refusal: ExpressionRefusal | None
    given: Mapping[str, str]


@dataclass(frozen=True)
class RankingScores:
    """The score of every application, rounded; `there`: which have one; `known`: what each was computed from."""

    score: Exact
    there: Bools
    known: Sequence[Attributes]
    formula: Expression

    def within(self, attributes: Sequence[Attributes]) -> Sequence[Attributes]:
        """These attributes, in which the score of an application that has none is not known."""
        return [
            one if there or RANKING_SCORE not in one else {**one, RANKING_SCORE: None}
            for one, there in zip(attributes, self.there.tolist(), strict=True)
        ]

    def at(self, place: int) -> Placed:
        """How it was computed for one application."""
        return placed(self.formula, self.known[place])


def ranking_scores(grid: ScoringFile, formula: Expression, known: Sequence[Attributes]) -> RankingScores:
    """The scores; those of applications that have none are 0.

    Raises ConditionError for a value that is not of the kind that the calculation asks for.
    """
    found = []
    for place, attributes in enumerate(known):
        try:
            found.append(placed(formula, attributes).value)
        except ExpressionError as error:
            raise ConditionError(formula.text, place, error) from error
    rule = grid.ranking_rounding
    exact = Exact.of([value or Fraction(0) for value in found]).rounded(rule.decimals, rule.mode)
    score = Exact.of_rounded([exact.at(place) for place in range(len(found))], rule.decimals)
    return RankingScores(
        score, np.array([value is not None for value in found], dtype=np.bool_), known, formula
    )


def placed(formula: Expression, attributes: Attributes) -> Placed:
    """The calculation for these attributes. Raises ExpressionError for a value of another kind than the files say."""
    values = values_of(attributes)
    given = used_values([formula], values)
    try:
        value = formula.evaluate(values)
    except ExpressionError as error:
        if error.code not in NOT_COMPUTED:
            raise
        return Placed(None, error.code, given)
    return Placed(Fraction(value) if isinstance(value, Decimal) else None, None, given)
