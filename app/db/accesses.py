"""The log of accesses: signing in, passwords, tokens, documents read. Kept a year, then forgotten; not chained.

The journal proves what was done to applications, for ever; this one helps to find who came in, and holds addresses and
origins, which are personal data: CNIL
(délibération n° 2021-122 du 14 octobre 2021, on logs) asks for six months to a year.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.db.base import Row, UtcDateTime, enum_by_value
from app.domain.accesses import Access


class AccessEntry(Row, table=True):
    """``address``: that of the person, or the one that was typed; ``what``: the document, or the label of a token."""

    __tablename__ = "access_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    kind: Access = Field(sa_type=enum_by_value(Access))
    person_id: int | None = Field(default=None)
    address: str = Field(default="", max_length=254)
    origin: str = Field(default="", max_length=64)
    application_id: int | None = Field(default=None)
    what: str = Field(default="", max_length=200)


def found(
    session: Session,
    *,
    kinds: Collection[Access],
    asked: str = "",
    hidden: frozenset[int] = frozenset(),
    offset: int = 0,
    limit: int = 50,
) -> list[AccessEntry]:
    """The entries of these kinds, the latest first; ``asked``: a part of an address, an origin or a document."""
    query = select(AccessEntry).where(col(AccessEntry.kind).in_(kinds))
    if hidden:
        about = col(AccessEntry.application_id)
        query = query.where(about.is_(None) | about.not_in(hidden))
    if asked:
        places = (AccessEntry.address, AccessEntry.origin, AccessEntry.what)
        query = query.where(sa.or_(*(col(one).icontains(asked, autoescape=True) for one in places)))
    return list(session.exec(query.order_by(col(AccessEntry.id).desc()).offset(offset).limit(limit)))


def forget(session: Session, before: datetime) -> None:
    session.execute(sa.delete(AccessEntry).where(col(AccessEntry.at) < before))
