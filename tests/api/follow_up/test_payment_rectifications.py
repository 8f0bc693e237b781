"""Payments put right, by program."""

from app.db.session import Database
from app.domain.workflow import Stage
from tests.api.conftest import known_application


def test_a_program_puts_a_payment_right_then_takes_it_back(database: Database) -> None:
    known = known_application(database, Stage.STARTED)
    finance = known.callers.named("finance")
    path = f"/applications/{known.names['reference']}/payments/advance"
    today = known.callers.clock.now.date().isoformat()
    sent = {
        "paid_on": today,
        "order_number": "M-2",
        "amount": "1000.00",
        "reason": "Erreur de saisie.",
        "version": 0,
    }
    finance.put(f"{path}/rectifications", sent, 409)
    finance.post(f"{path}/pay", {"paid_on": today, "order_number": "M-1"})
    finance.put(f"{path}/rectifications", sent | {"reason": ""}, 422)
    (kept,) = finance.put(f"{path}/rectifications", sent)
    assert (kept["was"]["order_number"], kept["became"]["amount_cents"]) == ("M-1", 1_000_00)
    finance.put(f"{path}/rectifications", sent | {"order_number": "M-3"}, 409)
    finance.post(f"{path}/take-back", {"reason": "Autre versement.", "version": 0}, 409)
    both = finance.post(f"{path}/take-back", {"reason": "Autre versement.", "version": 1})
    assert [one["number"] for one in both] == [1, 2]
    assert known.callers.named("owner").get(f"{path}/rectifications") == both
