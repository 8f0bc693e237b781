"""Roads that were walked once: what a step wrote is written again where a database stands as it stood then.

Most tests begin with an application that a long road leads to. The first test of a process that takes a step of that
road takes it through the door; what it wrote, enqueued and kept in a store is remembered under the state that the
database was in, which is all that was written since it was empty. The next test that takes the same step from the same
state has the same rows by the same statements. As soon as anything else is written, steps are taken for good.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool
from sqlmodel import Session, select

from app.db import journal
from app.db.people import Person
from app.services.ports import Files, StoredFile
from app.services.work import Work
from tests.fakes import FakeJobs

T = TypeVar("T")
WRITING = ("INSERT", "UPDATE", "DELETE")
READING = ("SELECT", "SAVEPOINT", "RELEASE", "PRAGMA", "BEGIN", "SET")
FAR = 100
"""After so many steps nothing more is remembered: no two tests go as far together."""
SEALING = "sealed rows touched"
HERE, STALE = "remembered state", "remembered rows are not read yet"
"""Kept in `Session.info`."""


@dataclass
class State:
    """What a database holds: the end of its journal, how many steps led there, and those that were taken from there."""

    head: tuple[int, str]
    far: int = 0
    steps: dict[Hashable, tuple["Deed", "State"]] = field(default_factory=dict)


@dataclass
class Deed:
    """What one step did, and what it answered."""

    writes: list[tuple[str, Any]] = field(default_factory=list)
    jobs: list[tuple[tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    files: list[tuple[bytes, int]] = field(default_factory=list)
    aside: dict[str, Any] = field(default_factory=dict)
    gave: Any = None
    whole: bool = True

    def enqueue(self, *words: Any, **named: Any) -> None:
        self.jobs.append((words, named))


@dataclass
class Seen:
    """What was written through a pool of connections, the state that is committed there, who takes notes."""

    writes: int = 0
    committed: tuple[State, int] | None = None
    deed: Deed | None = None


EMPTY: dict[str, State] = {}
POOLS: WeakKeyDictionary[Pool, Seen] = WeakKeyDictionary()


@sa.event.listens_for(Engine, "before_cursor_execute")
def _note(connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
    words = statement.lstrip()
    if words.startswith(READING):
        return
    seen = POOLS.setdefault(connection.engine.pool, Seen())
    seen.writes += 1
    if seen.deed is not None:
        seen.deed.whole &= words.startswith(WRITING)
        seen.deed.writes.append((statement, parameters))


@dataclass(frozen=True)
class NotedJobs:
    """Jobs that are enqueued, and written down for the next time."""

    jobs: FakeJobs
    deed: Deed

    def enqueue(self, session: Session, *words: Any, **named: Any) -> None:
        self.deed.enqueue(*words, **named)
        self.jobs.enqueue(session, *words, **named)


@dataclass(frozen=True)
class NotedFiles:
    """A store whose new contents are written down for the next time."""

    store: Files
    deed: Deed

    def put(self, chunks: Iterable[bytes], *, limit: int) -> StoredFile:
        content = b"".join(chunks)
        self.deed.files.append((content, limit))
        return self.store.put((content,), limit=limit)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def once(
    work: Work, step: Hashable, take: Callable[[Work, Files | None], T], store: Files | None = None
) -> T:
    """What ``take`` answers, a plain value; taken for good unless it is known what it does here.

    ``step``: all that it depends upon, besides the database and the work. ``store``: where its files go. The rows that
    the session holds are read again by ``catch_up``.
    """
    here = _state(work)
    if here is None:
        catch_up(work.session)
        return take(work, store)
    key = (step, store is None, work.actor, work.now, work.base_url, work.say, work.origin)
    if key in here.steps:
        deed, there = here.steps[key]
        _again(work, deed, store)
    else:
        deed = _taken(work, take, store)
        there = State(journal.head(work.session), here.far + 1)
        if not deed.whole or here.far > FAR:
            return deed.gave
        here.steps[key] = deed, there
    _stands(work.session, there)
    return deed.gave


def catch_up(session: Session) -> None:
    """Read again the rows that the session holds, when steps were written without it."""
    if session.info.pop(STALE, False):
        for row in list(session):
            session.refresh(row)


def _seen(session: Session) -> Seen:
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    return POOLS.setdefault(bind.pool, Seen())


def _state(work: Work) -> State | None:
    """The state that the database is in; None when nobody knows, or when jobs are not those of the tests."""
    session = work.session
    session.flush()
    seen = _seen(session)
    if seen.deed is not None or not isinstance(work.jobs, FakeJobs):
        return None
    held = session.info.get(HERE)
    if held is None:
        held = seen.committed or (_empty(session), 0)
        if held[0] is None or held[0].head != journal.head(session):
            return None
    state, writes = held
    return state if writes == seen.writes else None


def _empty(session: Session) -> State | None:
    head = journal.head(session)
    if head[0] or session.exec(select(Person.id).limit(1)).first() is not None:
        return None
    return EMPTY.setdefault(session.get_bind().dialect.name, State(head))


def _stands(session: Session, state: State) -> None:
    """The session stands in this state, and so does the database once it commits without another write."""
    if HERE not in session.info:
        sa.event.listen(session, "after_commit", _commits)
        sa.event.listen(session, "after_rollback", _forgets)
    session.info[HERE] = state, _seen(session).writes


def _commits(session: Session) -> None:
    _seen(session).committed = session.info.get(HERE)
    _forgets(session)


def _forgets(session: Session) -> None:
    session.info[HERE] = None


def _taken(work: Work, take: Callable[[Work, Files | None], Any], store: Files | None) -> Deed:
    session, deed = work.session, Deed()
    catch_up(session)
    seen = _seen(session)
    seen.deed = deed
    try:
        noted = None if store is None else NotedFiles(store, deed)
        deed.gave = take(replace(work, jobs=NotedJobs(work.jobs, deed)), noted)
        session.flush()
    finally:
        seen.deed = None
    deed.aside = {SEALING: dict(session.info.get(SEALING, {}))}
    return deed


def _again(work: Work, deed: Deed, store: Files | None) -> None:
    session = work.session
    cursor = session.connection().connection.cursor()
    for statement, parameters in deed.writes:
        (cursor.executemany if isinstance(parameters, list) else cursor.execute)(statement, parameters)
        if cursor.description:
            cursor.fetchall()
    cursor.close()
    for words, named in deed.jobs:
        work.jobs.enqueue(session, *words, **named)
    if store is not None:
        for content, limit in deed.files:
            store.put((content,), limit=limit)
    session.info |= {key: dict(value) for key, value in deed.aside.items()}
    session.info[STALE] = True
