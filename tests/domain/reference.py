"""The same results computed the slow way: one application at a time, in fractions, from what the grid says.

It shares no line with the engine, and knows of conditions only those of three words ("total >= 5").
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, prod
from operator import ge, le
from statistics import median

from app.domain.call_file.grid.rules import Aggregation, GridGroup, ScoreRounding
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.money import RoundingMode
from app.domain.scoring import CONSENSUS, ReviewMarks

Known = Mapping[str, Decimal]


@dataclass(frozen=True)
class Result:
    """What the engine must say of one application. Marks are None where nobody could assess."""

    total: Fraction
    unweighted: Fraction
    ranking: Fraction
    marks: Mapping[str, Fraction | None]
    scored: bool
    retained: bool


def rounded(value: Fraction, rule: ScoreRounding) -> Fraction:
    unit = 10**rule.decimals
    scaled = abs(value) * unit
    below, above = floor(scaled), ceil(scaled)
    if rule.mode is RoundingMode.UP:
        chosen = above
    elif scaled - below != Fraction(1, 2):
        chosen = below if scaled - below < Fraction(1, 2) else above
    else:
        chosen = above if rule.mode is RoundingMode.HALF_UP or below % 2 else below
    return Fraction(chosen, unit) * (-1 if value < 0 else 1)


def root(radicand: Fraction, degree: int, plus: Fraction, rule: ScoreRounding) -> Fraction:
    """The root and `plus`, rounded: bounded from both sides until both round to the same."""
    for digits in range(10, 400, 30):
        scale = 10**digits
        whole = radicand.numerator * scale**degree // radicand.denominator
        low, high = 0, 1
        while high**degree <= whole:
            high *= 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if middle**degree <= whole else (low, middle)
        if Fraction(low, scale) ** degree == radicand:
            return rounded(Fraction(low, scale) + plus, rule)
        ends = [rounded(Fraction(one, scale) + plus, rule) for one in (low, high)]
        if ends[0] == ends[1]:
            return ends[0]
    raise AssertionError("the root is too near to a half")


def joined(
    how: Aggregation,
    given: Sequence[Fraction],
    trim: int,
    k: int,
    low_is_better: bool,
    worst: Fraction,
    rule: ScoreRounding,
) -> Fraction:
    """One mark from several (at least one)."""
    ordered = sorted(given)
    several = len(ordered)
    if how in (Aggregation.MEAN, Aggregation.CONSENSUS):
        return sum(ordered, Fraction(0)) / several
    if how is Aggregation.TRIMMED_MEAN:
        for _ in range(trim):
            ordered = ordered[1:-1] if len(ordered) > 2 else ordered
        return sum(ordered, Fraction(0)) / len(ordered)
    if how in (Aggregation.BEST_K, Aggregation.WITHOUT_WORST):
        best_first = ordered if low_is_better else ordered[::-1]
        kept = best_first[: k if how is Aggregation.BEST_K else max(several - trim, 1)]
        return sum(kept, Fraction(0)) / len(kept)
    if how is Aggregation.GEOMETRIC_MEAN:
        return root(prod(max(mark, Fraction(0)) for mark in ordered), several, Fraction(0), rule)
    if how is Aggregation.MEDIAN:
        return Fraction(median(ordered))
    if how is Aggregation.SUM:
        return sum(ordered, Fraction(0))
    if how is Aggregation.MIN:
        return ordered[0]
    if how is Aggregation.MAX:
        return ordered[-1]
    needed = several / 2 + 0.5 if how is Aggregation.MAJORITY else k
    reach = le if low_is_better else ge
    held = [mark for mark in ordered if sum(reach(one, mark) for one in ordered) >= needed]
    best: Callable[[list[Fraction]], Fraction] = min if low_is_better else max
    return best(held) if held else worst


class Reference:
    """A grid, and the names of all the reviewers of its panel."""

    def __init__(self, grid: ScoringFile, people: frozenset[str]) -> None:
        self.grid = grid
        self.apart = bool(grid.colleges) and bool(people & {"ana", "bob", "dan"})
        self.people = people - {CONSENSUS}
        self.counted = [one for one in grid.criteria if one.counts == "points"]

    def highest(self, one: Criterion | Part, how: Aggregation) -> Fraction:
        """The best joined mark; that of a sum counts each reviewer the grid wants."""
        if isinstance(one, Criterion) and one.parts:
            return sum((self.best(part, how, Fraction(part.weight)) for part in one.parts), Fraction(0))
        times = self.grid.reviewers if how is Aggregation.SUM and self.grid.aggregate_on == "criteria" else 1
        return Fraction(one.scale.highest if one.scale else 0) * times

    def best(self, one: Criterion | Part, how: Aggregation, weight: Fraction) -> Fraction:
        if one.scale is not None and not one.scale.is_counted:
            return Fraction(0)
        return weight * self.highest(one, how) if self.grid.weighting == "factor" else weight

    def points(self, one: Criterion | Part, how: Aggregation, weight: Fraction, mark: Fraction) -> Fraction:
        if one.scale is not None and not one.scale.is_counted:
            return Fraction(0)
        if self.grid.weighting == "factor":
            return weight * mark
        high = self.highest(one, how)
        if one.scale is not None and one.scale.lower_is_better:
            low = high / Fraction(one.scale.highest) * Fraction(one.scale.lowest)
            return weight * (high - mark) / (high - low)
        return weight * mark / high if high else Fraction(0)

    def mark(self, one: Criterion, reviews: Sequence[ReviewMarks]) -> Fraction | None:
        """The joined mark of a criterion, made of its parts' points when it has some."""
        how = one.aggregation or self.grid.aggregation
        if one.parts:
            parts = {part.key: self.leaf_mark(one, part, reviews) for part in one.parts}
            given = [
                self.points(part, how, Fraction(part.weight), found)
                for part in one.parts
                if (found := parts[part.key]) is not None
            ]
            return sum(given, Fraction(0)) if given else None
        return self.leaf_mark(one, one, reviews)

    def leaf_mark(
        self, one: Criterion, leaf: Criterion | Part, reviews: Sequence[ReviewMarks]
    ) -> Fraction | None:
        grid, scale = self.grid, leaf.scale
        assert isinstance(scale, Scale)
        how = one.aggregation or grid.aggregation
        of_all = how is Aggregation.CONSENSUS
        read = [
            (review.college, Fraction(mark))
            for review in reviews
            if (review.reviewer == CONSENSUS) == of_all and (mark := review.marks.get(leaf.key)) is not None
        ]
        if not read:
            return None
        worst = Fraction(scale.highest if scale.lower_is_better else scale.lowest)
        fine = ScoreRounding(decimals=4)
        rule = fine if grid.colleges else grid.rounding.marks or fine
        apart: dict[str | None, list[Fraction]] = {}
        for college, mark in read:
            apart.setdefault(college if self.apart else None, []).append(mark)
        weights = (
            {one.key: Fraction(one.weight) for one in grid.colleges} if self.apart else {None: Fraction(1)}
        )
        if not (apart := {key: marks for key, marks in apart.items() if key in weights}):
            return None
        found = sum(
            (
                weights[key]
                * joined(how, marks, grid.trim, one.k or grid.k, scale.lower_is_better, worst, rule)
                for key, marks in apart.items()
            ),
            Fraction(0),
        ) / sum((weights[key] for key in apart), Fraction(0))
        return rounded(found, grid.rounding.marks) if grid.rounding.marks is not None else found

    def worth(self, one: Criterion, marks: Mapping[str, Fraction | None]) -> Fraction:
        """The points of a criterion that was assessed."""
        mark = marks[one.key]
        assert mark is not None
        return self.points(one, one.aggregation or self.grid.aggregation, Fraction(one.weight), mark)

    def idle(self, marks: Mapping[str, Fraction | None]) -> set[str]:
        """Those that do not count: not assessed, or not among the best of a group that chooses."""
        out = {one.key for one in self.grid.criteria if marks[one.key] is None}
        for group in self.grid.groups:
            for kind in ("points", "bonus"):
                inside = [one for one in self.grid.criteria if (one.group, one.counts) == (group.key, kind)]
                given = [one for one in inside if marks[one.key] is not None]
                given.sort(key=lambda one: self.worth(one, marks), reverse=not self.grid.lower_is_better)
                out |= {one.key for one in given[chosen(group, len(given)) :]}
        return out

    def together(self, figures: Mapping[str, Fraction], capped: bool = True) -> Fraction:
        """The sum of these figures of criteria, the groups choosing and capping."""
        whole = Fraction(0)
        left = dict(figures)
        for group in self.grid.groups:
            keys = [one.key for one in self.grid.criteria if one.group == group.key and one.key in left]
            inside = sorted((left.pop(key) for key in keys), reverse=not self.grid.lower_is_better)
            found = sum(inside[: chosen(group, len(inside))], Fraction(0))
            whole += min(found, Fraction(group.cap)) if capped and group.cap is not None else found
        return whole + sum(left.values(), Fraction(0))

    def capped_sum(self, figures: Mapping[str, Fraction], capped: bool = True) -> Fraction:
        """The sum of figures among which the choice is already made."""
        whole = sum(figures.values(), Fraction(0))
        for group in self.grid.groups if capped else ():
            inside = sum(
                (
                    figures[one.key]
                    for one in self.grid.criteria
                    if one.group == group.key and one.key in figures
                ),
                Fraction(0),
            )
            if group.cap is not None and inside > group.cap:
                whole -= inside - Fraction(group.cap)
        return whole

    def mean(
        self,
        given: Mapping[str, Fraction],
        most: Mapping[str, Fraction],
        assessed: Collection[str],
        extra: Fraction,
    ) -> Fraction:
        """The geometric mean of what groups and lone criteria obtain, and the bonus; rounded."""
        units: dict[str, list[str]] = {}
        for one in self.counted:
            units.setdefault(f"group {one.group}" if one.group else one.key, []).append(one.key)
        shares: list[tuple[Fraction, Fraction]] = []
        for keys in units.values():
            best = self.together({key: most[key] for key in keys})
            known = {key: most[key] for key in keys if key in assessed}
            if not best or (self.grid.unassessed == "rescale" and not known):
                continue
            reachable = self.together(known) if self.grid.unassessed == "rescale" else best
            points = self.capped_sum({key: given[key] for key in keys if key in given})
            shares.append((max(points, Fraction(0)) / reachable if reachable > 0 else Fraction(0), best))
        whole = self.together(most)
        if self.grid.weighting == "factor":
            tops = [self.highest(one, one.aggregation or self.grid.aggregation) for one in self.counted]
            whole = max(tops, default=Fraction(0))
        if not shares:
            return rounded(extra, self.grid.rounding)
        over = prod(best.denominator for _, best in shares)
        powers = [int(best * over) for _, best in shares]
        powers = [power // gcd(*powers) for power in powers]
        radicand = whole ** sum(powers)
        for (share, _), power in zip(shares, powers, strict=True):
            radicand *= share**power
        return root(radicand, sum(powers), extra, self.grid.rounding)

    def sums(self, marks: Mapping[str, Fraction | None]) -> tuple[Fraction, Fraction, Fraction]:
        """(total, unweighted, ranking) of these marks, rounded."""
        grid, idle = self.grid, self.idle(marks)
        names = ("total", "unweighted", "ranking")
        given: dict[str, dict[str, Fraction]] = {name: {} for name in names}
        reached: dict[str, dict[str, Fraction]] = {name: {} for name in names}
        most: dict[str, dict[str, Fraction]] = {name: {} for name in names}
        sides: dict[str, dict[str, Fraction]] = {"bonus": {}, "malus": {}}
        for one in grid.criteria:
            mark, how = marks[one.key], one.aggregation or grid.aggregation
            weight = Fraction(one.weight)
            by_rank = weight if one.ranking_weight is None else Fraction(one.ranking_weight)
            if one.counts == "points":
                ceilings = {
                    "total": self.best(one, how, weight),
                    "unweighted": self.highest(one, how),
                    "ranking": self.best(one, how, by_rank),
                }
                for name, figure in ceilings.items():
                    most[name][one.key] = figure
                    if mark is not None:
                        reached[name][one.key] = figure
                if mark is not None and one.key not in idle:
                    given["total"][one.key] = self.points(one, how, weight, mark)
                    given["ranking"][one.key] = self.points(one, how, by_rank, mark)
                    given["unweighted"][one.key] = mark
            elif mark is not None and one.key not in idle and one.counts in sides:
                sides[one.counts][one.key] = self.points(one, how, weight, mark)
        found = {name: self.capped_sum(given[name], name != "unweighted") for name in names}
        if grid.unassessed == "rescale":
            for name in names:
                best = self.together(reached[name], name != "unweighted")
                whole = self.together(most[name], name != "unweighted")
                all_ = len(reached[name]) == len(most[name])
                found[name] = found[name] if all_ else found[name] * whole / best if best > 0 else Fraction(0)
        extra = self.capped_sum(sides["bonus"]) - self.capped_sum(sides["malus"])
        if grid.combine == "geometric_mean":
            found |= {
                name: self.mean(given[name], most[name], reached[name].keys(), extra) - extra
                for name in ("total", "ranking")
            }
        found["total"] += extra
        found["ranking"] += extra
        total, unweighted, ranking = (
            rounded(found[name], grid.rounding) for name in ("total", "unweighted", "ranking")
        )
        has_own = any(one.ranking_weight is not None for one in grid.criteria)
        return total, unweighted, ranking if has_own else total

    def applies(self, one: Criterion, attributes: Known) -> bool:
        return one.when is None or holds(one.when, attributes)

    def result(self, reviews: Sequence[ReviewMarks], attributes: Known) -> Result:
        grid = self.grid
        own = [review for review in reviews if review.reviewer != CONSENSUS]
        marks = {
            one.key: self.mark(one, reviews) if self.applies(one, attributes) else None
            for one in grid.criteria
        }
        total, unweighted, ranking = self.sums(marks)
        scored = any(mark is not None for mark in marks.values())
        if grid.aggregation is Aggregation.CONSENSUS:
            scored = scored and len(own) < len(reviews)
        else:
            scored = scored and len(own) >= grid.least
            for college in grid.colleges if self.apart else ():
                mine = [review for review in own if review.college == college.key]
                scored = scored and len(mine) >= college.least
        if grid.everyone:
            asked = [
                leaf.key for one in grid.criteria if self.applies(one, attributes) for leaf in one.leaves
            ]
            complete = {review.reviewer for review in own if all(key in review.marks for key in asked)}
            scored = scored and complete == self.people
        unasked = not any(self.applies(one, attributes) for one in grid.criteria)
        scored = scored or unasked
        known: dict[str, Fraction | None] = {key: Fraction(value) for key, value in attributes.items()}
        known |= marks
        known |= {"total": total, "ranking_score": ranking, "reviews": Fraction(len(own))}
        known |= {group.key: self.group_points(group.key, marks) for group in grid.groups}
        retained = (
            scored
            and (unasked or self.reaches(total, unweighted))
            and all(self.criterion_holds(one, marks[one.key], attributes) for one in grid.criteria)
            and all(self.group_holds(group.key, marks, attributes) for group in grid.groups)
            and all(sum(holds(text, known) for text in gate.conditions) >= gate.needed for gate in grid.gates)
            and not any(holds(one.when, known) for one in grid.knock_outs)
        )
        return Result(total, unweighted, ranking, marks, scored, retained)

    def reaches(self, total: Fraction, unweighted: Fraction) -> bool:
        if self.grid.threshold is None:
            return True
        plain = self.grid.threshold_on == "unweighted"
        figures = {}
        for one in self.counted:
            how = one.aggregation or self.grid.aggregation
            figures[one.key] = self.highest(one, how) if plain else self.best(one, how, Fraction(one.weight))
        whole = self.together(figures, not plain)
        if self.grid.combine == "geometric_mean" and self.grid.weighting == "factor" and not plain:
            tops = [self.highest(one, one.aggregation or self.grid.aggregation) for one in self.counted]
            whole = max(tops, default=Fraction(0))
        bound = wanted(self.grid.threshold, whole)
        figure = unweighted if plain else total
        return figure <= bound if self.grid.lower_is_better else figure >= bound

    def mark_holds(self, one: Criterion, mark: Fraction, threshold: Decimal | str) -> bool:
        bound = wanted(threshold, self.highest(one, one.aggregation or self.grid.aggregation))
        reversed_ = one.scale is not None and one.scale.lower_is_better
        return mark <= bound if reversed_ else mark >= bound

    def criterion_holds(self, one: Criterion, mark: Fraction | None, attributes: Known) -> bool:
        if not one.knock_out or one.threshold is None or not self.applies(one, attributes):
            return True
        if mark is None:
            return self.grid.unassessed == "rescale"
        return self.mark_holds(one, mark, one.threshold)

    def group_points(self, key: str, marks: Mapping[str, Fraction | None]) -> Fraction:
        idle = self.idle(marks)
        inside = [one for one in self.counted if one.group == key and one.key not in idle]
        return self.capped_sum({one.key: self.worth(one, marks) for one in inside})

    def group_holds(self, key: str, marks: Mapping[str, Fraction | None], attributes: Known) -> bool:
        group = next(one for one in self.grid.groups if one.key == key)
        members = [one for one in self.grid.criteria if one.group == key]
        if group.threshold is not None:
            counted = [one for one in members if one.counts == "points"]
            best = self.together(
                {
                    one.key: self.best(one, one.aggregation or self.grid.aggregation, Fraction(one.weight))
                    for one in counted
                }
            )
            points, bound = self.group_points(key, marks), wanted(group.threshold, best)
            if points > bound if self.grid.lower_is_better else points < bound:
                return False
        if group.each is None:
            return True
        held = sum(
            not self.applies(one, attributes)
            or ((mark := marks[one.key]) is not None and self.mark_holds(one, mark, group.each))
            for one in members
        )
        return held >= (group.at_least or len(members))


def chosen(group: GridGroup, count: int) -> int:
    """How many of so many criteria of a group count."""
    if group.best is not None:
        return group.best
    return max(count - group.drop, 1) if group.drop is not None else count


def wanted(threshold: Decimal | str, whole: Fraction) -> Fraction:
    """A threshold as a figure: a mark, or a percentage of the whole."""
    if isinstance(threshold, str):
        return Fraction(threshold.removesuffix(" %")) / 100 * whole
    return Fraction(threshold)


def holds(condition: str, known: Mapping[str, Fraction | None] | Known) -> bool:
    """A condition of three words; what is not known holds nothing."""
    name, sign, figure = condition.split()
    value = known.get(name)
    return value is not None and (ge if sign == ">=" else le)(Fraction(value), Fraction(figure))
