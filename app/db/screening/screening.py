"""The admissibility of an application: its checklist, and what its team is asked to complete."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import JsonText, Row, UtcDateTime, enum_by_value, plain_rows, table_of


class Verdict(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"


class Check(Row, table=True):
    """One line of the checklist, judged by a person or (``judged_by`` None) by the rule itself."""

    __tablename__ = "admissibility_check"
    __table_args__ = (UniqueConstraint("application_id", "rule"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    rule: str = Field(max_length=60)
    verdict: Verdict = Field(sa_type=enum_by_value(Verdict))
    note: str = Field(default="", sa_type=sa.Text)
    judged_by: int | None = Field(default=None, foreign_key="person.id")
    judged_at: datetime = Field(sa_type=UtcDateTime)


class CompletionRequest(Row, table=True):
    """What the officer asked for, with its deadline (CRPA L114-5): only what is named may change."""

    __tablename__ = "completion_request"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    text: str = Field(sa_type=sa.Text)
    pieces: list[str] = Field(default_factory=list, sa_type=JsonText)
    sections: list[str] = Field(default_factory=list, sa_type=JsonText)
    questions: list[str] = Field(default_factory=list, sa_type=JsonText)
    budget: bool = Field(default=False)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_CHECKS = select(Check).where(col(Check.application_id) == sa.bindparam("application"))


def checks(session: Session, application_id: int, *, afresh: bool = False) -> dict[str, Check]:
    """The lines that were judged, by rule; ``afresh``: as they are now, under the lock of their application."""
    options = {"populate_existing": afresh}
    rows = session.exec(_CHECKS, params={"application": application_id}, execution_options=options)
    return {row.rule: row for row in rows}


_CHECK = table_of(Check)
_VERDICTS = sa.select(_CHECK.c.rule, _CHECK.c.verdict).where(
    _CHECK.c.application_id == sa.bindparam("application")
)


def verdicts(session: Session, application_id: int) -> dict[str, Verdict]:
    """What was judged of each rule, without the notes."""
    found = plain_rows(session, _VERDICTS, {"application": application_id})
    return dict(found)


def open_completion(session: Session, application_id: int) -> CompletionRequest | None:
    return session.exec(
        select(CompletionRequest)
        .where(
            CompletionRequest.application_id == application_id,
            col(CompletionRequest.answered_at).is_(None),
        )
        .order_by(col(CompletionRequest.id).desc())
    ).first()
