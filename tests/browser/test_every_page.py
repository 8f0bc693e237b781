"""Every page of the demo, as each role reads it: no dead link, nothing for axe, no overflow, a silent console."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from app.demo.command import open_house, welcome
from app.demo.server import free_port, served
from scripts.chromium import launch
from scripts.crawl import Found, Trip, crawl_all, routes

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations", "incomplete"]}
NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 800}
REFLOWED = {"width": 320, "height": 800}
"""1280 px at 400 % (WCAG 1.4.10), where text is also spaced as its reader may ask (1.4.12)."""
SPACED = """() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`)
    document.adoptedStyleSheets.push(sheet)
    return document.documentElement.scrollWidth
}"""
JUDGED_BY_PEOPLE = {"color-contrast", "color-contrast-enhanced", "identical-links-same-purpose"}
"""What axe cannot measure of itself: ``test_theme`` computes the contrasts, and « Ouvrir » says what it opens."""
AT_ONCE = 2
HOST = "127.0.0.1"
BY_MAIL_ONLY = {"/connexion/lien/{signed}"}
"""Pages that no link of another page leads to."""
NOT_IN_THE_DEMO = {
    "/invitations/{reference}",
    "/candidatures/{reference}/experts/{expert_id}/rendre",
    "/candidatures/{reference}/experts/{expert_id}/echeance",
    "/candidatures/{reference}/interets/{holder_id}/{interest}/rectifier",
}
"""Nobody with a duty is invited there, no returned review may be given back, and the experts' page that the walk reads
has no open review nor interest: ``test_invitations``, ``test_reopened``, ``test_due_day_pages`` and
``test_rectify_interest_page`` look at these."""
OF_A_DRAW = {"/bureau/appels/{slug}/tirage", "/bureau/appels/{slug}/tirage/liste.txt"}
"""No call of the demo draws: ``test_draw`` looks at these."""


def test_every_page_of_the_demo(tmp_path: Path) -> None:
    """Light at 1280 px, dark at 360 px, spaced at 320 px. One test: one demo is enough for all that is asked."""
    house = open_house(tmp_path, HOST, free_port(HOST))
    keys = welcome(house, lambda _said: None)
    with served(house) as url:
        trips = crawl_all(url, keys)
        complaints = [*dead_links(trips), *out_of_reach(trips), *looked_at(url, trips)]
    assert "\n".join(complaints) == ""


def dead_links(trips: dict[str, Trip]) -> list[str]:
    return [
        f"{role}: {origin} -> {to}: {status}"
        for role, trip in trips.items()
        for origin, to, status in trip.broken
    ]


def out_of_reach(trips: dict[str, Trip]) -> list[str]:
    """The pages that no link leads to."""
    found = {page.pattern for trip in trips.values() for page in trip.pages.values()}
    known = found | BY_MAIL_ONLY | NOT_IN_THE_DEMO | OF_A_DRAW
    return [f"no link leads to {path}" for path in {route.path for route in routes()} - known]


def looked_at(url: str, trips: dict[str, Trip]) -> list[str]:
    """What axe, the width of a phone and the console say of each page."""
    work: dict[str, list[Found]] = {}
    for page in different(trips):
        work.setdefault(page.sign_in, []).append(page)
    lots = sorted(work.items(), key=lambda lot: -len(lot[1]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda part: look(url, part), [lots[n::AT_ONCE] for n in range(AT_ONCE)])
    return [complaint for part in found for complaint in part]


def different(trips: dict[str, Trip]) -> list[Found]:
    """One page a kind and a role; those that another role reads with the same sorts of elements are not taken again."""
    pages = [page for trip in trips.values() for page in trip.pages.values() if page.is_page]
    return list({(page.kind, page.shape): page for page in sorted(pages, key=lambda one: one.size)}.values())


def look(url: str, lots: list[tuple[str, list[Found]]]) -> list[str]:
    """What is wrong with these pages, each lot read by whom its link signs in."""
    with sync_playwright() as play:
        chromium = launch(play)
        found = [one for sign_in, pages in lots for one in look_as(url, chromium, sign_in, pages)]
        chromium.close()
    return found


def look_as(url: str, chromium: Browser, sign_in: str, pages: list[Found]) -> list[str]:
    context = chromium.new_context(base_url=url)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    if sign_in:
        page.goto(sign_in)
    found = []
    for one in pages:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(one.address)
        page.evaluate(Axe().axe_script)
        complaints = axe(page, "1280 px")
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        complaints += axe(page, "360 px")
        width = page.evaluate("document.documentElement.scrollWidth")
        complaints += [f"{width} px wide on a phone"] if width > NARROW["width"] else []
        titles = page.locator("h1").count()
        complaints += [f"{titles} titles of the first level"] if titles != 1 else []
        page.set_viewport_size(REFLOWED)
        width = page.evaluate(SPACED)
        complaints += [f"{width} px wide at 320 px, text spaced"] if width > REFLOWED["width"] else []
        found += [f"{one.role} {one.address}: {complaint}" for complaint in (*complaints, *said)]
        said.clear()
    context.close()
    return found


def axe(page: Page, where: str) -> list[str]:
    """What axe finds wrong, and what it leaves to be judged: an id borne twice is only the second."""
    said = page.evaluate("async options => await axe.run(options)", OPTIONS)
    return [
        f"{where}: {rule['id']} ({kind}) {node['html'][:160]}"
        for kind in ("violations", "incomplete")
        for rule in said[kind]
        if kind == "violations" or rule["id"] not in JUDGED_BY_PEOPLE
        for node in rule["nodes"]
    ]
