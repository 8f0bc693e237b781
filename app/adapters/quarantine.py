"""Documents that were joined while the antivirus did not answer are looked at once it does."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from app.db.apply import files as joined
from app.db.session import Database
from app.services.apply import pieces
from app.services.ports import Antivirus, FileMissing, Files, Unreachable
from app.services.work import Work

log = logging.getLogger(__name__)


class Quarantine:
    """The job that empties the quarantine, as the handler that `DbosJobs` runs."""

    def __init__(
        self, database: Database, files: Files, antivirus: Antivirus, at_work: Callable[[Session], Work]
    ) -> None:
        self._database, self._files, self._antivirus, self._at_work = database, files, antivirus, at_work

    def look(self, _payload: Mapping[str, Any]) -> None:
        """Each waiting content, one transaction a time; a silent antivirus is asked again at the next round."""
        with self._database.read() as session:
            waiting = joined.waiting(session)
        for sha256 in waiting:
            try:
                verdict = self._antivirus.scan(self._files.chunks(sha256)).verdict
            except FileMissing:
                log.error("a document in quarantine is no more in the store: %s", sha256)
                continue
            except Unreachable as error:
                log.warning("documents still wait in quarantine: %s", error)
                return
            with self._database.write() as session:
                pieces.looked_at(self._at_work(session), sha256, verdict)
