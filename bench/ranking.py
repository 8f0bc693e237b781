"""A call ranked by the engine, beside the same weighted means computed by NumPy alone, in one run."""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking import Entries, Listing, explain, listing, rank
from app.domain.scoring import Panel, score_panel

REVIEWERS, CRITERIA = 3, 5
WEIGHTS = (30, 25, 20, 15, 10)
ENVELOPE = 50_000_000_00


@dataclass(frozen=True)
class Ranking:
    """One size: milliseconds of processor (the best of a few), mebibytes at the peak of the engine."""

    applications: int
    numpy: float
    engine: float
    explanation: float
    memory: float

    @property
    def ratio(self) -> float:
        return self.engine / self.numpy


def grid(criteria: int = CRITERIA, weights: tuple[int, ...] = WEIGHTS) -> ScoringFile:
    """Criteria from 0 to 5 by halves, a knock-out on each, a threshold, two tie-breaks and the day of filing."""
    return ScoringFile.model_validate(
        {
            "criteria": [
                {
                    "key": f"c{place}",
                    "label": f"Critère {place}",
                    "weight": weights[place % len(weights)],
                    "scale": {"min": 0, "max": 5, "step": "0.5"},
                    "threshold": 1,
                    "knock_out": True,
                }
                for place in range(criteria)
            ],
            "out_of": sum(weights[place % len(weights)] for place in range(criteria)),
            "threshold": "50 %",
            "reviewers": REVIEWERS,
            "tie_breaks": ["c0", "c1", "filed_at"],
        }
    )


def panel(applications: int, reviewers: int = REVIEWERS, criteria: int = CRITERIA, pool: int = 300) -> Panel:
    """Marks drawn once for all: each application has its level, each reviewer a mood."""
    random = np.random.default_rng(2026)
    rows = applications * reviewers
    level = np.repeat(random.integers(2, 9, applications), reviewers)
    marks = np.clip(level[:, None] + random.integers(-2, 3, (rows, criteria)), 0, 10) * 5
    everywhere = np.ones((rows, criteria), dtype=np.bool_)
    return Panel(
        applications=[f"A{place:06d}" for place in range(applications)],
        reviewers=[f"R{place:03d}" for place in range(pool)],
        columns=tuple(f"c{place}" for place in range(criteria)),
        application=np.repeat(np.arange(applications), reviewers),
        reviewer=random.integers(0, pool, rows),
        marks=marks.astype(np.int64),
        given=everywhere,
        answered=everywhere,
        decimals=1,
        confidence=np.zeros(rows, dtype=np.int64),
    )


def entries(cast: Panel) -> Entries:
    """What each asks and when it was filed."""
    random, size = np.random.default_rng(6), len(cast.applications)
    amounts = random.integers(1_000_00, 50_000_00, size)
    return Entries(cast.applications, amounts, random.integers(0, 10**15, size), [{}] * size)


def ranked(file: ScoringFile, cast: Panel, known: Entries) -> Listing:
    """Scores, thresholds, tie-breaks and the envelope."""
    return listing(rank(score_panel(file, cast), known, ENVELOPE), RankingRule(), ENVELOPE)


def means(cast: Panel) -> NDArray[np.float64]:
    """The reference: the weighted means of the same marks, as NumPy computes them, in binary floats."""
    size = len(cast.applications)
    counts = np.bincount(cast.application, minlength=size)
    columns = [
        np.bincount(cast.application, weights=cast.marks[:, place], minlength=size) / counts
        for place in range(cast.marks.shape[1])
    ]
    weights = np.array([WEIGHTS[place % len(WEIGHTS)] for place in range(len(columns))]) / 50
    return np.column_stack(columns) @ weights


def measure(applications: int, times: int) -> Ranking:
    """One size of the five criteria and three reviewers."""
    file, cast = grid(), panel(applications)
    known = entries(cast)
    found = ranked(file, cast, known)
    reference = _best(lambda: means(cast), times)
    engine = _best(lambda: ranked(file, cast, known), times)
    tracemalloc.start()
    ranked(file, cast, known)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    shown = [one.reference for one in found.places[:: max(1, applications // 100)]]
    explained = _best(lambda: [explain(found, one) for one in shown], times) / len(shown)
    return Ranking(applications, reference, engine, explained, peak / 2**20)


def measure_wide() -> tuple[float, float]:
    """Milliseconds for a grid of two hundred criteria, and for three hundred experts who all mark all."""
    wide, many = panel(1_000, 3, 200), panel(300, 300, CRITERIA)
    known, others = entries(wide), entries(many)
    file = grid(200)
    return _best(lambda: ranked(file, wide, known), 2), _best(lambda: ranked(grid(), many, others), 2)


def _best(act: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        before = time.process_time()
        act()
        found.append(1000 * (time.process_time() - before))
    return min(found)
