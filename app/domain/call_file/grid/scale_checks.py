"""What a scale must agree on: marks that exist, labels that can be reached, levels that can be counted."""

from collections.abc import Iterator
from itertools import pairwise

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.form_checks import repeated
from app.domain.call_file.grid.scales import Scale

_FILE = "scoring"


def scale_breaches(path: Path, scale: Scale) -> Iterator[Breach]:
    """The faults of a scale."""
    if scale.is_numeric:
        yield from _numeric(path, scale)
        return
    yield from repeated(_FILE, (*path, "levels"), (level.key for level in scale.levels))
    if len(scale.steps) < 2 or (scale.kind != "levels" and len(scale.steps) != 2):
        yield Breach(_FILE, (*path, "levels"), BreachCode.LEVELS, str(len(scale.steps)))
    if scale.labels:
        yield Breach(_FILE, (*path, "labels"), BreachCode.LABELS_IDLE, "", {"kind": scale.kind})
    valued = [level.value for level in scale.steps if level.value is not None]
    if valued and len(valued) != len(scale.steps):
        at = next(index for index, level in enumerate(scale.steps) if level.value is None)
        yield Breach(_FILE, (*path, "levels", at), BreachCode.LEVEL_VALUE, scale.steps[at].label)
    elif len(set(valued)) != len(valued):
        yield Breach(_FILE, (*path, "levels"), BreachCode.LEVEL_TWICE, ", ".join(map(str, valued)))


def is_whole(scale: Scale) -> bool:
    """Can marks be read on it? (What is missing is told by `scale_breaches`.)"""
    if not scale.is_numeric:
        return len(scale.steps) > 1
    return (
        scale.min is not None and scale.max is not None and scale.step is not None and scale.min < scale.max
    )


def _numeric(path: Path, scale: Scale) -> Iterator[Breach]:
    if scale.min is None or scale.max is None or scale.step is None:
        missing = next(name for name in ("min", "max", "step") if getattr(scale, name) is None)
        yield Breach(_FILE, path, BreachCode.SCALE_BOUNDS, "", {"name": missing})
        return
    if scale.levels:
        yield Breach(_FILE, (*path, "levels"), BreachCode.LEVELS_IDLE, "")
    if scale.min >= scale.max:
        yield Breach(_FILE, (*path, "max"), BreachCode.SCALE, str(scale.max), {"min": str(scale.min)})
        return
    if (scale.max - scale.min) % scale.step:
        said = {"min": str(scale.min), "max": str(scale.max)}
        yield Breach(_FILE, (*path, "step"), BreachCode.SCALE_STEP, str(scale.step), said)
        return
    said = {"min": str(scale.min), "max": str(scale.max), "step": str(scale.step)}
    for index, label in enumerate(scale.labels):
        place: Path = (*path, "labels", index, "value")
        if label.to is None and not scale.is_mark(label.value):
            yield Breach(_FILE, place, BreachCode.LABEL_UNREACHABLE, str(label.value), said)
        if label.to is not None and not (scale.min <= label.value <= label.to <= scale.max):
            read = f"{label.value} – {label.to}"
            yield Breach(_FILE, place, BreachCode.LABEL_UNREACHABLE, read, said)
    yield from _bands(path, scale)


def _bands(path: Path, scale: Scale) -> Iterator[Breach]:
    bands = sorted(
        (label.value, label.to, index) for index, label in enumerate(scale.labels) if label.to is not None
    )
    for (_, end, _), (start, stop, index) in pairwise(bands):
        if start <= end:
            place: Path = (*path, "labels", index, "value")
            yield Breach(_FILE, place, BreachCode.BANDS_OVERLAP, f"{start} – {stop}", {"after": str(end)})
