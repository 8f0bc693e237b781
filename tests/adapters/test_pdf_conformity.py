"""The files are PDF/A-3a and PDF/UA-1 as far as a machine can tell here, light, and the same each time."""

import hashlib
import io
import logging
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pdfua
import pikepdf
import pikepdf.pdfa
import pytest

from app.adapters.pdf.typeset import NotAllowed, print_html, typeset
from app.domain.documents import Document
from tests import documents_samples as samples

BUILDS = {
    "convention": samples.convention,
    "grantless": samples.grantless_convention,
    "receipt": samples.receipt,
    "letter": samples.letter_receipt,
    "minutes": samples.minutes,
    "rules": samples.rules,
    "notification": samples.notification,
    "refusal": samples.refusal,
}
every_document = pytest.mark.parametrize("name", BUILDS)
OUR_FONTS = {"MaillageSerif", "MaillageSans"}
UNKNOWN_TO_THE_CHECKER = (
    "pdfuaid",
    "pdfaExtension",
    "pdfaSchema",
    "pdfaProperty",
    "pdfaid:conformance is 'A'",
)
"""The checker knows level b only, and no extension schema: these five remarks are of its own limits."""


@cache
def pdf_of(name: str) -> bytes:
    document: Document = BUILDS[name]()
    return typeset(document)


@every_document
def test_it_is_tagged_as_accessible(name: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf_of(name))
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []


@every_document
def test_it_is_fit_for_archives(name: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(name))) as pdf:
        findings = pikepdf.pdfa.check(pdf, "3b").findings
    messages = [finding.message for finding in findings]
    assert [m for m in messages if not any(known in m for known in UNKNOWN_TO_THE_CHECKER)] == []


@every_document
def test_it_says_its_language_title_author_and_both_standards(name: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(name))) as pdf:
        assert pdf.Root.Lang == "fr"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Author"])
        metadata = pdf.Root.Metadata.read_bytes()
    assert b'pdfaid:part="3"' in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


@every_document
def test_every_font_is_ours_and_embedded(name: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(name))) as pdf:
        fonts = [thing for thing in pdf.objects if _is(thing, "/FontDescriptor")]
        names = {str(font.FontName).split("+")[1].split("-")[0] for font in fonts}
        assert names <= OUR_FONTS
        assert all("/FontFile2" in font for font in fonts)


def _is(thing: object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


@every_document
def test_nothing_in_it_reaches_out(name: str) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(name))) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/AA" not in pdf.Root
        assert not [thing for thing in pdf.objects if _is(thing, "/Annot")]


@every_document
def test_the_file_is_sound(name: str, tmp_path: Path) -> None:
    qpdf = shutil.which("qpdf")
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf_of(name))
    if qpdf is None:
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []
        return
    checked = subprocess.run([qpdf, "--check", str(path)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@every_document
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    again: Document = BUILDS[name]()
    assert hashlib.sha256(typeset(again)).digest() == hashlib.sha256(pdf_of(name)).digest()


@every_document
def test_the_style_sheets_say_nothing_that_the_printer_does_not_know(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    document: Document = BUILDS[name]()
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        typeset(document)
    assert caplog.messages == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:image/png;base64,AAAA",
        "tpl:../../pyproject.toml",
        "tpl:convention.html",
        "font:../../../etc/passwd",
        "/etc/passwd",
    ],
)
def test_a_page_loads_nothing_but_our_sheets_and_fonts(address: str) -> None:
    html = f'<html lang="fr"><title>t</title><body><img alt="x" src="{address}"></body></html>'
    with pytest.raises(NotAllowed):
        print_html(html)


def test_a_style_sheet_from_elsewhere_is_refused() -> None:
    html = '<html lang="fr"><title>t</title><link rel="stylesheet" href="http://127.0.0.1:9/a.css"><p>x</p></html>'
    with pytest.raises(NotAllowed):
        print_html(html)
