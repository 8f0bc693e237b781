"""What a grid must agree on: keys that exist, weights that add up, thresholds that mean something."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.form_checks import repeated
from app.domain.call_file.grid.computed import EXTREMES
from app.domain.call_file.grid.computed_checks import computed_breaches
from app.domain.call_file.grid.figures import (
    best_points,
    bound_of,
    capped,
    group_best,
    highest_mark,
    lowest_mark,
    out_of,
    threshold_best,
)
from app.domain.call_file.grid.mean_checks import mean_breaches
from app.domain.call_file.grid.names import (
    COMMITTEE_ORDER,
    OF_THE_RESULT,
    compared_names,
    grid_names,
    late_names,
    score_names,
)
from app.domain.call_file.grid.rules import CHOSEN_AMONG, Aggregation, GridGroup
from app.domain.call_file.grid.scale_checks import is_whole, scale_breaches
from app.domain.call_file.grid.scoring import FILED_AT, OF_REVIEWS, REFERENCE, Criterion, ScoringFile
from app.domain.call_file.grid.thresholds import is_percent
from app.domain.call_file.names import Names
from app.domain.call_file.zero_checks import formula_breaches
from app.domain.expressions import RESERVED, Kind

_FILE = "scoring"
_COMPARES: Final = re.compile(rf"\b({'|'.join(EXTREMES)})\s*\(")
ROUNDS: Final = ("letter", "dossier", "audition")


def grid_breaches(grid: ScoringFile, dossier: Names | None) -> Iterator[Breach]:
    """The faults of a grid; `dossier`: the names of what the dossier tells, None when they are not known."""
    yield from _keys(grid)
    yield from _bounds(grid)
    sound = len({criterion.key for criterion in grid.criteria}) == len(grid.criteria)
    for index, criterion in enumerate(grid.criteria):
        path: Path = ("criteria", index)
        found = [*_marked(path, criterion)]
        sound = sound and all(breach.code is BreachCode.LABEL_UNREACHABLE for breach in found)
        yield from found
        yield from _reads(path, criterion, dossier)
    if sound:
        yield from _worthless(grid)
        yield from _counted(grid)
        yield from _thresholds(grid)
        yield from _thresholds_of_rounds(grid)
        yield from mean_breaches(grid)
    yield from _needs(grid)
    yield from _rounds(grid)
    yield from _conditions(grid, dossier)
    yield from _one_ranking(grid)
    yield from _colleges(grid)
    yield from _tie_breaks(grid, dossier)


def _keys(grid: ScoringFile) -> Iterator[Breach]:
    yield from repeated(_FILE, ("criteria",), (criterion.key for criterion in grid.criteria))
    yield from repeated(_FILE, ("groups",), (group.key for group in grid.groups))
    yield from repeated(_FILE, ("gates",), (gate.key for gate in grid.gates))
    yield from repeated(_FILE, ("attributes",), (attribute.key for attribute in grid.attributes))
    groups = {group.key for group in grid.groups}
    taken = {*groups, *(attribute.key for attribute in grid.attributes)}
    parted = taken | {criterion.key for criterion in grid.criteria}
    for index, criterion in enumerate(grid.criteria):
        path: Path = ("criteria", index)
        if criterion.group is not None and criterion.group not in groups:
            said = {"among": ", ".join(sorted(groups))}
            yield Breach(_FILE, (*path, "group"), BreachCode.UNKNOWN_KEY, criterion.group, said)
        yield from _named((*path, "key"), criterion.key, taken)
        for at, part in enumerate(criterion.parts):
            yield from _named((*path, "parts", at, "key"), part.key, parted)
            parted.add(part.key)


def _bounds(grid: ScoringFile) -> Iterator[Breach]:
    """Bounds of attributes that are no numbers, or that leave nothing between them."""
    for index, one in enumerate(grid.attributes):
        for bound in ("min", "max") if one.kind is not Kind.NUMBER else ():
            if getattr(one, bound) is not None:
                yield Breach(_FILE, ("attributes", index, bound), BreachCode.BOUNDS_IDLE, one.kind.value)
        if one.min is not None and one.max is not None and one.min > one.max:
            said = {"min": str(one.min)}
            yield Breach(_FILE, ("attributes", index, "max"), BreachCode.BOUNDS, str(one.max), said)


def _named(place: Path, key: str, taken: set[str]) -> Iterator[Breach]:
    if key in RESERVED or key in OF_THE_RESULT:
        yield Breach(_FILE, place, BreachCode.KEY_RESERVED, key)
    elif key in taken:
        yield Breach(_FILE, place, BreachCode.KEY_TWICE, key)


def _marked(path: Path, criterion: Criterion) -> Iterator[Breach]:
    if (criterion.scale is None) == (not criterion.parts):
        yield Breach(_FILE, path, BreachCode.SCALE_OR_PARTS, criterion.label)
        return
    if criterion.computed and criterion.parts:
        yield Breach(_FILE, (*path, "computed"), BreachCode.COMPUTED_PARTS, criterion.label)
        return
    if criterion.scale is not None:
        yield from scale_breaches((*path, "scale"), criterion.scale)
    for at, part in enumerate(criterion.parts):
        yield from scale_breaches((*path, "parts", at, "scale"), part.scale)
    for leaf in criterion.scaled:
        if (
            leaf.scale is not None
            and is_whole(leaf.scale)
            and not leaf.scale.is_counted
            and criterion.is_counted
        ):
            two = leaf.scale.kind in ("yes_no", "go_no_go")
            code = BreachCode.YES_NO_COUNTED if two and not leaf.scale.levels else BreachCode.NOT_COUNTABLE
            yield Breach(_FILE, (*path, "counts"), code, criterion.counts)
            return
    if criterion.knock_out and criterion.threshold is None:
        yield Breach(_FILE, (*path, "knock_out"), BreachCode.KNOCK_OUT, "true")


def _worthless(grid: ScoringFile) -> Iterator[Breach]:
    """Scales whose highest mark is no number to divide by: whatever the mark, no points."""
    for index, one in enumerate(grid.criteria if grid.weighting == "points" else ()):
        at: Path = ("criteria", index)
        places = [
            (at, one.scale),
            *(((*at, "parts", part), each.scale) for part, each in enumerate(one.parts)),
        ]
        for place, scale in places if one.counts != "nothing" else ():
            if scale is None or scale.max is None or scale.lower_is_better:
                continue
            if scale.is_numeric and scale.max <= 0:
                yield Breach(_FILE, (*place, "scale", "max"), BreachCode.SCALE_ZERO, str(scale.max))


def _counted(grid: ScoringFile) -> Iterator[Breach]:
    counted = [leaf for one in grid.criteria if one.counts == "points" for leaf in one.scaled]
    if not counted:
        if grid.out_of is not None:
            yield Breach(_FILE, ("out_of",), BreachCode.OUT_OF_IDLE, str(grid.out_of))
        return
    best = out_of(grid)
    if grid.out_of is None or Fraction(grid.out_of) != best:
        read = "" if grid.out_of is None else str(grid.out_of)
        yield Breach(_FILE, ("out_of",), BreachCode.WEIGHTS, read, {"sum": _plain(best)})
    directions = {leaf.scale is not None and leaf.scale.lower_is_better for leaf in counted}
    if grid.weighting == "factor" and len(directions) == 2:
        yield Breach(_FILE, ("weighting",), BreachCode.DIRECTIONS, grid.weighting)


def _thresholds(grid: ScoringFile) -> Iterator[Breach]:
    for index, one in enumerate(grid.criteria):
        if one.threshold is not None:
            place: Path = ("criteria", index, "threshold")
            yield from _threshold(place, one.threshold, highest_mark(grid, one), lowest_mark(one), one)
    yield from _thresholds_of_groups(grid)
    if grid.threshold is not None:
        yield from _threshold(("threshold",), grid.threshold, threshold_best(grid), Fraction(0))


def _thresholds_of_groups(grid: ScoringFile) -> Iterator[Breach]:
    for index, group in enumerate(grid.groups):
        members = [one for one in grid.criteria if one.group == group.key]
        place: Path = ("groups", index)
        if not members:
            yield Breach(_FILE, (*place, "key"), BreachCode.GROUP_EMPTY, group.key)
        if group.threshold is not None:
            yield from _threshold(
                (*place, "threshold"), group.threshold, group_best(grid, group.key), Fraction(0)
            )
        yield from _choice(place, group, members)
        if group.cap is not None and members:
            without = grid.model_copy(update={"groups": (group.model_copy(update={"cap": None}),)})
            most = max(_of_kind(without, members, kind) for kind in ("points", "bonus", "malus"))
            if group.cap >= most:
                yield Breach(
                    _FILE, (*place, "cap"), BreachCode.CAP_IDLE, str(group.cap), {"most": _plain(most)}
                )
        if group.each is not None:
            for one in members:
                yield from _level((*place, "each"), group.each, one)
        if group.at_least is not None and group.at_least > len(members):
            said = {"most": str(len(members))}
            yield Breach(_FILE, (*place, "at_least"), BreachCode.TOO_MANY, str(group.at_least), said)


def _thresholds_of_rounds(grid: ScoringFile) -> Iterator[Breach]:
    for name in ROUNDS:
        rule = getattr(grid.rounds, name)
        if rule is None:
            continue
        judged = [one for one in grid.criteria if one.key in rule.criteria]
        for one in judged:
            if one.key in rule.thresholds:
                place: Path = ("rounds", name, "thresholds", one.key)
                threshold = rule.thresholds[one.key]
                yield from _threshold(place, threshold, highest_mark(grid, one), lowest_mark(one), one)
        if rule.threshold is not None:
            best = threshold_best(grid.at(name))
            yield from _threshold(("rounds", name, "threshold"), rule.threshold, best, Fraction(0))


def _of_kind(grid: ScoringFile, members: list[Criterion], kind: str) -> Fraction:
    figures = {one.key: best_points(grid, one) for one in members if one.counts == kind}
    return sum(figures.values(), Fraction(0)) if kind == "malus" else capped(grid, figures)


def _choice(place: Path, group: GridGroup, members: list[Criterion]) -> Iterator[Breach]:
    """How many criteria of a group count: fewer than there are, and one at least."""
    if group.best is not None and group.drop is not None:
        yield Breach(_FILE, (*place, "drop"), BreachCode.BEST_OR_DROP, str(group.drop))
        return
    most = max(sum(one.counts == kind for one in members) for kind in CHOSEN_AMONG)
    if group.drop is not None and members and group.drop >= most:
        yield Breach(
            _FILE, (*place, "drop"), BreachCode.TOO_MANY, str(group.drop), {"most": str(max(most - 1, 0))}
        )
    if group.best is not None and members and group.best >= most:
        yield Breach(_FILE, (*place, "best"), BreachCode.BEST_IDLE, str(group.best), {"most": str(most)})


def _threshold(
    place: Path, threshold: Decimal | str, highest: Fraction, lowest: Fraction, one: Criterion | None = None
) -> Iterator[Breach]:
    scale = one.scale if one is not None else None
    try:
        bound = bound_of(threshold, highest, scale)
    except KeyError:
        among = ", ".join(level.key for level in scale.steps) if scale is not None else ""
        yield Breach(_FILE, place, BreachCode.UNKNOWN_KEY, str(threshold), {"among": among})
        return
    reversed_ = scale is not None and scale.lower_is_better
    if reversed_ and is_percent(threshold):
        yield Breach(_FILE, place, BreachCode.PERCENT_REVERSED, str(threshold))
        return
    said = {"min": _plain(lowest), "max": _plain(highest)}
    if (bound < lowest) if reversed_ else (bound > highest):
        yield Breach(_FILE, place, BreachCode.THRESHOLD_NEVER, str(threshold), said)
    elif (bound >= highest) if reversed_ else (bound <= lowest):
        yield Breach(_FILE, place, BreachCode.THRESHOLD_ALWAYS, str(threshold), said)


def _level(place: Path, threshold: Decimal | str, one: Criterion) -> Iterator[Breach]:
    """A threshold that is the key of a level must be one of each criterion it speaks of."""
    if isinstance(threshold, str) and not is_percent(threshold):
        scale = one.scale
        if scale is None or scale.level(threshold) is None:
            among = ", ".join(level.key for level in scale.steps) if scale is not None else ""
            yield Breach(_FILE, place, BreachCode.UNKNOWN_KEY, threshold, {"among": among})


def _needs(grid: ScoringFile) -> Iterator[Breach]:
    for index, gate in enumerate(grid.gates):
        if gate.needed > len(gate.conditions):
            said = {"most": str(len(gate.conditions))}
            yield Breach(_FILE, ("gates", index, "needs"), BreachCode.TOO_MANY, str(gate.needs), said)
    if grid.least > grid.reviewers:
        said = {"most": str(grid.reviewers)}
        yield Breach(_FILE, ("least",), BreachCode.TOO_MANY, str(grid.least), said)


def _rounds(grid: ScoringFile) -> Iterator[Breach]:
    known = {one.key for one in grid.criteria}
    among = {"among": ", ".join(sorted(known))}
    judged: set[str] = set()
    for name in ROUNDS:
        rule = getattr(grid.rounds, name)
        if rule is None:
            judged |= known if name == "dossier" else set()
            continue
        judged |= set(rule.criteria)
        for index, key in enumerate(rule.criteria):
            if key not in known:
                yield Breach(_FILE, ("rounds", name, "criteria", index), BreachCode.UNKNOWN_KEY, key, among)
        for key in rule.thresholds:
            if key not in rule.criteria:
                yield Breach(_FILE, ("rounds", name, "thresholds", key), BreachCode.UNKNOWN_KEY, key, among)
    for index, one in enumerate(grid.criteria):
        if one.key not in judged:
            yield Breach(_FILE, ("criteria", index, "key"), BreachCode.NEVER_JUDGED, one.key)


def _conditions(grid: ScoringFile, dossier: Names | None) -> Iterator[Breach]:
    if dossier is None:
        return
    before, after = grid_names(grid, dossier)[0], late_names(grid, dossier)
    for index, one in enumerate(grid.criteria):
        yield from formula_breaches(_FILE, ("criteria", index, "when"), one.when, before)
        if one.computed and one.scale is not None and is_whole(one.scale):
            yield from computed_breaches(("criteria", index, "computed"), one.computed, one.scale, before)
    for index, gate in enumerate(grid.gates):
        for at, text in enumerate(gate.conditions):
            yield from formula_breaches(_FILE, ("gates", index, "conditions", at), text, after)
    for index, out in enumerate(grid.knock_outs):
        yield from formula_breaches(_FILE, ("knock_outs", index, "when"), out.when, after)
    if grid.compare_among is not None:
        among = compared_names(grid, dossier)
        yield from formula_breaches(_FILE, ("compare_among",), grid.compare_among, among)
        if not any(_COMPARES.search(text) for text in _texts(grid)):
            yield Breach(_FILE, ("compare_among",), BreachCode.COMPARE_IDLE, grid.compare_among)
    if grid.ranking_score is not None:
        place: Path = ("ranking_score", "formula")
        names = score_names(grid, dossier)
        yield from formula_breaches(_FILE, place, grid.ranking_score.formula, names, Kind.NUMBER)


def _texts(grid: ScoringFile) -> Iterator[str]:
    """All that may ask for the lowest, the highest or the average of all."""
    yield from (
        text for one in grid.criteria for line in one.computed for text in (line.mark, line.when or "")
    )
    yield from (text for gate in grid.gates for text in gate.conditions)
    yield from (one.when for one in grid.knock_outs)
    if grid.ranking_score is not None:
        yield grid.ranking_score.formula


def _colleges(grid: ScoringFile) -> Iterator[Breach]:
    """Colleges of reviewers: several, whose marks can be joined one college at a time."""
    if not grid.colleges:
        return
    yield from repeated(_FILE, ("colleges",), (one.key for one in grid.colleges))
    if len(grid.colleges) == 1:
        yield Breach(_FILE, ("colleges",), BreachCode.COLLEGE_ALONE, grid.colleges[0].key)
    if sum(one.least for one in grid.colleges) > grid.reviewers:
        asked = str(sum(one.least for one in grid.colleges))
        yield Breach(_FILE, ("colleges",), BreachCode.TOO_MANY, asked, {"most": str(grid.reviewers)})
    whole = (Aggregation.CONSENSUS, Aggregation.SUM)
    if grid.aggregation in whole:
        yield Breach(_FILE, ("aggregation",), BreachCode.COLLEGE_JOINING, grid.aggregation.value)
    for index, one in enumerate(grid.criteria):
        if one.aggregation in whole:
            place: Path = ("criteria", index, "aggregation")
            yield Breach(_FILE, place, BreachCode.COLLEGE_JOINING, one.aggregation.value)


def _one_ranking(grid: ScoringFile) -> Iterator[Breach]:
    """The list goes by the total, by other weights, by another figure or by a calculation: by one of them."""
    if grid.ranking_score is None:
        return
    if grid.rank_by != "total":
        yield Breach(_FILE, ("rank_by",), BreachCode.RANKING_TWICE, grid.rank_by)
    for index, one in enumerate(grid.criteria):
        if one.ranking_weight is not None:
            place: Path = ("criteria", index, "ranking_weight")
            yield Breach(_FILE, place, BreachCode.RANKING_TWICE, str(one.ranking_weight))


def _tie_breaks(grid: ScoringFile, dossier: Names | None) -> Iterator[Breach]:
    yield from repeated(_FILE, ("tie_breaks",), (one.by for one in grid.tie_breaks), ())
    if dossier is None:
        return
    _, after = grid_names(grid, dossier)
    known = {*after.kinds, FILED_AT, COMMITTEE_ORDER, REFERENCE, *OF_REVIEWS}
    for index, one in enumerate(grid.tie_breaks):
        if one.by not in known:
            said = {"among": ", ".join(sorted(known))}
            yield Breach(_FILE, ("tie_breaks", index), BreachCode.UNKNOWN_KEY, one.by, said)


def _reads(path: Path, criterion: Criterion, dossier: Names | None) -> Iterator[Breach]:
    for index, key in enumerate(criterion.reads):
        if dossier is not None and key not in dossier.kinds:
            yield Breach(_FILE, (*path, "reads", index), BreachCode.UNKNOWN_KEY, key, {"among": ""})


def _plain(value: Fraction) -> str:
    return str((Decimal(value.numerator) / Decimal(value.denominator)).normalize() + 0)
