"""The pieces of the document of rules, set in French."""

from collections.abc import Iterable, Sequence

from app.domain.documents.rules import Column, Items, Paragraph, Table
from app.words.typography import typo


def said(text: str, code: str = "", note: str = "") -> Paragraph:
    """A paragraph; code stays as it is written."""
    return Paragraph(typo(text), code, typo(note))


def listed(entries: Iterable[Paragraph | str], *, ordered: bool = False) -> Items:
    """A list of sentences."""
    return Items(tuple(one if isinstance(one, Paragraph) else said(one) for one in entries), ordered)


def table(
    caption: str,
    columns: Sequence[tuple[str, bool]],
    rows: Iterable[Sequence[str]],
    total: Sequence[str] = (),
) -> Table:
    """A table; `columns` are pairs: its head, and does it hold figures?"""
    return Table(
        typo(caption),
        tuple(Column(typo(label), figure) for label, figure in columns),
        tuple(tuple(typo(cell) for cell in row) for row in rows),
        tuple(typo(cell) for cell in total),
    )
