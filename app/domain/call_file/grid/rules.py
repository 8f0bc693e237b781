"""The rules of a grid beside its criteria: gates, eliminations, groups, ties, rounds."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.domain.call_file.grid.computed import Formula
from app.domain.call_file.grid.thresholds import is_threshold
from app.domain.call_file.sheet import Condition, Flag, Key, Number, OptionalText, Sheet, ShortText, Whole
from app.domain.expressions import Kind
from app.domain.money import RoundingMode


class Aggregation(StrEnum):
    """How the marks of several reviewers make one."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    WITHOUT_WORST = "without_worst"
    BEST_K = "best_k"
    GEOMETRIC_MEAN = "geometric_mean"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    SUM = "sum"
    CONSENSUS = "consensus"
    MAJORITY = "majority"
    K_OF_N = "k_of_n"


class ScoreRounding(Sheet):
    """How a figure is rounded before it is compared and shown."""

    decimals: Annotated[Whole, Field(le=4)] = 2
    mode: Literal[RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.UP] = RoundingMode.HALF_UP


def _threshold(value: object) -> object:
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return Decimal(value)
    if isinstance(value, str) and (read := is_threshold(value.strip())) is not None:
        return read
    raise PydanticCustomError("threshold", "a mark, a percentage or a level")


Threshold: TypeAlias = Annotated[
    Decimal | str,
    BeforeValidator(_threshold),
    WithJsonSchema({"type": ["number", "string"], "examples": [3, "70 %", "satisfaisant"]}),
]
"""A mark, a percentage of the highest ("70 %"), or the key of a level."""


class Attribute(Sheet):
    """Something known of an application beside its marks: its lot, its zone, its territory class."""

    key: Key
    label: ShortText
    kind: Kind = Kind.TEXT
    options: Annotated[tuple[ShortText, ...], Field(max_length=500)] = ()
    min: Number | None = None
    max: Number | None = None
    """Between what a number lies; a table that says otherwise is refused."""


class Gate(Sheet):
    """What must be true before marks count: all of the conditions, any of them, or at least so many."""

    key: Key
    label: ShortText
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=50)]
    needs: Literal["all", "any"] | Annotated[Whole, Field(ge=1)] = "all"

    @property
    def needed(self) -> int:
        """How many of the conditions must hold."""
        if isinstance(self.needs, int):
            return self.needs
        return len(self.conditions) if self.needs == "all" else 1


class KnockOut(Sheet):
    """A condition that eliminates, whatever the total."""

    label: ShortText
    when: Condition


CHOSEN_AMONG: Final = ("points", "bonus")
"""The kinds of criteria of which a group may keep the best, each apart; a malus always counts."""


class GridGroup(Sheet):
    """A family of criteria. `threshold`: on its points; `each`: on each of its criteria (`at_least`: on so many).

    `best`: only so many of its criteria count, those with the most points (with a grid where the smallest total is
    the best, the fewest); `drop`: all do but so many, and one at least. The bonuses are chosen apart; a malus always
    counts. `cap`: what its points count for at most, and apart from them its bonus and its malus.
    """

    key: Key
    label: ShortText
    help: OptionalText = ""
    threshold: Threshold | None = None
    each: Threshold | None = None
    at_least: Annotated[Whole, Field(ge=1)] | None = None
    best: Annotated[Whole, Field(ge=1, le=300)] | None = None
    drop: Annotated[Whole, Field(ge=1, le=300)] | None = None
    cap: Annotated[Number, Field(gt=0)] | None = None

    @property
    def chooses(self) -> bool:
        """Do some of its criteria not count?"""
        return self.best is not None or self.drop is not None

    def kept_of(self, count: int) -> int:
        """How many of so many criteria count."""
        if self.best is not None:
            return min(self.best, count)
        return max(count - (self.drop or 0), min(count, 1))


class TieBreak(Sheet):
    """What separates two equals: a criterion, a group, an attribute, or `uncovered` for what none above has."""

    by: Key
    prefer: Literal["higher", "lower", "uncovered"] = "higher"


class RankingScore(Sheet):
    """What the list goes by, computed from the total, the marks, the amount and the attributes; the highest first.

    An application for which it cannot be computed has no rank. `rounding`: that of the totals unless it is said.
    """

    formula: Formula
    lower_is_better: Flag = False
    rounding: ScoreRounding | None = None


class BudgetCut(Sheet):
    """A threshold fixed afterwards: the total that lets through about so many times the money there is."""

    budget_multiple: Annotated[Number, Field(gt=0, le=100)]
    at_least: Annotated[Number, Field(gt=0, le=100)] | None = None


class Confidence(Sheet):
    """How sure a reviewer says to be, from `min` to `max`; with `weighs`, the mean counts it."""

    min: Annotated[Whole, Field(ge=1)] = 1
    max: Annotated[Whole, Field(ge=2, le=100)] = 5
    weighs: Flag = False


class ReviewCollege(Sheet):
    """A college of reviewers: their marks are joined among themselves, then with those of the others, by weight.

    `least`: reviews of this college without which there is no rank.
    """

    key: Key
    label: ShortText
    weight: Annotated[Number, Field(gt=0)]
    least: Annotated[Whole, Field(le=1000)] = 1


class RoundRule(Sheet):
    """What a round of the call judges: its own part of the criteria, and its own thresholds."""

    criteria: Annotated[tuple[Key, ...], Field(min_length=1)]
    thresholds: dict[Key, Threshold] = Field(default_factory=dict)
    threshold: Threshold | None = None
    cut: BudgetCut | None = None


class Rounds(Sheet):
    """The rounds in which only part of the grid is judged; a round that is absent judges all of it."""

    letter: RoundRule | None = None
    dossier: RoundRule | None = None
    audition: RoundRule | None = None
