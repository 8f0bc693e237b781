"""A key that is misspelt is refused by every write, and nothing that was kept is wiped."""

from typing import Any

import pytest

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock


def around(database: Database, stage: Stage) -> tuple[Callers, str]:
    """The programs of one call, and the address of an application at this stage."""
    callers = Callers.around(database, factories.TIERS_LIEUX, FakeClock(), files=factories.memory_store())
    with database.write() as session:
        work = factories.work(session, now=callers.clock.now)
        work.session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        return callers, f"/applications/{factories.at_stage(work, stage).reference}"


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["field"], one["code"]) for one in answer["faults"]]


def test_a_misspelt_table_account_or_year_leaves_the_budget_as_it_was(database: Database) -> None:
    callers, home = around(database, Stage.DOSSIER_DRAFT)
    owner = callers.named("owner")
    rules = factories.call_folder().dossier.budget
    code, one_too_many = rules.expense_accounts[0].code, ["1"] * (rules.years + 1)
    owner.put(f"{home}/dossier/budget", {"expenses": {code: ["1 000"]}})
    kept = owner.get(f"{home}/dossier/draft")["budget"]
    for sent, found in (
        ({"expense": {code: ["1"]}}, ("expense", "extra_forbidden")),
        ({"expenses": {"406": ["1"]}}, ("expenses.406", "unknown_field")),
        ({"expenses": {code: one_too_many}}, (f"expenses.{code}.{rules.years}", "unknown_field")),
    ):
        assert faults(owner.put(f"{home}/dossier/budget", sent, 422)) == [found]
    assert owner.get(f"{home}/dossier/draft")["budget"] == kept
    assert "1 000" in str(kept)


def test_a_misspelt_question_declaration_or_column_is_told_and_nothing_is_kept(database: Database) -> None:
    callers, home = around(database, Stage.DOSSIER_DRAFT)
    owner = callers.named("owner")
    kept = owner.get(f"{home}/dossier/draft")
    for address, sent, found in (
        ("dossier/answers", {"partenaire": "Le lycée."}, ("partenaire", "unknown_field")),
        ("dossier/declarations", ["honeur"], ("honeur", "unknown_field")),
        ("organisation", {"name": "La Forge", "sirett": "1"}, ("sirett", "extra_forbidden")),
        ("actions/withdraw", {"raison": "x"}, ("raison", "unknown_field")),
    ):
        method = "POST" if address.startswith("actions") else "PUT"
        assert faults(owner.call(method, f"{home}/{address}", 422, json=sent)) == [found]
    assert owner.get(f"{home}/dossier/draft") == kept


def test_a_misspelt_mark_leaves_the_review_as_it_was(database: Database) -> None:
    callers, home = around(database, Stage.IN_REVIEW)
    expert = callers.named("expert1")
    expert.post(f"{home}/review/accept")
    kept = expert.get(f"{home}/review")
    criterion = kept["marks"][0]["criterion"] if kept["marks"] else "ouverture"
    for marks, found in (
        ({criterion: {"value": "5"}}, (f"marks.{criterion}.value", "extra_forbidden")),
        ({"overture": {"mark": "3"}}, ("marks.overture", "unknown_field")),
    ):
        assert faults(expert.put(f"{home}/review", {"marks": marks}, 422)) == [found]
    assert expert.get(f"{home}/review") == kept


def test_a_misspelt_indicator_is_told(database: Database) -> None:
    callers, home = around(database, Stage.STARTED)
    owner = callers.named("owner")
    found = owner.put(f"{home}/indicators/midterm", {"usager": "12"}, 422)
    assert faults(found) == [("usager", "unknown_field")]
    long = owner.put(f"{home}/indicators/midterm", {f"x{' ' * 15_000}x": "12"}, 422)
    assert [len(field) for field, _ in faults(long)] == [101]
    assert faults(owner.put(f"{home}/indicators/jamais", {}, 422)) == [("kind", "literal_error")]


@pytest.mark.parametrize("amount", ["30000.00", "30 000,00 €"])
def test_an_amount_is_told_in_euros_as_it_is_answered(database: Database, amount: str) -> None:
    callers, home = around(database, Stage.RECOMMENDED)
    sent = {"outcome": "award", "amount": amount}
    assert callers.named("manager").put(f"{home}/decision", sent)["amount"] == "30000.00"


def test_a_list_for_a_question_of_one_answer_is_refused_and_nothing_is_kept(database: Database) -> None:
    callers, home = around(database, Stage.DOSSIER_DRAFT)
    owner = callers.named("owner")
    before = owner.get(f"{home}/dossier/draft")
    told = owner.put(f"{home}/dossier/answers", {"title": ["a", "b"]}, expected=422)
    assert faults(told) == [("title", "unreadable")]
    assert "une seule réponse, pas une liste" in str(told)
    assert owner.get(f"{home}/dossier/draft") == before
