"""The components in a real Chromium: nothing overflows, axe finds nothing, and each enhancement does its work."""

import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.gallery import CHROMIUM, PAGES, WIDTHS, serve

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "textarea[name=objet]"
KEPT = "JSON.stringify(localStorage)"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing(
    browser: Browser, address: str, width: int, scheme: Literal["dark", "light"]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page, found = context.new_page(), []
    for name in PAGES:
        page.goto(f"{address}/{name}")
        violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        found += [(name, rule["id"], node["html"][:120]) for rule in violations for node in rule["nodes"]]
    context.close()
    assert found == []


def test_a_word_without_end_breaks_where_names_stand(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}/applicant")
    page.evaluate(
        "document.querySelectorAll('h1, main p, main dd, .list a').forEach(one => one.append('x'.repeat(150)))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_paper_carries_what_one_reads_and_nothing_to_press(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    for name in PAGES:
        page.goto(f"{address}/{name}")
        expect(page.locator(":is(nav, .button, [type=file]):visible")).to_have_count(0)
        expect(page.locator("h1").first).to_be_visible()


@pytest.mark.parametrize("width", [320, *WIDTHS, 800])
def test_nothing_overflows_at_any_width(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    wide = {}
    for name in PAGES:
        page.goto(f"{address}/{name}")
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert {name: w for name, w in wide.items() if w > width} == {}


def test_the_policy_of_the_house_breaks_nothing(page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in PAGES:
        page.goto(f"{address}/{name}")
    assert complaints == []


def arrive(page: Page, url: str) -> None:
    """At a page whose modules have come: they are fetched after it, and what is typed before them is not theirs."""
    page.goto(url, wait_until="networkidle")


def test_words_are_counted_as_one_types(page: Page, address: str) -> None:
    arrive(page, f"{address}/forms")
    line = page.locator("#objet-mots")
    page.fill(LONG, "un deux trois")
    expect(line).to_have_text("3\u00a0mots sur 300")
    page.fill(LONG, "mot " * 302)
    expect(line).to_have_text("2\u00a0mots de trop (300\u00a0mots au plus)")


def test_the_error_summary_takes_the_focus(page: Page, address: str) -> None:
    arrive(page, f"{address}/forms")
    expect(page.locator(".summary")).to_be_focused()
    page.locator(".summary a", has_text="Statut").click()
    expect(page.locator("#statut")).to_be_focused()


def test_a_text_survives_a_lost_page_and_is_offered_back(page: Page, address: str) -> None:
    arrive(page, f"{address}/forms")
    page.fill(LONG, "Ouvert tous les matins.")
    page.check("#usages-2")
    page.wait_for_timeout(600)
    kept = page.evaluate(KEPT)
    assert "tous les matins" in kept
    assert "jeton" not in kept
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/refusal")
    arrive(page, f"{address}/forms")
    expect(page.locator(LONG)).to_have_value("Ouvert six jours sur sept.")
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.locator(LONG)).to_have_value("Ouvert tous les matins.")
    expect(page.locator("#usages-2")).to_be_checked()


def test_a_text_that_the_service_received_is_forgotten(page: Page, address: str) -> None:
    arrive(page, f"{address}/forms")
    page.evaluate("document.querySelector('form[data-draft]').action = '/officer'")
    page.evaluate("document.querySelector('form[data-draft]').method = 'get'")
    page.fill(LONG, "Ouvert tous les matins.")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/officer**")
    arrive(page, f"{address}/forms")
    expect(page.locator("#objet-mots")).to_have_text("5\u00a0mots sur 300")
    assert page.evaluate(KEPT) == "{}"
    expect(page.get_by_role("button", name="Reprendre ce texte")).to_have_count(0)


def test_a_double_click_sends_once(page: Page, address: str) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.route("**/envoi", lambda route: route.fulfill(status=204))
    arrive(page, f"{address}/forms")
    page.evaluate("document.querySelector('form[data-draft]').action = '/envoi'")
    page.get_by_role("button", name="Enregistrer et continuer").dblclick()
    page.wait_for_timeout(300)
    assert len(sent) == 1


def test_the_budget_adds_up_to_the_cent(page: Page, address: str) -> None:
    arrive(page, f"{address}/forms")
    page.fill("[name='charges.60.1']", "0,10")
    page.fill("[name='charges.64.2']", "1 200,20")
    page.fill("[name='produits.70.1']", "1200,30")
    expect(page.locator("[data-budget=charges] [data-total=all]")).to_have_text("1\u202f200,30\u00a0€")
    expect(page.locator("[data-balance]")).to_have_text("Charges et produits sont égaux.")
    page.fill("[name='produits.70.1']", "1000")
    expect(page.locator("[data-balance]")).to_have_text("Il manque 200,30\u00a0€ de produits.")


def test_an_empty_file_is_refused_before_it_travels(page: Page, address: str) -> None:
    arrive(page, f"{address}/forms")
    page.set_input_files("#bail", {"name": "vide.pdf", "mimeType": "application/pdf", "buffer": b""})
    expect(page.locator("#bail-taille")).to_have_text(
        "«\u00a0vide.pdf\u00a0» est vide\u00a0: choisissez un autre fichier."
    )


def test_a_list_filters_at_once_with_the_mouse_but_not_with_the_keyboard(page: Page, address: str) -> None:
    arrive(page, f"{address}/officer")
    page.focus("#f-etape")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    assert "etape" not in page.url
    page.locator("#f-etape").dispatch_event("pointerdown")
    page.select_option("#f-etape", "b")
    page.wait_for_url("**etape=b**")
