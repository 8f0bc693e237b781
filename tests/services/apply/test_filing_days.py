"""A dossier filed after midnight in Paris was not filed the day before, whatever the day is in UTC."""

from datetime import UTC, datetime

import pytest

from app.db.session import Database
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.review import panels
from tests import factories
from tests.domain.grids import criterion, grid

MARKS = ("0", "4", "1")


@pytest.mark.parametrize(
    ("filed", "asked"),
    [
        (datetime(2026, 11, 2, 22, 30, tzinfo=UTC), ["always"]),
        (datetime(2026, 11, 2, 23, 30, tzinfo=UTC), ["always", "late"]),
    ],
    ids=["half past eleven in Paris", "half past midnight in Paris"],
)
def test_the_day_of_a_filing_is_that_of_the_clock_of_the_call(
    database: Database, filed: datetime, asked: list[str]
) -> None:
    rules = grid(
        criterion("always", "1", MARKS), criterion("late", "1", MARKS, when="filed_at > date('2026-11-02')")
    )
    with database.write() as session:
        work = factories.work(session, now=filed)
        open_call(work, factories.call_folder().model_copy(update={"scoring": rules}))
        application = factories.at_stage(work, Stage.ADMISSIBLE)
        case = open_case(work, application.reference)
        assert [one.key for one in panels.applying(work, case)] == asked


def test_who_filed_first_is_judged_on_the_dossier_and_not_on_its_letter(database: Database) -> None:
    rules = grid(
        criterion("always", "1", MARKS), criterion("late", "1", MARKS, when="filed_at > date('2026-11-02')")
    )
    with database.write() as session:
        work = factories.work(session)
        open_call(work, factories.call_folder().model_copy(update={"scoring": rules}))
        application = factories.at_stage(work, Stage.DOSSIER_DRAFT)
        later = factories.work(session, now=datetime(2026, 11, 5, 9, tzinfo=UTC))
        factories.walk(later, application.reference, Stage.ADMISSIBLE)
        case = open_case(later, application.reference)
        assert [one.key for one in panels.applying(later, case)] == ["always", "late"]
