"""The system's Chromium, driven by Playwright: nothing is downloaded, nothing is asked of the network."""

from playwright.sync_api import Browser, Playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(play: Playwright) -> Browser:
    """A headless Chromium; Playwright's own error when it is not there."""
    return play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
