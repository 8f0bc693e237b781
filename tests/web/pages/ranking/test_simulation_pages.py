"""The rules of a call tried on invented applications, in the browser and as JSON."""

import re

import pytest

from app.services.wiring import Wiring
from tests import factories
from tests.factories import BRESCIA, TIERS_LIEUX, Cast
from tests.fakes import FakeClock, FakeLimiter
from tests.web.applicants import SignedIn, signed_in

HOME = "/bureau/editions"
PAGE = f"{HOME}/1/simulation"
CALL = f"/bureau/appels/{TIERS_LIEUX}/regles"


@pytest.fixture
def cast(wired: Wiring) -> Cast:
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        return factories.cast(factories.work(session))


@pytest.fixture
def officer(wired: Wiring, cast: Cast) -> SignedIn:
    """The officer, who has begun the first edition from the opened call."""
    browser = signed_in(wired, cast.officer)
    begun = {"source": f"appel:{TIERS_LIEUX}", "slug": "tiers-lieux-2027", "reason": "Le plafond change."}
    assert browser.submit(HOME, begun).status_code == 303
    return browser


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&nbsp;", " ")


def saved(browser: SignedIn, file: str, old: str, new: str) -> None:
    page = browser.get(f"{HOME}/1/{file}").text
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    text = found[1].replace("&#39;", "'").replace("&gt;", ">").replace("&lt;", "<").replace("&#34;", '"')
    assert old in text
    sent = {"text": text.replace(old, new, 1), "seen": "9", "reason": "Essai."}
    assert browser.submit(f"{HOME}/1/{file}", sent).status_code == 303


def test_the_page_tells_what_the_rules_do_and_the_same_seed_tells_the_same(officer: SignedIn) -> None:
    assert f'href="{PAGE}"' in officer.get(f"{HOME}/1").text
    page = plain(officer.get(f"{PAGE}?candidatures=20&graine=essai&enveloppe=200+000").text)
    assert "Essai sur 20 candidatures inventées, 2 experts par dossier, graine « essai »" in page
    assert "Le seuil éliminatoire de « Accueil humain »" in page
    assert "L’argent s’arrête à SIM-" in page
    assert re.search(r'<svg viewBox="0 0 600 190" role="img" aria-label="Les totaux vont de [^"]+">', page)
    assert '<th scope="col">À partir de</th>' in page
    assert "Fin de l’enveloppe : 200 000,00 €" in page
    assert "Hors classement" in page
    assert re.search(r"SIM-\d{4}</b><p .+</p></div><span class=\"end\">\d+,\d\d sur 100</span>", page)
    again = plain(officer.get(f"{PAGE}?candidatures=20&graine=essai&enveloppe=200+000").text)
    assert again.split("Ce que font les règles")[1] == page.split("Ce que font les règles")[1]


def test_without_anything_asked_the_call_is_tried_under_the_envelope_of_its_first_wave(
    officer: SignedIn,
) -> None:
    page = plain(officer.get(f"{PAGE}?graine=+").text)
    assert "Essai sur 60 candidatures inventées" in page
    assert "Fin de l’enveloppe : 450 000,00 €" in page
    assert "Sans rien écrire, celle de la vague. 0 pour classer" in page
    assert "Rien de ceci n’est réel. La recevabilité n’est pas essayée ici" in page
    free = plain(officer.get(f"{PAGE}?enveloppe=0").text)
    assert "Aucune enveloppe n’arrête la liste" in free
    assert "Ce que la liste reçoit de l’enveloppe" not in free


def test_a_wave_is_chosen_among_those_of_the_call_each_with_its_envelope(officer: SignedIn) -> None:
    page = plain(officer.get(f"{PAGE}?vague=automne_2026").text)
    assert '<input type="radio" id="vague-3" name="vague" value="automne_2026" checked' in page
    assert "Fin de l’enveloppe : 500 000,00 €" in page
    refused = officer.get(f"{PAGE}?vague=jamais")
    assert refused.status_code == 422
    assert "Vague : « jamais » ne fait pas partie des choix proposés." in plain(refused.text)


def test_what_cannot_be_tried_is_said_beside_its_field(officer: SignedIn) -> None:
    answer = officer.get(f"{PAGE}?candidatures=9000&enveloppe=beaucoup&graine={'x' * 61}")
    assert answer.status_code == 422
    page = plain(answer.text)
    for told in ("le maximum est 300", "« beaucoup » n’est pas un montant", "e texte est trop long"):
        assert page.count(told) == 2
    assert "Ce que font les règles" not in page
    assert "« dix » n’est pas un nombre entier" in plain(officer.get(f"{PAGE}?candidatures=dix").text)


def test_an_edition_with_faults_says_them_instead(officer: SignedIn) -> None:
    saved(officer, "scoring", "weight: 20", "weight: vingt")
    page = plain(officer.get(PAGE).text)
    assert "1 faute à corriger avant d’essayer" in page
    assert f'href="{HOME}/1/scoring#l' in page
    assert "<form" not in page.split("<main")[1]


def test_a_rule_that_cannot_be_computed_says_for_whom_it_fails(officer: SignedIn) -> None:
    saved(
        officer,
        "scoring",
        "criteria:",
        "gates: [{key: g, label: G, conditions: [amount / 0 > 1]}]\ncriteria:",
    )
    page = plain(officer.get(PAGE).text)
    assert "écarte tout le monde" in page


def test_the_trial_of_an_open_call_is_for_its_desk(wired: Wiring, cast: Cast) -> None:
    for person in (cast.officer, cast.manager, cast.auditor):
        browser = signed_in(wired, person)
        assert f'href="{CALL}/simulation"' in browser.get(CALL).text
        assert "Ce que font les règles" in browser.get(f"{CALL}/simulation").text
    member = signed_in(wired, cast.members[0])
    assert "/simulation" not in member.get(CALL).text
    assert member.get(f"{CALL}/simulation").status_code == 403


def test_a_call_without_a_grid_has_nothing_to_rank(wired: Wiring) -> None:
    with wired.database.write() as session:
        cast = factories.cast(factories.work(session), BRESCIA)
    page = signed_in(wired, cast.officer).get(f"/bureau/appels/{BRESCIA}/regles/simulation")
    assert page.status_code == 200
    assert "Cet appel se juge sans grille" in page.text


def test_trials_are_counted(wired: Wiring, officer: SignedIn) -> None:
    assert isinstance(wired.limiter, FakeLimiter)
    wired.limiter.wait_seconds = 60
    assert officer.get(PAGE).status_code == 429
