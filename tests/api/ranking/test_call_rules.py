"""The rules of a call as JSON: the sections of the page and of the annex."""

from tests import lottery
from tests.api.conftest import Known


def test_the_json_gives_the_sections_of_the_document(started: Known) -> None:
    found = started.callers.named("officer").call("GET", started.path("/calls/{slug}/rules"), 200)
    assert found["checksum"] == lottery.folder().checksum
    assert [section["title"] for section in found["sections"]][1:3] == [
        "Les conditions de recevabilité",
        "Les critères",
    ]
    criteria = found["sections"][2]
    assert [block["kind"] for block in criteria["blocks"]][:2] == ["paragraph", "table"]
    assert criteria["blocks"][1]["total"] == ["Total", "", "", "100"]
    assert criteria["parts"][0]["key"] == "ouverture"
