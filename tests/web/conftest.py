"""A service on an embedded database, and browsers in front of it."""

from collections.abc import Iterator

import pytest

from app.db.session import Database
from app.services.wiring import Wiring
from tests.edges import Browser, wire
from tests.fakes import FakeClock, FakeJobs, FakeLimiter
from tests.servers import SqliteTemplate


@pytest.fixture
def wired(
    sqlite_template: SqliteTemplate,
    tmp_path_factory: pytest.TempPathFactory,
    clock: FakeClock,
    jobs: FakeJobs,
    limiter: FakeLimiter,
) -> Iterator[Wiring]:
    with sqlite_template.copy(tmp_path_factory.mktemp("web")) as url:
        database = Database.open(url)
        yield wire(database, clock=clock, jobs=jobs, limiter=limiter)
        database.close()


@pytest.fixture
def browser(wired: Wiring) -> Browser:
    return Browser(wired)
