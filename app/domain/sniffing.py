"""What kind of file is it? By its extension, which its first bytes must not contradict."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
_ALIASES = {"jpeg": "jpg"}
_ZIP = b"PK\x03\x04"
_HEADS = {
    "pdf": b"%PDF-",
    "docx": _ZIP,
    "xlsx": _ZIP,
    "odt": _ZIP,
    "ods": _ZIP,
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
PDF_PREAMBLE = 1024
"""A PDF may begin after some bytes that are not its own (ISO 32000-1, annex H.3.4.1)."""


def extension_of(name: str) -> str:
    """The extension of a file's name, in lower case, « jpeg » read as « jpg »; empty when it has none."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return _ALIASES.get(extension, extension)


def media_type_of(extension: str) -> str:
    return MEDIA_TYPES.get(extension, "application/octet-stream")


def matches(extension: str, head: bytes) -> bool:
    """Do the first bytes belong to a file of this kind?"""
    wanted = _HEADS.get(extension)
    if wanted is None:
        return False
    return wanted in head[:PDF_PREAMBLE] if extension == "pdf" else head.startswith(wanted)
