"""What the JSON says of the ranked list and of its draw."""

from datetime import datetime

from app.api.grid_schemas import PointsShape
from app.api.shapes import Euros, Number, Shape


class BesideShape(Shape):
    """A figure computed beside the total (a z-score, a percentile…), and the rank that it would give."""

    by: str
    score: Number
    rank: int | None


class ExplanationShape(Shape):
    """One step from marks to rank, in French; ``depth`` from 0, a deeper one explains the one before."""

    depth: int
    text: str


class RankShape(Shape):
    """A place in the ranked list, with each step from mark to rank."""

    application: str
    title: str
    organisation: str
    rank: int | None
    tied: bool
    total: Number | None
    out_of: Number | None
    spread: Number | None
    retained: bool
    below: tuple[str, ...]
    amount: Euros
    cumulated: Euros | None
    funded: bool | None
    stage: str
    outcome: str | None = None
    beside: tuple[BesideShape, ...] = ()
    explanation: tuple[ExplanationShape, ...] = ()
    criteria: tuple[PointsShape, ...]


class PublicDrawShape(Shape):
    """A draw as anybody may read it, and do it again: ``command`` gives the SHA-256 of one reference."""

    source: str
    list_sha256: str
    fixed_at: datetime
    seed: str | None
    published_at: datetime | None
    command: str | None


class DrawnShape(Shape):
    application: str
    sha256: str


class DrawShape(PublicDrawShape):
    """A draw as the readers of the ranking know it: ``listing`` is the text that ``list_sha256`` seals."""

    listing: str | None
    fixed_by: str
    published_by: str | None
    order: tuple[DrawnShape, ...]


class AccountShape(Shape):
    """The account of an envelope: envelope = awarded + decided + advised + free.

    ``awarded``: awarded and published, of which ``ended`` was paid on conventions ended early; ``decided``: decided and
    not published; ``advised``: favourable opinions on which nothing is decided.
    """

    envelope: Euros
    awarded: Euros
    ended: Euros
    decided: Euros
    advised: Euros
    free: Euros


class RankingShape(Shape):
    """``account``: null without an envelope, or where an interest hides part of the wave."""

    call: str
    wave: str
    envelope: Euros
    account: AccountShape | None
    masked: int
    draw: DrawShape | None
    ranking: tuple[RankShape, ...]
