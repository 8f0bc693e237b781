"""A document as plain JSON, and back: what is kept of it is all that its paper says, figures exact to the digit.

A decimal, a fraction, a day and an instant are written with their kind, « {"decimal": "12.50"} »: a text that looks
like a number stays a text.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from app.domain.documents.convention import ConventionDocument
from app.domain.documents.letter import LetterDocument
from app.domain.documents.minutes import MinutesDocument
from app.domain.documents.receipt import ReceiptDocument
from app.domain.documents.rules import RulesDocument


class DocumentKind(StrEnum):
    """What a document is."""

    RECEIPT = "receipt"
    CONVENTION = "convention"
    MINUTES = "minutes"
    EXTRACT = "extract"
    RULES = "rules"
    LETTER = "letter"


_READERS: dict[DocumentKind, TypeAdapter[Any]] = {
    DocumentKind.RECEIPT: TypeAdapter(ReceiptDocument),
    DocumentKind.CONVENTION: TypeAdapter(ConventionDocument),
    DocumentKind.MINUTES: TypeAdapter(MinutesDocument),
    DocumentKind.EXTRACT: TypeAdapter(MinutesDocument),
    DocumentKind.RULES: TypeAdapter(RulesDocument),
    DocumentKind.LETTER: TypeAdapter(LetterDocument),
}
_EXACT: dict[str, Callable[[str], object]] = {
    "decimal": Decimal,
    "fraction": Fraction,
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
}
BESIDE = frozenset({"content_sha256", "standing"})
"""What a document says of itself, which its fingerprint cannot cover: the fingerprint, and whether it is a draft."""


def written(document: Any) -> dict[str, Any]:
    """The document as plain JSON."""
    plain: dict[str, Any] = _plain(document)
    return plain


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    match value:
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Enum():
            return value.value
        case Decimal():
            return {"decimal": str(value)}
        case Fraction():
            return {"fraction": str(value)}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value


def read(kind: DocumentKind, content: Mapping[str, Any]) -> Any:
    """The document that was written. Raises ValidationError when it is not one of this kind."""
    return _READERS[kind].validate_python(_exact(content))


def _exact(value: Any) -> Any:
    if isinstance(value, Mapping):
        if len(value) == 1 and (kind := next(iter(value))) in _EXACT and isinstance(value[kind], str):
            return _EXACT[kind](value[kind])
        return {key: _exact(one) for key, one in value.items()}
    return tuple(_exact(one) for one in value) if isinstance(value, list | tuple) else value


def fingerprint(content: Mapping[str, Any]) -> str:
    """The SHA-256 of what a written document says, in canonical JSON; a draft and what it becomes have the same."""
    said = {key: value for key, value in content.items() if key not in BESIDE}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
