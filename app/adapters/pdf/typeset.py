"""From a document to its PDF, in this process: the page in HTML, then WeasyPrint.

The same value gives the same bytes on the same machine: dates come from the document, nothing from the clock.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import HTML  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

from app.adapters.pdf.fetcher import TEMPLATES, LockedFetcher
from app.adapters.pdf.finisher import finish
from app.domain.documents import (
    ConventionDocument,
    Document,
    ExtraArticle,
    IncompleteDocumentError,
    LetterDocument,
    MinutesDocument,
    ReceiptDocument,
    RulesDocument,
    missing,
)
from app.words import documents as words
from app.words import formats
from app.words.labels import LEGAL_FORMS
from app.words.printable import finalized
from app.words.ranking.envelope import entries
from app.words.ranking.explanations import sentence
from app.words.silence import letter_silence
from app.words.typography import typo
from app.words.zones import zone_words

_TAG = re.compile(r"(<[^<>]*>)")
_BLANK_LINE = re.compile(r"\n\s*\n")
_ORDINAL = re.compile(r"\b(\d{1,2})(er|re|e)\b")
SHEET_OF = {
    ReceiptDocument: "receipt",
    ConventionDocument: "convention",
    MinutesDocument: "minutes",
    RulesDocument: "rules",
    LetterDocument: "letter",
}


class NotAllowed(RuntimeError):
    """A document asked for something outside of itself, which only a fault in a template can do."""


@dataclass
class Clauses:
    """The numbers of the clauses of an article, one at each call: « 4.1 », « 4.2 »…"""

    article: int
    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"{self.article}.{self.last}"


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs are parted by a blank line; inside one, each line is kept."""
    return [part.splitlines() for part in _BLANK_LINE.split(text.strip()) if part.strip()]


def _item(text: str) -> str:
    """An item of a list without its own end, which the list gives."""
    return text.strip().rstrip(".;, \u00a0\u202f")


def _ordinals(html: Markup) -> Markup:
    """« 1er », « 2e » with their raised letters; tags are left alone."""
    parts = _TAG.split(str(html))
    raised = (part if i % 2 else _ORDINAL.sub(r"\1<sup>\2</sup>", part) for i, part in enumerate(parts))
    return Markup("".join(raised))  # noqa: S704 - what came in was escaped, and only <sup> is added


def _value(value: Decimal | str | None) -> str:
    if value is None or value == "":
        return "–"
    return formats.number(value) if isinstance(value, Decimal) else value


def _cell(value: Decimal | str | None) -> str:
    return "" if isinstance(value, str) and value else "r"


def _legal_form(form: str) -> str:
    """« coopérative (Scop, Scic) » without its examples."""
    return LEGAL_FORMS.get(form, form).partition(" (")[0]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        *(
            "money",
            "money_words",
            "number_words",
            "percent",
            "day",
            "weekday",
            "moment",
            "time",
            "iso",
            "siret",
        ),
        *("mark", "number", "listing", "size", "plural"),
    ):
        environment.filters[name] = getattr(formats, name)
    environment.filters |= {
        "cell": _cell,
        "instant": words.instant,
        "item": _item,
        "legal_form": _legal_form,
        "letter_silence": letter_silence,
        "lower_first": words.sentence_inside,
        "of": words.of,
        "ordinals": _ordinals,
        "paragraphs": _paragraphs,
        "start": words.sentence_start,
        "step": sentence,
        "the": words.the,
        "to": words.to,
        "typo": typo,
        "value": _value,
        "votes": words.votes_said,
        "zone_words": zone_words,
    }
    environment.globals |= {
        "account_entries": entries,
        "basis_words": words.BASES,
        "clauses": Clauses,
        "fundings": words.FUNDINGS,
        "opinions": words.OPINIONS,
        "presences": words.PRESENCES,
        "titles": words.ARTICLE_TITLES,
        "annex_called": words.ANNEX_CALLED,
    }
    return environment


ENVIRONMENT = _environment()


def _numbered(document: ConventionDocument) -> Iterator[tuple[int, str, ExtraArticle | None]]:
    extras = iter(document.extra_articles)
    for number, key in enumerate(document.articles(), start=1):
        yield number, key, next(extras) if key == "extra" else None


def _context(document: Document) -> dict[str, object]:
    """What a template reads beside the document ``d``."""
    match document:
        case ConventionDocument():
            articles = tuple(_numbered(document))
            return {
                "articles": articles,
                "number": {key: number for number, key, _ in articles},
                "annex": dict(zip(document.annexes(), words.ANNEX_NUMERALS, strict=False)),
            }
        case MinutesDocument() | RulesDocument() | LetterDocument():
            return {"zone": ZoneInfo(document.zone)}
        case ReceiptDocument():
            return {}


def page(document: Document) -> str:
    """The document in HTML, escaped; a name that a template does not find is an error."""
    sheet = SHEET_OF[type(document)]
    return ENVIRONMENT.get_template(f"{sheet}.html").render(d=document, sheet=sheet, **_context(document))


def print_html(html: str) -> bytes:
    """HTML as a tagged PDF/A-3a and PDF/UA-1. Raises ``NotAllowed`` when it asks for anything outside."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
            written = HTML(string=html, url_fetcher=LockedFetcher(), base_url="tpl:").write_pdf(
                pdf_variant="pdf/a-3a", finisher=finish
            )
    except FatalURLFetchingError as error:
        raise NotAllowed(str(error)) from error
    return bytes(written)


def typeset(document: Document) -> bytes:
    """The document as a PDF. Raises ``IncompleteDocumentError`` when ``missing`` names anything."""
    holes = missing(document)
    if holes:
        raise IncompleteDocumentError(holes)
    return print_html(page(document))
