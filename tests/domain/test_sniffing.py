"""What kind of file is it?"""

import pytest

from app.domain.sniffing import PDF_PREAMBLE, extension_of, matches, media_type_of

ZIP = b"PK\x03\x04rest"


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("statuts.pdf", "pdf"),
        ("Plan.JPEG", "jpg"),
        ("archive.tar.GZ", "gz"),
        ("sans", ""),
        (".pdf", "pdf"),
        ("facture.pdf.exe", "exe"),
        ("", ""),
    ],
)
def test_the_extension_is_the_last_one_in_lower_case(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    ("extension", "head"),
    [
        ("pdf", b"%PDF-1.7"),
        ("pdf", b"\xef\xbb\xbf%PDF-1.4"),
        ("pdf", b" " * (PDF_PREAMBLE - 5) + b"%PDF-"),
        ("docx", ZIP),
        ("xlsx", ZIP),
        ("odt", ZIP),
        ("ods", ZIP),
        ("jpg", b"\xff\xd8\xff\xe0"),
        ("png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_first_bytes_that_agree_with_the_name(extension: str, head: bytes) -> None:
    assert matches(extension, head) is True


@pytest.mark.parametrize(
    ("extension", "head"),
    [
        ("pdf", b""),
        ("pdf", b"MZ\x90"),
        ("pdf", b" " * PDF_PREAMBLE + b"%PDF-"),
        ("docx", b"%PDF-1.7"),
        ("docx", b" PK\x03\x04"),
        ("png", b"\x89PNG"),
        ("exe", b"MZ\x90"),
        ("", b"%PDF-"),
    ],
)
def test_first_bytes_that_contradict_the_name(extension: str, head: bytes) -> None:
    assert matches(extension, head) is False


def test_a_kind_that_nobody_knows_is_sent_as_bytes() -> None:
    assert media_type_of("pdf") == "application/pdf"
    assert media_type_of("exe") == "application/octet-stream"
