"""A draw in a real browser: no call of the demo has one, so its pages are looked at here as the others are there."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Desk
from tests.browser.people import press, sign_in
from tests.browser.site import Site
from tests.browser.test_every_page import NARROW, WIDE, axe
from tests.factories import TIERS_LIEUX
from tests.lottery import AFTER, SEED, SOURCE, TYPED, WAVE, reviewed

RANKING = f"/bureau/appels/{TIERS_LIEUX}/classement?vague={WAVE}"


def looked_at(page: Page, where: str) -> list[str]:
    """What axe and the width of a phone say of the page that is open."""
    page.evaluate(Axe().axe_script)
    found = axe(page, f"{where}, 1280 px")
    page.set_viewport_size(NARROW)
    found += axe(page, f"{where}, 360 px")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    return [*found, *([f"{where}: {width} px wide on a phone"] if width > NARROW["width"] else [])]


def test_the_manager_holds_a_draw_and_its_pages_are_whole(site: Site, desk: Desk) -> None:
    with site.work() as work:
        reviewed(work, site.house.wiring.files)
        factories.cast(work)
    site.clock.now = AFTER
    page = desk.browser()
    page.goto("/connexion")
    sign_in(page, site, f"responsable@{TIERS_LIEUX}.example")
    page.goto(RANKING)
    complaints = looked_at(page, "to draw")
    page.get_by_role("link", name="Arrêter la liste").click()
    complaints += looked_at(page, "fixing")
    page.get_by_label("Un tirage public la donnera").check()
    page.get_by_label("Si c’est un tirage public, lequel").fill(SOURCE)
    press(page, "Arrêter la liste")
    complaints += looked_at(page, "fixed")
    page.get_by_role("link", name="Publier la graine").click()
    complaints += looked_at(page, "publishing")
    page.get_by_label("La graine").fill(TYPED)
    press(page, "Publier la graine")
    expect(page.locator("#tirage")).to_contain_text(f"« {SEED} »")
    complaints += looked_at(page, "drawn")
    with page.expect_download() as kept:
        page.get_by_role("link", name="La liste arrêtée, en texte").click()
    assert kept.value.suggested_filename == f"liste-{TIERS_LIEUX}-{WAVE}.txt"
    page.goto(f"/appels/{TIERS_LIEUX}")
    expect(page.locator("main")).to_contain_text("sha256sum")
    complaints += looked_at(page, "public")
    assert complaints == []
