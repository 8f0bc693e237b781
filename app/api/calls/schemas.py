"""What the JSON says of calls."""

from datetime import datetime
from typing import Any

from pydantic import Field

from app.api.grid_schemas import CriterionShape
from app.api.shapes import Euros, Shape


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


class Released(Shape):
    released: tuple[str, ...]
