"""The page that names the experts of an application, where the grid has colleges."""

from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.wiring import Wiring
from tests import factories
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.rich_grid import folder_of, rich_grid
from tests.services.review.test_college_reviews import COLLEGES
from tests.web.applicants import Around, at


def test_an_expert_is_named_for_a_college_that_the_page_then_shows(wired: Wiring) -> None:
    clock = wired.clock
    assert isinstance(clock, FakeClock)
    clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        work = factories.work(session, now=clock.now)
        open_call(work, folder_of().model_copy(update={"scoring": rich_grid(colleges=COLLEGES)}))
        reference = factories.at_stage(work, Stage.ADMISSIBLE, store=wired.files).reference
        around = Around(wired, reference, factories.cast(work))
    officer, address = around.browser(around.cast.officer), f"{around.home}/experts"
    expert = around.cast.experts[0]
    page = officer.get(address).text
    assert "« Experts » (1 au moins), « Usagers » (1 au moins)." in plain(page)
    assert page.count('name="college" value="usagers"') == len(around.cast.experts)
    assert officer.submit(address, {"nommer": str(expert.person_id)}).status_code == 422
    sent = {"nommer": str(expert.person_id), "college": "usagers"}
    assert officer.submit(address, sent).status_code == 303
    named = officer.get(address).text.partition("Disponibles")[0]
    assert expert.name in named
    assert "Usagers" in named


def test_without_colleges_the_page_asks_for_none(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    page = around.browser(around.cast.officer).get(f"{around.home}/experts").text
    assert 'name="college"' not in page
