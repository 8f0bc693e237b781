"""Work after the commit, by DBOS: `docs/decisions/0005-background-engine.md` says why and what it costs.

A job is a row in the tables of DBOS, in our own database, written by the caller's transaction: a rollback leaves
nothing, a commit will run it. Workers are threads of this process; what a kill interrupted starts again at the
next start, so a handler runs **at least once** and must bear running twice.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from app.db.session import open_job_engine

if TYPE_CHECKING:
    from dbos import DBOSClient

QUEUE = "maillage"
WORKFLOW = "maillage.job"
SCHEDULED = "maillage.scheduled"
FIRST, IN_TURN = 1, 10
CLEARED_AT_ONCE = 500
VERSION = "1"
"""Constant: a workflow left by an older release must still be taken up."""

log = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], None]


class JobFailure(Exception):
    """A job failed; its message names the job and the kind of error, never what a person wrote."""


class DbosJobs:
    """`handlers` by kind; `schedules` gives some kinds a cron, read in `timezone` ("0 7 * * *").

    A failed job is tried again `attempts` times in all, after 5, 10, 20… seconds. Call `prepare` once the schema is
    there; `start` where jobs are to run (one process); `enqueue` works everywhere.
    """

    def __init__(
        self,
        url: str,
        *,
        timezone: str = "Europe/Paris",
        workers: int = 4,
        attempts: int = 6,
        first_pause_seconds: float = 5,
        polling_seconds: float = 1,
    ) -> None:
        self._url = url
        self._timezone = timezone
        self._workers = workers
        self._attempts = attempts
        self._first_pause = first_pause_seconds
        self._polling = polling_seconds
        self._handlers: dict[str, Handler] = {}
        self._schedules: dict[str, str] = {}
        self._opening = threading.Lock()
        self._engine: Engine | None = None
        self._client: DBOSClient | None = None
        self._launch: threading.Thread | None = None
        self._failure: Exception | None = None
        self._ready = threading.Event()

    def handle(self, kind: str, handler: Handler, *, cron: str | None = None) -> None:
        """Say what a kind of job does, and when it comes by itself; before `start`."""
        self._handlers[kind] = handler
        if cron is not None:
            self._schedules[kind] = cron

    def prepare(self) -> None:
        """Create or migrate the tables of DBOS; part of migrating the database."""
        self._opened()._sys_db.run_migrations()

    def enqueue(
        self, session: Session, kind: str, payload: Mapping[str, Any], *, key: str, urgent: bool = False
    ) -> None:
        """Inside the caller's transaction. The same kind and key are run once only; what is ``urgent`` goes first."""
        self._opened().enqueue_in_transaction(
            session,
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": f"{kind}:{key}",
                "priority": FIRST if urgent else IN_TURN,
            },
            kind,
            dict(payload),
        )

    def start(self) -> None:
        """Start the workers without waiting for them: the first page does not wait for the engine."""
        self._launch = threading.Thread(target=self._run, name="jobs-start", daemon=True)
        self._launch.start()

    def wait_until_ready(self, timeout_seconds: float = 30) -> None:
        """Until the workers run; TimeoutError, or the error that stopped them from starting."""
        ready = self._ready.wait(timeout_seconds)
        if self._failure is not None:
            raise self._failure
        if not ready:
            raise TimeoutError("the job engine did not start in time")

    def forget_done(self, before: datetime) -> int:
        """Clear the rows of the jobs that ended well before an instant, whose keys may then be used again; how many."""
        client, cleared = self._opened(), 0
        while True:
            done = client.list_workflows(
                status="SUCCESS",
                completed_before=before.isoformat(),
                limit=CLEARED_AT_ONCE,
                load_input=False,
                load_output=False,
            )
            if not done:
                return cleared
            client.delete_workflows([one.workflow_id for one in done])
            cleared += len(done)

    @property
    def ready(self) -> bool:
        """Do the workers run? For /readyz."""
        return self._ready.is_set() and self._failure is None

    def stop(self, *, wait_seconds: int = 10) -> None:
        """Let the running jobs end, then close; what is left starts again at the next start."""
        from dbos import DBOS  # noqa: PLC0415 - slow module: 0.3 s that the first page does not pay

        if self._launch is not None:
            self._launch.join()
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=wait_seconds)
            self._launch = None
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._client = None
        self._ready.clear()

    def _opened(self) -> "DBOSClient":
        from dbos import DBOSClient  # noqa: PLC0415 - slow module: 0.3 s that the first page does not pay

        with self._opening:
            if self._client is None:
                self._engine = open_job_engine(self._url)
                self._client = DBOSClient(
                    system_database_engine=self._engine, application_name=QUEUE, lazy=True
                )
            return self._client

    def _run(self) -> None:
        try:
            self._launch_engine()
        except Exception as error:
            self._failure = error
            log.exception("the job engine did not start")
        self._ready.set()

    def _launch_engine(self) -> None:
        from dbos import DBOS, DBOSConfig  # noqa: PLC0415 - slow module: 0.3 s that the first page does not pay

        self._opened()

        @DBOS.step(
            name="maillage.step",
            retries_allowed=True,
            interval_seconds=self._first_pause,
            max_attempts=self._attempts,
        )
        def step(kind: str, payload: dict[str, Any]) -> None:
            self._do(kind, payload)

        @DBOS.workflow(name=WORKFLOW)
        def job(kind: str, payload: dict[str, Any]) -> None:
            step(kind, payload)

        @DBOS.workflow(name=SCHEDULED)
        def scheduled(at: datetime, kind: str) -> None:
            step(kind, {"at": at.isoformat()})

        DBOS(
            config=DBOSConfig(
                name=QUEUE,
                system_database_engine=self._engine,
                application_version=VERSION,
                executor_id=QUEUE,
                log_level="ERROR",
                use_listen_notify=False,
                enable_otlp=False,
                max_executor_threads=self._workers * 2,
            )
        )
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=self._workers, polling_interval_sec=self._polling)
        DBOS.apply_schedules(
            [
                {
                    "schedule_name": kind,
                    "workflow_fn": scheduled,
                    "schedule": cron,
                    "context": kind,
                    "cron_timezone": self._timezone,
                    "queue_name": QUEUE,
                }
                for kind, cron in self._schedules.items()
            ]
        )

    def _do(self, kind: str, payload: dict[str, Any]) -> None:
        try:
            self._handlers[kind](payload)
        except Exception as error:  # noqa: BLE001 - whatever it is, DBOS must see it without what a person wrote
            where = "".join(traceback.format_tb(error.__traceback__))
            log.warning("job %s failed: %s\n%s", kind, type(error).__name__, where)
            raise JobFailure(f"{kind}: {type(error).__name__}") from None


def count_jobs(session: Session, status: str) -> int:
    """How many jobs are in a status of DBOS (ENQUEUED, PENDING, SUCCESS, ERROR…), for /metrics."""
    schema = "dbos." if session.get_bind().dialect.name == "postgresql" else ""
    statement = sa.text(f"SELECT count(*) FROM {schema}workflow_status WHERE status = :status")  # noqa: S608
    return int(session.execute(statement, {"status": status}).scalar_one())
