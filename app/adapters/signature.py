"""Reading the electronic signatures that a PDF carries (ISO 32000-1, 12.8).

What is read: who, when, and whether the signed bytes are the whole file. The certificate is not checked here:
`intact` and `trusted` are None, which the page must say.
"""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from app.services.ports import FoundSignature

PREFIX_AND_SECONDS = len("D:YYYYMMDDHHMMSS")


class PdfSignatures:
    def signatures(self, pdf: bytes) -> tuple[FoundSignature, ...]:
        """In the order of the fields; empty when the file is not a PDF (a scan signed by hand)."""
        if not pdf.startswith(b"%PDF-"):
            return ()
        import pikepdf  # noqa: PLC0415 - slow module: 0.1 s that the first page does not pay

        with pikepdf.open(BytesIO(pdf)) as document:
            form = document.Root.get("/AcroForm")
            fields = list(form.get("/Fields", [])) if form is not None else []
            signed = [f["/V"] for f in fields if f.get("/FT") == "/Sig" and "/V" in f]
            return tuple(_read(value, len(pdf)) for value in signed)


def _read(value: Any, size: int) -> FoundSignature:
    covered = [int(n) for n in value.get("/ByteRange", [])]
    return FoundSignature(
        signer=str(value.get("/Name", "")),
        signed_at=pdf_date(str(value["/M"])) if "/M" in value else None,
        intact=None,
        trusted=None,
        covers_whole_file=len(covered) >= 4 and covered[0] == 0 and covered[-2] + covered[-1] == size,
    )


def pdf_date(text: str) -> datetime:
    """`D:20261122101500+01'00'` as an aware UTC datetime; without a zone it is UTC. ValueError otherwise."""
    moment = datetime.strptime(text[:PREFIX_AND_SECONDS], "D:%Y%m%d%H%M%S").replace(tzinfo=UTC)
    zone = text[PREFIX_AND_SECONDS:].replace("'", "")
    if zone in {"", "Z"}:
        return moment
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5] or 0))
    return moment - ahead if zone[0] == "+" else moment + ahead
