"""The marks that one may give: numbers, levels in words, yes or no.

A mark is always a number inside. On a numeric scale it is the number itself; on a scale of levels it is the
level's value, or its place from 0 (the weakest) when the levels have no value, and then it is compared but
never added.
"""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field

from app.domain.call_file.sheet import Flag, Key, Number, OptionalText, Sheet, ShortText

Mark = Annotated[Number, Field(ge=-1_000_000, le=1_000_000, decimal_places=6)]
"""A mark that a scale may have: within these bounds a million of them still add up exactly."""


class ScaleLabel(Sheet):
    """What a mark means in words; with `to`, what every mark from `value` to `to` means (a band)."""

    value: Mark
    to: Mark | None = None
    label: ShortText
    help: OptionalText = ""


class Level(Sheet):
    """A level in words. With values on all its levels, a scale can be counted."""

    key: Key
    label: ShortText
    value: Mark | None = None
    help: OptionalText = ""
    """The anchor: the sentence by which two reviewers recognise the same level."""


YES_NO: Final = (Level(key="no", label="Non"), Level(key="yes", label="Oui"))
GO_NO_GO: Final = (Level(key="no_go", label="NO GO"), Level(key="go", label="GO"))


class Scale(Sheet):
    """Either numbers from `min` to `max` by `step`, or levels, the weakest first."""

    kind: Literal["numeric", "levels", "yes_no", "go_no_go"] = "numeric"
    min: Mark | None = None
    max: Mark | None = None
    step: Annotated[Mark, Field(gt=0)] | None = None
    labels: Annotated[tuple[ScaleLabel, ...], Field(max_length=200)] = ()
    levels: Annotated[tuple[Level, ...], Field(max_length=50)] = ()
    lower_is_better: Flag = False
    """A reversed scale, where 1 beats 9."""
    cannot_assess: Flag = False
    """May a reviewer answer "cannot assess"? Such a mark counts neither for nor against."""

    @cached_property
    def steps(self) -> tuple[Level, ...]:
        """The levels of a scale in words; none for a numeric one."""
        if self.kind == "yes_no":
            return self.levels or YES_NO
        if self.kind == "go_no_go":
            return self.levels or GO_NO_GO
        return self.levels if self.kind == "levels" else ()

    @property
    def is_numeric(self) -> bool:
        return self.kind == "numeric"

    @property
    def is_counted(self) -> bool:
        """Can its marks be added?"""
        return self.is_numeric or all(level.value is not None for level in self.steps)

    @cached_property
    def values(self) -> tuple[Decimal, ...]:
        """The mark of each level, in order."""
        if not self.is_counted:
            return tuple(Decimal(place) for place in range(len(self.steps)))
        return tuple(level.value for level in self.steps if level.value is not None)

    @cached_property
    def lowest(self) -> Decimal:
        """The smallest mark."""
        return (self.min or Decimal(0)) if self.is_numeric else min(self.values)

    @cached_property
    def highest(self) -> Decimal:
        """The largest mark."""
        return (self.max or Decimal(0)) if self.is_numeric else max(self.values)

    def is_mark(self, mark: Decimal) -> bool:
        """Is it one of the marks of the scale?"""
        if not self.is_numeric:
            return mark in self.values
        step = self.step or Decimal(1)
        return self.lowest <= mark <= self.highest and not (mark - self.lowest) % step

    def level(self, key: str) -> Decimal | None:
        """The mark of a level, by its key."""
        keys = [level.key for level in self.steps]
        return self.values[keys.index(key)] if key in keys else None

    def word(self, mark: Decimal) -> str | None:
        """What a mark means in the words of the file: its level, its own label, or its band's."""
        for level, value in zip(self.steps, self.values if self.steps else (), strict=True):
            if value == mark:
                return level.label
        exact = next((one.label for one in self.labels if one.to is None and one.value == mark), None)
        band = (one.label for one in self.labels if one.to is not None and one.value <= mark <= one.to)
        return exact if exact is not None else next(band, None)
