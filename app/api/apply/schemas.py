"""What the JSON says of an application, its forms and its pieces."""

from datetime import datetime

from pydantic import Field

from app.api.shapes import Euros, Shape


class Moved(Shape):
    """What an action did."""

    reference: str
    action: str
    stage: str
    stage_label: str
    version: int
    allowed_actions: tuple[str, ...]


class FieldFault(Shape):
    field: str
    code: str
    detail: str


class FormShape(Shape):
    """A form as it is written, with what is wrong in it."""

    form: str
    version: int
    answers: dict[str, str | list[str]]
    budget: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    declarations: tuple[str, ...] = ()
    reply: str = ""
    """What is answered in words to a request for completion."""
    faults: tuple[FieldFault, ...]
    missing_pieces: tuple[str, ...]
    complete: bool
    highest_aid: Euros | None = None
    unmet: tuple[str, ...] = ()
    """The lines of admissibility that the answers disprove: what an officer will read, which bars nothing."""


class FilingShape(Shape):
    form: str
    number: int
    sha256: str
    filed_at: datetime


class PieceShape(Shape):
    handle: str
    piece: str
    name: str
    media_type: str
    size: int
    sha256: str


class JournalShape(Shape):
    number: int
    at: datetime
    actor_name: str
    verb: str
    source: str | None
    target: str | None
    detail: str = Field(description="Ce que l’entrée dit en plus de son acte, en français.")
    sha256: str


class Me(Shape):
    id: int
    name: str
    email: str
    roles: tuple[str, ...]


class ReplyShape(Shape):
    """What is answered in words to a request for completion, and the version of the draft that holds it."""

    text: str
    version: int
