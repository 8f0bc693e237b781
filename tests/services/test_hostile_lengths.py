"""What a form or a file lets through fits in its column: PostgreSQL refuses what is longer, SQLite keeps it."""

from typing import Any

import pytest

from app.db.calls import Call, Wave
from app.db.follow_up import IndicatorRow
from app.db.payments import Payment
from app.db.session import Database
from app.domain.call_file.call import CallFile, WaveFile
from app.domain.call_file.convention import Instalment
from app.domain.call_file.follow_up import IndicatorFile
from app.domain.call_file.sheet import Sheet
from app.domain.errors import Invalid, ReasonCode
from app.domain.workflow import Action, Stage
from app.services import indicators
from tests import factories
from tests.services.acting import do, given

KEPT: list[tuple[type[Sheet], str, Any]] = [
    (CallFile, "slug", Call.slug),
    (CallFile, "title", Call.title),
    (WaveFile, "name", Wave.name),
    (Instalment, "label", Payment.label),
    (IndicatorFile, "label", IndicatorRow.label),
    (IndicatorFile, "unit", IndicatorRow.unit),
    (IndicatorFile, "proof", IndicatorRow.proof),
]


@pytest.mark.parametrize(("sheet", "field", "column"), KEPT, ids=lambda one: str(getattr(one, "key", one)))
def test_a_line_of_a_call_is_no_longer_than_the_column_that_keeps_it(
    sheet: type[Sheet], field: str, column: Any
) -> None:
    said = sheet.model_json_schema()["properties"][field]
    longest = [one["maxLength"] for one in (said, *said.get("anyOf", ())) if "maxLength" in one]
    assert 0 < min(longest) <= column.type.length


def test_the_place_of_a_meeting_is_as_long_as_its_column(database: Database) -> None:
    reference, people = given(database, Stage.CONVENTION_SIGNED)
    sent = factories.payload_for(Action.HOLD_KICKOFF)
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.HOLD_KICKOFF, {**sent, "place": "x" * 201})
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [("place", ReasonCode.TOO_LONG)]
    do(database, people.officer, reference, Action.HOLD_KICKOFF, {**sent, "place": "x" * 200})


@pytest.mark.parametrize("text", ["1," + "2" * 60, "1e-300", "1_000", "\u0663", "Infinity", "-", "1" * 16])
def test_an_indicator_is_typed_as_a_number_of_a_page_and_nothing_else(database: Database, text: str) -> None:
    reference, people = given(database, Stage.STARTED)
    with pytest.raises(Invalid) as refused, database.write() as session:
        indicators.report(
            factories.work(session, people.owner), reference, "midterm", {"usagers": text, "heures": "-1,5"}
        )
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [
        ("usagers", ReasonCode.NOT_A_NUMBER)
    ]
