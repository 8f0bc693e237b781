"""Stand-ins for the outside world, ten lines each: they do what the port says, in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.domain.scanning import ScanVerdict
from app.domain.sniffing import Unfit, Unfitness, kind_of
from app.services.ports import Examined, FileTooBig, Mail, ScanResult

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """Stands still until it is told to move."""

    now: datetime = A_MONDAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **how_much: float) -> datetime:
        """`clock.advance(days=1, minutes=30)`"""
        self.now += timedelta(**how_much)
        return self.now


@dataclass
class FakeMailer:
    """Keeps what it is asked to send; raises `failure` instead while there is one."""

    sent: list[Mail] = field(default_factory=list)
    failure: Exception | None = None

    def send(self, mail: Mail) -> None:
        if self.failure is not None:
            raise self.failure
        self.sent.append(mail)


@dataclass(frozen=True)
class Job:
    kind: str
    payload: Mapping[str, Any]
    key: str


@dataclass
class FakeJobs:
    """A job appears in `committed` when its transaction commits; `run` does them all, in their order."""

    committed: list[Job] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)

    def enqueue(
        self,
        session: Session,
        kind: str,
        payload: Mapping[str, Any],
        *,
        key: str,
        urgent: bool = False,
    ) -> None:
        job = Job(kind, payload, key)

        def keep(_session: Session) -> None:
            if (kind, key) not in self.known:
                self.known.add((kind, key))
                self.committed.append(job)

        def forget(_session: Session) -> None:
            if sa.event.contains(session, "after_commit", keep):
                sa.event.remove(session, "after_commit", keep)

        sa.event.listen(session, "after_commit", keep, once=True)
        sa.event.listen(session, "after_rollback", forget, once=True)

    def run(self, handlers: Mapping[str, Callable[[Mapping[str, Any]], None]]) -> None:
        while self.committed:
            job = self.committed.pop(0)
            handlers[job.kind](job.payload)


@dataclass
class FakeAntivirus:
    answer: ScanResult = field(default_factory=lambda: ScanResult(ScanVerdict.CLEAN))

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        for _ in chunks:
            pass
        return self.answer


@dataclass
class FakeLimiter:
    """Allows everything until `wait_seconds` says otherwise."""

    wait_seconds: int = 0
    tries: list[tuple[str, str]] = field(default_factory=list)

    def hit(self, rule: str, who: str) -> int:
        self.tries.append((rule, who))
        return self.wait_seconds


class FakeExaminer:
    """Believes the first bytes of a document and opens nothing."""

    @contextmanager
    def examined(
        self, chunks: Iterable[bytes], wanted: Collection[str], *, most: int, read_at_most: int
    ) -> Iterator[Examined]:
        content = b"".join(chunks)
        if len(content) > read_at_most:
            raise FileTooBig(read_at_most)
        if not content:
            raise Unfit(Unfitness.EMPTY)
        if (kind := kind_of(content)) not in wanted:
            raise Unfit(Unfitness.ANOTHER_KIND)
        yield Examined(kind, len(content), lambda: iter((content,)))
