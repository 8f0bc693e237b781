"""Real PDFs for the journeys: one worker for all of them."""

from collections.abc import Iterator

import pytest

from app.adapters.pdf.pool import PdfRenderer


@pytest.fixture(scope="session")
def pdf() -> Iterator[PdfRenderer]:
    renderer = PdfRenderer(1)
    yield renderer
    renderer.close()
