"""A witness of the journal that the database cannot reach: a file to which the head of the chain is added.

Whoever rewrites the whole chain, or cuts its end, also has to rewrite this file: kept on another disk, sent away by the
system's own means or printed, it shows what the journal was. One line each time: number, SHA-256, instant.
"""

from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from app.db.journal import head
from app.db.session import Database
from app.services.ports import Clock


class Witness:
    """Adds the head of the journal to a file each time it moved."""

    def __init__(self, database: Database, file: Path, clock: Clock) -> None:
        self._database, self._file, self._clock = database, file, clock

    def look(self, _payload: Mapping[str, object]) -> None:
        """Add a line for the last entry, unless it is there. OSError when the file cannot be written."""
        with self._database.read() as session:
            number, sha256 = head(session)
        if number and seen(self._file).get(number) != sha256:
            with self._file.open("a", encoding="ascii") as lines:
                lines.write(f"{number} {sha256} {self._clock().astimezone(UTC).isoformat()}\n")


def seen(file: Path) -> dict[int, str]:
    """What a witness saw, number of an entry → its SHA-256; empty when there is no file yet.

    ValueError for a line that is not one of its own.
    """
    if not file.exists():
        return {}
    found = {}
    for line in file.read_text(encoding="ascii").splitlines():
        number, sha256, _ = line.split(" ")
        found[int(number)] = sha256
    return found
