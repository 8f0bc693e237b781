"""What a document may load while it is typeset: our style sheets and our fonts. Nothing else exists.

Neither the network nor the disk is reached: two schemes only, ``tpl:`` (a style sheet of ``templates/pdf``) and
``font:`` (a face of the two font packages), each name looked up in a closed list. Anything else stops the
typesetting (``weasyprint.urls.FatalURLFetchingError``).
"""

from importlib.resources import files
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "pdf"
SHEETS = ("base.css", "convention.css", "letter.css", "minutes.css", "receipt.css", "rules.css")
_SERIF = files("font_source_serif_pro") / "files"
_SANS = files("font_source_sans_pro") / "files"
FONTS = {
    "serif-400": _SERIF / "SourceSerifPro-Regular.ttf",
    "serif-400i": _SERIF / "SourceSerifPro-It.ttf",
    "serif-600": _SERIF / "SourceSerifPro-Semibold.ttf",
    "sans-400": _SANS / "SourceSansPro-Regular.ttf",
    "sans-400i": _SANS / "SourceSansPro-It.ttf",
    "sans-600": _SANS / "SourceSansPro-Semibold.ttf",
}


class LockedFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves ``tpl:`` and ``font:`` from closed lists and refuses every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("tpl", "font"), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """The style sheet or the font of that name. Raises ``ValueError`` for anything else."""
        scheme, _, name = url.partition(":")
        if scheme == "tpl" and name in SHEETS:
            return URLFetcherResponse(url, (TEMPLATES / name).read_bytes(), {"Content-Type": "text/css"})
        if scheme == "font" and name in FONTS:
            return URLFetcherResponse(url, FONTS[name].read_bytes(), {"Content-Type": "font/ttf"})
        raise ValueError(f"a document may not load {url!r}")
