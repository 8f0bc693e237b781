"""The job that reads the whole record again, without keeping anybody from writing meanwhile."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.adapters.witness import seen
from app.db import proof, verifications
from app.db.session import Database
from app.services.ports import Clock


class Verifier:
    """Reads the record in one snapshot, against what the witness saw, then writes down what that showed."""

    def __init__(self, database: Database, witness_file: Path, clock: Clock) -> None:
        self._database, self._witness_file, self._clock = database, witness_file, clock

    def read_again(self, payload: Mapping[str, Any]) -> None:
        """Make the verification that the payload names. Bears running twice."""
        witnessed = seen(self._witness_file)
        with self._database.read() as session:
            found = proof.verify(session, witnessed)
        with self._database.write() as session:
            verifications.keep(session, int(payload["verification"]), found, self._clock())
