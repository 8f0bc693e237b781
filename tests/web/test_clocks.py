"""Days and hours are told on the clocks of the call, wherever one reads or files."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import nodes

from app.db.apply import applications
from app.domain.people import SYSTEM
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.wiring import Wiring
from app.web.templating import TEMPLATES, make_environment
from app.words.formats import PARIS, day_month, time
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.web.applicants import at

DATED = {
    "before",
    "day",
    "day_figures",
    "day_month",
    "hour",
    "moment",
    "moment_exact",
    "moment_figures",
    "month",
    "remaining",
    "time",
    "weekday",
}
MARTINIQUE = ZoneInfo("America/Martinique")
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "pdf" not in path.parts]


def without_clocks(path: Path) -> Iterator[str]:
    """Where a template writes a day or an hour without saying on whose clocks."""
    environment = make_environment()
    tree = environment.parse(path.read_text(encoding="utf-8"))
    for node in tree.find_all(nodes.Filter):
        told = [one.name if isinstance(one, nodes.Name) else getattr(one, "attr", "") for one in node.args]
        if node.name in DATED and "zone" not in told:
            yield f"{path.relative_to(TEMPLATES)}:{node.lineno} |{node.name}"


def test_no_page_writes_a_day_or_an_hour_without_saying_on_whose_clocks() -> None:
    assert [found for path in PAGES for found in without_clocks(path)] == []


@pytest.mark.parametrize("stage", [Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT])
def test_where_one_files_the_hour_is_that_of_the_call_and_its_clocks_are_named(
    wired: Wiring, stage: Stage
) -> None:
    folder = factories.call_folder(TIERS_LIEUX)
    with wired.database.write() as session:
        call = folder.call.model_copy(update={"timezone": MARTINIQUE.key})
        open_call(
            factories.work(session, SYSTEM, now=factories.AN_OPEN_DAY),
            folder.model_copy(update={"call": call}),
        )
    around = at(wired, stage)
    with wired.database.read() as session:
        application = applications.by_reference(session, around.reference)
        assert application is not None
        due_at = application.due_at
    assert due_at is not None
    owner = around.browser(around.cast.owner)
    form = "lettre" if stage is Stage.LETTER_DRAFT else "dossier"
    there, here = time(due_at, MARTINIQUE), time(due_at, PARIS)
    for address in (around.home, f"{around.home}/{form}", f"{around.home}/{form}/verifier"):
        page = owner.get(address).text
        assert (day_month(due_at, MARTINIQUE) in page, there in page, here in page) == (True, True, False)
        assert "heure de la Martinique" in page
