"""Documents are opened before they are kept: what nobody could read is refused, photographs are turned."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from app.adapters.examining import reading
from app.adapters.examining.examiner import ProcessExaminer
from app.domain.sniffing import Unfit, Unfitness
from app.services.ports import FileTooBig

MEGABYTE = 1024 * 1024


def examined(content: bytes | Iterable[bytes], *wanted: str, most: int = MEGABYTE) -> tuple[str, bytes]:
    chunks = [content] if isinstance(content, bytes) else content
    with ProcessExaminer().examined(chunks, wanted, most=most, read_at_most=8 * MEGABYTE) as document:
        content = b"".join(document.chunks())
        assert (document.size, b"".join(document.chunks())) == (len(content), content)
        return document.kind, content


def a_pdf(password: str = "", *, owner: str = "") -> bytes:
    pdf, written = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    locked = pikepdf.Encryption(owner=owner or "other", user=password) if password or owner else False
    pdf.save(written, encryption=locked)
    return written.getvalue()


def a_photograph(kind: str, size: tuple[int, int] = (640, 480), **how: object) -> bytes:
    image, written = Image.new("RGB", size, "orange"), BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(written, **how)
    else:
        image.save(written, kind, **how)
    return written.getvalue()


def an_archive(**files: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as folder:
        for name, text in files.items():
            folder.writestr(name.replace("__", "/").replace("_x", ".x"), text)
    return written.getvalue()


def locked(archive: bytes) -> bytes:
    """The same, its parts said to be locked by a password."""
    content = bytearray(archive)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(sign)
        while start != -1:
            content[start + at] |= 1
            start = content.find(sign, start + 4)
    return bytes(content)


def test_an_open_document_that_a_password_locks_is_refused() -> None:
    kinds = {"odt": "text", "ods": "spreadsheet"}
    for kind, name in kinds.items():
        written = BytesIO()
        with zipfile.ZipFile(written, "w") as folder:
            folder.writestr("mimetype", f"application/vnd.oasis.opendocument.{name}")
            folder.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        with pytest.raises(Unfit) as refused:
            examined(written.getvalue(), kind)
        assert refused.value.why is Unfitness.LOCKED


def test_a_pdf_with_something_after_its_end_is_kept() -> None:
    pdf = a_pdf() + b"\x00" * 200
    assert examined(pdf, "pdf") == ("pdf", pdf)


def test_a_pdf_that_opens_is_kept_as_it_was_sent() -> None:
    for pdf in (a_pdf(), a_pdf(owner="secret"), b"\r\n" + a_pdf()):
        assert examined([pdf[:100], pdf[100:]], "pdf") == ("pdf", pdf)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unfitness.EMPTY),
        (a_pdf("secret"), Unfitness.LOCKED),
        (a_pdf()[: len(a_pdf()) * 3 // 5], Unfitness.BROKEN),
        (locked(an_archive(word__document_xml="<w/>")), Unfitness.LOCKED),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            Unfitness.LOCKED,
        ),
        (b"%PDF-1.4\n1 0 obj<</Type/Cat", Unfitness.BROKEN),
        (b"%PDF-1.7\n%%EOF\n".ljust(60), Unfitness.BROKEN),
        (b"MZ\x90\x00" + a_pdf(), Unfitness.ANOTHER_KIND),
        (an_archive(word__document_xml="<w/>"), Unfitness.ANOTHER_KIND),
        (b"PK\x03\x04 and no table", Unfitness.BROKEN),
        (a_photograph("JPEG")[:700], Unfitness.BROKEN),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 2000, Unfitness.BROKEN),
    ],
)
def test_what_nobody_could_read_is_refused_with_its_reason(content: bytes, why: Unfitness) -> None:
    with pytest.raises(Unfit) as refused:
        examined(content, "pdf")
    assert refused.value.why is why


def test_documents_of_an_office_are_told_apart_by_what_is_in_them() -> None:
    text = an_archive(mimetype="application/vnd.oasis.opendocument.text")
    sheet = an_archive(xl__workbook_xml="<x/>")
    assert examined(text, "pdf", "odt") == ("odt", text)
    assert examined(sheet, "xlsx") == ("xlsx", sheet)
    with pytest.raises(Unfit) as refused:
        examined(sheet, "docx", "odt", "ods")
    assert refused.value.why is Unfitness.ANOTHER_KIND


@pytest.mark.parametrize("kind", ["HEIF", "WEBP", "JPEG", "PNG"])
def test_a_photograph_becomes_a_page_where_a_pdf_is_asked(kind: str) -> None:
    found, page = examined(a_photograph(kind), "pdf")
    with pikepdf.open(BytesIO(page)) as pdf:
        assert (found, len(pdf.pages)) == ("pdf", 1)
        assert round(float(pdf.pages[0].mediabox[2])) == 842


@pytest.mark.parametrize("kind", ["HEIF", "WEBP"])
def test_a_photograph_that_no_desk_opens_becomes_a_jpeg(kind: str) -> None:
    found, photograph = examined(a_photograph(kind), "pdf", "jpg", "png")
    with Image.open(BytesIO(photograph)) as image:
        assert (found, image.format, image.size) == ("jpg", "JPEG", (640, 480))


def test_a_jpeg_that_is_light_enough_is_kept_as_it_was_sent_and_a_heavy_one_made_smaller() -> None:
    photograph = a_photograph("JPEG", (5000, 2500))
    assert examined(photograph, "jpg") == ("jpg", photograph)
    found, lighter = examined(photograph, "jpg", most=len(photograph) - 1)
    with Image.open(BytesIO(lighter)) as image:
        assert (found, image.size) == ("jpg", (reading.LONGEST_SIDE, reading.LONGEST_SIDE // 2))


def test_a_photograph_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    _, page = examined(a_photograph("JPEG", exif=turned), "jpg", most=10)
    with Image.open(BytesIO(page)) as image:
        assert image.size == (480, 640)


def test_a_picture_that_declares_more_points_than_any_telephone_is_not_unpacked() -> None:
    written = BytesIO()
    Image.new("1", (20_000, 10_000)).save(written, "PNG")
    assert len(written.getvalue()) < MEGABYTE
    with pytest.raises(Unfit) as refused:
        examined(written.getvalue(), "pdf")
    assert refused.value.why is Unfitness.TOO_MANY_PIXELS


def test_no_more_is_read_than_is_allowed() -> None:
    with pytest.raises(FileTooBig):
        examined((bytes(MEGABYTE) for _ in range(9)), "pdf")
