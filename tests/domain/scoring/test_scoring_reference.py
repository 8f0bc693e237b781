"""The engine and the slow way agree, on grids and panels drawn at random."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking import Entries, Entry, rank
from app.domain.scoring import Panel, ReviewMarks, Scored, score_panel
from tests.domain.grids_drawn import ZONES, grids, reviews_of
from tests.domain.reference import Reference

Drawn = tuple[ScoringFile, list[ReviewMarks], Mapping[str, Mapping[str, Decimal]]]
Figures = Mapping[str, tuple[Fraction, Fraction, Fraction, bool, bool]]


@st.composite
def cases(draw: st.DrawFn) -> Drawn:
    grid = draw(grids())
    attributes = draw(st.fixed_dictionaries(dict.fromkeys("ABCD", ZONES)))
    return grid, draw(reviews_of(grid)), attributes


def scored(
    grid: ScoringFile,
    reviews: Sequence[ReviewMarks],
    attributes: Mapping[str, Mapping[str, Decimal]],
    names: str = "ABCD",
) -> Scored:
    panel = Panel.of(names, reviews, [leaf.key for leaf in grid.leaves])
    return score_panel(grid, panel, [attributes[name] for name in panel.applications])


def figures(found: Scored) -> Figures:
    return {
        name: (
            found.total.at(at),
            found.unweighted.at(at),
            found.ranking.at(at),
            bool(found.scored[at]),
            bool(found.retained[at]),
        )
        for at, name in enumerate(found.panel.applications)
    }


@settings(max_examples=120, deadline=None)
@given(cases())
def test_the_engine_says_what_the_slow_way_says(case: Drawn) -> None:
    grid, reviews, attributes = case
    found = scored(grid, reviews, attributes)
    reference = Reference(grid, frozenset(one.reviewer for one in reviews))
    for at, name in enumerate(found.panel.applications):
        wanted = reference.result([one for one in reviews if one.application == name], attributes[name])
        marks = {
            one.key: column.mark.at(at) if (column := found.columns[one.key]).assessed[at] else None
            for one in grid.criteria
        }
        assert marks == wanted.marks
        assert figures(found)[name] == (
            wanted.total,
            wanted.unweighted,
            wanted.ranking,
            wanted.scored,
            wanted.retained,
        )


@settings(max_examples=30, deadline=None)
@given(cases(), st.integers())
def test_the_order_in_which_reviews_and_applications_come_changes_nothing(case: Drawn, seed: int) -> None:
    grid, reviews, attributes = case
    random = Random(seed)
    mixed = random.sample(reviews, len(reviews))
    names = "".join(random.sample("ABCD", 4))
    before, after = scored(grid, reviews, attributes), scored(grid, mixed, attributes, names)
    entries = [Entry(name, attributes=attributes[name]) for name in "ABCD"]
    assert figures(after) == figures(before)
    first = rank(before, Entries.of(entries))
    second = rank(after, Entries.of(random.sample(entries, 4)))
    assert [*second.references()] == [*first.references()]
    assert second.rank_of == first.rank_of


@settings(max_examples=30, deadline=None)
@given(cases(), st.sampled_from("ABCD"))
def test_removing_an_application_never_changes_the_total_of_another(case: Drawn, gone: str) -> None:
    grid, reviews, attributes = case
    before = figures(scored(grid, reviews, attributes))
    left = "ABCD".replace(gone, "")
    after = figures(scored(grid, [one for one in reviews if one.application != gone], attributes, left))
    assert {name: after[name][:3] for name in left} == {name: before[name][:3] for name in left}
