"""What kind of file is it? By its first bytes: its name may say anything. And why one is refused."""

from collections.abc import Collection
from enum import StrEnum

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
ZIP = "zip"
"""A folder of files in one: which document it is, its table says (docx, xlsx, odt, ods, or none of them)."""
PHOTOGRAPHS = frozenset({"jpg", "png", "webp", "heic"})
"""What a telephone gives: any piece that is read on paper takes it, as a photograph or as a page."""
HEAD = 1024
"""Bytes that suffice to tell a kind. A PDF may begin after a mark or blanks, never after a program."""
_ALIASES = {"jpeg": "jpg"}
_BEGINNINGS = {"zip": b"PK\x03\x04", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})
_BLANKS = b"\xef\xbb\xbf\x00\t\n\f\r "


class Unfitness(StrEnum):
    """Why a document is refused."""

    EMPTY = "empty"
    ANOTHER_KIND = "another_kind"
    LOCKED = "locked"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"


class Unfit(Exception):
    def __init__(self, why: Unfitness) -> None:
        super().__init__(why.value)
        self.why = why


def takes_photographs(kinds: Collection[str]) -> bool:
    """May a photograph become one of these kinds?"""
    return not {"jpg", "png", "pdf"}.isdisjoint(kinds)


def extension_of(name: str) -> str:
    """The extension of a file's name, in lower case, « jpeg » read as « jpg »; empty when it has none."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return _ALIASES.get(extension, extension)


def named(name: str, kind: str) -> str:
    """The name of a document of this kind: the extension is put right when it says another one."""
    if extension_of(name) == kind:
        return name
    stem = name.rsplit(".", 1)[0] if extension_of(name) in {*MEDIA_TYPES, *PHOTOGRAPHS, "heif"} else name
    return f"{stem}.{kind}"


def media_type_of(extension: str) -> str:
    return MEDIA_TYPES.get(extension, "application/octet-stream")


def kind_of(head: bytes) -> str:
    """pdf, jpg, png, webp, heic or ``ZIP``; empty when it is none of them."""
    if head[:HEAD].lstrip(_BLANKS).startswith(b"%PDF-"):
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "heic"
    return next((kind for kind, beginning in _BEGINNINGS.items() if head.startswith(beginning)), "")
