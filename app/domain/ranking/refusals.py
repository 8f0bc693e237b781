"""Why an application has no rank, one step for each reason."""

from collections.abc import Iterator
from fractions import Fraction

from app.domain.call_file.grid.figures import bound_of, highest_mark
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import Criterion
from app.domain.explanation import Figure, Step, StepCode
from app.domain.ranking.ranked import Ranked
from app.domain.scoring.colleges import college_counts
from app.domain.scoring.columns import Column
from app.domain.scoring.conditions import Uncomputed
from app.domain.scoring.exact import decimal_of
from app.domain.scoring.ranking_score import RankingScores
from app.domain.scoring.scored import Scored

C = StepCode


def refusals(ranked: Ranked, at: int) -> Iterator[Step]:
    """Why the application at this place has no rank; nothing when it has one."""
    scored = ranked.scored
    if not scored.scored[at]:
        yield _unscored(scored, at)
        return
    yield from map(uncomputed_step, scored.uncomputed.get(at, ()))
    yield from _conditions(scored, at)
    yield from _thresholds(scored, at)
    yield from _groups(scored, at)
    yield from _total(ranked, at)
    if scored.placed is not None and not scored.placed.there[at]:
        yield Step(C.NO_RANKING_SCORE, formula_said(scored.placed, at))


def formula_said(scores: RankingScores, at: int) -> dict[str, Figure]:
    """The calculation of the ranking score, what it read, and why it gave nothing when it did not."""
    found = scores.at(at)
    return {
        "formula": scores.formula.text,
        "names": tuple(found.given),
        "values": tuple(found.given.values()),
        "refusal": "" if found.refusal is None else found.refusal.value,
    }


def uncomputed_step(one: Uncomputed) -> Step:
    """Which rule could not be computed, what it read, and why."""
    said: dict[str, Figure] = {
        "formula": one.text,
        "names": tuple(one.given),
        "values": tuple(one.given.values()),
        "refusal": one.refusal.value,
    }
    return Step(C.NOT_COMPUTED, said)


def _conditions(scored: Scored, at: int) -> Iterator[Step]:
    for gate in scored.grid.gates:
        if not scored.gates[gate.key][at]:
            yield Step(
                C.GATE_CLOSED, {"label": gate.label, "needed": gate.needed, "of": len(gate.conditions)}
            )
    for one, out in zip(scored.grid.knock_outs, scored.eliminated, strict=True):
        if out[at]:
            yield Step(C.ELIMINATED, {"label": one.label})


def _thresholds(scored: Scored, at: int) -> Iterator[Step]:
    for one in scored.grid.criteria:
        if one.knock_out and not scored.columns[one.key].passes[at]:
            yield Step(C.BELOW_CRITERION, _below(one, scored.columns[one.key], at))


def flags(scored: Scored, at: int) -> Iterator[Step]:
    """The criteria below a threshold that excludes nobody."""
    for one in scored.grid.criteria if scored.assessed(at) else ():
        column = scored.columns[one.key]
        if one.threshold is not None and not one.knock_out and column.applies[at] and not column.passes[at]:
            yield Step(C.FLAGGED, _below(one, column, at))


def _groups(scored: Scored, at: int) -> Iterator[Step]:
    for group in scored.grid.groups:
        found = scored.groups[group.key]
        if found.passes[at]:
            continue
        points = found.points.at(at)
        if found.bound is not None and points < found.bound:
            said: dict[str, Figure] = {
                "label": group.label,
                "points": points,
                "bound": decimal_of(found.bound),
            }
            yield Step(C.BELOW_GROUP, said)
        else:
            yield Step(C.BELOW_EACH, {"label": group.label, "below": _members_below(scored, group.key, at)})


def _total(ranked: Ranked, at: int) -> Iterator[Step]:
    scored, grid = ranked.scored, ranked.scored.grid
    if scored.bound is not None and not scored.reaches[at] and not scored.unasked[at]:
        value = scored.total if grid.threshold_on == "weighted" else scored.unweighted
        bound, found = decimal_of(scored.bound), decimal_of(value.at(at))
        yield Step(C.BELOW_TOTAL, {"total": found, "bound": bound, "on": grid.threshold_on})
    elif scored.retained[at] and at not in ranked.rank_of and ranked.cut is not None:
        yield Step(C.BELOW_CUT, {"total": decimal_of(scored.total.at(at)), "bound": decimal_of(ranked.cut)})


def _below(one: Criterion, column: Column, at: int) -> dict[str, Figure]:
    bound = decimal_of(column.bound or Fraction(0))
    return {
        "label": one.label,
        "mark": column.mark.at(at) if column.counts[at] else None,
        "bound": bound,
        "word": one.scale.word(bound) if one.scale is not None and not one.scale.is_numeric else None,
        "reversed": one.scale is not None and one.scale.lower_is_better,
    }


def _members_below(scored: Scored, key: str, at: int) -> tuple[str, ...]:
    group = next(one for one in scored.grid.groups if one.key == key)
    below = []
    for one in scored.grid.criteria:
        column = scored.columns[one.key]
        if one.group != key or group.each is None or not column.applies[at]:
            continue
        bound, mark = bound_of(group.each, highest_mark(scored.grid, one), one.scale), column.mark.at(at)
        lower = one.scale is not None and one.scale.lower_is_better
        if not column.assessed[at] or (mark > bound if lower else mark < bound):
            below.append(one.label)
    return tuple(below)


def _unscored(scored: Scored, at: int) -> Step:
    grid, reviews = scored.grid, int(scored.reviews[at])
    if grid.aggregation is Aggregation.CONSENSUS and reviews:
        return Step(C.NO_CONSENSUS, {"reviews": reviews})
    if not reviews:
        return Step(C.NO_REVIEW)
    if reviews < grid.least:
        return Step(C.TOO_FEW_REVIEWS, {"reviews": reviews, "least": grid.least})
    for college, count in college_counts(grid, scored.panel, at):
        if count < college.least:
            said: dict[str, Figure] = {"label": college.label, "reviews": count, "least": college.least}
            return Step(C.TOO_FEW_OF_COLLEGE, said)
    return Step(C.NOT_EVERYONE if grid.everyone else C.NOTHING_ASSESSED, {"reviews": reviews})
