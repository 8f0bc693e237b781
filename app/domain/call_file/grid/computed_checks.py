"""What the lines of a computed criterion must agree on: conditions that read, marks that the scale has."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.grid.computed import ComputedLine
from app.domain.call_file.grid.names import computed_names
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.thresholds import is_threshold
from app.domain.call_file.names import Names
from app.domain.call_file.zero_checks import formula_breaches
from app.domain.expressions import Kind

_FILE = "scoring"


def computed_breaches(
    path: Path, lines: Sequence[ComputedLine], scale: Scale, before: Names
) -> Iterator[Breach]:
    """The faults of the lines; `before`: the names known before marks."""
    names, earlier = computed_names(before), list[str | None]()
    for at, line in enumerate(lines):
        yield from formula_breaches(_FILE, (*path, at, "when"), line.when, names, before=earlier)
        earlier.append(line.when)
        if at and lines[at - 1].when is None:
            yield Breach(_FILE, (*path, at), BreachCode.LINE_UNREACHABLE, line.mark)
        place: Path = (*path, at, "mark")
        if not scale.is_numeric:
            if scale.level(line.mark) is None:
                among = {"among": ", ".join(level.key for level in scale.steps)}
                yield Breach(_FILE, place, BreachCode.UNKNOWN_KEY, line.mark, among)
            continue
        yield from formula_breaches(_FILE, place, line.mark, names, Kind.NUMBER, earlier)
        figure = is_threshold(line.mark)
        if isinstance(figure, Decimal) and not scale.is_mark(figure):
            said = {"min": str(scale.min), "max": str(scale.max), "step": str(scale.step)}
            yield Breach(_FILE, place, BreachCode.LABEL_UNREACHABLE, line.mark, said)
