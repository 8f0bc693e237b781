"""A call whose kept files can no longer be read takes no page down but its own, and is named to who works on it."""

import pytest
import sqlalchemy as sa

from app.db.calls.calls import Call
from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.api_client import API
from tests.edges import Browser, a_person
from tests.journeys.pages import plain
from tests.web.applicants import Around, as_house, at


@pytest.fixture
def around(wired: Wiring) -> Around:
    """An application to each of two calls; the files of the second say what no call says."""
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    with wired.database.write() as session:
        factories.at_stage(as_house(wired, session), Stage.DOSSIER_SUBMITTED, factories.BRESCIA)
        session.execute(
            sa.update(Call)
            .where(Call.slug == factories.BRESCIA)  # type: ignore[arg-type]
            .values(content='{"call": 1}', checksum="0" * 64)
        )
    return around


def test_the_others_are_shown_and_the_broken_one_is_named(around: Around) -> None:
    officer = around.browser(around.cast.officer)
    desk = officer.get("/bureau?vue=tous")
    assert (desk.status_code, around.reference in desk.text) == (200, True)
    everything = a_person(around.wired, "audit@exemple.fr", Role.AUDITOR)
    auditor = Browser(around.wired)
    auditor.enter(everything)
    told = plain(auditor.get("/bureau?vue=tous").text)
    assert (around.reference in told, "ne se lisent plus" in told) == (True, True)
    assert "ne se lisent plus" not in plain(desk.text)
    for address in ("/", "/comite", "/versements", "/candidatures", "/expertises"):
        assert around.browser(around.cast.manager).get(address).status_code in (200, 403), address
    calls = Browser(around.wired).get(f"{API}/calls").json()
    assert [one["slug"] for one in calls] == [factories.TIERS_LIEUX]


def test_its_own_pages_say_what_happened_and_who_can_mend_it(around: Around) -> None:
    refused = Browser(around.wired).get(f"/appels/{factories.BRESCIA}")
    assert refused.status_code == 409
    assert "ne se lisent plus" in plain(refused.text)
    assert "exploitant" in plain(refused.text)
