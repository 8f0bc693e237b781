"""On the pages, a payment is put right with a reason; what was recorded first is read in the ledger and the case."""

from app.domain.workflow import Stage
from app.services.follow_up import payments
from app.services.wiring import Wiring
from tests import factories
from tests.web.applicants import Around, at


def paid(wired: Wiring) -> Around:
    around = at(wired, Stage.STARTED)
    with wired.database.write() as session:
        work = factories.work(session, around.cast.finance)
        payments.pay(
            work, around.reference, "advance", paid_on=factories.AN_OPEN_DAY.date(), order_number="M-1"
        )
    return around


def test_a_payment_is_put_right_and_what_was_recorded_first_stays_readable(wired: Wiring) -> None:
    around = paid(wired)
    finance, row = around.browser(around.cast.finance), f"/versements/{around.reference}/advance"
    page = f"{row}/rectifier"
    assert page in finance.get(row).text
    assert "M-1" in finance.get(page).text
    sent = {
        "amount": "1 000,00",
        "paid_on": factories.AN_OPEN_DAY.strftime("%d/%m/%Y"),
        "order_number": "M-2",
        "reason": "Le mandat porte un autre numéro.",
    }
    assert finance.submit(page, sent | {"reason": ""}).status_code == 422
    assert finance.submit(page, sent | {"amount": "beaucoup"}).status_code == 422
    assert finance.submit(page, sent).status_code == 303
    crossed = finance.submit(page, sent | {"seen": "0", "order_number": "M-3"})
    assert crossed.status_code == 409
    assert "M-3" in crossed.text
    assert finance.press(page, sent | {"order_number": "M-4"}).status_code == 303
    for reader, address in (
        (around.cast.finance, "/versements?vue=payes"),
        (around.cast.finance, row),
        (around.cast.officer, f"{around.home}/versements"),
        (around.cast.owner, f"{around.home}/versements"),
    ):
        told = around.browser(reader).get(address).text
        assert '<s><span class="hidden">au lieu de </span>M-1</s> M-2' in told


def test_a_payment_is_taken_back_and_may_be_recorded_again(wired: Wiring) -> None:
    around = paid(wired)
    finance, row = around.browser(around.cast.finance), f"/versements/{around.reference}/advance"
    back = {"reprendre": "1", "reason": "C’était un autre dossier."}
    assert finance.submit(f"{row}/rectifier", back).status_code == 303
    told = finance.get(row).text
    assert "Enregistrer le paiement" in told
    assert "C’était un autre dossier." in told
    assert finance.get(f"{row}/rectifier").status_code == 409
