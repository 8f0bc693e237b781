"""Finance pays, the auditor reads the journal, the administrator gives the roles."""

from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.factories import TIERS_LIEUX
from tests.web.applicants import at, verify_record


def test_an_open_instalment_is_paid_once_and_passes_to_the_paid(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    finance, address = around.browser(around.cast.finance), f"/versements/{around.reference}/advance"
    assert around.reference in finance.get("/versements").text
    wrong = finance.submit(address, {"amount": "999 999", "paid_on": "02/11/2026"})
    assert wrong.status_code == 422
    assert "999 999" in wrong.text
    assert finance.submit(address, {"amount": "x", "paid_on": "hier"}).status_code == 422
    paid = {"amount": "16 000", "paid_on": "02/11/2026", "order_number": "M-42"}
    assert finance.submit(address, paid).headers["location"] == "/versements"
    assert "M-42" in finance.get("/versements?vue=payes").text
    assert finance.submit(address, paid).headers["location"] == "/versements"
    assert around.browser(around.cast.officer).get(address).status_code == 403
    assert around.browser(around.cast.manager).get("/versements").status_code == 200
    assert around.browser(around.cast.owner).get("/versements").status_code == 403


def test_an_instalment_is_given_up_with_a_reason(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    finance, address = around.browser(around.cast.finance), f"/versements/{around.reference}/advance"
    assert finance.submit(address, {"annuler": "1"}).status_code == 422
    assert finance.submit(address, {"annuler": "1", "note": "Le projet a changé."}).status_code == 303
    assert "Le projet a changé." in finance.get("/versements?vue=annules").text
    assert finance.get(f"/versements/{around.reference}/autre").status_code == 404


def test_the_auditor_reads_the_journal_and_checks_its_chain(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    auditor = around.browser(around.cast.auditor)
    page = auditor.get("/journal").text
    assert around.reference in page
    assert "la chaîne est intacte" not in page
    assert auditor.submit("/journal/verification", {}).status_code == 303
    assert "Une vérification est en cours" in auditor.get("/journal").text
    verify_record(wired)
    told = auditor.get("/journal").text
    assert "Vérifié le" in told
    assert "la chaîne est intacte" in told
    assert auditor.get("/journal?page=900").status_code == 303
    officer = around.browser(around.cast.officer)
    assert officer.get("/journal").status_code == 403
    assert "a déposé le dossier" in officer.get(f"{around.home}/journal").text
    assert around.browser(around.cast.owner).get(f"{around.home}/journal").status_code == 403


def test_the_administrator_opens_an_account_and_gives_and_takes_roles(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    admin, address = around.browser(around.cast.admin), "nouvelle@region.example"
    assert admin.submit("/personnes", {"email": "pas une adresse", "name": "X"}).status_code == 422
    new = {"email": address, "name": "Lina Neuve", "role": Role.EXPERT.value, "appel": TIERS_LIEUX}
    assert admin.submit("/personnes", new).status_code == 303
    assert "Lina Neuve" in admin.get("/personnes").text
    assert admin.submit("/personnes", new).status_code == 303
    given = {"email": address, "role": Role.FINANCE.value, "appel": ""}
    assert admin.submit("/personnes/roles", given).status_code == 303
    assert admin.submit("/personnes/roles", {**given, "retirer": "1"}).status_code == 303
    refused = admin.submit("/personnes/roles?q=lina", {"email": address})
    assert refused.status_code == 422
    assert "Rôle à donner à Lina Neuve\u00a0: cette réponse est obligatoire." in refused.text
    assert "<details open><summary>Donner un rôle" in refused.text
    found = admin.get("/personnes?q=Lïna").text
    assert found.count('<tr id="personne-') == 1
    kept = admin.submit("/personnes/roles?q=lina", given).headers["location"]
    assert kept.startswith("/personnes?q=lina#personne-")
    assert "Personne ne porte ce nom" in admin.get("/personnes?q=inconnue").text
    assert "Lina Neuve" in admin.get("/personnes?page=99").text
    assert around.browser(around.cast.manager).get("/personnes").status_code == 403
