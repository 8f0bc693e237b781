"""What the rules did to a list of applications: who was stopped by what, where the money ends, what never counts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from app.domain.allocation import Outcome
from app.domain.call_file.grid.figures import out_of
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.call_file.names import Names
from app.domain.explanation import Figure
from app.domain.ranking import Entry
from app.domain.ranking.listing import Listing
from app.domain.ranking.result import Result, result_of
from app.domain.ranking.stops import stops
from app.domain.scoring import ReviewMarks
from app.domain.scoring.conditions import GridConditions
from app.domain.scoring.exact import Bools, fixed


class FindingCode(StrEnum):
    """What is worth telling. `count` of `of` applications are stopped, unless it says otherwise."""

    RANKED = "ranked"
    UNREAD = "unread"
    GATE = "gate"
    ELIMINATION = "elimination"
    CRITERION = "criterion"
    GROUP = "group"
    TOTAL = "total"
    SAME_TOTAL = "same_total"
    TIED = "tied"
    LINE = "line"
    NO_LINE = "no_line"
    ENOUGH = "enough"
    NOBODY_SERVED = "nobody_served"
    QUOTA = "quota"
    POT_LEFT = "pot_left"
    IDLE = "idle"


@dataclass(frozen=True)
class Finding:
    """One thing found; `said` are its figures, money in cents."""

    code: FindingCode
    said: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class Trial:
    """What is tried: a grid, a rule, the names of their conditions, and applications with their reviews."""

    grid: ScoringFile
    rule: RankingRule
    names: Names
    entries: Sequence[Entry]
    reviews: Sequence[ReviewMarks]
    envelope: int = 0
    seed: str | None = None

    def result(self, grid: ScoringFile | None = None) -> Result:
        """The list, by this grid or another. Raises as `result_of`."""
        return result_of(
            grid or self.grid, self.rule, self.names, self.entries, self.reviews, self.envelope, self.seed
        )


def findings(trial: Trial, found: Result, *, idle: bool = True) -> tuple[Finding, ...]:
    """All that is found of the result of this trial, in the order of the road; `idle`: the idle criteria too."""
    listing = found.listing
    return (
        *_stopped(listing),
        *_ties(listing),
        *_money(listing),
        *(_idle(trial, found) if idle else ()),
    )


def _stopped(listing: Listing) -> Iterator[Finding]:
    scored, grid = listing.ranked.scored, listing.ranked.scored.grid
    size, judged = len(scored.scored), scored.scored
    yield Finding(FindingCode.RANKED, {"count": len(listing.ranked.order.places), "of": size})
    if not judged.all():
        yield Finding(FindingCode.UNREAD, {"count": int((~judged).sum()), "of": size})
    of = int(judged.sum())
    for gate in grid.gates:
        yield _count(FindingCode.GATE, gate.label, ~scored.gates[gate.key] & judged, of)
    for one, out in zip(grid.knock_outs, scored.eliminated, strict=True):
        yield _count(FindingCode.ELIMINATION, one.label, out & judged, of)
    for criterion in grid.criteria:
        if criterion.knock_out:
            column = scored.columns[criterion.key]
            yield _count(FindingCode.CRITERION, criterion.label, ~column.passes & judged, of)
    for group in grid.groups:
        if group.threshold is not None or group.each is not None:
            yield _count(FindingCode.GROUP, group.label, ~scored.groups[group.key].passes & judged, of)
    if scored.bound is not None:
        yield _count(FindingCode.TOTAL, "", ~scored.reaches & judged, of)


def _count(code: FindingCode, label: str, stopped: Bools, of: int) -> Finding:
    return Finding(code, {"label": label, "count": int(stopped.sum()), "of": of})


def _ties(listing: Listing) -> Iterator[Finding]:
    order, total = listing.ranked.order, listing.ranked.scored.total
    size = len(order.places)
    if not size:
        return
    if out_of(listing.ranked.scored.grid):
        _, times = np.unique(total.order()[order.places], return_counts=True)
        yield Finding(FindingCode.SAME_TOTAL, {"count": int(times[times > 1].sum()), "of": size})
    yield Finding(FindingCode.TIED, {"count": sum(one.tied for one in listing.places), "of": size})


def _money(listing: Listing) -> Iterator[Finding]:
    ranked = [one for one in listing.places if one.rank is not None]
    asked = sum(one.amount for one in ranked)
    money: dict[str, Figure] = {"envelope": listing.envelope, "asked": asked, "spent": listing.spent}
    served = [one for one in ranked if one.funded]
    why = tuple(f"{stop}:{count}" for stop, count in stops(listing).items())
    if not listing.envelope:
        yield Finding(FindingCode.NO_LINE, {**money, "count": len(served), "of": len(ranked), "stops": why})
    elif not served:
        yield Finding(FindingCode.NOBODY_SERVED, money)
    elif len(served) == len(ranked) and listing.spent == asked:
        yield Finding(FindingCode.ENOUGH, {**money, "count": len(ranked)})
    else:
        scored, last = listing.ranked.scored, served[-1]
        total = fixed(scored.total.at(last.at), scored.grid.rounding.decimals)
        line = {"reference": last.reference, "rank": last.rank, "total": total, "count": len(served)}
        yield Finding(FindingCode.LINE, {**money, **line, "of": len(ranked), "stops": why})
    stopped = Counter(one.outcome for one in ranked)[Outcome.QUOTA]
    if stopped:
        yield Finding(FindingCode.QUOTA, {"count": stopped, "of": len(ranked)})
    for pot in listing.pots:
        if pot.label and pot.left:
            yield Finding(FindingCode.POT_LEFT, {"label": pot.label, "left": pot.left, "spent": pot.spent})


def _idle(trial: Trial, found: Result) -> Iterator[Finding]:
    """The criteria without which the list and the money would be just the same; none that a condition names."""
    if len(trial.grid.criteria) == 1 or not len(found.listing.ranked.order.places):
        return
    real = _outline(found)
    conditions = GridConditions.of(trial.grid, trial.names).read.values()
    named = frozenset[str]().union(*(one.names for one in conditions))
    for one in trial.grid.criteria:
        keys = {one.key, *(leaf.key for leaf in one.leaves)}
        if not keys & named and _outline(trial.result(_without(trial.grid, one))) == real:
            yield Finding(FindingCode.IDLE, {"label": one.label})


def _outline(found: Result) -> list[tuple[str, int | None, int]]:
    return [(one.reference, one.rank, one.awarded) for one in found.listing.places]


def _without(grid: ScoringFile, gone: Criterion) -> ScoringFile:
    """The grid where this criterion is still marked, and counts for nothing."""
    quiet = gone.model_copy(
        update={"counts": "nothing", "threshold": None, "knock_out": False, "group": None}
    )
    changed = {
        "criteria": tuple(quiet if one is gone else one for one in grid.criteria),
        "tie_breaks": tuple(one for one in grid.tie_breaks if one.by != gone.key),
        "beside": (),
    }
    copy = grid.model_copy(update=changed)
    for cached in ("leaves", "lower_is_better"):
        copy.__dict__.pop(cached, None)
    return copy
