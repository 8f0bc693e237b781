"""The rules of a call written in the browser: started, typed, checked while one types, opened by the manager."""

import re
from dataclasses import dataclass

import pytest

from app.db.calls import calls, editions
from app.db.calls.calls import CallState
from app.db.calls.editions import Edition
from app.domain.people import Role
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX, Cast
from tests.fakes import FakeClock, FakeLimiter
from tests.web.applicants import SignedIn, signed_in

HOME = "/bureau/editions"
BEGIN = {"source": f"appel:{TIERS_LIEUX}", "slug": "tiers-lieux-2027", "reason": "Le plafond change."}


@dataclass(frozen=True)
class House:
    wired: Wiring
    cast: Cast

    def edition(self) -> Edition:
        with self.wired.database.read() as session:
            found = editions.by_id(session, 1)
        assert found is not None
        return found


@pytest.fixture
def house(wired: Wiring) -> House:
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        return House(wired, factories.cast(factories.work(session)))


@pytest.fixture
def officer(house: House) -> SignedIn:
    return signed_in(house.wired, house.cast.officer)


@pytest.fixture
def begun(officer: SignedIn) -> SignedIn:
    """The officer, who has begun the first edition from the opened call."""
    answer = officer.submit(HOME, BEGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOME}/1")
    return officer


def save(browser: SignedIn, file: str, text: str, seen: int) -> object:
    return browser.submit(f"{HOME}/1/{file}", {"text": text, "seen": str(seen), "reason": "Relu."})


def shown_text(page: str) -> str:
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def test_without_an_edition_the_page_says_what_to_do_first(officer: SignedIn) -> None:
    page = officer.get(HOME).text
    assert "Aucune édition" in page
    assert "Commencer une édition" in page
    assert HOME in officer.get("/bureau").text


def test_a_start_that_is_refused_keeps_what_was_typed(officer: SignedIn) -> None:
    answer = officer.submit(HOME, {**BEGIN, "slug": "Tiers lieux", "reason": ""})
    assert answer.status_code == 422
    assert 'value="Tiers lieux"' in answer.text
    assert "Dites pourquoi une nouvelle édition" in answer.text


def test_an_edition_shows_its_eight_files_and_their_state(begun: SignedIn) -> None:
    page = begun.get(f"{HOME}/1").text
    assert page.count(".yaml</span>") == 8
    assert page.count('<span class="pill ok">Sans faute</span>') == 7
    assert "le silence aura déjà rejeté" in page
    assert "Un appel a déjà le début de référence" in page
    assert "Ouvrir l’appel" not in page


def test_the_form_without_its_token_changes_nothing(begun: SignedIn, house: House) -> None:
    for address in (f"{HOME}/1/call", f"{HOME}/1/call/verifier", HOME):
        assert begun.post(address, data={"text": "title: pris", "seen": "1", **BEGIN}).status_code == 403
    assert house.edition().version == 1


def test_what_is_saved_with_faults_is_kept_and_told_with_its_line(begun: SignedIn, house: House) -> None:
    text = house.edition().files["call"].replace("prefix: TL26", "prefix: tl27")
    answer = save(begun, "call", text, 1)
    assert answer.status_code == 303  # type: ignore[attr-defined]
    page = begun.get(f"{HOME}/1/call").text
    line = text.split("\n").index("prefix: tl27") + 1
    assert f'data-line="{line}" data-column="9"' in page
    assert f"call.yaml, ligne {line}, colonne 9" in page
    assert "lu «\N{NO-BREAK SPACE}tl27\N{NO-BREAK SPACE}»" in page
    assert shown_text(page).replace("&#39;", "'").replace("&gt;", ">") == text
    assert "1\N{NO-BREAK SPACE}faute" in begun.get(f"{HOME}/1").text


def test_a_file_that_is_not_there_offers_its_model(begun: SignedIn, house: House) -> None:
    save(begun, "letter", "", 1)
    assert "letter" not in house.edition().files
    page = begun.get(f"{HOME}/1/letter").text
    assert "# Les pages du formulaire, dans l’ordre." in shown_text(page)


def test_two_who_type_see_both_texts(begun: SignedIn, house: House) -> None:
    manager = signed_in(house.wired, house.cast.manager)
    assert save(manager, "letter", "title: de la responsable\n", 1).status_code == 303  # type: ignore[attr-defined]
    answer = save(begun, "letter", "title: de l’instructrice\n", 1)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    page = answer.text  # type: ignore[attr-defined]
    assert shown_text(page) == "title: de l’instructrice\n"
    assert "title: de la responsable\n</textarea>" in page
    assert house.cast.manager.name in page
    assert 'name="seen" value="2"' in page
    assert house.edition().files["letter"] == "title: de la responsable\n"


