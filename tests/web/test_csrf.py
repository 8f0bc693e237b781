"""Forms are taken only from our own pages, and a lost session loses no text."""

import re
from html import unescape

import pytest
from fastapi import APIRouter, FastAPI, Request, Response

from app.domain.errors import Conflict
from app.services.route_access import SIGNED_IN, allow
from app.services.wiring import Wiring
from app.web.dependencies import Posted, Writing, attempt, frame, see_other, texts, uploads
from tests.edges import Browser, FakeOptions, a_person, serve, wire
from tests.fakes import FakeClock

TEXT = "Trois lignes,\r\n« et des guillemets »\r\n<b>et du balisage</b>"
router = APIRouter()


@router.post("/essai")
@allow(SIGNED_IN)
def echo(work: Writing, form: Posted) -> dict[str, object]:
    return {
        "sent": texts(form),
        "files": [one.filename for one in uploads(form, "piece")],
        "by": work.person_id,
    }


@router.post("/essai/panne")
@allow(SIGNED_IN)
def crash(work: Writing) -> Response:
    work.session.connection().exec_driver_sql("UPDATE person SET name = 'perdu'")
    raise Conflict


@router.post("/essai/reprise")
@allow(SIGNED_IN)
def go_on(request: Request, work: Writing) -> Response:
    try:
        with attempt(work):
            work.session.connection().exec_driver_sql("UPDATE person SET name = 'perdu'")
            raise Conflict
    except Conflict:
        return frame(
            request,
            work.actor,
            "identity/account.html",
            renames=False,
            proved=True,
            tokens=[],
            sent={},
            errors={},
        )


@router.post("/essai/fait")
@allow(SIGNED_IN)
def done(work: Writing) -> Response:
    work.session.connection().exec_driver_sql("UPDATE person SET name = 'gardé'")
    return see_other("/mon-compte")


def service(wired: Wiring) -> FastAPI:
    built = serve(wired)
    built.include_router(router)
    return built


@pytest.fixture
def browser(wired: Wiring) -> Browser:
    opened = Browser(wired, app=service(wired))
    opened.enter(a_person(wired, "anne@exemple.fr", name="Anne"))
    return opened


def test_a_form_with_its_token_is_taken(browser: Browser) -> None:
    assert browser.submit("/essai", {"texte": TEXT}, drawn_at="/mon-compte").json()["sent"] == {"texte": TEXT}


@pytest.mark.parametrize("token", ["", "abc", "abc.def.ghi"])
def test_a_form_without_its_token_is_not_taken_and_comes_back_whole(browser: Browser, token: str) -> None:
    refused = browser.post("/essai", data={"csrf": token, "texte": TEXT})
    assert refused.status_code == 403
    assert kept(refused.text) == {"texte": TEXT}
    assert browser.post("/essai", data=fields(refused.text)).json()["sent"] == {"texte": TEXT}


def test_the_token_of_another_person_is_worth_nothing(browser: Browser, wired: Wiring) -> None:
    other = Browser(wired, app=service(wired))
    other.enter(a_person(wired, "bruno@exemple.fr"))
    assert other.post("/essai", data={"csrf": browser.token("/mon-compte")}).status_code == 403


def test_a_token_lives_one_day(wired: Wiring, clock: FakeClock) -> None:
    long = wire(wired.database, settings=FakeOptions(session_hours=72), clock=clock)
    browser = Browser(long, app=service(long))
    browser.enter(a_person(long, "anne@exemple.fr"))
    token = browser.token("/mon-compte")
    clock.advance(hours=23)
    assert browser.post("/essai", data={"csrf": token}).status_code == 200
    clock.advance(hours=1)
    assert browser.post("/essai", data={"csrf": token}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://mal.example"}],
)
def test_another_site_is_refused_and_its_fields_are_not_kept(
    browser: Browser, headers: dict[str, str]
) -> None:
    token = browser.token("/mon-compte")
    refused = browser.post("/essai", data={"csrf": token, "texte": TEXT}, headers=headers)
    assert refused.status_code == 403
    assert "guillemets" not in refused.text


def test_text_typed_while_the_session_was_lost_is_sent_again_after_signing_in(
    browser: Browser, wired: Wiring, clock: FakeClock
) -> None:
    token = browser.token("/mon-compte")
    clock.advance(hours=13)
    lost = browser.post("/essai", data={"csrf": token, "texte": TEXT, "choix": ["a", "b"]})
    assert lost.status_code == 403
    assert "Votre session a expiré" in lost.text
    assert 'target="_blank"' in lost.text
    again = fields(lost.text)
    assert (again["texte"], again["choix"]) == ([TEXT], ["a", "b"])
    assert browser.post("/essai", data=again).status_code == 403
    browser.enter(a_person(wired, "anne@exemple.fr"))
    assert browser.post("/essai", data=again).json()["sent"] == {"texte": TEXT, "choix": "b"}


def test_what_was_kept_for_one_address_is_not_taken_at_another(
    browser: Browser, wired: Wiring, clock: FakeClock
) -> None:
    clock.advance(hours=13)
    again = fields(browser.post("/essai", data={"texte": TEXT}).text)
    browser.enter(a_person(wired, "anne@exemple.fr"))
    assert browser.post("/essai/fait", data=again).status_code == 403


def test_a_lost_session_says_which_files_are_to_be_joined_again(browser: Browser, clock: FakeClock) -> None:
    clock.advance(hours=13)
    lost = browser.post("/essai", data={"texte": "x"}, files={"piece": ("budget.pdf", b"%PDF-1.7")})
    assert "budget.pdf" in lost.text


def test_files_and_texts_arrive_together(browser: Browser) -> None:
    sent = {"csrf": browser.token("/mon-compte"), "texte": "x"}
    taken = browser.post("/essai", data=sent, files={"piece": ("budget.pdf", b"%PDF-1.7")}).json()
    assert (taken["sent"], taken["files"]) == ({"texte": "x"}, ["budget.pdf"])


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [("/essai/fait", 303, "gardé"), ("/essai/panne", 409, "Anne"), ("/essai/reprise", 200, "Anne")],
)
def test_a_transaction_is_kept_or_undone_before_the_answer_leaves(
    browser: Browser, address: str, status: int, name: str
) -> None:
    assert browser.submit(address, drawn_at="/mon-compte").status_code == status
    assert f"<dd>{name}</dd>" in browser.get("/mon-compte").text


def kept(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in fields(text).items() if name != "csrf"}


def fields(text: str) -> dict[str, list[str]]:
    """The hidden fields of the form that gives back what was typed."""
    form = text[text.index('id="saisie"') :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found
