"""Why a result is what it is: a small tree of steps, each a code with its figures.

The engine writes the steps, the words say them in French; a page, a JSON answer and the minutes show the same
tree. Figures are exact (`Decimal`, or integer cents under a name that ends in ``_cents``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Figure: TypeAlias = (
    Decimal
    | Fraction
    | int
    | str
    | bool
    | date
    | datetime
    | tuple[str, ...]
    | tuple[Decimal, ...]
    | tuple[Fraction, ...]
    | None
)
"""A `Fraction` is exact where a decimal would be cut: the words show four decimals and say that more follow."""


class StepCode(StrEnum):
    """What one step did."""

    # From marks to rank: app.domain.ranking.explain
    RANKED = "ranked"
    UNRANKED = "unranked"
    MARKS = "marks"
    COLLEGES = "colleges"
    POINTS = "points"
    COMPUTED = "computed"
    SHOWN = "shown"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"
    GROUP = "group"
    CAPPED = "capped"
    BEST_ONES = "best_ones"
    TOTAL = "total"
    TOTAL_MEAN = "total_mean"
    TOTAL_OF_REVIEWS = "total_of_reviews"
    RANKING_SCORE = "ranking_score"
    RANKING_FORMULA = "ranking_formula"
    NO_RANKING_SCORE = "no_ranking_score"
    NOT_COMPUTED = "not_computed"
    NO_REVIEW = "no_review"
    TOO_FEW_REVIEWS = "too_few_reviews"
    TOO_FEW_OF_COLLEGE = "too_few_of_college"
    NOT_EVERYONE = "not_everyone"
    NO_CONSENSUS = "no_consensus"
    NOTHING_ASSESSED = "nothing_assessed"
    GATE_CLOSED = "gate_closed"
    ELIMINATED = "eliminated"
    BELOW_CRITERION = "below_criterion"
    BELOW_GROUP = "below_group"
    BELOW_EACH = "below_each"
    BELOW_TOTAL = "below_total"
    BELOW_CUT = "below_cut"
    TIED = "tied"
    AHEAD = "ahead"
    BEHIND = "behind"
    BESIDE = "beside"
    FLAGGED = "flagged"
    ADMITTED = "admitted"

    # The money down the list: app.domain.allocation
    IN_POT = "in_pot"
    NO_POT = "no_pot"
    POT_UNREADABLE = "pot_unreadable"
    POT_THRESHOLD = "pot_threshold"
    ORDER_UNKNOWN = "order_unknown"
    FITS = "fits"
    SERVED_FIRST = "served_first"
    SPILLED = "spilled"
    PARTLY = "partly"
    PARTIAL_TOO_SMALL = "partial_too_small"
    DOES_NOT_FIT = "does_not_fit"
    TIE_DOES_NOT_FIT = "tie_does_not_fit"
    LINE_CLOSED = "line_closed"
    WINNERS_REACHED = "winners_reached"
    TIE_ABOVE_WINNERS = "tie_above_winners"
    WINNERS_HELD = "winners_held"
    QUOTA_REACHED = "quota_reached"
    TIE_ABOVE_QUOTA = "tie_above_quota"
    QUOTA_HELD = "quota_held"
    DRAWN = "drawn"
    TO_DRAW = "to_draw"
    AFTER_DRAW = "after_draw"
    BEYOND_DRAW = "beyond_draw"
    ON_RESERVE = "on_reserve"
    RESERVE_FULL = "reserve_full"
    RESERVE_OVER = "reserve_over"
    WITHDREW = "withdrew"
    PROMOTED = "promoted"
    COMPLETED = "completed"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and the smaller ones that it rests on."""

    code: StepCode
    said: Mapping[str, Figure] = field(default_factory=dict)
    steps: tuple["Step", ...] = ()

    def __hash__(self) -> int:
        """A step is a value: a document that holds some can be kept by its content."""
        return hash((self.code, tuple(sorted(self.said)), self.steps))
