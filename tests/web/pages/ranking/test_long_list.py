"""A long ranked list is read page after page, and its pages together say what one page said."""

import re

import pytest

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from app.web.views.ranking import lines
from tests.factories import TIERS_LIEUX
from tests.web.applicants import Around, at

LIST = f"/bureau/appels/{TIERS_LIEUX}/classement?vague=automne_2026"
LINE = re.compile(r'<tr class="(?:inside|outside)">.*?</tr>|<tr class="limit">.*?</tr>', re.DOTALL)
ASIDE = re.compile(r'<li><div><a href="/candidatures/([^"]+)">')


@pytest.fixture
def around(wired: Wiring) -> Around:
    """Five that are ranked, of which the envelope holds three, and two aside."""
    made = [
        at(wired, Stage.REVIEWED, title=f"Lieu {n}", euros=300_000 + n, mark=f"{4 - n % 3}") for n in range(5)
    ]
    made += [at(wired, Stage.REVIEWED, title=f"Dehors {n}", mark="1") for n in range(2)]
    with wired.database.write() as session:
        session.connection().exec_driver_sql("UPDATE wave SET envelope = 90000500")
    return made[0]


def test_the_pages_hold_each_line_once_and_the_end_of_the_envelope_once(
    around: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = around.browser(around.cast.officer)
    whole = officer.get(LIST).text
    assert 'aria-label="Pages"' not in whole
    assert len(LINE.findall(whole)) == 6
    for size, count in ((1, 7), (2, 4), (3, 3), (5, 2), (6, 2)):
        monkeypatch.setattr(lines, "PER_PAGE", size)
        pages = [officer.get(f"{LIST}&page={number}").text for number in range(1, count + 1)]
        assert [one for page in pages for one in LINE.findall(page)] == LINE.findall(whole), size
        assert [one for page in pages for one in ASIDE.findall(page)] == ASIDE.findall(whole), size
        assert all(
            "5\N{NO-BREAK SPACE}dossiers classés, 2\N{NO-BREAK SPACE}dossiers hors classement" in page
            for page in pages
        )
        beyond = officer.get(f"{LIST}&page={count + 1}")
        assert (beyond.status_code, beyond.headers["location"].endswith(LIST)) == (303, True)


def test_a_calculation_is_read_from_any_page_and_all_of_them_page_by_page(
    around: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PER_PAGE", 2)
    officer = around.browser(around.cast.officer)
    last = re.findall(r"calcul=(TL26-\d+)", officer.get(f"{LIST}&page=3").text)
    (reference,) = set(last)
    alone = officer.get(f"{LIST}&calcul={reference}").text
    assert f"Calcul de {reference}" in alone
    assert 'aria-label="Pages"' not in alone
    every = officer.get(f"{LIST}&page=2&calcul=tous").text
    assert len(set(re.findall(r"Calcul de (TL26-\d+)", every))) == 2
    assert "&amp;calcul=tous&amp;page=3" in every
