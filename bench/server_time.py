"""The processor's time of the database's server, when it is another process of this machine.

Linux keeps for each process the nanoseconds that it spent on a processor (``/proc/PID/schedstat``): those of the
backends that serve this database are added. What the server does by itself (its log, its vacuum) is not in it.
"""

from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from app.db.session import Database

_BACKENDS = sa.text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
)


class ServerTime:
    """Seconds of processor of the backends that serve a database; always 0.0 where the database is a file.

    The backends are asked for once more by `look`, after what may have opened some.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files: tuple[Path, ...] = ()
        self.look()

    def look(self) -> None:
        """Find the backends again. FileNotFoundError when the server is on another machine: nothing is guessed."""
        if self._database.engine.dialect.name != "postgresql":
            return
        with self._database.engine.connect() as connection:
            pids: Iterable[int] = connection.execute(_BACKENDS).scalars()
            self._files = tuple(Path("/proc", str(pid), "schedstat") for pid in pids)
        self()

    def __call__(self) -> float:
        return sum(int(one.read_text().split()[0]) for one in self._files) / 1e9
