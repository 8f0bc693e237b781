"""From marks to rank, for one application: the tree of steps that a judge could follow with a pencil."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.domain.call_file.grid.figures import (
    best_points,
    exponents,
    highest_mark,
    members,
    out_of,
    points_factor,
    whole_of_mean,
)
from app.domain.call_file.grid.scoring import Criterion, Part
from app.domain.explanation import Figure, Step, StepCode
from app.domain.ranking.beside import Beside
from app.domain.ranking.explain_marks import marks_step, total_steps
from app.domain.ranking.listing import Listing, Place
from app.domain.ranking.order import shown
from app.domain.ranking.refusals import flags, formula_said, refusals, uncomputed_step
from app.domain.scoring.columns import Column
from app.domain.scoring.computing import computed_mark
from app.domain.scoring.exact import decimal_of, fixed
from app.domain.scoring.geometric import units
from app.domain.scoring.kept import choosing
from app.domain.scoring.scored import Scored

C = StepCode


def explain(listing: Listing, reference: str, sides: Sequence[Beside] = ()) -> Step:
    """Why this application stands where it does; `sides`: the figures beside the total, or that the list goes by.

    Raises KeyError for one that is not in the list.
    """
    place = listing.place(reference)
    ranked = listing.ranked
    figures = _figures(ranked.scored, reference, sides)
    told = (*flags(ranked.scored, place.at), *refusals(ranked, place.at))
    steps = (*score_steps(ranked.scored, place.at), *figures, *told)
    if place.rank is None:
        return Step(C.UNRANKED, {"reference": reference}, (*steps, *place.steps))
    said: dict[str, Figure] = {"reference": reference, "rank": place.rank, "of": len(ranked.order.places)}
    return Step(C.RANKED, said, (*steps, *_ties(listing, place), *place.steps))


def _figures(scored: Scored, reference: str, sides: Sequence[Beside]) -> Iterator[Step]:
    for one in sides:
        if reference in one.scores:
            said: dict[str, Figure] = {
                "side": one.by,
                "score": one.scores[reference],
                "rank": one.ranks.get(reference),
                "ranks": scored.grid.rank_by == one.by,
            }
            yield Step(C.BESIDE, said)


def score_steps(scored: Scored, at: int) -> Iterator[Step]:
    """How the total of the application at this place was made."""
    if scored.assessed(at):
        yield from _total_steps(scored, at)
    if scored.placed is not None and scored.placed.there[at] and scored.scored[at]:
        yield Step(C.RANKING_FORMULA, {**formula_said(scored.placed, at), "score": scored.ranking.at(at)})


def _total_steps(scored: Scored, at: int) -> Iterator[Step]:
    grid = scored.grid
    for one in grid.criteria:
        yield _criterion(scored, one, at)
    digits = grid.rounding.decimals
    yield from (
        Step(
            C.GROUP,
            {
                "label": group.label,
                "points": scored.groups[group.key].points.at(at),
                "best": decimal_of(scored.groups[group.key].best),
            },
        )
        for group in grid.groups
        if scored.groups[group.key].best
    )
    yield from _choices(scored, at)
    over = tuple(_over_caps(scored, at))
    yield from (step for step, _ in over)
    if grid.out_of is None and not out_of(grid):
        return
    counted = [one for one in grid.criteria if one.is_counted and _counts(scored.columns[one.key], at)]
    signs = [-1 if one.counts == "malus" else 1 for one in counted]
    found = [scored.columns[one.key].points.at(at) * sign for one, sign in zip(counted, signs, strict=True)]
    found += [-more for _, more in over]
    total = scored.total.at(at)
    said: dict[str, Figure] = {
        "points": tuple(found),
        "total": fixed(total, digits),
        "out_of": decimal_of(out_of(grid)),
        "decimals": digits,
        "mode": grid.rounding.mode.value,
        "rescaled": _rescaled(scored, at),
    }
    if grid.aggregate_on == "totals":
        rows = scored.panel.rows_of(at)
        totals = sorted(scored.exact_totals.at(row) for row in rows)
        steps = total_steps(scored, at)
        how = "by_college" if steps else grid.aggregation.value
        yield Step(C.TOTAL_OF_REVIEWS, {**said, "totals": tuple(totals), "how": how}, steps)
    elif grid.combine == "geometric_mean":
        yield Step(C.TOTAL_MEAN, {**said, **_mean(scored, at)})
    else:
        yield Step(C.TOTAL, said)
    if any(one.ranking_weight is not None for one in grid.criteria):
        weights = tuple(
            one.ranking_weight if one.ranking_weight is not None else one.weight
            for one in counted
            if one.counts == "points"
        )
        yield Step(C.RANKING_SCORE, {"score": fixed(scored.ranking.at(at), digits), "weights": weights})


def _mean(scored: Scored, at: int) -> dict[str, Figure]:
    """What the geometric mean is made of: shares of points or, with factors, marks; and what comes beyond it."""
    grid, columns = scored.grid, scored.columns
    bests = {one.key: best_points(grid, one) for one in grid.criteria if one.counts == "points"}
    points = {key: columns[key].counted for key in bests}
    given = [
        (unit.label, share, unit.best)
        for unit in units(grid, columns, points, bests)
        if (share := unit.share(at)) is not None
    ]
    times = whole_of_mean(grid, bests) if grid.weighting == "factor" else Fraction(1)
    signs = {"bonus": 1, "malus": -1}
    beyond = [
        columns[one.key].points.at(at) * signs[one.counts]
        for one in grid.criteria
        if one.counts in signs and _counts(columns[one.key], at)
    ]
    return {
        "labels": tuple(label for label, _, _ in given),
        "values": tuple(share * times for _, share, _ in given),
        "weights": tuple(Fraction(power) for power in exponents([best for _, _, best in given]))
        if given
        else (),
        "beyond": tuple(beyond),
        "factors": grid.weighting == "factor",
    }


def _criterion(scored: Scored, one: Criterion, at: int) -> Step:
    column = scored.columns[one.key]
    if not column.applies[at]:
        return Step(C.NOT_APPLICABLE, {"label": one.label})
    if not column.assessed[at]:
        return Step(C.NOT_ASSESSED, {"label": one.label, "rule": scored.grid.unassessed})
    if one.computed:
        return _points(scored, one, column, at, (_computed(scored, one, at),))
    steps = tuple(_leaf(scored, one, part, at) for part in one.parts) or (marks_step(scored, one, one, at),)
    return _points(scored, one, column, at, steps)


def _counts(column: Column, at: int) -> bool:
    """Was it assessed, and is it among those of its group that count?"""
    return bool(column.assessed[at]) and (column.kept is None or bool(column.kept[at]))


def _choices(scored: Scored, at: int) -> Iterator[Step]:
    """For each group that keeps its best criteria, those that do not count."""
    labels = {one.key: one.label for one in scored.grid.criteria}
    for group, keys in choosing(scored.grid):
        given = [key for key in keys if scored.columns[key].assessed[at]]
        out = tuple(labels[key] for key in given if not _counts(scored.columns[key], at))
        if out:
            yield Step(C.BEST_ONES, {"label": group.label, "kept": len(given) - len(out), "out": out})


def _over_caps(scored: Scored, at: int) -> Iterator[tuple[Step, Fraction]]:
    """For each group above its cap: what it has, and by how much it raises the total less (a malus: lowers it)."""
    grid = scored.grid
    for group in grid.groups:
        for kind in ("points", "bonus", "malus") if group.cap is not None else ():
            points = {
                one.key: scored.columns[one.key].points.at(at)
                for one in grid.criteria
                if one.counts == kind and _counts(scored.columns[one.key], at)
            }
            whole, cap = sum(members(grid, group.key, points), Fraction(0)), Fraction(group.cap or 0)
            if whole > cap:
                said: dict[str, Figure] = {"label": group.label, "points": whole, "cap": cap}
                yield Step(C.CAPPED, said), (cap - whole if kind == "malus" else whole - cap)


def _computed(scored: Scored, one: Criterion, at: int) -> Step:
    """The line of the file that gave the mark, and what the dossier says of what it asks for."""
    found = computed_mark(one, scored.attributes[at], scored.conditions, at)
    if found.failure is not None:
        return uncomputed_step(found.failure)
    line = None if found.line is None else one.computed[found.line]
    said: dict[str, Figure] = {
        "formula": "" if line is None else line.mark,
        "when": "" if line is None else line.when or "",
        "names": tuple(found.given),
        "values": tuple(found.given.values()),
        "mark": found.mark,
    }
    return Step(C.COMPUTED, said)


def _leaf(scored: Scored, one: Criterion, part: Part, at: int) -> Step:
    return _points(scored, part, scored.columns[part.key], at, (marks_step(scored, one, part, at),))


def _points(scored: Scored, leaf: Criterion | Part, column: Column, at: int, steps: tuple[Step, ...]) -> Step:
    mark = column.mark.at(at)
    counts = leaf.counts if isinstance(leaf, Criterion) else "points"
    scale = leaf.scale
    word = scale.word(decimal_of(mark)) if scale is not None else None
    if counts == "nothing" or (scale is not None and not scale.is_counted):
        return Step(C.SHOWN, {"label": leaf.label, "mark": mark, "word": word}, steps)
    factor, origin = points_factor(scored.grid, leaf)
    said: dict[str, Figure] = {
        "label": leaf.label,
        "mark": mark,
        "word": word,
        "weight": leaf.weight,
        "highest": None if scored.grid.weighting == "factor" else decimal_of(highest_mark(scored.grid, leaf)),
        "reversed": bool(origin),
        "points": factor * (mark - origin),
        "counts": counts,
    }
    return Step(C.POINTS, said, steps)


def _rescaled(scored: Scored, at: int) -> bool:
    counted = [one for one in scored.grid.criteria if one.counts == "points"]
    return scored.grid.unassessed == "rescale" and not all(
        scored.columns[one.key].assessed[at] for one in counted
    )


def _ties(listing: Listing, place: Place) -> Iterator[Step]:
    """Whom it is equal to, and what put it before or after those with the same main figure."""
    ranked = listing.ranked
    order = ranked.order.places
    where = ranked.position_of[place.at]
    if place.tied:
        yield Step(C.TIED, {"others": ranked.equals_of(place.at), "rank": place.rank})
    main = ranked.order.chain[0].keys
    for other, code in ((where + 1, C.AHEAD), (where - 1, C.BEHIND)):
        if not 0 <= other < len(order) or main[order[other]] != main[place.at]:
            continue
        neighbour = int(order[other])
        link = next(
            (one for one in ranked.order.chain[1:] if one.keys[neighbour] != one.keys[place.at]), None
        )
        if link is None:
            continue
        scored, entries = ranked.scored, ranked.entries
        yield Step(
            code,
            {
                "other": entries.references[neighbour],
                "by": link.by,
                "mine": shown(link.by, scored, entries, place.at),
                "theirs": shown(link.by, scored, entries, neighbour),
            },
        )
