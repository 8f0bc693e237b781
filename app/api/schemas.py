"""The shapes that every room of the JSON shows: money in euros as decimal text, instants in UTC, days in ISO 8601."""

from datetime import datetime
from typing import Any

from pydantic import Field

from app.api.shapes import Euros, Shape


class ChoiceShape(Shape):
    """An action that this person may do now, or why not yet."""

    action: str
    label: str
    target: str
    allowed: bool
    reason: str | None = None
    code: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    required: tuple[str, ...] = ()


class OrganisationShape(Shape):
    name: str
    siret: str | None
    rna: str | None
    legal_form: str
    address: str
    postal_code: str
    city: str
    representative_name: str
    representative_title: str


class StepShape(Shape):
    key: str
    label: str
    state: str
    at: datetime | None


class ApplicationHead(Shape):
    """One application in a list."""

    reference: str
    call: str
    title: str
    organisation: str
    stage: str
    stage_label: str
    city: str
    requested: Euros
    due_at: datetime | None
    moved_at: datetime


class ReturnedShape(Shape):
    """A letter that was given back to be written again: by which authority, when, why, until when."""

    at: datetime
    by: str
    reason: str
    due_at: datetime | None


class ApplicationWhole(ApplicationHead):
    """One application: where it stands, what this person may do, and for each refused act the reason."""

    version: int
    parts: tuple[str, ...]
    wave: str
    eligible: Euros
    filed_at: datetime | None
    returned: ReturnedShape | None = None
    organisation_whole: OrganisationShape
    road: tuple[StepShape, ...]
    allowed_actions: tuple[str, ...]
    actions: tuple[ChoiceShape, ...]
