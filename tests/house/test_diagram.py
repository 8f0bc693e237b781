"""The drawings of the road are made from its table, and the documentation holds the newest."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain.workflow import Group, Stage, Workflow, every_legal_road
from app.words.road.diagram import FULL_ROAD, documentation, mermaid, svg

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"```mermaid\n(.*?)```", re.DOTALL)


def test_the_documentation_holds_the_road_of_the_table() -> None:
    assert (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8") == documentation(), (
        "run `maillage docs`"
    )


def test_a_road_drawn_in_the_readme_is_the_one_of_the_table() -> None:
    readme = ROOT / "README.md"
    drawn = BLOCK.findall(readme.read_text(encoding="utf-8")) if readme.exists() else []
    assert [block for block in drawn if block != mermaid(Workflow.for_call(FULL_ROAD))] == []


@pytest.mark.parametrize(
    "groups", every_legal_road(), ids=lambda groups: "-".join(g.value[:3] for g in groups)
)
def test_every_stage_and_every_action_of_every_road_is_drawn(groups: tuple[Group, ...]) -> None:
    road = Workflow.for_call(groups)
    lines = mermaid(road).splitlines()
    boxes = {found[1] for line in lines if (found := re.match(r'    (\w+)\["', line))}
    assert boxes == {stage.value for stage in road.stages}
    arrows = [line for line in lines if "-->" in line]
    ends = [
        end
        for one in road.transitions
        for end in ([one.target] if one.target else sorted(one.sources, key=list(Stage).index))
    ]
    assert [arrow.rpartition(" ")[2] for arrow in arrows] == [end.value for end in ends]
    drawing = ElementTree.fromstring(svg(road))
    titles = drawing.findall(".//{http://www.w3.org/2000/svg}path/{http://www.w3.org/2000/svg}title")
    sources = sum(
        len(one.sources)
        for one in road.transitions
        if one.target not in (None, Stage.WITHDRAWN, Stage.EXPIRED)
    )
    assert len(titles) == sources
    assert "style=" not in svg(road)
