"""Rows as columns of a terminal."""

from collections.abc import Iterator, Sequence

GAP = "  "


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The heads, then one line for each row, each column as wide as its widest cell; figures to the right."""
    columns = list(zip(heads, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = [
        bool(rows) and all(cell[-1:].isdigit() or cell.endswith("€") for cell in column[1:])
        for column in columns
    ]
    for row in (heads, *rows):
        cells = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        yield GAP.join(cells).rstrip()
