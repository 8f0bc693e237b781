"""What a form or a file lets through fits in its column: PostgreSQL refuses what is longer, SQLite keeps it."""

from collections.abc import Callable
from typing import Any

import pytest

from app.db.calls.calls import Call, Wave
from app.db.follow_up.follow_up import IndicatorRow
from app.db.follow_up.payments import Payment
from app.db.session import Database
from app.domain.call_file.call import CallFile, WaveFile
from app.domain.call_file.convention import Instalment
from app.domain.call_file.follow_up import IndicatorFile
from app.domain.call_file.sheet import Sheet
from app.domain.errors import Invalid, Reason, ReasonCode
from app.domain.people import Role, TeamRole
from app.domain.workflow import Action, Outcome, Stage
from app.services.apply import invitations
from app.services.calls import editions
from app.services.committee import committee
from app.services.follow_up import indicators, payments
from app.services.people import admin as people_admin
from app.services.people import seats
from app.services.review import reviews
from app.services.road import decisions
from app.services.screening import opinions
from app.services.work import Work
from tests import factories
from tests.factories import Cast
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


def _reviewing(work: Work, reference: str, people: Cast, text: str) -> None:
    mine = factories.by(work, people.experts[0])
    reviews.accept(mine, reference)
    reviews.save(mine, reference, {"ouverture": {"mark": "3", "justification": text}}, text)


CUT: list[tuple[Stage, tuple[str, ...], int, Callable[[Work, str, Cast, str], object]]] = [
    (
        Stage.IN_REVIEW,
        ("comment", "ouverture-justification"),
        20_000,
        _reviewing,
    ),
    (
        Stage.IN_REVIEW,
        ("reason",),
        5_000,
        lambda work, reference, people, text: reviews.decline(
            factories.by(work, people.experts[0]), reference, text
        ),
    ),
    (
        Stage.IN_REVIEW,
        ("question",),
        5_000,
        lambda work, reference, people, text: opinions.ask(
            factories.by(work, people.officer), reference, people.consulted.person_id or 0, text
        ),
    ),
    (
        Stage.RECOMMENDED,
        ("conditions", "deliberation"),
        20_000,
        lambda work, reference, people, text: decisions.record(
            factories.by(work, people.manager),
            reference,
            Outcome.AWARD,
            amount=1_00,
            conditions=text,
            deliberation=text.strip()[19_920:],
        ),
    ),
    (
        Stage.SHORTLISTED,
        ("place",),
        200,
        lambda work, _, people, text: committee.hold_sitting(
            factories.by(work, people.officer),
            factories.TIERS_LIEUX,
            None,
            held_at=work.now,
            place=text,
            present=[],
        ),
    ),
    (
        Stage.DOSSIER_DRAFT,
        ("name",),
        200,
        lambda work, reference, people, text: invitations.invite_to_team(
            factories.by(work, people.owner), reference, "nouvelle@exemple.example", TeamRole.EDITOR, text
        ),
    ),
    (
        Stage.DOSSIER_DRAFT,
        ("name",),
        200,
        lambda work, _, people, text: seats.appoint(
            factories.by(work, people.manager),
            factories.TIERS_LIEUX,
            Role.EXPERT,
            "nouvelle@exemple.example",
            text,
        ),
    ),
    (
        Stage.DOSSIER_DRAFT,
        ("name",),
        200,
        lambda work, _r, _p, text: people_admin.create_person(work, "nouvelle@exemple.example", text),
    ),
    (
        Stage.STARTED,
        ("note",),
        5_000,
        lambda work, reference, people, text: payments.request(
            factories.by(work, people.owner), reference, "advance", text
        ),
    ),
    (
        Stage.STARTED,
        ("order_number",),
        60,
        lambda work, reference, people, text: payments.pay(
            factories.by(work, people.finance),
            reference,
            "advance",
            paid_on=work.now.date(),
            order_number=text,
        ),
    ),
    (
        Stage.STARTED,
        ("note",),
        5_000,
        lambda work, reference, people, text: payments.cancel(
            factories.by(work, people.finance), reference, "advance", text
        ),
    ),
    (
        Stage.DOSSIER_DRAFT,
        ("reason",),
        2_000,
        lambda work, _r, _p, text: editions.start(
            factories.by(work, factories.person(work, "partout", Role.MANAGER)), "nouvel-appel", {}, text
        ),
    ),
]


@pytest.mark.parametrize(
    ("stage", "fields", "most", "act"),
    CUT,
    ids=[f"{rank}-{one[1][0]}" for rank, one in enumerate(CUT, start=1)],
)
def test_a_text_is_kept_whole_or_refused_with_its_length(
    database: Database,
    stage: Stage,
    fields: tuple[str, ...],
    most: int,
    act: Callable[[Work, str, Cast, str], object],
) -> None:
    reference, people = given(database, stage)
    with pytest.raises(Invalid) as refused, database.write() as session:
        act(factories.work(session), reference, people, "x" * (most + 1))
    told = {one.field: one.reason for one in refused.value.faults}
    assert set(told) >= set(fields)
    assert told[fields[0]] == Reason.of(ReasonCode.TOO_LONG, read=most + 1, max=most)
    with database.write() as session:
        act(factories.work(session), reference, people, f" {'x' * most} ")
