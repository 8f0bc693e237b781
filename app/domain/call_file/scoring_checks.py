"""What a grid must agree on: marks that are on their scale, weights that add up, keys that exist."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.form_checks import repeated
from app.domain.call_file.scoring import FILED_AT, Criterion, Scale, ScoringFile

_FILE = "scoring"


def grid_breaches(grid: ScoringFile, questions: frozenset[str] | None) -> Iterator[Breach]:
    """The faults of a grid; `questions`: the keys that a criterion may read, None when not known."""
    yield from repeated(_FILE, ("criteria",), (criterion.key for criterion in grid.criteria))
    for index, criterion in enumerate(grid.criteria):
        path: Path = ("criteria", index)
        yield from _scale(path, criterion)
        yield from _reads(path, criterion, questions)
    weights = sum((criterion.weight for criterion in grid.criteria), Decimal(0))
    if weights != grid.out_of:
        yield Breach(_FILE, ("out_of",), BreachCode.WEIGHTS, str(grid.out_of), {"sum": str(weights)})
    if grid.threshold is not None and grid.threshold > grid.out_of:
        said = {"most": str(grid.out_of)}
        yield Breach(_FILE, ("threshold",), BreachCode.THRESHOLD, str(grid.threshold), said)
    known = {criterion.key for criterion in grid.criteria} | {FILED_AT}
    yield from repeated(_FILE, ("tie_breaks",), grid.tie_breaks, ())
    for index, key in enumerate(grid.tie_breaks):
        if key not in known:
            said = {"among": ", ".join(sorted(known))}
            yield Breach(_FILE, ("tie_breaks", index), BreachCode.UNKNOWN_KEY, key, said)


def _scale(path: Path, criterion: Criterion) -> Iterator[Breach]:
    scale = criterion.scale
    if scale.min >= scale.max:
        yield Breach(
            _FILE, (*path, "scale", "max"), BreachCode.SCALE, str(scale.max), {"min": str(scale.min)}
        )
        return
    if (scale.max - scale.min) % scale.step:
        said = {"min": str(scale.min), "max": str(scale.max)}
        yield Breach(_FILE, (*path, "scale", "step"), BreachCode.SCALE_STEP, str(scale.step), said)
    marks: list[tuple[Path, Decimal]] = [
        (("scale", "labels", index, "value"), label.value) for index, label in enumerate(scale.labels)
    ]
    if criterion.threshold is not None:
        marks.append((("threshold",), criterion.threshold))
    for where, mark in marks:
        if not is_mark(scale, mark):
            said = {"min": str(scale.min), "max": str(scale.max), "step": str(scale.step)}
            yield Breach(_FILE, (*path, *where), BreachCode.MARK, str(mark), said)
    if criterion.knock_out and criterion.threshold is None:
        yield Breach(_FILE, (*path, "knock_out"), BreachCode.KNOCK_OUT, "true")


def is_mark(scale: Scale, mark: Decimal) -> bool:
    """Is the mark on the scale, at one of its steps?"""
    return scale.min <= mark <= scale.max and not (mark - scale.min) % scale.step


def _reads(path: Path, criterion: Criterion, questions: frozenset[str] | None) -> Iterator[Breach]:
    for index, key in enumerate(criterion.reads):
        if questions is not None and key not in questions:
            yield Breach(_FILE, (*path, "reads", index), BreachCode.UNKNOWN_KEY, key, {"among": ""})
