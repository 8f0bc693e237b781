"""What changed in the grid, the rule of the money and the rule of the aid."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from app.domain.call_file.aid import AidRule
from app.domain.call_file.changes.change import Change, Figure, What, between, matched
from app.domain.call_file.grid.computed import Computed, ComputedLine
from app.domain.call_file.grid.figures import highest_mark, out_of
from app.domain.call_file.grid.ranking import Lottery, Quota, RankingRule, Reserve
from app.domain.call_file.grid.rules import Gate, GridGroup, KnockOut
from app.domain.call_file.grid.scoring import Criterion, ScoringFile


def grid_changes(before: ScoringFile, after: ScoringFile) -> Iterator[Change]:
    """Criteria first, then what holds for all of them."""
    for label, one, other in matched(before.criteria, after.criteria, _key, _label):
        if one is None or other is None:
            yield Change(
                What.CRITERION,
                label,
                None if one is None else one.weight,
                None if other is None else other.weight,
            )
        else:
            yield from _criterion(before, after, one, other)
    old, new = _bound(before.threshold, _sum(before)), _bound(after.threshold, _sum(after))
    yield from between(What.TOTAL_THRESHOLD, "", old, new)
    for label, group, still in matched(before.groups, after.groups, _key, _label):
        yield from between(What.GROUP_THRESHOLD, label, _group(group), _group(still))
    yield from between(What.OUT_OF, "", _whole(before), _whole(after))
    yield from between(What.REVIEWERS, "", before.reviewers, after.reviewers)
    yield from between(What.LEAST, "", before.least, after.least)
    yield from between(What.AGGREGATION, "", before.aggregation.value, after.aggregation.value)
    yield from between(What.RANK_BY, "", before.rank_by, after.rank_by)
    yield from between(What.TIE_BREAKS, "", _ties(before), _ties(after))
    for label, gate, now in matched(before.gates, after.gates, _key, _label):
        if gate is None or now is None:
            yield Change(
                What.GATE, label, None if gate is None else gate.label, None if now is None else now.label
            )
        else:
            asked = ((str(one.needed), *one.conditions) for one in (gate, now))
            yield from between(What.GATE_CONDITIONS, label, *asked)
    for label, out, kept in matched(before.knock_outs, after.knock_outs, _label, _label):
        yield from between(
            What.ELIMINATION, label, None if out is None else out.when, None if kept is None else kept.when
        )


def rule_changes(before: RankingRule, after: RankingRule) -> Iterator[Change]:
    """The order, the cut, the quotas, the pots, the reserve, the draw."""
    yield from between(What.ORDER, "", (before.order, *before.then), (after.order, *after.then))
    yield from between(What.CUT, "", before.cut.value, after.cut.value)
    yield from between(What.WINNERS, "", before.winners, after.winners)
    for label, quota, now in matched(before.quotas, after.quotas, lambda one: one.by, lambda one: one.by):
        yield from between(What.QUOTA, label, _quota(quota), _quota(now))
    for label, pot, still in matched(before.pots, after.pots, lambda one: one.key, lambda one: one.label):
        if pot is None or still is None:
            yield Change(
                What.POT, label, None if pot is None else pot.label, None if still is None else still.label
            )
            continue
        yield from between(What.POT_SHARE, label, pot.share, still.share)
        yield from between(What.POT_AMOUNT, label, pot.amount, still.amount)
        yield from between(What.POT_THRESHOLD, label, pot.threshold, still.threshold)
    old, new = before.reserve or Reserve(), after.reserve or Reserve()
    yield from between(What.RESERVE_UNTIL, "", old.until, new.until)
    yield from between(What.RESERVE_SIZE, "", old.size, new.size)
    yield from between(What.LOTTERY, "", _width(before.lottery), _width(after.lottery))
    if before.amount is not None and after.amount is not None:
        yield from aid_changes(before.amount, after.amount)


def aid_changes(before: AidRule, after: AidRule) -> Iterator[Change]:
    """Rates, ceilings, minimum."""
    for label, line, now in matched(before.rates, after.rates, lambda one: one.label, lambda one: one.label):
        yield from between(
            What.RATE, label, None if line is None else line.rate, None if now is None else now.rate
        )
        if line is not None and now is not None:
            yield from between(What.RATE_CEILING, label, line.ceiling, now.ceiling)
    yield from between(What.AID_CEILING, "", before.ceiling, after.ceiling)
    yield from between(What.YEARLY_CEILING, "", before.yearly_ceiling, after.yearly_ceiling)
    yield from between(What.AID_MINIMUM, "", before.minimum, after.minimum)


def _key(one: Criterion | GridGroup | Gate) -> str:
    return one.key


def _label(one: Criterion | GridGroup | Gate | KnockOut) -> str:
    return one.label


def _criterion(before: ScoringFile, after: ScoringFile, one: Criterion, other: Criterion) -> Iterator[Change]:
    name = other.label
    yield from between(What.CRITERION_LABEL, name, one.label, other.label)
    yield from between(What.WEIGHT, name, one.weight, other.weight)
    yield from between(What.RANKING_WEIGHT, name, one.ranking_weight, other.ranking_weight)
    yield from between(What.COUNTS, name, one.counts, other.counts)
    yield from between(What.SCALE, name, _scale(one), _scale(other))
    yield from between(What.CRITERION_WHEN, name, one.when, other.when)
    yield from _computed(name, one.computed, other.computed)
    old, new = _threshold(before, one), _threshold(after, other)
    knocks = (one if new is None else other).knock_out
    yield from between(What.KNOCK_OUT_THRESHOLD if knocks else What.THRESHOLD, name, old, new)
    if (old is None) == (new is None):
        yield from between(What.KNOCK_OUT, name, one.knock_out, other.knock_out)


def _computed(name: str, before: Computed, after: Computed) -> Iterator[Change]:
    if bool(before) != bool(after):
        yield Change(What.COMPUTED, name, bool(before) or None, bool(after) or None)
        return
    for _, one, other in matched(before, after, lambda one: one.when or "", lambda one: one.when or ""):
        yield from between(What.COMPUTED_LINE, name, _of_line(one), _of_line(other))


def _of_line(one: ComputedLine | None) -> Figure:
    return None if one is None else (one.when or "", one.mark)


def _scale(one: Criterion) -> Figure:
    """(lowest, highest, step) of numbers, the labels of levels, how many parts."""
    scale = one.scale
    if scale is None:
        return len(one.parts)
    if scale.steps:
        return tuple(level.label for level in scale.steps)
    return scale.lowest, scale.highest, scale.step or Decimal(1)


def _threshold(grid: ScoringFile, one: Criterion) -> Figure:
    mark = (
        one.scale.level(one.threshold) if one.scale is not None and isinstance(one.threshold, str) else None
    )
    if one.scale is not None and mark is not None:
        return one.scale.word(mark)
    return _bound(one.threshold, _decimal(highest_mark(grid, one)))


def _bound(threshold: Decimal | str | None, highest: Decimal) -> Figure:
    return (threshold, highest) if isinstance(threshold, Decimal) else threshold


def _sum(grid: ScoringFile) -> Decimal:
    return _decimal(out_of(grid))


def _whole(grid: ScoringFile) -> Decimal:
    return _sum(grid) if grid.out_of is None else grid.out_of


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _group(one: GridGroup | None) -> Figure:
    if one is None or (one.threshold is None and one.each is None):
        return None
    return tuple("" if bound is None else str(bound) for bound in (one.threshold, one.each))


def _ties(grid: ScoringFile) -> tuple[str, ...]:
    """What each is called and what it prefers: "Zone:lower"."""
    called = {one.key: one.label for one in (*grid.criteria, *grid.leaves, *grid.groups, *grid.attributes)}
    return tuple(f"{called.get(one.by, one.by)}:{one.prefer}" for one in grid.tie_breaks)


def _quota(one: Quota | None) -> Figure:
    """What a quota opens, as texts: "qpv:4" for a stock, "*:3" for the others, "first:1"."""
    if one is None:
        return None
    stocks = tuple(f"{value}:{count}" for value, count in sorted(one.stocks.items()))
    most = () if one.most is None else (f"*:{one.most}",)
    return (*stocks, *most, *((f"first:{one.first}",) if one.first else ()))


def _width(one: Lottery | None) -> Figure:
    """The points on either side of the line; "interval" for those whose interval crosses it."""
    return None if one is None else one.width if one.width is not None else "interval"
