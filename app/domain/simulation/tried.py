"""A call tried whole: applications invented for its files, ranked by them, and what was found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10
from statistics import median
from typing import Final

from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.ranking.listing import Listing
from app.domain.ranking.result import Result
from app.domain.simulation.compared import Formula
from app.domain.simulation.findings import Finding, Trial, findings
from app.domain.simulation.invented import invent

BARS: Final = 12
"""About how many steps the totals are counted by."""


@dataclass(frozen=True)
class Rules:
    """What is tried: the grid, the ranking, the names of their conditions, the aid of the dossier.

    `aid` counts where the ranking says nothing of the amount. `envelope` in cents, 0 for no limit.
    """

    grid: ScoringFile
    ranking: RankingRule
    names: Names
    aid: AidRule | None
    envelope: int

    @property
    def readers(self) -> int:
        """How many read each application, as the grid says."""
        return max(self.grid.reviewers, self.grid.least)

    @property
    def ranked(self) -> RankingRule:
        """The ranking with how an amount is found."""
        return self.ranking.model_copy(update={"amount": self.ranking.amount or self.aid})


@dataclass(frozen=True)
class Tried:
    """What was tried, its result, and what is worth telling of it."""

    trial: Trial
    result: Result
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Bar:
    """How many totals are from `low` on, below the next bar."""

    low: Fraction
    count: int


@dataclass(frozen=True)
class Spread:
    """The lowest total, the one in the middle, the highest, and how many there are all along."""

    lowest: Fraction
    middle: Fraction
    highest: Fraction
    bars: tuple[Bar, ...]


def try_rules(rules: Rules, *, count: int, seed: str, readers: int | None = None, idle: bool = True) -> Tried:
    """Invent so many applications, rank them, and look at what the rules did; the seed also serves a draw.

    `idle`: are the criteria looked for that decide nothing? The list is made again without each of them.

    Raises:
        ConditionError: a condition cannot be computed for one application, the one of that place.
        CalibrationError: the grid ranks by a figure that cannot be computed.
    """
    rule = rules.ranked
    drawn = invent(
        rules.grid,
        rules.names,
        count=count,
        reviewers=readers or rules.readers,
        seed=seed,
        envelope=rules.envelope,
        aid=rule.amount,
        conditions=tuple(_conditions(rules.grid, rule)),
        formulas=tuple(_formulas(rules.grid)),
    )
    trial = Trial(rules.grid, rule, rules.names, drawn.entries, drawn.reviews, rules.envelope, seed)
    result = trial.result()
    return Tried(trial, result, findings(trial, result, idle=idle))


def _conditions(grid: ScoringFile, rule: RankingRule) -> Iterator[str]:
    """Every condition of the files that an answer may make true or false."""
    yield from (one.when for one in grid.criteria if one.when is not None)
    yield from (line.when for one in grid.criteria for line in one.computed if line.when is not None)
    yield from (text for gate in grid.gates for text in gate.conditions)
    yield from (one.when for one in grid.knock_outs)
    if grid.ranking_score is not None:
        yield grid.ranking_score.formula
    if grid.compare_among is not None:
        yield grid.compare_among
    yield from (one.when for one in rule.pots if one.when is not None)
    yield from (one.when for one in (rule.amount.rates if rule.amount is not None else ()) if one.when)


def _formulas(grid: ScoringFile) -> Iterator[Formula]:
    """How the marks that nobody gives are computed, where they are figures."""
    for one in grid.criteria:
        if one.scale is not None and one.scale.is_numeric:
            ends = Fraction(one.scale.lowest), Fraction(one.scale.highest)
            yield from (Formula(line.mark, *ends) for line in one.computed)


def distribution(listing: Listing) -> Spread | None:
    """How the totals spread, by steps of 1, 2 or 5 times a power of ten; None when there is no total."""
    scored = listing.ranked.scored
    totals = [scored.total.at(one.at) for one in listing.places if scored.assessed(one.at)]
    if not totals:
        return None
    low, high = min(totals), max(totals)
    step = _step((high - low) / BARS)
    first = low // step
    counts = Counter(total // step - first for total in totals)
    bars = tuple(Bar((first + at) * step, counts[at]) for at in range(high // step - first + 1))
    return Spread(low, median(totals), high, bars)


def _step(least: Fraction) -> Fraction:
    if not least:
        return Fraction(1)
    power = Fraction(10) ** floor(log10(least))
    return next(one * power for one in (1, 2, 5, 10) if one * power >= least)