def test_a_text_too_large_is_refused_and_kept_in_the_page(begun: SignedIn, house: House) -> None:
    answer = save(begun, "letter", "a" * (512 * 1024 + 1), 1)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert len(shown_text(answer.text)) == 512 * 1024 + 1  # type: ignore[attr-defined]
    assert house.edition().version == 1


def test_faults_are_said_while_one_types_and_nothing_is_kept(begun: SignedIn, house: House) -> None:
    answer = begun.submit(f"{HOME}/1/committee/verifier", {"text": "quorum: [\n"})
    told = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert told["title"] == "1\N{NO-BREAK SPACE}faute"
    assert [(one["file"], one["line"], one["warning"]) for one in told["faults"]] == [("committee", 2, False)]
    assert house.edition().version == 1


def test_the_live_check_is_counted(begun: SignedIn, limiter: FakeLimiter) -> None:
    limiter.wait_seconds = 30
    assert begun.submit(f"{HOME}/1/call/verifier", {"text": "a: 1"}).status_code == 429
    assert limiter.tries[-1][0] == "edition"


@pytest.mark.parametrize("file", ["autre", "..%2fcall", "call.yaml"])
def test_a_file_of_another_name_does_not_exist(begun: SignedIn, file: str) -> None:
    assert begun.get(f"{HOME}/1/{file}").status_code == 404
    assert begun.submit(f"{HOME}/1/{file}", {"text": "a: 1", "seen": "1"}).status_code == 404


def test_what_changed_is_told_in_sentences_and_as_text(begun: SignedIn, house: House) -> None:
    text = house.edition().files["call"].replace("prefix: TL26", "prefix: TL27")
    save(begun, "call", text, 1)
    page = begun.get(f"{HOME}/1/comparer").text
    assert "<del>- prefix: TL26</del>\n<ins>+ prefix: TL27</ins>\n  title: " in page
    assert "<h2>Les règles</h2>" in page
    save(begun, "call", "title: seul\n", 2)
    assert "<h2>Les règles</h2>" not in begun.get(f"{HOME}/1/comparer").text


def test_the_manager_opens_and_nobody_writes_any_more(begun: SignedIn, house: House) -> None:
    text = house.edition().files["call"].replace("prefix: TL26", "prefix: TL27")
    save(begun, "call", text, 1)
    assert "Le responsable de l’appel peut maintenant l’ouvrir." in begun.get(f"{HOME}/1").text
    assert begun.submit(f"{HOME}/1/ouvrir", {"seen": "2"}).status_code == 403
    manager = signed_in(house.wired, house.cast.manager)
    assert manager.submit(f"{HOME}/1/ouvrir", {"seen": "1"}).status_code == 409
    assert "Ouvrir l’appel</button>" in manager.get(f"{HOME}/1").text
    assert manager.submit(f"{HOME}/1/ouvrir", {"seen": "2"}).status_code == 409
    assert manager.submit(f"{HOME}/1/ouvrir", {"seen": "2", "lu": "oui"}).status_code == 303
    with house.wired.database.read() as session:
        call = calls.by_slug(session, "tiers-lieux-2027")
        assert call is not None
        assert (call.state, call.prefix) == (CallState.OPEN, "TL27")
        frozen = call.checksum
    assert manager.get("/appels/tiers-lieux-2027").status_code == 200
    page = manager.get(f"{HOME}/1/call").text
    assert "readonly" in page
    assert "Enregistrer" not in page
    assert save(manager, "call", "title: autre", 2).status_code == 409  # type: ignore[attr-defined]
    assert begun.submit(f"{HOME}/1/call/verifier", {"text": "a: 1"}).status_code == 403
    with house.wired.database.read() as session:
        after = calls.by_slug(session, "tiers-lieux-2027")
        assert after is not None
        assert after.checksum == frozen


def test_an_edition_of_other_calls_is_not_seen(begun: SignedIn, house: House) -> None:
    with house.wired.database.write() as session:
        other = factories.cast(factories.work(session), factories.BRESCIA).officer
    browser = signed_in(house.wired, other)
    assert f"{HOME}/1" not in browser.get(HOME).text
    for address in (f"{HOME}/1", f"{HOME}/1/call", f"{HOME}/1/comparer"):
        assert browser.get(address).status_code == 404


def test_an_administrator_starts_from_nothing(house: House) -> None:
    admin = signed_in(house.wired, house.cast.admin)
    assert HOME in admin.get("/personnes").text
    answer = admin.submit(HOME, {"source": "rien", "slug": "neuf", "reason": ""})
    assert answer.headers["location"] == f"{HOME}/1"
    page = admin.get(f"{HOME}/1/call").text
    assert "slug: neuf" in shown_text(page)
    assert "lu rien" in page
    assert Role.ADMIN in house.cast.admin.roles()
