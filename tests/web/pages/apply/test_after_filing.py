"""The pages of an application beside its forms: actions, receipts, team, organisation, convention, follow-up."""

import pytest

from app.db.convention import conventions
from app.db.follow_up import follow_up
from app.db.follow_up import payments as instalments
from app.db.follow_up.payments import PaymentState
from app.domain.workflow import Stage
from app.services.apply import invitations
from app.services.cases import open_case
from app.services.wiring import Wiring
from tests import factories
from tests.journeys.pages import plain
from tests.web.applicants import as_house, at

MOTIVE = "Le projet est hors du champ de l’appel, dit son article 2."
PAGES = ("structure", "equipe", "convention", "suivi", "versements")


def test_what_was_filed_is_read_again_with_its_acknowledgement(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    for actor in (around.cast.owner, around.cast.officer, around.cast.auditor):
        browser = around.browser(actor)
        for form in ("lettre", "dossier"):
            assert "Empreinte" in browser.get(f"{around.home}/depots/{form}/1").text
            receipt = browser.get(f"{around.home}/depots/{form}/1.pdf")
            assert receipt.headers["content-type"] == "application/pdf"
            assert "attachment" in receipt.headers["content-disposition"]
    assert around.browser(around.cast.owner).get(f"{around.home}/depots/dossier/2").status_code == 404
    assert around.browser(around.cast.owner).get(f"{around.home}/depots/letter/1").status_code == 404
    assert around.browser(around.cast.stranger).get(f"{around.home}/depots/dossier/1").status_code == 404


@pytest.mark.parametrize("stage", [Stage.AWARDED, Stage.CONVENTION_SENT, Stage.STARTED, Stage.CLOSED])
def test_the_pages_of_a_supported_project_are_drawn_for_each_reader(wired: Wiring, stage: Stage) -> None:
    around = at(wired, stage)
    cast = around.cast
    for actor in (cast.owner, cast.reader, cast.officer, cast.finance, cast.auditor):
        browser = around.browser(actor)
        team = actor in (cast.owner, cast.reader)
        for page in PAGES:
            hidden = page == "equipe" and not team
            unsent = page == "convention" and team and stage is Stage.AWARDED
            wanted = 403 if hidden else 404 if unsent else 200
            assert browser.get(f"{around.home}/{page}").status_code == wanted, (page, actor.name)
    stranger = around.browser(cast.stranger)
    assert {stranger.get(f"{around.home}/{page}").status_code for page in PAGES} == {404}


def test_an_action_is_confirmed_done_and_not_done_twice(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_SUBMITTED)
    officer = around.browser(around.cast.officer)
    address = f"{around.home}/actions/decline"
    assert "Motif du refus" in officer.get(address).text
    blank = officer.submit(address, {"reason": ""})
    assert blank.status_code == 422
    done = officer.read_and_confirm(address, {"reason": MOTIVE})
    assert done.headers["location"] == around.home
    assert officer.submit(address, {"reason": MOTIVE}).status_code == 303
    assert officer.submit(address, {"reason": "Encore : " + MOTIVE}).status_code == 409
    owner = around.browser(around.cast.owner)
    assert MOTIVE in plain(owner.get(around.home).text)
    assert owner.submit(f"{around.home}/actions/invite").status_code in (403, 409)
    assert owner.get(f"{around.home}/actions/dance").status_code == 404


def test_a_stale_action_is_refused_and_says_who_acted(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_SUBMITTED)
    officer, manager = around.browser(around.cast.officer), around.browser(around.cast.manager)
    officer.submit(f"{around.home}/actions/invite")
    late = manager.submit(f"{around.home}/actions/decline", {"reason": MOTIVE, "version": "2"})
    assert late.status_code == 409
    assert around.cast.officer.name in late.text
    assert f'href="{around.home}">Revenir à la candidature' in late.text


def test_the_owner_composes_the_team_and_the_last_owner_stays(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    owner, address = around.browser(around.cast.owner), f"{around.home}/equipe"
    assert owner.submit(address, {"email": "pas une adresse", "role": "editor"}).status_code == 422
    assert owner.submit(address, {"email": "zoe@exemple.example", "role": "reader"}).status_code == 303
    with wired.database.read() as session:
        work = as_house(wired, session)
        team = invitations.team(work, open_case(work, around.reference))
    assert "zoe@exemple.example" in {mate.person.email for mate in team}
    owner.submit(f"{address}/retirer", {"email": around.cast.owner.email})
    assert "Ada Morin" in owner.get(address).text
    reader = around.browser(around.cast.reader)
    assert reader.submit(address, {"email": "x@exemple.example", "role": "owner"}).status_code == 403


def test_the_organisation_is_corrected_and_a_wrong_siret_is_told_beside_its_field(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    owner, address = around.browser(around.cast.owner), f"{around.home}/structure"
    wrong = owner.submit(address, {"name": "La Grange", "siret": "123"})
    assert wrong.status_code == 422
    assert 'value="123"' in wrong.text
    assert 'id="siret-erreur"' in wrong.text
    assert owner.submit(address, {"name": "La Grange neuve", "siret": factories.siret(7)}).status_code == 303
    assert "La Grange neuve" in owner.get(address).text


def test_the_convention_is_for_its_beneficiary_once_it_was_sent(wired: Wiring) -> None:
    around = at(wired, Stage.CONVENTION_SENT)
    with wired.database.read() as session:
        case = open_case(as_house(wired, session), around.reference)
        row = conventions.current(session, case.id)
    assert row is not None
    owner = around.browser(around.cast.owner)
    page = owner.get(f"{around.home}/convention").text
    assert row.number in page
    assert "Pour la signer" in page
    assert owner.get(f"{around.home}/convention.pdf").status_code == 200


def test_targets_then_values_are_kept_and_a_wrong_figure_is_told(wired: Wiring) -> None:
    around = at(wired, Stage.AWARDED)
    owner, address = around.browser(around.cast.owner), f"{around.home}/suivi"
    wrong = owner.submit(f"{address}/cibles", {"usagers.baseline": "beaucoup", "usagers.target": "60"})
    assert wrong.status_code == 422
    assert 'value="beaucoup"' in wrong.text
    kept = owner.submit(f"{address}/cibles", {"usagers.baseline": "12,5", "usagers.target": "1 060"})
    assert kept.status_code == 303
    assert "Il reste 10 valeurs à donner avant la convention." in plain(owner.get(address).text)
    with wired.database.write() as session:
        factories.walk(factories.work(session, now=wired.clock()), around.reference, Stage.STARTED)
    assert owner.submit(f"{address}/indicateurs", {"kind": "midterm", "usagers": "31"}).status_code == 303
    assert "Il reste 7 indicateurs à renseigner avant le rendez-vous." in plain(owner.get(address).text)
    with wired.database.read() as session:
        case = open_case(as_house(wired, session), around.reference)
        rows = {row.key: row for row in follow_up.indicators(session, case.id)}
    assert rows["usagers"].midterm == 31


def test_an_open_instalment_is_asked_for_once(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    owner, address = around.browser(around.cast.owner), f"{around.home}/versements"
    assert f'href="{address}">Demander le versement' in owner.get(around.home).text
    assert (
        f'href="{address}">Demander le versement'
        not in around.browser(around.cast.reader).get(around.home).text
    )
    assert "Demander ce versement" in owner.get(address).text
    for _ in range(2):
        assert owner.submit(f"{address}/advance/demander", {"note": "Voici."}).status_code == 303
    assert "Demander le versement" not in owner.get(around.home).text
    assert owner.submit(f"{address}/balance/demander").status_code == 409
    officer = around.browser(around.cast.officer)
    assert officer.submit(f"{address}/advance/demander").status_code == 403
    with wired.database.read() as session:
        case = open_case(as_house(wired, session), around.reference)
        states = {row.key: row.state for row in instalments.of_application(session, case.id)}
    assert states["advance"] is PaymentState.REQUESTED


def test_a_word_too_long_about_an_instalment_is_told_and_kept_in_its_form(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    owner, home = around.browser(around.cast.owner), f"{around.home}/versements"
    refused = owner.submit(f"{home}/advance/demander", {"note": "x" * 5_001})
    assert refused.status_code == 422
    said = "Ce texte est trop long : 5 001 caractères ; le maximum est de 5 000 caractères."
    assert said in plain(refused.text)
    assert 'href="#note-advance"' in refused.text
    assert "x" * 5_001 in refused.text
    assert owner.submit(f"{home}/advance/demander", {"note": "x" * 5_000}).status_code == 303


def test_the_page_asks_an_officer_why_who_asks_changes_and_says_what_the_receipt_keeps(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/structure"
    assert "garde ce qui a été déposé" in plain(officer.get(address).text)
    sent = {"name": "Une autre structure", "siret": factories.siret(7)}
    refused = officer.submit(address, sent)
    assert refused.status_code == 422
    assert 'id="reason-erreur"' in refused.text
    assert officer.submit(address, {**sent, "reason": "Statuts du 3 mars."}).status_code == 303
    told = plain(officer.get(f"{around.home}/journal").text)
    assert "maintenant Une autre structure" in told
    assert "Statuts du 3 mars." in told
