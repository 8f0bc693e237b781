"""The databases, the clock, and the list of what could not run.

A test that asks for `database` runs twice: on SQLite and on a real PostgreSQL server. The schema is made by Alembic
once, and each test gets its own copy. Whatever did not run is told at the end with its reason, and is a failure under
CI=true.

What keeps the tests quick, all of them together:

- a road to a stage is walked by `factories` (`at_stage`, `walk`), first thing on an empty database: see `remembered`;
- a service is made by `edges.serve`, a browser or a program by `edges` or `api_client`: templates, SQL and the event
  loop are those of the process;
- what only reads is made once for its module; a test that needs no database asks for none; a page that is asked for
  every role is asked once for all that is said of it;
- what the domain may do is tried in tests/domain: services, pages and routes are not traced, and cover nothing.
"""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import HealthCheck, settings

from app.adapters.file_store import FileStore, open_store
from app.db import session as opening
from app.db.session import Database
from tests import loop, statements
from tests.fakes import FakeAntivirus, FakeClock, FakeJobs, FakeLimiter, FakeMailer
from tests.servers import PostgresTemplate, SqliteTemplate, local_postgres, wheel_postgres

HERE = Path(__file__).parent
UNTRACED = {HERE / name for name in ("api", "browser", "journeys", "services", "web")}
NOT_RUN: dict[str, list[str]] = {}

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
opening.open_engine = statements.shared(opening.open_engine)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tests of what stands on the domain are not traced: the others cover it, and these would take twice as long."""
    tracer = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if tracer is not None and tracer.started is not UNTRACED.isdisjoint(item.path.parents):
        (tracer.pause if tracer.started else tracer.resume)()
    return (yield)


def pytest_collection_finish() -> None:
    """Leave what was imported aside, and look oftener at what tests leave behind.

    The service lets cycles wait for millions of objects: 23 tests of pages went without one collection.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    gc.set_threshold(10_000, 5, 5)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        NOT_RUN.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        NOT_RUN.setdefault(str(report.longrepr), []).append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    loop.close()
    if NOT_RUN and exitstatus == pytest.ExitCode.OK and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    if not NOT_RUN:
        return
    told = "could not run, which is a failure here" if os.environ.get("CI") == "true" else "could not run"
    terminalreporter.section(f"{sum(map(len, NOT_RUN.values()))} tests {told}", red=True)
    for reason, names in NOT_RUN.items():
        terminalreporter.line(f"{reason}: {len(names)}, such as {names[0]}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server of this machine, else the one that a wheel brings."""
    server = local_postgres()
    if server is not None:
        yield server
        return
    with wheel_postgres(tmp_path_factory.mktemp("postgres")) as brought:
        yield brought


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[PostgresTemplate]:
    template = PostgresTemplate(postgres_server)
    yield template
    template.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database for this test alone."""
    if request.param == "sqlite":
        with request.getfixturevalue("sqlite_template").copy(tmp_path) as url:
            yield url
    else:
        with request.getfixturevalue("postgres_template").copy() as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def mailer() -> FakeMailer:
    return FakeMailer()


@pytest.fixture
def jobs() -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def files() -> FileStore:
    return open_store("memory:///")


@pytest.fixture
def antivirus() -> FakeAntivirus:
    return FakeAntivirus()


@pytest.fixture
def limiter() -> FakeLimiter:
    return FakeLimiter()
