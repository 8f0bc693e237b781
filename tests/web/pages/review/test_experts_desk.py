"""An expert's desk is read page after page: those to write first, then those handed in."""

import re

import pytest

from app.domain.workflow import Stage
from app.services.desk import desks
from app.services.review import reviews
from app.services.wiring import Wiring
from tests import factories
from tests.web.applicants import at

LINE = re.compile(r'<a href="/expertises/(TL26-\d+)">')


def test_the_pages_together_say_what_one_page_says_and_nothing_of_what_is_hidden(
    wired: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = [at(wired, Stage.REVIEWED, title=f"Rendue {n}").reference for n in range(2)]
    around = at(wired, Stage.IN_REVIEW, title="À faire")
    waiting = [around.reference, at(wired, Stage.IN_REVIEW, title="À faire aussi").reference]
    expert = around.browser(around.cast.experts[0])
    whole = expert.get("/expertises").text
    assert LINE.findall(whole) == [*waiting, *handed]
    assert 'aria-label="Pages"' not in whole
    monkeypatch.setattr(desks, "PER_PAGE", 1)
    pages = [expert.get(f"/expertises?page={number}").text for number in range(1, 5)]
    assert [LINE.findall(page) for page in pages] == [[one] for one in (*waiting, *handed)]
    assert ["<h2>À faire</h2>" in page for page in pages] == [True, True, False, False]
    assert ["<h2>Rendues</h2>" in page for page in pages] == [False, False, True, True]
    assert expert.get("/expertises?page=5").headers["location"].endswith("/expertises")
    with wired.database.write() as session:
        work = factories.work(session, around.cast.experts[0])
        reviews.declare_interest(work, handed[0], "family")
    left = [expert.get(f"/expertises?page={number}").text for number in range(1, 4)]
    assert [LINE.findall(page) for page in left] == [[one] for one in (*waiting, handed[1])]
