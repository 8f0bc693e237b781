"""The authority's desk: the list, an application, its checklist, its experts, the services, interests."""

import re

import pytest

from app.db.review import interests
from app.domain.workflow import Stage
from app.services.review import reviews as expertise
from app.services.wiring import Wiring
from tests import factories
from tests.journeys.pages import plain
from tests.web.applicants import as_house, at, signed_in
from tests.web.statements import queries_of, statements_of

EVERY_TURN = (
    Stage.LETTER_SUBMITTED,
    Stage.DOSSIER_SUBMITTED,
    Stage.RECOMMENDED,
    Stage.CONVENTION_SENT,
    Stage.CLOSED,
)


def test_a_page_asks_nothing_about_what_is_not_there_yet(wired: Wiring) -> None:
    later = ("opinion", "committee_opinion", "decision", "convention", "rendezvous", "indicator", "payment")
    asked = re.compile(rf"^SELECT (?!EXISTS|\().*?\sFROM ({'|'.join((*later, 'review'))})\b", re.DOTALL)

    def tables(stage: Stage) -> set[str]:
        around = at(wired, stage)
        return {found[1] for one in statements_of(wired, around, around.home) if (found := asked.match(one))}

    assert tables(Stage.DOSSIER_SUBMITTED) == set()
    assert tables(Stage.REVIEWED) == {"review"}
    assert tables(Stage.STARTED) == {"review", *later} - {"opinion"}


@pytest.mark.parametrize("stage", EVERY_TURN)
def test_the_officer_reads_an_application_at_every_turn(wired: Wiring, stage: Stage) -> None:
    around = at(wired, stage)
    for actor in (around.cast.officer, around.cast.manager, around.cast.auditor):
        answer = around.browser(actor).get(around.home)
        assert answer.status_code == 200
        assert around.reference in answer.text


