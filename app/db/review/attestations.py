"""What somebody attests before they judge a wave: no interest in any of the applications that they were shown."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Field, Session, col, select

from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.base import JsonText, Row, UtcDateTime


class Attestation(Row, table=True):
    """No interest in any of these ``applications`` (their keys), said that day. Said again, it adds the new ones."""

    __tablename__ = "interest_attestation"

    id: int | None = Field(default=None, primary_key=True)
    wave_id: int = Field(foreign_key="wave.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    attested_at: datetime = Field(sa_type=UtcDateTime)
    applications: list[int] = Field(sa_type=JsonText)


def of_person(session: Session, wave_id: int, person_id: int) -> list[Attestation]:
    """What this person attested of a wave, the first first."""
    query = select(Attestation).where(Attestation.wave_id == wave_id, Attestation.person_id == person_id)
    return list(session.exec(query.order_by(col(Attestation.id))))


def last_of(session: Session, wave_ids: Collection[int]) -> dict[int, datetime]:
    """When each person attested last, of these waves."""
    query = select(Attestation).where(col(Attestation.wave_id).in_(wave_ids))
    return {row.person_id: row.attested_at for row in session.exec(query.order_by(col(Attestation.id)))}


def filed_in(
    session: Session, wave_id: int, hidden: frozenset[int]
) -> list[tuple[Application, Organisation]]:
    """What was filed in a wave, by reference, without what is hidden."""
    query = (
        select(Application, Organisation)
        .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
        .where(
            Application.wave_id == wave_id,
            col(Application.filed_at).is_not(None),
            col(Application.id).not_in(hidden),
        )
    )
    return list(session.exec(query.order_by(col(Application.reference))))
