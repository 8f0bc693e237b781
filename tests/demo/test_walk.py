"""The whole road of each call, through the HTTP API of the demo, as `maillage demo --walk` does it."""

from datetime import datetime, time, timedelta
from pathlib import Path

from app.adapters.clock import system_clock
from app.bootstrap import House
from app.demo import command
from app.demo.calendar import PARIS
from app.demo.keys import cut_keys
from app.demo.server import free_port
from app.demo.walk import WALKED, walk_all


def after_midnight() -> timedelta:
    """From now to a quarter past the next midnight in Paris, when the day in UTC is still the one before."""
    now = system_clock().astimezone(PARIS)
    return datetime.combine(now.date() + timedelta(days=1), time(0, 15), PARIS) - now


def test_one_application_of_each_call_is_walked_to_its_closing(tmp_path: Path) -> None:
    ahead = after_midnight()
    house: House = command.open_house(
        tmp_path, "127.0.0.1", free_port("127.0.0.1"), clock=lambda: system_clock() + ahead
    )
    command.load(house)
    said: list[str] = []
    walked = walk_all(house, cut_keys(house.wiring, house.settings.base_url), tmp_path / "pdf", said.append)
    assert walked, "\n".join(said)
    assert sum(": closed in " in line for line in said) == len(WALKED)
    papers = {file.name.partition("-")[2].partition("-")[2] for file in (tmp_path / "pdf").iterdir()}
    assert papers == {"receipt-letter.pdf", "receipt-dossier.pdf", "minutes.pdf", "convention.pdf"}
    assert all(file.read_bytes().startswith(b"%PDF-") for file in (tmp_path / "pdf").iterdir())
