"""The whole road of each call, through the HTTP API of the demo, as `maillage demo --walk` does it."""

from pathlib import Path

from app.bootstrap import House
from app.demo import command
from app.demo.keys import cut_keys
from app.demo.server import free_port
from app.demo.walk import WALKED, walk_all


def test_one_application_of_each_call_is_walked_to_its_closing(tmp_path: Path) -> None:
    house: House = command.open_house(tmp_path, "127.0.0.1", free_port("127.0.0.1"))
    command.load(house)
    said: list[str] = []
    walked = walk_all(house, cut_keys(house.wiring, house.settings.base_url), tmp_path / "pdf", said.append)
    assert walked, "\n".join(said)
    assert sum(": closed in " in line for line in said) == len(WALKED)
    papers = {file.name.partition("-")[2].partition("-")[2] for file in (tmp_path / "pdf").iterdir()}
    assert papers == {"receipt-letter.pdf", "receipt-dossier.pdf", "minutes.pdf", "convention.pdf"}
    assert all(file.read_bytes().startswith(b"%PDF-") for file in (tmp_path / "pdf").iterdir())
