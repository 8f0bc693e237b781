"""What was sent before the deadline is in time, however long it waits for the database; a body counts from its end."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.types import Message, Receive, Scope, Send

from app.db.apply.filings import Filing
from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.workflow import Action, Stage
from app.edge.arrivals import ARRIVED_AT, Arrivals
from app.services.cases import open_case
from app.services.wiring import Wiring
from tests import factories
from tests.api_client import Callers
from tests.edges import TOKEN_FIELD, Browser, serve
from tests.fakes import FakeClock
from tests.web.applicants import signed_in

WAIT = timedelta(seconds=20)


class Crowded(Database):
    """A database whose every writer waits for `WAIT`."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        super().__init__(database.engine)
        self._clock = clock

    @contextmanager
    def write(self) -> Iterator[Session]:
        self._clock.now += WAIT
        with super().write() as session:
            yield session


def written_letter(database: Database, clock: FakeClock) -> tuple[Callers, str, datetime]:
    """A service whose writers wait, a letter that only has to be sent, and its deadline."""
    callers = Callers.around(database, factories.TIERS_LIEUX, clock)
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        reference = factories.at_stage(work, Stage.LETTER_DRAFT).reference
        factories.write_letter(work, reference)
        due_at = open_case(work, reference).application.due_at
    assert due_at is not None
    wired: Wiring = replace(callers.wired, database=Crowded(database, clock))
    return replace(callers, wired=wired, app=serve(wired)), reference, due_at


@pytest.mark.parametrize("by", ["page", "program"])
def test_a_filing_that_waits_past_the_deadline_is_filed_at_the_instant_it_was_sent(
    database: Database, clock: FakeClock, by: str
) -> None:
    callers, reference, due_at = written_letter(database, clock)
    owner = callers.cast.owner
    sent_at = due_at - timedelta(milliseconds=300)
    if by == "program":
        clock.now = sent_at
        callers.of(owner).act(reference, Action.SUBMIT_LETTER)
    else:
        clock.now = sent_at - 2 * WAIT
        browser = signed_in(callers.wired, owner)
        address = f"/candidatures/{reference}/lettre/verifier"
        token = token_of(browser, address)
        clock.now = sent_at
        assert browser.post(address, data={"csrf": token}).status_code == 303
    assert clock.now == sent_at + WAIT
    with database.read() as session:
        filed = session.exec(select(Filing.filed_at)).one()
        told = session.exec(select(JournalEntry.at).where(JournalEntry.verb == Action.SUBMIT_LETTER)).one()
    assert (filed, told) == (sent_at, sent_at)


def token_of(browser: Browser, address: str) -> str:
    found = TOKEN_FIELD.search(browser.get(address).text)
    assert found
    return found[1]


def test_what_was_sent_after_the_deadline_is_late(database: Database, clock: FakeClock) -> None:
    callers, reference, due_at = written_letter(database, clock)
    clock.now = due_at + timedelta(seconds=1)
    callers.of(callers.cast.owner).act(reference, Action.SUBMIT_LETTER, expected=409)


def test_a_request_that_holds_back_its_end_arrives_at_its_end() -> None:
    clock = FakeClock()
    opened_at = clock.now
    body: Iterator[Message] = iter(
        [
            {"type": "http.request", "body": b"a=", "more_body": True},
            {"type": "http.request", "body": b"1", "more_body": False},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Message:
        clock.advance(hours=1)
        return next(body)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    stamps = []

    async def app(scope: Scope, receive: Receive, _send: Send) -> None:
        stamps.append(scope["state"][ARRIVED_AT])
        for _ in range(3):
            await receive()
            stamps.append(scope["state"][ARRIVED_AT])

    scope: dict[str, Any] = {"type": "http"}
    asyncio.run(Arrivals(app, clock=clock)(scope, receive, send))
    assert [stamp - opened_at for stamp in stamps] == [timedelta(hours=hours) for hours in (0, 1, 2, 2)]
