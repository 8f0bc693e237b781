"""Reading one mark: is it on the scale, and is a review complete?"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.errors import Fault, Reason, ReasonCode

CANNOT_ASSESS: Final = "na"
"""How "cannot assess" is written where a mark is expected."""

_NUMBER: Final = re.compile(r"[-+]?\d{1,13}(?:[.,]\d{0,6})?", re.ASCII)
"""More decimals than a threshold may have, and arithmetic on marks would no longer be exact."""


def read_mark(scale: Scale, text: str) -> Decimal | Reason | None:
    """The mark that a text writes: a number, or a level by its key or its label; None for "cannot assess".

    A refusal is returned, with what was read and what was expected.
    """
    bare = text.strip()
    if bare.casefold() == CANNOT_ASSESS:
        return None if scale.cannot_assess else Reason.of(ReasonCode.MUST_ASSESS, read=bare)
    for level, value in zip(scale.steps, scale.values if scale.steps else (), strict=True):
        if bare == level.key or bare.casefold() == level.label.casefold():
            return value
    if scale.steps and not scale.is_counted:
        return _no_level(scale, bare)
    if not _NUMBER.fullmatch(bare):
        return _no_level(scale, bare) if scale.steps else Reason.of(ReasonCode.NOT_A_NUMBER, read=bare[:80])
    mark = Decimal(bare.replace(",", "."))
    return mark_fault(scale, mark) or mark


def mark_fault(scale: Scale, mark: Decimal) -> Reason | None:
    """Why this value is not a mark of the scale, if it is not."""
    if scale.is_mark(mark):
        return None
    if not scale.is_numeric:
        return _no_level(scale, str(mark))
    if mark < scale.lowest:
        return Reason.of(ReasonCode.TOO_SMALL, read=mark, min=scale.lowest)
    if mark > scale.highest:
        return Reason.of(ReasonCode.TOO_LARGE, read=mark, max=scale.highest)
    return Reason.of(ReasonCode.OFF_STEP, read=mark, step=scale.step)


def review_faults(
    grid: ScoringFile,
    marks: Mapping[str, Decimal | None],
    justifications: Mapping[str, str],
    applying: frozenset[str] | None = None,
) -> list[Fault]:
    """What prevents a review from being submitted: something without mark, off its scale, or unjustified.

    A None among the marks is "cannot assess". `applying`: the criteria that apply; None for all.
    """
    faults = []
    for criterion in grid.criteria:
        if criterion.computed or (applying is not None and criterion.key not in applying):
            continue
        for leaf in criterion.leaves:
            scale = leaf.scale
            if leaf.key not in marks or scale is None:
                faults.append(Fault(leaf.key, Reason.of(ReasonCode.REQUIRED, label=leaf.label)))
                continue
            value = marks[leaf.key]
            reason = mark_fault(scale, value) if value is not None else None
            if value is None and not scale.cannot_assess:
                reason = Reason.of(ReasonCode.MUST_ASSESS, read=CANNOT_ASSESS)
            if reason is not None:
                faults.append(Fault(leaf.key, reason))
        if criterion.justification and not justifications.get(criterion.key, "").strip():
            field = f"{criterion.key}-justification"
            faults.append(Fault(field, Reason.of(ReasonCode.JUSTIFICATION_MISSING, label=criterion.label)))
    return faults


def marked_criteria(grid: ScoringFile) -> tuple[Criterion, ...]:
    """The criteria that reviewers mark: those that are not computed from the dossier."""
    return tuple(one for one in grid.criteria if not one.computed)


def agreed_criteria(grid: ScoringFile) -> tuple[Criterion, ...]:
    """The criteria whose mark is the one on which the reviewers agree after their reviews; none, most often."""
    if grid.aggregate_on == "totals":
        return marked_criteria(grid) if grid.aggregation is Aggregation.CONSENSUS else ()
    found = (
        one for one in marked_criteria(grid) if (one.aggregation or grid.aggregation) is Aggregation.CONSENSUS
    )
    return tuple(found)


def _no_level(scale: Scale, read: str) -> Reason:
    among = tuple(level.label for level in scale.steps)
    return Reason.of(ReasonCode.NOT_A_LEVEL, read=read[:80], among=among)
