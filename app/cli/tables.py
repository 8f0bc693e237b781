"""Rows as columns of a terminal."""

from collections.abc import Iterator, Sequence

GAP = "  "


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The heads, then one line for each row, each column as wide as its widest cell; figures to the right."""
    widths, right = zip(*map(_column, zip(heads, *rows, strict=True)), strict=True)
    for row in (heads, *rows):
        cells = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        yield GAP.join(cells).rstrip()


def _column(cells: Sequence[str]) -> tuple[int, bool]:
    """How wide it is, and whether it goes to the right."""
    figures = len(cells) > 1 and all(cell[-1:].isdigit() or cell.endswith("€") for cell in cells[1:])
    return max(map(len, cells)), figures
