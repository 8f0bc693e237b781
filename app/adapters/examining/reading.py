"""What the process does with one document: tell its kind, open it, turn a photograph into what the piece takes.

Raises Unfit when the document is refused; whatever else is raised means that it cannot be opened.
"""

import warnings
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pillow_heif
from PIL import Image, ImageOps

from app.domain.sniffing import PHOTOGRAPHS, ZIP, Unfit, Unfitness, kind_of, takes_photographs

MOST_PIXELS = 100_000_000
"""Above, a picture is not unpacked: the largest telephones take 50 million; a bomb declares thousands of millions."""
LONGEST_SIDE = 3508
"""Pixels of an A4 page at 300 dots an inch: what a converted photograph keeps of its size."""
A4_INCHES = 11.69
QUALITY = 85
_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MIMETYPE = "mimetype"
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTION = b"encryption-data"
"""What the manifest of an OpenDocument says of each part that a password locks."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The part of an old container in which Office puts a document that a password locks."""
_LOCKED_PART = 1
"""The bit of a part of an archive that a password locks."""
_END, _TAIL = b"%%EOF", 1024
"""What ends a PDF, and within how many of its last bytes readers look for it."""


@dataclass(frozen=True)
class Read:
    """The kind that is kept; ``converted`` is None when the document is kept as it was sent."""

    kind: str
    converted: bytes | None = None


def read(content: bytes, wanted: Collection[str], most: int) -> Read:
    """Open a document for a piece that takes the kinds ``wanted`` in at most ``most`` bytes."""
    if content.startswith(OLE) and _ENCRYPTED in content:
        raise Unfit(Unfitness.LOCKED)
    kind = kind_of(content)
    if kind in PHOTOGRAPHS and takes_photographs(wanted):
        return _photograph(content, kind, wanted, most)
    if kind == ZIP:
        kind = _document_in(content)
    if kind not in wanted:
        raise Unfit(Unfitness.ANOTHER_KIND)
    if kind == "pdf":
        _open_pdf(content)
    return Read(kind)


def _open_pdf(content: bytes) -> None:
    """One whose end is missing is not mended here: it opens with us, and with nobody who reads it."""
    whole = _END in content[-_TAIL:]
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=whole) as pdf:
            pages = len(pdf.pages)
            if pages:
                pdf.pages[0].mediabox  # noqa: B018 - reading it is the test: its page is there
    except pikepdf.PasswordError as error:
        raise Unfit(Unfitness.LOCKED) from error
    if not pages:
        raise Unfit(Unfitness.BROKEN)


def _document_in(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as folder:
        names = set(folder.namelist())
        if any(one.flag_bits & _LOCKED_PART for one in folder.infolist()):
            raise Unfit(Unfitness.LOCKED)
        if _MIMETYPE in names:
            if _MANIFEST in names and _ENCRYPTION in folder.read(_MANIFEST):
                raise Unfit(Unfitness.LOCKED)
            with folder.open(_MIMETYPE) as one:
                return _OPEN_DOCUMENTS.get(one.read(100).strip(), "")
        return next((kind for inside, kind in _INSIDE.items() if inside in names), "")


def _photograph(content: bytes, kind: str, wanted: Collection[str], most: int) -> Read:
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    kept = kind in wanted and len(content) <= most
    with warnings.catch_warnings(), Image.open(BytesIO(content)) as image:
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        if image.width * image.height > MOST_PIXELS:
            raise Unfit(Unfitness.TOO_MANY_PIXELS)
        if not kept:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        return Read(kind) if kept else _converted(image, "jpg" if {"jpg", "png"} & set(wanted) else "pdf")


def _converted(image: Image.Image, kind: str) -> Read:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = upright.convert("RGBA")
    page = Image.new("RGB", seen.size, "white")
    page.paste(seen, mask=seen.getchannel("A"))
    written = BytesIO()
    if kind == "jpg":
        page.save(written, "JPEG", quality=QUALITY)
    else:
        page.save(written, "PDF", quality=QUALITY, resolution=max(seen.size) / A4_INCHES)
    return Read(kind, written.getvalue())
