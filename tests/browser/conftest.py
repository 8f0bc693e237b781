"""A real Chromium in front of a real service. Without Chromium these tests fail: they are never skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.chromium import launch
from tests.browser.site import Site, open_site

DESKTOP = (1280, 900)
PATIENCE_MS = 30_000
"""For a machine that does something else at the same time: a page that is right is never waited for."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        browser = launch(play)
        yield browser
        browser.close()


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """The whole service, on SQLite then on PostgreSQL."""
    with open_site(database_url, tmp_path / "data") as opened:
        yield opened


class Desk:
    """Opens one browser a person, and fails when a page complains in its console."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.complaints: list[str] = []
        self._chromium = chromium
        self._site = site
        self._contexts: list[BrowserContext] = []

    def browser(self, *, javascript: bool = True) -> Page:
        """A new person's browser, signed in nowhere."""
        width, height = DESKTOP
        context = self._chromium.new_context(
            base_url=self._site.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="fr-FR",
        )
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self._heard(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self._heard(str(error)))
        return page

    def _heard(self, text: str) -> None:
        if "status of 4" not in text:
            self.complaints.append(text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Iterator[Desk]:
    opened = Desk(chromium, site)
    yield opened
    opened.close()
    assert opened.complaints == []
