"""A convention through the house and through WeasyPrint alone, from the same HTML, in this process."""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from weasyprint import HTML  # type: ignore[import-untyped]

from app.adapters.pdf.fetcher import LockedFetcher
from app.adapters.pdf.typeset import page, print_html
from tests import documents_samples as samples


@dataclass(frozen=True)
class Printing:
    """Milliseconds of processor, the best of a few; ``first``: the first one, fonts and style sheets read."""

    first: float
    html: float
    whole: float
    bare: float
    octets: int


def measure(times: int) -> Printing:
    document = samples.convention()
    before = time.process_time()
    pdf = print_html(page(document))
    first = 1000 * (time.process_time() - before)
    html = page(document)
    return Printing(
        first=first,
        html=_best(lambda: page(document), times),
        whole=_best(lambda: print_html(page(document)), times),
        bare=_best(lambda: _bare(html), times),
        octets=len(pdf),
    )


def _bare(html: str) -> bytes:
    """As WeasyPrint prints when nothing is asked of it: neither archive, nor tags, nor our finisher."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return bytes(HTML(string=html, url_fetcher=LockedFetcher(), base_url="tpl:").write_pdf())


def _best(act: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        before = time.process_time()
        act()
        found.append(1000 * (time.process_time() - before))
    return min(found)
