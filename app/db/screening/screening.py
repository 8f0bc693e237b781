"""The admissibility of an application: its checklist, and what its team is asked to complete."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import JsonText, Row, UtcDateTime, enum_by_value, plain_rows, table_of
from app.domain.completion import Named
from app.domain.deadlines import Span


class Verdict(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"


class RequestState(StrEnum):
    """Where a request for completion stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


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
    """What the officer asked for, with its deadline (CRPA L114-5): only what is named may change.

    Corrected or extended, it is replaced by another row, and stays as it was sent; ``why``: what the authority said
    of the change, or of the withdrawal. ``answer``: what the team answered in words, frozen with its completion.
    """

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
    answer: str | None = Field(default=None, sa_type=sa.Text)
    why: str | None = Field(default=None, sa_type=sa.Text)
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def ended_at(self) -> datetime | None:
        """When it was answered, replaced or withdrawn; None while it waits."""
        return self.answered_at or self.replaced_at or self.withdrawn_at

    @property
    def state(self) -> RequestState:
        if self.answered_at:
            return RequestState.ANSWERED
        if self.replaced_at:
            return RequestState.REPLACED
        return RequestState.WITHDRAWN if self.withdrawn_at else RequestState.WAITING

    @property
    def suspends(self) -> Span:
        """From when to when it suspends the delay of the silent refusal: the time given, at the latest."""
        return self.asked_at, min(self.ended_at or self.due_at, self.due_at)

    @property
    def named(self) -> Named:
        """What it names, by key."""
        return Named(tuple(self.sections), tuple(self.questions), tuple(self.pieces), self.budget)


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


_COMPLETIONS = (
    select(CompletionRequest)
    .where(col(CompletionRequest.application_id) == sa.bindparam("application"))
    .order_by(col(CompletionRequest.id))
)


def completions(session: Session, application_id: int) -> list[CompletionRequest]:
    """All that was asked of an application, in order, each request as it was sent."""
    return list(session.exec(_COMPLETIONS, params={"application": application_id}))


def open_completion(session: Session, application_id: int) -> CompletionRequest | None:
    """The request that waits for an answer, as it is worded now."""
    return next((one for one in reversed(completions(session, application_id)) if one.ended_at is None), None)
