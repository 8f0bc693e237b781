"""What the JSON says of sittings and decisions."""

from datetime import date, datetime

from pydantic import Field

from app.api.shapes import Euros, Shape


class SeatShape(Shape):
    id: int
    name: str
    college: str
    presides: bool = False


class SittingShape(Shape):
    id: int
    wave: str
    held_at: datetime
    place: str
    attended: bool = Field(description="Les présences sont enregistrées : le comité peut donner son avis.")
    presided_by: int | None
    closed_at: datetime | None


class DecisionShape(Shape):
    outcome: str
    amount: Euros
    conditions: tuple[str, ...] = Field(description="Une par paragraphe de ce qui est envoyé.")
    reasons: str
    deliberation: str
    deliberated_on: date | None
    released_at: datetime | None
    version: int
