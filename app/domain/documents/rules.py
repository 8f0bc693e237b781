"""The rules of a call as a document to read: sections of paragraphs, lists and tables, from its frozen files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from app.domain.documents.blanks import blanks


@dataclass(frozen=True)
class Paragraph:
    """A sentence or more. ``code`` is a condition as the file writes it, for want of words; ``note`` says its names."""

    text: str
    code: str = ""
    note: str = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list, numbered where its order is a rule."""

    entries: tuple[Paragraph, ...]
    ordered: bool = False
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Column:
    """A column of a table; ``figure``: it holds figures, set to the right."""

    label: str
    figure: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose first cell of each row names the row; ``total`` is its last line, when it adds up."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    kind: Literal["table"] = "table"


Block: TypeAlias = Paragraph | Items | Table


@dataclass(frozen=True)
class SubSection:
    """One thing among those of a section: a criterion, a pot, a round."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class RuleSection:
    """A chapter of the rules; ``key`` is stable, for addresses."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[SubSection, ...] = ()


_REQUIRED = ("authority", "service", "call_title", "edition", "sections", "zone", "content_sha256")


@dataclass(frozen=True)
class RulesDocument:
    """The rules of a call since they were frozen. ``zone`` (IANA) is the one of the call."""

    authority: str
    service: str
    call_title: str
    edition: str
    sections: tuple[RuleSection, ...]
    issued_at: datetime
    zone: str
    content_sha256: str

    def missing(self) -> Iterator[str]:
        """What would leave a hole in it."""
        yield from blanks("", self, _REQUIRED)