def test_finance_and_committee_read_their_own_parts_only(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    finance = around.browser(around.cast.finance).get(around.home).text
    assert "Versements" in finance
    assert "Expertises</h2>" not in finance
    assert "Avis du comité" not in finance
    member = around.browser(around.cast.members[0]).get(around.home).text
    assert "Expertises</h2>" in member
    assert "Versements" not in member


def test_a_refused_action_says_why_beside_those_that_are_open(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    text = around.browser(around.cast.officer).get(around.home).text
    assert f'href="{around.home}/actions/request_completion"' in text
    assert f'href="{around.home}/actions/declare_admissible"' not in text
    assert "à juger dans la grille" in text


@pytest.mark.parametrize(
    ("stage", "leads", "words"),
    [
        (Stage.DOSSIER_SUBMITTED, "recevabilite", "Remplir la grille de recevabilité"),
        (Stage.AWARDED, "convention", "Préparer la convention"),
        (Stage.STARTED, "suivi", "Renseigner les indicateurs"),
    ],
)
def test_what_an_action_lacks_is_one_click_away(wired: Wiring, stage: Stage, leads: str, words: str) -> None:
    around = at(wired, stage)
    button = f'<a class="button" href="{around.home}/{leads}">{words}</a>'
    officer = around.browser(around.cast.officer)
    assert button in officer.get(around.home).text
    assert officer.get(f"{around.home}/{leads}").status_code == 200
    assert button not in around.browser(around.cast.auditor).get(around.home).text


def test_the_list_divides_what_is_to_do_and_what_waits(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer = around.browser(around.cast.officer)
    assert around.reference in officer.get("/bureau").text
    assert "Ceux qui attendent depuis le plus longtemps d’abord." in officer.get("/bureau").text
    assert "Aucun dossier" in officer.get("/bureau?vue=attente").text
    assert around.reference in officer.get("/bureau?vue=tous&q=grange&etape=dossier_submitted").text
    assert "Aucun dossier ne correspond" in officer.get("/bureau?q=introuvable").text
    assert officer.get("/bureau?page=x&etape=nulle&vue=autre").status_code == 200
    assert around.browser(around.cast.owner).get("/bureau").status_code == 403


def test_when_the_experts_have_finished_the_application_comes_back_to_the_authority(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    officer, experts = around.browser(around.cast.officer), around.cast.experts[:2]
    assert "Rien à traiter" in officer.get("/bureau").text
    assert around.reference in officer.get("/bureau?vue=attente").text
    assert "Les experts notent le dossier" in officer.get(around.home).text
    with wired.database.write() as session:
        for expert in experts:
            factories.review(as_house(wired, session), around.reference, expert)
    to_do = officer.get("/bureau").text
    assert around.reference in to_do
    assert ", à vous" in to_do
    assert around.reference not in officer.get("/bureau?vue=attente").text
    assert around.reference in officer.get("/bureau?vue=attente&etape=in_review").text
    assert "À vous : clôturez l’expertise" in plain(officer.get(around.home).text)


def test_when_an_expert_declines_the_officer_is_told_to_name_another(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    officer, (first, second) = around.browser(around.cast.officer), around.cast.experts[:2]
    with wired.database.write() as session:
        work = as_house(wired, session)
        factories.review(work, around.reference, first)
        expertise.decline(factories.by(work, second), around.reference, "Indisponible.")
    assert around.reference in officer.get("/bureau").text
    page = officer.get(around.home).text
    assert "À vous : désignez un autre expert" in plain(page)
    assert f'class="button" href="{around.home}/experts">Désigner un expert</a>' in page


def test_the_list_costs_the_same_for_one_row_and_for_three(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    one = queries_of(wired, around, "/bureau?vue=tous")
    at(wired, Stage.DOSSIER_SUBMITTED, title="Le Moulin")
    at(wired, Stage.IN_REVIEW, title="La Gare")
    assert queries_of(wired, around, "/bureau?vue=tous") == one


def test_taking_charge_needs_its_token_and_comes_back_to_the_list(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer = around.browser(around.cast.officer)
    address = f"{around.home}/prise-en-charge"
    assert officer.post(address).status_code == 403
    answer = officer.submit(address, {"retour": "/bureau?vue=traiter"})
    assert answer.headers["location"] == "/bureau?vue=traiter"
    assert around.cast.officer.name in officer.get("/bureau").text
    assert around.browser(around.cast.auditor).submit(address).status_code == 403


def test_the_checklist_shows_what_the_dossier_proves_and_keeps_what_is_judged(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/recevabilite"
    page = officer.get(address).text
    assert "le dossier le prouve" in page
    assert "80\u202f000,00\u00a0€" in page
    kept = officer.submit(address, {"verdict-beneficiaire": "holds", "verdict-collectif": "holds"})
    assert kept.status_code == 303
    assert "à juger" not in officer.get(address).text
    assert f'href="{around.home}/actions/declare_admissible"' in officer.get(around.home).text


def test_a_line_that_fails_says_why_and_nothing_typed_is_lost(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/recevabilite"
    sent = {"verdict-beneficiaire": "fails", "verdict-collectif": "holds", "note-collectif": "Vu en réunion."}
    refused = officer.submit(address, sent)
    assert refused.status_code == 422
    assert 'href="#note-beneficiaire"' in refused.text
    assert "Vu en réunion." in refused.text
    one = officer.submit(address, {**sent, "ligne": "collectif"})
    assert one.headers["location"] == f"{address}#collectif"


def test_the_checklist_is_read_only_once_decided_and_closed_to_the_others(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    address = f"{around.home}/recevabilite"
    assert "Enregistrer la grille" not in around.browser(around.cast.officer).get(address).text
    late = around.browser(around.cast.officer).submit(
        address, {"verdict-collectif": "fails", "note-collectif": "Non."}
    )
    assert late.status_code == 409
    assert around.browser(around.cast.auditor).get(address).status_code == 200
    assert around.browser(around.cast.owner).get(address).status_code == 403


def test_an_expert_is_named_then_taken_off(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    officer, address = around.browser(around.cast.officer), f"{around.home}/experts"
    expert = around.cast.experts[0]
    assert expert.name in officer.get(address).text
    assert officer.submit(address, {"nommer": str(expert.person_id)}).status_code == 303
    assert f'name="retirer" value="{expert.person_id}"' in officer.get(address).text
    again = officer.submit(address, {"nommer": str(expert.person_id)})
    assert again.status_code == 303
    assert officer.submit(address, {"nommer": "0"}).status_code == 422
    assert officer.submit(address, {"retirer": str(expert.person_id)}).status_code == 303
    assert around.browser(around.cast.auditor).get(address).status_code == 403


def test_a_service_is_asked_and_gives_its_opinion_once(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/avis"
    assert officer.submit(address, {}).status_code == 422
    service = around.cast.consulted
    asked = officer.submit(address, {"person_id": str(service.person_id), "question": "Est-ce couvert ?"})
    assert asked.status_code == 303
    consulted = around.browser(service)
    assert around.reference in consulted.get("/avis-demandes").text
    assert "Est-ce couvert" in consulted.get(address).text
    refused = consulted.submit(address, {"text": "Le bassin manque d’un lieu."})
    assert refused.status_code == 422
    assert "Le bassin manque" in refused.text
    assert consulted.submit(address, {"favourable": "yes", "text": "Utile."}).status_code == 303
    assert "Votre avis est rendu" in consulted.get(address).text
    assert "favorable" in officer.get(address).text


def test_a_declared_interest_hides_the_application_everywhere(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/interet"
    assert "Ce qui vous sera caché" in officer.get(address).text
    assert officer.submit(address, {"nature": "inconnue"}).status_code == 422
    assert officer.submit(address, {"nature": "family"}).headers["location"] == "/bureau"
    assert officer.get(around.home).status_code == 404
    assert around.reference not in officer.get("/bureau?vue=tous&etape=shortlisted").text.split("<main")[1]
    with wired.database.read() as session:
        assert interests.interests_of_person(session, around.cast.officer.person_id or 0)


def test_the_pages_of_the_authority_do_not_exist_for_a_stranger(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    stranger = signed_in(wired, around.cast.stranger)
    for tail in ("recevabilite", "experts", "avis", "decision", "interet"):
        assert stranger.get(f"{around.home}/{tail}").status_code == 404


def test_who_cannot_act_reads_who_must(wired: Wiring) -> None:
    around = at(wired, Stage.ON_RESERVE)
    manager, officer = around.browser(around.cast.manager), around.browser(around.cast.officer)
    assert "Le responsable de l’appel doit agir" in officer.get(around.home).text
    assert "À vous" not in officer.get(around.home).text
    assert "À vous" in manager.get(around.home).text
    assert f'href="{around.home}/decision"' in manager.get(around.home).text
    late = at(wired, Stage.FINAL_HELD)
    for reader in (late.cast.president, late.cast.finance, late.cast.auditor):
        page = late.browser(reader).get(late.home).text
        assert "Le service instructeur doit agir" in page
        assert "à vous" not in page.lower()
    assert "clôturez le dossier" in late.browser(late.cast.officer).get(late.home).text


def test_a_reserve_that_was_notified_is_not_offered_again(wired: Wiring) -> None:
    around = at(wired, Stage.ON_RESERVE)
    page = around.browser(around.cast.manager).get(around.home).text
    assert f"{around.home}/actions/keep_on_reserve" not in page
    assert page.count("Aucune décision n’attend d’être notifiée") == 1


def test_each_line_of_the_checklist_is_named_by_its_own_words(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    page = around.browser(around.cast.officer).get(f"{around.home}/recevabilite").text
    legends = re.findall(r"<legend>(.*?)</legend>", page)
    assert len(legends) > 5
    assert len(set(legends)) == len(legends)


def test_a_refusal_names_the_stage_in_the_words_of_who_reads_it(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    refused = around.browser(around.cast.officer).get(f"{around.home}/actions/decline")
    assert refused.status_code == 409
    assert "« Dossier en cours »" in plain(refused.text)
