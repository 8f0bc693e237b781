"""The demo, loaded once: on the real calls, at the day for which its stories were written."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.bootstrap import House
from app.demo import command

TODAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = command.open_house(tmp_path_factory.mktemp("demo"), "127.0.0.1", 8000)
    command.load(house, clock=lambda: TODAY)
    yield house
    house.jobs.stop()
    house.close()
