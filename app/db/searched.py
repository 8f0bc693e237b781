"""Rows that are looked for by their words: what is searched of each is kept beside it, folded once at each writing."""

from typing import Any

import sqlalchemy as sa

from app.db.base import Row
from app.domain.typed.searched import searchable

ESCAPE = "\\"
"""What stands before a sign of a pattern that is meant as itself."""


def keep_searchable(kind: type[Row], *columns: str) -> None:
    """Have ``search_text`` of these rows hold these columns as they are looked for, whenever a row is written."""

    def fold(_mapper: Any, _connection: Any, row: Any) -> None:
        text = searchable(*(getattr(row, one) for one in columns))
        if row.search_text != text:
            row.search_text = text

    for moment in ("before_insert", "before_update"):
        sa.event.listen(kind, moment, fold)


def anywhere(word: str) -> str:
    """The pattern that finds this word wherever it stands, its own ``%`` and ``_`` as themselves."""
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    return f"%{word}%"
