"""What kind of file is it?"""

import pytest

from app.domain.sniffing import HEAD, ZIP, extension_of, kind_of, media_type_of, named, takes_photographs


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
    ("head", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4", "pdf"),
        (b" \r\n" * 300 + b"%PDF-", "pdf"),
        (b"PK\x03\x04rest", ZIP),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypmif1", "heic"),
    ],
)
def test_first_bytes_say_what_a_file_is(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"MZ\x90",
        b"MZ\x90%PDF-1.7",
        b" " * HEAD + b"%PDF-",
        b" PK\x03\x04",
        b"\x89PNG",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_a_program_that_holds_the_mark_of_a_document_is_none(head: bytes) -> None:
    assert kind_of(head) == ""


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("IMG_0012.HEIC", "jpg", "IMG_0012.jpg"),
        ("photo.JPEG", "jpg", "photo.JPEG"),
        ("statuts", "pdf", "statuts.pdf"),
        ("Statuts 2.1", "pdf", "Statuts 2.1.pdf"),
    ],
)
def test_a_name_is_put_right(name: str, kind: str, kept: str) -> None:
    assert named(name, kind) == kept


def test_a_kind_that_nobody_knows_is_sent_as_bytes() -> None:
    assert media_type_of("pdf") == "application/pdf"
    assert media_type_of("exe") == "application/octet-stream"


def test_a_photograph_may_become_a_page_where_a_pdf_is_asked() -> None:
    assert (takes_photographs({"pdf"}), takes_photographs({"xlsx"})) == (True, False)
