"""The lines of the ranked list: a sentence for each reason, and no calculation that nobody reads."""

import pytest

from app.db.session import Database
from app.domain.ranking import Place
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.cases import open_case
from app.services.ranking.ranked_list import shown_ranking
from app.web.views.ranking.lines import limit_of, why_unranked
from tests import factories


def test_why_an_application_has_no_rank_is_told_without_its_whole_explanation(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.REVIEWED, mark="1")
        officer = factories.cast(work).officer
    with database.read() as session:
        work = factories.work(session, officer)
        case = open_case(work, application.reference)
        (row,) = shown_ranking(work, OpenedCall(case.call, case.folder, (case.wave,)), case.wave).rows
        told = why_unranked(row)
        assert row.place.rank is None
        assert any("sous le seuil" in one for one in told)
        assert "explanation" not in row.__dict__


def place(reference: str, *, funded: bool, settled: bool = False, awarded: int = 0) -> Place:
    return Place(reference, 0, 1, False, 40, 40, funded, awarded=awarded, settled=settled)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("sss", 3),
        ("sww", 1),
        ("snw", 2),
        ("nsw", 2),
        ("swS", 3),
        ("www", 0),
        ("wSw", 3),
        ("", 0),
    ],
)
def test_the_end_of_the_envelope_is_under_the_served_and_above_who_waits_else_at_the_foot(
    said: str, at: int
) -> None:
    """s is served, S settled and served, n settled and holds nothing, w waits."""
    places = [
        place(str(n), funded=one in "sS", settled=one in "Sn", awarded=40 if one in "sS" else 0)
        for n, one in enumerate(said)
    ]
    found = limit_of(places, len(places), 0, len(places))
    assert (found.at, found.spent) == (at if places else None, 40 * sum(one in "sS" for one in said))


def test_the_end_of_the_envelope_is_on_one_page_of_a_list() -> None:
    places = [place(str(n), funded=n < 3, awarded=40) for n in range(5)]
    assert [limit_of(places, 5, start, min(start + 2, 5)).at for start in (0, 2, 4)] == [None, 1, None]
    every = [place(str(n), funded=True, awarded=40) for n in range(4)]
    assert [limit_of(every, 4, start, min(start + 2, 4)).at for start in (0, 2, 4)] == [None, 2, None]
