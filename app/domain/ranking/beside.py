"""What the totals of the reviewers say once the reviewers are compared: a score and a rank beside the total.

The votes are the totals that each reviewer alone gives (not the mark agreed by all), over every application that
was marked, so that the habits of a reviewer are known from all they read. The ranks are those among the retained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np

from app.domain.calibration import expected_rank, normalisation
from app.domain.calibration.expected_rank import Standing, funding_line
from app.domain.calibration.normalisation import ranks
from app.domain.calibration.posterior import Priors
from app.domain.calibration.votes import Votes
from app.domain.call_file.grid.figures import out_of, points_factor
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile, Side
from app.domain.ranking.order import Link
from app.domain.scoring.exact import decimal_of, fixed
from app.domain.scoring.panel import CONSENSUS
from app.domain.scoring.scored import Scored


class Uncalibrated(StrEnum):
    """Why the reviewers cannot be compared."""

    NO_VOTE = "no_vote"
    TOO_MANY = "too_many"
    NO_SCALE = "no_scale"
    TOO_LARGE = "too_large"


class CalibrationError(ValueError):
    """A figure beside the total that cannot be computed; `side` is what was asked, `code` why not."""

    def __init__(self, side: Side, code: Uncalibrated) -> None:
        super().__init__(f"{side}: {code}")
        self.side = side
        self.code = code


@dataclass(frozen=True)
class Beside:
    """A score for each application that has votes, and the rank it would give to each retained one."""

    by: Side
    scores: Mapping[str, Decimal]
    ranks: Mapping[str, int]
    lower_is_better: bool
    standings: tuple[Standing, ...] = ()
    """For an expected rank, those of the retained: their intervals are what a draw goes by."""

    def across(self, fundable: int) -> tuple[str, ...]:
        """Those whose interval crosses the line that so many fundable places draw; nobody without a line."""
        if not 0 < fundable <= len(self.standings):
            return ()
        return funding_line(self.standings, fundable).drawn


def beside(scored: Scored, by: Side) -> Beside:
    """The figure and its ranks; equals share the first of their places.

    Raises:
        CalibrationError: nobody voted, or a total has too many digits to be compared; for an expected rank, more
        than a thousand applications or a grid whose total is always the same.
    """
    try:
        votes = votes_of(scored)
    except ValueError as error:
        raise CalibrationError(by, Uncalibrated.TOO_LARGE) from error
    if votes is None:
        raise CalibrationError(by, Uncalibrated.NO_VOTE)
    lower = by in ("percentile", "expected_rank") or scored.grid.lower_is_better
    standings = _expected(scored.grid, votes) if by == "expected_rank" else ()
    scores = {one.application: one.expected_rank for one in standings} or _scores(scored, votes, by)
    retained = {
        name
        for name, kept in zip(scored.panel.applications, scored.retained.tolist(), strict=True)
        if kept and name in scores
    }
    names = [name for name in scores if name in retained]
    found = ranks([scores[name] for name in names], lower_is_better=lower, ties="min")
    ranked = {name: int(one) for name, one in zip(names, found, strict=True)}
    kept = tuple(one for one in standings if one.application in retained)
    return Beside(by, scores, ranked, lower, kept)


def main_of(scored: Scored, found: Beside) -> Link:
    """The figure as what the ranking goes by; an application without votes stands last."""
    values = sorted(set(found.scores.values()), reverse=not found.lower_is_better)
    place = {value: at for at, value in enumerate(values)}
    keys = [
        place[found.scores[name]] if name in found.scores else len(values)
        for name in scored.panel.applications
    ]
    return Link(found.by, np.array(keys, dtype=np.int64))


def votes_of(scored: Scored) -> Votes | None:
    """One vote for each review that gives a mark: its total; None when there is none.

    Raises ValueError for a total with too many digits.
    """
    panel, digits = scored.panel, scored.grid.rounding.decimals
    rows = [
        (
            panel.applications[panel.application[row]],
            panel.reviewers[who],
            fixed(scored.totals_of_reviews.at(row), digits),
        )
        for row in np.flatnonzero(panel.given.any(axis=1)).tolist()
        if panel.reviewers[who := panel.reviewer[row]] != CONSENSUS
    ]
    return Votes.of(rows) if rows else None


def _scores(scored: Scored, votes: Votes, by: Side) -> dict[str, Decimal]:
    lower = scored.grid.lower_is_better
    if by == "z_score":
        found = normalisation.z_score(votes)
    elif by == "percentile":
        rule = scored.grid.rounding.percentile
        found = normalisation.percentile(votes, lower_is_better=lower, decimals=rule.decimals, mode=rule.mode)
    else:
        found = normalisation.severity(votes).scores
    return dict(zip(found.applications, found.values, strict=True))


def _expected(grid: ScoringFile, votes: Votes) -> tuple[Standing, ...]:
    if len(votes.applications) > expected_rank.MOST:
        raise CalibrationError("expected_rank", Uncalibrated.TOO_MANY)
    low, high = span(grid)
    if low == high:
        raise CalibrationError("expected_rank", Uncalibrated.NO_SCALE)
    priors = Priors.of_scale(low, high)
    return expected_rank.expected_ranks(votes, priors, lower_is_better=grid.lower_is_better)


def span(grid: ScoringFile) -> tuple[Decimal, Decimal]:
    """The lowest and the highest total that one review can give, bonus and malus apart."""
    if grid.combine == "geometric_mean":
        return Decimal(0), decimal_of(out_of(grid))
    ends = [_ends(grid, one) for one in grid.criteria if one.counts == "points"]
    low, high = (sum((pair[at] for pair in ends), Fraction(0)) for at in (0, 1))
    return decimal_of(low), decimal_of(high)


def _ends(grid: ScoringFile, leaf: Criterion | Part) -> tuple[Fraction, Fraction]:
    parts = [_ends(grid, part) for part in leaf.parts] if isinstance(leaf, Criterion) else []
    low, high = (sum((pair[at] for pair in parts), Fraction(0)) for at in (0, 1))
    if leaf.scale is not None:
        low, high = Fraction(leaf.scale.lowest), Fraction(leaf.scale.highest)
    factor, origin = points_factor(grid, leaf)
    points = factor * (low - origin), factor * (high - origin)
    return min(points), max(points)
