"""Make pictures of every page of the demo at both widths, and of every page of its PDFs (`make screens`).

They go to ``screens/``, one folder a role, which git ignores and which is emptied first. The few that the README and
the guide show go to ``docs/images/`` with ``--docs``: what a screen shows without scrolling, at most 200 kB each.
"""

import argparse
import io
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.demo.command import open_house, welcome  # noqa: E402, the root must be on the path first
from app.demo.keys import Key  # noqa: E402
from app.demo.server import free_port, served  # noqa: E402
from app.web.access_log import configure  # noqa: E402
from scripts.chromium import launch  # noqa: E402
from scripts.crawl import VISITOR, Found, Trip, crawl_all  # noqa: E402

SCREENS, IMAGES = ROOT / "screens", ROOT / "docs" / "images"
WIDTHS = (360, 1280)
HEIGHT = 900
HOST = "127.0.0.1"
PDF = "application/pdf"
HEAVIEST = 200_000
SHOWN = {
    "call": (VISITOR, "/appels/{slug}"),
    "application": ("representative", "/candidatures/{reference}"),
    "officer": ("officer", "/candidatures/{reference}"),
    "desk": ("officer", "/bureau"),
    "ranking": ("officer", "/bureau/appels/{slug}/classement printemps_2026"),
    "sitting": ("president", "/bureau/appels/{slug}/seances/{sitting_id} point"),
    "convention": ("applicant", "/candidatures/{reference}/convention.pdf"),
}
"""The pictures of the documentation: whose page, and which."""


@contextmanager
def demo() -> Iterator[tuple[str, tuple[Key, ...]]]:
    """A demo of its own: its address and its keys."""
    configure("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Path(folder), HOST, free_port(HOST))
        keys = welcome(house, lambda _said: None)
        with served(house) as url:
            yield url, keys


def take(url: str, trips: Iterable[Trip], folder: Path) -> int:
    """Write the pictures of all that was found; how many there are."""
    found = [page for trip in trips for page in trip.pages.values()]
    with sync_playwright() as play:
        chromium = launch(play)
        for sign_in in dict.fromkeys(one.sign_in for one in found):
            mine = [one for one in found if one.sign_in == sign_in]
            _take_pages(url, chromium, sign_in, [one for one in mine if one.is_page], folder)
            _take_documents(url, sign_in, [one for one in mine if one.media == PDF], folder)
        chromium.close()
    return len(list(folder.rglob("*.png")))


def _take_pages(url: str, chromium: Browser, sign_in: str, pages: list[Found], folder: Path) -> None:
    page = _entered(url, chromium, sign_in)
    for one in pages:
        page.goto(one.address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            file = folder / one.role / f"{name_of(one)}-{width}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=file, full_page=True)
    page.context.close()


def _entered(url: str, chromium: Browser, sign_in: str) -> Page:
    page = chromium.new_context(base_url=url, locale="fr-FR").new_page()
    if sign_in:
        page.goto(sign_in)
    return page


def _take_documents(url: str, sign_in: str, documents: list[Found], folder: Path) -> None:
    with httpx.Client(timeout=60) as client:
        if sign_in:
            client.get(sign_in)
        for one in documents:
            with pypdfium2.PdfDocument(client.get(url + one.address).content) as document:
                for rank, page in enumerate(document, start=1):
                    file = folder / one.role / f"{name_of(one)}-{rank:02}.png"
                    file.parent.mkdir(parents=True, exist_ok=True)
                    page.render(scale=1.5).to_pil().save(file)


def name_of(found: Found) -> str:
    """The name of its pictures: « candidatures-reference-dossier »."""
    return re.sub(r"[^a-z0-9]+", "-", found.kind.lower()).strip("-") or "accueil"


def show(url: str, trips: dict[str, Trip], folder: Path) -> None:
    """Write the pictures of the documentation. KeyError when the demo has not the page."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        chromium = launch(play)
        for name, (role, kind) in SHOWN.items():
            one = trips[role].pages[kind]
            picture = _first_page(url, one) if one.media == PDF else _fold(url, chromium, one)
            (folder / f"{name}.png").write_bytes(light(picture))
        chromium.close()


def _fold(url: str, chromium: Browser, one: Found) -> Image.Image:
    page = _entered(url, chromium, one.sign_in)
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
    page.goto(one.address)
    taken = page.screenshot()
    page.context.close()
    return Image.open(io.BytesIO(taken))


def _first_page(url: str, one: Found) -> Image.Image:
    with httpx.Client(timeout=60) as client:
        client.get(one.sign_in)
        with pypdfium2.PdfDocument(client.get(url + one.address).content) as document:
            picture: Image.Image = document[0].render(scale=1.5).to_pil()
    return picture


def light(picture: Image.Image) -> bytes:
    """The picture as a PNG of 200 kB at most, with as many colours as that allows."""
    for colours in (256, 128, 64, 32):
        kept = io.BytesIO()
        picture.convert("RGB").quantize(colours).save(kept, "PNG", optimize=True)
        if kept.tell() <= HEAVIEST:
            break
    return kept.getvalue()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--docs", action="store_true", help="only the few of the documentation, in docs/images"
    )
    asked = parser.parse_args()
    with demo() as (address, everybody):
        trips_made = crawl_all(address, everybody)
        if asked.docs:
            show(address, trips_made, IMAGES)
        else:
            shutil.rmtree(SCREENS, ignore_errors=True)
            print(f"{take(address, trips_made.values(), SCREENS)} pictures in {SCREENS}")
