"""A call that ends with its decision: nobody is told of a convention that will never be."""

import pytest

from app.domain.workflow import Group, Stage
from app.services.calls.calls import open_call
from app.services.wiring import Wiring
from tests import factories
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.web.applicants import Around


@pytest.fixture
def around(wired: Wiring) -> Around:
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    folder = factories.call_folder()
    stages = tuple(one for one in folder.groups if one not in (Group.CONVENTION, Group.FOLLOW_UP))
    call = folder.call.model_copy(update={"stages": stages})
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock.now)
        open_call(work, folder.model_copy(update={"call": call, "convention": None, "follow_up": None}))
        application = factories.at_stage(work, Stage.AWARDED, store=wired.files)
        return Around(wired, application.reference, factories.cast(work))


def test_an_award_without_a_convention_is_the_end_of_the_road_for_both(around: Around) -> None:
    ends = {
        around.cast.owner: "Il n’y a plus rien à faire ici ; pour la suite, écrivez",
        around.cast.officer: "L’appel ne prévoit pas de convention : il n’y a plus rien à faire ici.",
    }
    for actor, told in ends.items():
        page = plain(around.browser(actor).get(around.home).text)
        assert told in page
        assert "établissez la convention" not in page
        assert "prépare votre convention" not in page
        assert "convention est à préparer" not in page


def test_nothing_is_to_be_treated_where_the_road_ends(around: Around) -> None:
    for actor in (around.cast.officer, around.cast.manager, around.cast.auditor):
        desk = around.browser(actor)
        assert "Rien à traiter" in desk.get("/bureau").text
        assert "Aucun dossier" in desk.get("/bureau?vue=attente").text
        assert around.reference in desk.get("/bureau?vue=tous").text
        assert '<span class="count">1</span>' in desk.get("/bureau?vue=tous").text
