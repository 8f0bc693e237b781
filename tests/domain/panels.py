"""Panels drawn for properties: incomplete, with marks in halves or whole numbers."""

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from app.domain.calibration.votes import Votes

Row = tuple[str, str, Decimal]


def table(text: str) -> Votes:
    """The votes of a table: a line per application, a column per reviewer, a dot where there is none."""
    return Votes.of(
        (f"a{i:02d}", f"r{j:02d}", Decimal(mark))
        for i, line in enumerate(text.strip().splitlines())
        for j, mark in enumerate(line.split())
        if mark != "."
    )


@st.composite
def panels(draw: Callable[[st.SearchStrategy[list[Row]]], list[Row]]) -> list[Row]:
    """Up to six applications and four reviewers, each pair voted once or not at all, never empty."""
    pairs = st.tuples(st.sampled_from("abcdef"), st.sampled_from("wxyz"))
    marks = st.integers(0, 20).map(lambda mark: Decimal(mark) / 2)
    votes = st.dictionaries(pairs, marks, min_size=1, max_size=24)
    return draw(votes.map(lambda cast: [(name, voter, mark) for (name, voter), mark in cast.items()]))
