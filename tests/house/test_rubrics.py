"""The tables of the lines of a call, in `criteria/rubriques.md`, are those of the models."""

import re
from pathlib import Path

from app.adapters.call_files import MODELS
from app.cli.documents import rubrics_of
from app.domain.call_file.kinds import QuestionKind
from app.domain.call_file.sheet import Sheet
from app.words.calls.rubrics import block_of

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"
PAGE = (CRITERIA / "rubriques.md").read_text(encoding="utf-8")


def blocks(model: type[Sheet]) -> set[type[Sheet]]:
    inside = (block_of(field.annotation) for field in model.model_fields.values())
    return {model}.union(*(blocks(one) for one in inside if one is not None))


def test_the_page_of_the_rubrics_is_that_of_the_models() -> None:
    assert rubrics_of(CRITERIA) == PAGE, "run `maillage docs`"


def test_every_line_of_every_file_has_its_row_with_an_example() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert [row for row in rows if row.split(" | ")[-1].strip(" |") == ""] == []
    known = {one for model in MODELS.values() for one in blocks(model)}
    assert len(rows) == sum(len(one.model_fields) for one in known) + len(QuestionKind)


def test_a_line_that_holds_a_block_leads_to_its_table() -> None:
    titles = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    links = re.findall(r"\]\(#(.+?)\)", PAGE)
    assert len(links) > 50
    assert [one for one in links if one not in anchors] == []


def test_no_example_is_a_filler_and_each_may_stand_inside_braces() -> None:
    assert "Une ou deux phrases" not in PAGE
    examples = [line.split(" | ")[-1].strip(" |") for line in PAGE.splitlines() if line.startswith("| `")]
    assert [one for one in examples if ", " in one and not one.startswith(('`"', "`[", "`{", "voir "))] == []


def test_what_is_required_is_said_and_what_is_not_has_its_default() -> None:
    assert "| `weight` | nombre | obligatoire |" in PAGE
    assert "| `aggregation` | `mean`, `trimmed_mean`, `without_worst`," in PAGE
    assert "| `retention_years` | entier | `10` |" in PAGE
    assert "| `envelope` | montant | obligatoire |" in PAGE
