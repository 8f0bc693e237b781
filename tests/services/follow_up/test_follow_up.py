"""The three rendezvous, their indicators and their payments, until the closing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.db.follow_up import follow_up, payments
from app.db.follow_up.payments import Payment, PaymentState
from app.db.session import Database
from app.domain.crossing import print_of
from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Stale,
    WrongStage,
)
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.cases import open_case
from app.services.follow_up import indicators
from app.services.follow_up import payments as ledger
from tests import factories
from tests.factories import AN_OPEN_DAY
from tests.services.acting import do, given, mails

TODAY = AN_OPEN_DAY.date()


def states(database: Database) -> list[str]:
    with database.read() as session:
        return [row.state.value for row in payments.of_application(session, 1)]


def pay(database: Database, actor: Actor, reference: str, key: str = "advance", **said: Any) -> Payment:
    with database.write() as session:
        work = factories.work(session, actor)
        return ledger.pay(work, reference, key, **{"paid_on": TODAY, "order_number": "M-1", **said})


def request(database: Database, actor: Actor, reference: str, key: str = "advance") -> Payment:
    with database.write() as session:
        return ledger.request(factories.work(session, actor), reference, key, "RIB inchangé.")


def test_each_rendezvous_opens_its_instalment(database: Database) -> None:
    reference, _people = given(database, Stage.CONVENTION_SIGNED)
    seen = [states(database)]
    for stage in (Stage.STARTED, Stage.MIDTERM_HELD, Stage.FINAL_HELD):
        with database.write() as session:
            factories.walk(factories.work(session), reference, stage)
        seen.append(states(database))
    assert seen == [
        ["planned", "planned", "planned"],
        ["open", "planned", "planned"],
        ["open", "open", "planned"],
        ["open", "open", "open"],
    ]
    with database.read() as session:
        meetings = follow_up.rendezvous(session, 1)
    assert [(one.kind, one.held_on) for one in meetings] == [
        ("kickoff", TODAY),
        ("midterm", TODAY),
        ("final", TODAY),
    ]


NOT_HELD: list[tuple[Any, ...]] = [
    ({"plan_studied": "no"}, ("plan_studied", ReasonCode.REQUIRED)),
    ({"held_on": "2026-11-03"}, ("held_on", ReasonCode.IN_THE_FUTURE)),
    ({"minutes": " "}, ("minutes", ReasonCode.REQUIRED)),
]


def test_a_kickoff_studies_the_plan_and_was_held(database: Database, subtests: pytest.Subtests) -> None:
    reference, people = given(database, Stage.CONVENTION_SIGNED)
    for change, fault in NOT_HELD:
        with subtests.test(change=change):
            sent = {**factories.payload_for(Action.HOLD_KICKOFF), **change}
            with pytest.raises(Invalid) as refused:
                do(database, people.officer, reference, Action.HOLD_KICKOFF, sent)
            assert [(one.field, one.reason.code) for one in refused.value.faults] == [fault]


def test_a_rendezvous_waits_for_every_indicator(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.HOLD_MIDTERM)
    assert len(refused.value.reason.values["indicators"]) == 8
    with database.write() as session:
        work = factories.work(session, people.editor)
        rows = follow_up.indicators(session, 1)
        sent = {
            row.key: "1 042,5" if row.nature == "quantitative" else "Les usagers décident." for row in rows
        }
        indicators.report(work, reference, "midterm", sent)
    do(database, people.officer, reference, Action.HOLD_MIDTERM)
    with database.read() as session:
        first, *_rest, last = follow_up.indicators(session, 1)
    assert (first.midterm, first.actual, last.midterm_text) == (
        Decimal("1042.5"),
        None,
        "Les usagers décident.",
    )


def test_an_indicator_that_is_no_number_is_told_and_reported_in_its_time_only(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    with pytest.raises(Invalid) as refused, database.write() as session:
        indicators.report(
            factories.work(session, people.owner),
            reference,
            "midterm",
            {"usagers": "beaucoup", "heures": "1e99"},
        )
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [
        ("usagers", ReasonCode.NOT_A_NUMBER),
        ("heures", ReasonCode.NOT_A_NUMBER),
    ]
    with pytest.raises(WrongStage), database.write() as session:
        indicators.report(factories.work(session, people.owner), reference, "final", {})
    with pytest.raises(Invalid) as unknown, database.write() as session:
        indicators.report(factories.work(session, people.owner), reference, "jamais", {})
    assert unknown.value.faults == (Fault("kind", Reason.of(ReasonCode.NOT_A_CHOICE, read="jamais")),)
    with pytest.raises(WrongStage), database.write() as session:
        indicators.set_targets(factories.work(session, people.owner), reference, {})


def test_targets_are_set_once_the_aid_is_awarded(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with database.write() as session:
        indicators.set_targets(
            factories.work(session, people.owner),
            reference,
            {"usagers": {"baseline": "0", "target": "120"}, "decisions": {"target": "5"}},
        )
        rows = {row.key: row for row in follow_up.indicators(session, 1)}
    assert (rows["usagers"].baseline, rows["usagers"].target) == (Decimal(0), Decimal(120))
    assert (rows["heures"].baseline, rows["decisions"].target) == (None, None)
    with pytest.raises(Invalid) as refused, database.write() as session:
        indicators.set_targets(
            factories.work(session, people.owner), reference, {"heures": {"target": "NaN"}}
        )
    assert refused.value.faults[0].field == "heures.target"


def test_an_open_instalment_is_asked_for_once_then_paid_once(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    assert request(database, people.representative, reference).state is PaymentState.REQUESTED
    with pytest.raises(Conflict):
        request(database, people.owner, reference)
    paid = pay(database, people.finance, reference)
    assert (paid.state, paid.paid_amount, paid.paid_on) == (PaymentState.PAID, 16_000_00, TODAY)
    assert mails(database)[-1] == ("payment_made", people.representative.email)
    for again in (
        lambda: pay(database, people.finance, reference),
        lambda: cancel(database, people, reference),
    ):
        with pytest.raises(Conflict):
            again()


def cancel(database: Database, people: factories.Cast, reference: str, note: str = "Projet réduit.") -> None:
    with database.write() as session:
        ledger.cancel(factories.work(session, people.finance), reference, "advance", note)


def test_an_instalment_that_its_rendezvous_did_not_open_is_neither_asked_for_nor_paid(
    database: Database,
) -> None:
    reference, people = given(database, Stage.STARTED)
    with pytest.raises(NotReady) as asked:
        request(database, people.owner, reference, "interim")
    assert asked.value.reason == Reason.of(ReasonCode.PAYMENT_NOT_OPEN, label="Acompte", state="planned")
    with pytest.raises(NotReady):
        pay(database, people.finance, reference, "interim")
    with pytest.raises(Hidden):
        pay(database, people.finance, reference, "jamais")
    for actor in (people.owner, people.officer, people.manager, people.auditor):
        with pytest.raises(Forbidden):
            pay(database, actor, reference)


UNPAYABLE: list[tuple[Any, ...]] = [
    ({"amount": 16_000_01}, ("amount", ReasonCode.TOO_LARGE)),
    ({"amount": 0}, ("amount", ReasonCode.TOO_SMALL)),
    ({"amount": -1}, ("amount", ReasonCode.TOO_SMALL)),
    ({"order_number": " "}, ("order_number", ReasonCode.REQUIRED)),
    ({"paid_on": TODAY + timedelta(days=1)}, ("paid_on", ReasonCode.IN_THE_FUTURE)),
    ({"paid_on": TODAY - timedelta(days=1)}, ("paid_on", ReasonCode.TOO_EARLY)),
]


def test_never_more_than_planned_never_tomorrow_never_without_an_order(
    database: Database, subtests: pytest.Subtests
) -> None:
    reference, people = given(database, Stage.STARTED)
    for said, fault in UNPAYABLE:
        with subtests.test(said=said):
            with pytest.raises(Invalid) as refused:
                pay(database, people.finance, reference, **said)
            assert [(one.field, one.reason.code) for one in refused.value.faults] == [fault]


def test_less_than_planned_may_be_paid_and_what_is_given_up_says_why(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    with pytest.raises(Invalid):
        cancel(database, people, reference, " ")
    assert pay(database, people.finance, reference, amount=1).paid_amount == 1
    with database.read() as session:
        assert payments.paid_total(session, 1) == 1


def test_the_closing_waits_for_every_payment(database: Database) -> None:
    reference, people = given(database, Stage.FINAL_HELD)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.CLOSE)
    assert refused.value.reason == Reason.of(ReasonCode.PAYMENTS_PENDING, count=3)
    cancel(database, people, reference)
    for key in ("interim", "balance"):
        pay(database, people.finance, reference, key)
    do(database, people.officer, reference, Action.CLOSE)
    assert states(database) == ["cancelled", "paid", "paid"]


def test_what_is_not_paid_is_cancelled_when_the_convention_ends_early(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    pay(database, people.finance, reference)
    with pytest.raises(Forbidden):
        do(database, people.officer, reference, Action.TERMINATE)
    do(database, people.manager, reference, Action.TERMINATE)
    assert states(database) == ["paid", "cancelled", "cancelled"]
    with database.read() as session:
        rows = payments.of_application(
            session, open_case(factories.work(session, people.officer), reference).id
        )
    why = str(factories.payload_for(Action.TERMINATE)["reason"])
    assert [row.cancelled_because for row in rows] == ["", why, why]
    assert mails(database)[-1] == ("terminated", people.representative.email)


def test_of_two_who_report_the_same_indicator_the_second_reads_what_is_kept(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    read = {"usagers": print_of(""), "perspectives": print_of("")}

    def report(actor: Actor, **said: str) -> None:
        with database.write() as session:
            indicators.report(factories.work(session, actor), reference, "midterm", said, read)

    report(people.editor, usagers="1 060", perspectives="")
    report(people.owner, usagers="", perspectives="Un modèle à trouver.")
    report(people.owner, usagers="1060,0", perspectives="")
    with pytest.raises(Stale) as crossed:
        report(people.owner, usagers="1 061", perspectives="")
    told = crossed.value.reason.values
    assert (told["by"], told["own"], told["kept"]) == (people.owner.name, True, {"usagers": "1060"})
    with database.read() as session:
        case = open_case(factories.work(session, people.officer), reference)
        rows = {row.key: row for row in follow_up.indicators(session, case.id)}
    assert (rows["usagers"].midterm, rows["perspectives"].midterm_text) == (1060, "Un modèle à trouver.")


def test_who_only_parts_a_text_in_paragraphs_has_changed_it(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)

    def report(words: str, read: str) -> None:
        with database.write() as session:
            work = factories.work(session, people.owner)
            prints = {"perspectives": print_of(read)}
            indicators.report(work, reference, "midterm", {"perspectives": words}, prints)

    report("Le lieu vit. Il cherche un modèle.", "")
    report("Le lieu vit.\n\nIl cherche un modèle.", "Le lieu vit. Il cherche un modèle.")
    with database.read() as session:
        case = open_case(factories.work(session, people.officer), reference)
        rows = {row.key: row for row in follow_up.indicators(session, case.id)}
    assert rows["perspectives"].midterm_text == "Le lieu vit.\n\nIl cherche un modèle."


def test_giving_an_instalment_up_keeps_what_its_beneficiary_had_written(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    request(database, people.owner, reference)
    cancel(database, people, reference, "Le projet a changé.")
    with database.read() as session:
        row = payments.of_application(session, 1)[0]
    assert (row.note, row.cancelled_because) == ("RIB inchangé.", "Le projet a changé.")


def test_a_rendezvous_is_not_held_before_the_one_that_it_follows(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    with database.write() as session:
        rows = follow_up.indicators(session, 1)
        said = {row.key: "42" if row.nature == "quantitative" else "Le lieu vit." for row in rows}
        indicators.report(factories.work(session, people.owner), reference, "midterm", said)
    earlier = {
        **factories.payload_for(Action.HOLD_MIDTERM),
        "held_on": (TODAY - timedelta(days=1)).isoformat(),
    }
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.HOLD_MIDTERM, earlier)
    assert refused.value.faults[0].field == "held_on"
    assert refused.value.reason == Reason.of(ReasonCode.TOO_EARLY, read=TODAY - timedelta(days=1), min=TODAY)
    do(database, people.officer, reference, Action.HOLD_MIDTERM)
