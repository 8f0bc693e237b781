"""The sentences of the rules of a call, as its tests read them."""

from typing import Any

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.documents.rules import Block, Items, Paragraph, RuleSection, Table
from app.words.calls.rules.document import sections_of_grid
from tests.domain.grids import criterion, grid

SPACES = str.maketrans("\u202f\u00a0", "  ")


def sentences(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(" ".join(part for part in (block.text, block.code, block.note) if part))
            case Items():
                found += sentences(block.entries)
            case Table():
                found += [" | ".join(row) for row in (*block.rows, block.total) if row]
    return [one.translate(SPACES) for one in found]


def told(sections: tuple[RuleSection, ...]) -> dict[str, list[str]]:
    """Every sentence of each section, its parts after it."""
    return {
        section.key: sentences(section.blocks)
        + [one for part in section.parts for one in sentences(part.blocks)]
        for section in sections
    }


def of_grid(*criteria: dict[str, Any], rule: RankingRule | None = None, **more: Any) -> dict[str, list[str]]:
    return told(sections_of_grid(grid(*criteria, **more), rule))


def of_rule(**said: Any) -> list[str]:
    attributes = [
        {"key": "zone", "label": "Zone", "kind": "text"},
        {"key": "taille", "label": "Taille", "kind": "number"},
    ]
    return of_grid(criterion("a"), attributes=attributes, rule=RankingRule.model_validate(said))["envelope"]
