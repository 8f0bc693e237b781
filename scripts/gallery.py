"""Make pictures of every component, at both widths, in the light and the dark, for the eye to judge.

``python scripts/gallery.py [FOLDER] [--serve]``; pictures go to ``screens/gallery``. ``--serve`` keeps the page
open on http://127.0.0.1:8765 instead. Chromium is the system's: nothing is downloaded.
"""

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.web.templating import STATIC, make_environment  # noqa: E402, the root must be on the path first
from app.web.theme import theme_css  # noqa: E402
from scripts.gallery_content import content  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 1280)
PAGES = ("applicant", "forms", "officer", "ranking", "sitting", "review", "charts", "calls", "refusal")


class House(SimpleHTTPRequestHandler):
    """The gallery's pages and the house's static files, on loopback."""

    house = make_environment(reload=True)

    def do_GET(self) -> None:
        name = self.path.split("?")[0].strip("/")
        if name.startswith("static/"):
            self.path = self.path.removeprefix("/static")
            super().do_GET()
            return
        body, kind = self.page(name)
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(body.encode())

    def page(self, name: str) -> tuple[str, str]:
        values = content()
        if name == "theme.css":
            return theme_css(values["settings"]), "text/css"
        template = self.house.get_template("_gallery.html")
        return template.render(values, part=name if name in PAGES else "applicant"), "text/html"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if code not in {200, 304}:
            sys.stderr.write(f"{self.path}: {code} {size}\n")


def serve(port: int = 0) -> ThreadingHTTPServer:
    return ThreadingHTTPServer(("127.0.0.1", port), partial(House, directory=str(STATIC)))


def take(folder: Path, only: tuple[str, ...] = PAGES) -> list[str]:
    """Write the pictures; return what the browser complained of, and what overflows its width."""
    folder.mkdir(parents=True, exist_ok=True)
    server = serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                page = browser.new_page(
                    viewport={"width": width, "height": 800}, color_scheme=scheme, device_scale_factor=1
                )
                page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
                page.on("pageerror", lambda error: complaints.append(str(error)))
                for name in only:
                    page.goto(f"http://127.0.0.1:{server.server_port}/{name}")
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        complaints.append(f"{name} at {width}: {wide} px wide")
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()
        browser.close()
    server.shutdown()
    return complaints


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve(8765).serve_forever()
    names = tuple(a for a in sys.argv[1:] if a in PAGES)
    found = take(ROOT / "screens" / "gallery", names or PAGES)
    print("\n".join(found) or "no complaint")
    sys.exit(bool(found))
