"""The documents that the stories join: small, valid PDFs of one page, with their title and what they attest."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from textwrap import wrap

from pikepdf import Array, Dictionary, Name, Pdf

from app.adapters.examining.reading import read
from app.services.ports import Examined, FileTooBig

MARGIN, TOP, LEADING = 72, 770, 20
A4 = (0, 0, 595, 842)


class OwnPages:
    """Answers ``app.services.ports.Examiner`` for the pages that this file writes: opened here, in no other process."""

    @contextmanager
    def examined(
        self, chunks: Iterable[bytes], wanted: Collection[str], *, most: int, read_at_most: int
    ) -> Iterator[Examined]:
        page = b"".join(chunks)
        if len(page) > read_at_most:
            raise FileTooBig(read_at_most)
        yield Examined(read(page, wanted, most).kind, len(page), lambda: iter((page,)))


def one_page(title: str, lines: tuple[str, ...]) -> bytes:
    """A PDF of one A4 page in Helvetica; what the font has no letter for is left out."""
    pdf = Pdf.new()
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    page = pdf.add_blank_page(page_size=(A4[2], A4[3]))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    page.obj.MediaBox = Array(list(A4))
    page.obj.Contents = pdf.make_stream(_drawn(title, lines))
    pdf.docinfo[Name.Title] = title
    written = BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _drawn(title: str, lines: tuple[str, ...]) -> bytes:
    out = [b"BT", b"/F1 18 Tf", f"{MARGIN} {TOP} Td".encode(), f"{LEADING} TL".encode()]
    out += [_shown(line) for line in wrap(title, 46)]
    out += [b"T*", b"/F1 11 Tf"]
    for line in lines:
        out += [_shown(part) for part in wrap(line, 82)] + [b"T*"]
    return b"\n".join([*out, b"ET"])


def _shown(text: str) -> bytes:
    plain = text.replace("\u202f", "\u00a0").encode("cp1252", "ignore")
    safe = plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + safe + b") Tj T*"
