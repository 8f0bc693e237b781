"""What the JSON says of calls."""

from datetime import datetime
from typing import Any

from pydantic import Field

from app.api.bodies import ONLY_SHOWN, Sent
from app.api.grid_schemas import CriterionShape
from app.api.shapes import Euros, Shape
from app.domain.workflow import Outcome


class WaveShape(Shape):
    key: str
    name: str
    opens_at: datetime
    letter_due_at: datetime | None
    dossier_due_at: datetime
    envelope: Euros
    released_at: datetime | None


class CallShape(Shape):
    """A call as anybody may read it."""

    slug: str
    title: str
    edition: str
    authority: str
    summary: str
    stages: tuple[str, ...]
    state: str
    checksum: str
    timezone: str
    waves: tuple[WaveShape, ...]


class CallWhole(CallShape):
    purpose: tuple[str, ...]
    funded: tuple[str, ...]
    not_funded: tuple[str, ...]
    applicants: tuple[str, ...]
    criteria: tuple[CriterionShape, ...]
    rules: tuple[str, ...] = Field(
        description="Ce qui écarte, ce qui est exigé, ce qui départage, en phrases."
    )
    forms: dict[str, Any]


class ToReleaseLine(Shape):
    reference: str
    outcome: Outcome
    amount: Euros
    version: int


class ToRelease(Shape):
    """What a release would make known now, with the fingerprint that it asks back."""

    decisions: tuple[ToReleaseLine, ...]
    decisions_sha256: str


class Releasing(Sent):
    decisions_sha256: str = Field(
        max_length=64,
        json_schema_extra=ONLY_SHOWN.json_schema_extra,
        description="L’empreinte de ce qui a été lu.",
    )


class Released(Shape):
    released: tuple[str, ...]
