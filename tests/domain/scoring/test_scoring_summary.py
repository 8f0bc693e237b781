"""What a line of the list says is what the calculation behind it says."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring import Panel, ReviewMarks, score_of, score_panel
from app.domain.scoring.summary import summaries
from tests.domain.grids_drawn import ZONES, grids, reviews_of

Drawn = tuple[ScoringFile, list[ReviewMarks], Mapping[str, Mapping[str, Decimal]]]


@st.composite
def cases(draw: st.DrawFn) -> Drawn:
    grid = draw(grids())
    return grid, draw(reviews_of(grid)), draw(st.fixed_dictionaries(dict.fromkeys("ABCD", ZONES)))


@settings(max_examples=80, deadline=None)
@given(cases())
def test_a_summary_is_the_score_without_its_criteria(case: Drawn) -> None:
    grid, reviews, attributes = case
    panel = Panel.of("ABCD", reviews, [leaf.key for leaf in grid.leaves])
    scored = score_panel(grid, panel, [attributes[name] for name in panel.applications])
    for place, told in enumerate(summaries(scored)):
        score = score_of(scored, place)
        if told is None or score is None:
            assert told is score is None
            continue
        assert (str(told.total), told.out_of, told.threshold) == (
            str(score.total),
            score.out_of,
            score.threshold,
        )
        assert told.spread == (score.spread if len(score.totals) > 1 else None)
        assert (told.retained, told.below) == (score.retained, score.below)
