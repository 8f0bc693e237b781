"""What the JSON says of conventions, rendezvous, indicators and payments."""

from datetime import date, datetime

from app.api.shapes import Euros, Number, Shape


class IndicatorShape(Shape):
    key: str
    label: str
    nature: str
    unit: str
    proof: str
    baseline: Number | None
    target: Number | None
    midterm: Number | None
    actual: Number | None
    midterm_text: str
    actual_text: str


class RendezvousShape(Shape):
    kind: str
    planned_on: date
    held_on: date | None
    place: str
    attendees: str
    minutes: str
    adjustments: str


class ConventionShape(Shape):
    """A version of the convention: ``content_sha256`` of what it says, ``pdf_sha256`` of the file, once it is made.

    ``recalled_at``: since when it binds nobody; ``versions``: the numbers of those that this reader may read.
    """

    number: str
    version: int
    content_sha256: str
    pdf_sha256: str | None
    sent_at: datetime | None
    recalled_at: datetime | None
    versions: tuple[int, ...]


class PaymentShape(Shape):
    key: str
    label: str
    share: Number
    amount: Euros
    opened_by: str
    state: str
    requested_at: datetime | None
    paid_on: date | None
    paid_amount: Euros | None
    order_number: str


class FollowUpShape(Shape):
    rendezvous: tuple[RendezvousShape, ...]
    indicators: tuple[IndicatorShape, ...]
    payments: tuple[PaymentShape, ...]
