"""Organisations: who applies, and the partners of the collective."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.db.base import Row, UtcDateTime
from app.db.searched import keep_searchable


class Organisation(Row, table=True):
    """A legal person. ``legal_form``: association, foundation, commune, epci, company, cooperative, public."""

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    siret: str | None = Field(default=None, max_length=14, index=True)
    rna: str | None = Field(default=None, max_length=10)
    legal_form: str = Field(default="association", max_length=40)
    address: str = Field(default="", max_length=300)
    postal_code: str = Field(default="", max_length=10)
    city: str = Field(default="", max_length=120)
    representative_name: str = Field(default="", max_length=200)
    representative_title: str = Field(default="", max_length=120)
    created_at: datetime = Field(sa_type=UtcDateTime)
    search_text: str = Field(default="", sa_type=sa.Text)

    @property
    def whole_address(self) -> str:
        """The address on one line, as documents print it; empty without a street."""
        return f"{self.address}, {self.postal_code} {self.city}" if self.address else ""


keep_searchable(Organisation, "name", "siret", "rna", "city", "representative_name")


def by_id(session: Session, organisation_id: int) -> Organisation | None:
    return session.get(Organisation, organisation_id)


def by_siret(session: Session, siret: str) -> Organisation | None:
    return session.exec(
        select(Organisation).where(Organisation.siret == siret).order_by(col(Organisation.id))
    ).first()


class Named(NamedTuple):
    """An organisation by its name, for a line of a list."""

    id: int
    name: str


_NAMED = sa.select(col(Organisation.id), col(Organisation.name)).where(
    col(Organisation.id).in_(sa.bindparam("ids", expanding=True))
)


def named(session: Session, ids: set[int]) -> dict[int, Named]:
    """The organisations with these ids by their names, in one query."""
    if not ids:
        return {}
    return {number: Named(number, name) for number, name in session.execute(_NAMED, {"ids": list(ids)})}
