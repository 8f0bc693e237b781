"""The draw of a wave: the list that was fixed for it, then its seed. Both append-only, each of them once."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, col

from app.db.base import JsonText, Row, UtcDateTime
from app.domain.allocation import Band


class Draw(Row, table=True):
    """The ranked list of a wave as it was fixed: ``listing`` is its text, ``sha256`` that of this text.

    ``members`` are those between whom the draw decides, ``above`` those served whatever it gives. ``source`` tells
    where the seed will come from; empty: the house makes it at the instant when it is published.
    """

    __tablename__ = "draw"

    id: int | None = Field(default=None, primary_key=True)
    wave_id: int = Field(foreign_key="wave.id", unique=True)
    source: str = Field(sa_type=sa.Text)
    listing: str = Field(sa_type=sa.Text)
    sha256: str = Field(max_length=64)
    members: list[str] = Field(sa_type=JsonText)
    above: list[str] = Field(sa_type=JsonText)
    fixed_by: int = Field(foreign_key="person.id")
    fixed_at: datetime = Field(sa_type=UtcDateTime)


class DrawSeed(Row, table=True):
    """The published seed of a draw."""

    __tablename__ = "draw_seed"

    id: int | None = Field(default=None, primary_key=True)
    draw_id: int = Field(foreign_key="draw.id", unique=True)
    seed: str = Field(max_length=200)
    published_by: int = Field(foreign_key="person.id")
    published_at: datetime = Field(sa_type=UtcDateTime)


class Held(NamedTuple):
    """A draw whose list is fixed, and its seed once it is published."""

    draw: Draw
    published: DrawSeed | None

    @property
    def band(self) -> Band:
        """Between whom it decides, and who is above them."""
        return Band(frozenset(self.draw.members), frozenset(self.draw.above))

    @property
    def seed(self) -> str | None:
        """None until it is published."""
        return self.published.seed if self.published is not None else None


_HELD = sa.select(Draw, DrawSeed).outerjoin(DrawSeed, col(DrawSeed.draw_id) == col(Draw.id))


def of_wave(session: Session, wave_id: int, *, by: datetime | None = None) -> Held | None:
    """The draw of a wave; ``by``: as it was known at that moment."""
    return of_waves(session, {wave_id}, by=by).get(wave_id)


def of_waves(session: Session, wave_ids: set[int], *, by: datetime | None = None) -> dict[int, Held]:
    """The draws of these waves, by wave: one query."""
    found = {}
    for draw, seed in session.execute(_HELD.where(col(Draw.wave_id).in_(wave_ids))):
        if by is None or draw.fixed_at <= by:
            known = seed is not None and (by is None or seed.published_at <= by)
            found[draw.wave_id] = Held(draw, seed if known else None)
    return found
