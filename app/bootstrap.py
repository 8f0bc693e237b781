"""The only place that chooses: from the settings to one frozen ``Wiring``, and the life of a process around it."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from app.adapters.antivirus import ClamdAntivirus, NoAntivirus
from app.adapters.call_texts import YamlTexts
from app.adapters.clock import system_clock
from app.adapters.deliveries import DELIVER_MAIL, Deliveries
from app.adapters.examining.examiner import ProcessExaminer
from app.adapters.file_store import FileStore, open_store
from app.adapters.identity import NoIdentityProvider
from app.adapters.jobs import DbosJobs, count_jobs
from app.adapters.limits import WindowLimiter
from app.adapters.mailer import FolderMailer, MailWriter, SmtpMailer
from app.adapters.migrations import is_migrated, migrate, newest
from app.adapters.pdf.pool import PdfRenderer
from app.adapters.quarantine import Quarantine
from app.adapters.registry import NoRegistry
from app.adapters.rounds import Doing, Finding, go_round
from app.adapters.signature import PdfSignatures
from app.adapters.verifier import Verifier
from app.adapters.witness import Witness
from app.db import documents, outbox
from app.db.apply import files as stored_files
from app.db.apply import filings
from app.db.session import Database
from app.domain.people import SYSTEM
from app.services.apply.forms import DOSSIER
from app.services.desk.verifications import VERIFY
from app.services.frozen import PRINT, Press
from app.services.identity import accesses
from app.services.people import admin as people_admin
from app.services.ports import Clock, Mailer
from app.services.ranking import amounts
from app.services.road import overdue
from app.services.seals import Seals
from app.services.wiring import Wiring
from app.services.work import Work
from app.settings import Settings
from app.web.templating import TEMPLATES
from app.words.mail_filters import MAIL_FILTERS

LINK_RATE = "20 per 15 minutes"
CHECK_RATE = "60 per minute"
TRIAL_RATE = "20 per minute"
TOKEN_RATE = "30 per 15 minutes"  # noqa: S105 - a rate, not a secret
RELAY_MAIL = "relay_mail"
END_ROLES, LET_LAPSE, REMIND, TIDY_FILES = "end_roles", "let_lapse", "remind", "tidy_files"
KEEP_AIDS = "keep_aids"
"""What was filed before the highest aid of an application was kept: looked at after each migration."""
FORGET = "forget_accesses"
LOOK_AGAIN, WITNESS = "look_again", "witness"
EVERY_MINUTE, EVERY_FIVE_MINUTES, EVERY_HOUR = "* * * * *", "*/5 * * * *", "7 * * * *"
AFTER_MIDNIGHT, AT_NIGHT, LATE_AT_NIGHT, IN_THE_MORNING = "5 2 * * *", "30 2 * * *", "30 3 * * *", "0 8 * * *"
DONE_JOBS_ARE_KEPT = timedelta(days=30)
FIRST_PAGE_SECONDS = 1.5
UNKNOWN_DIGEST = "0" * 64

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class House:
    """One process: what the edges see of it, and what has to be started and stopped."""

    settings: Settings
    wiring: Wiring
    jobs: DbosJobs
    pdf: PdfRenderer
    files: FileStore

    def prepare(self) -> None:
        """Bring the database to the newest schema, the tables of the job engine included."""
        if not is_migrated(self.wiring.database):
            migrate(self.settings.database_url)
            self.jobs.prepare()
            with self.wiring.database.write() as session:
                if filings.filed_without_aid(session, DOSSIER):
                    self.jobs.enqueue(session, KEEP_AIDS, {}, key=newest())

    @contextmanager
    def at_work(self) -> Iterator[Wiring]:
        """Run the jobs until the end of the block; their engine loads once the first page had its time."""
        starter = threading.Timer(FIRST_PAGE_SECONDS, self._begin)
        starter.start()
        try:
            yield self.wiring
        finally:
            starter.cancel()
            starter.join()
            self.jobs.stop()
            self.close()

    def _begin(self) -> None:
        self.jobs.start()
        try:
            self.files.clear_unfinished()
        except OSError as error:
            log.warning("what unfinished uploads left stays in the folder of the files: %s", error.strerror)

    def close(self) -> None:
        self.pdf.close()
        self.wiring.database.close()


def build(settings: Settings, *, clock: Clock = system_clock) -> House:
    """Wire one process. Nothing is opened, started or written but the folders of the files."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database.open(settings.database_url)
    jobs = DbosJobs(settings.database_url, timezone=settings.timezone)
    writer = _writer(settings, clock)
    mailer = _mailer(settings, writer)
    files = open_store(settings.files_url)
    pdf = PdfRenderer(settings.pdf_workers)
    press = Press(database, pdf, files, clock)
    deliveries = Deliveries(database, mailer, jobs, clock, press.printed)
    jobs.handle(PRINT, lambda payload: _print(press, payload))
    jobs.handle(DELIVER_MAIL, deliveries.deliver)
    jobs.handle(RELAY_MAIL, deliveries.relay, cron=EVERY_MINUTE)
    antivirus = ClamdAntivirus(settings.antivirus_url) if settings.antivirus_url else NoAntivirus()

    def by_the_house(session: Session) -> Work:
        return Work(session, SYSTEM, clock(), jobs, settings.base_url)

    if settings.antivirus_url:
        quarantine = Quarantine(database, files, antivirus, by_the_house)
        jobs.handle(LOOK_AGAIN, quarantine.look, cron=EVERY_FIVE_MINUTES)
    jobs.handle(TIDY_FILES, partial(_tidy, database, files, jobs), cron=LATE_AT_NIGHT)
    jobs.handle(VERIFY, Verifier(database, settings.witness_file, clock).read_again)
    jobs.handle(WITNESS, Witness(database, settings.witness_file, clock).look, cron=EVERY_HOUR)
    jobs.handle(
        LET_LAPSE, partial(_by_the_house, overdue.let_lapse, database, jobs, clock, settings), cron=AT_NIGHT
    )
    jobs.handle(
        FORGET, partial(_by_the_house, accesses.forget, database, jobs, clock, settings), cron=AFTER_MIDNIGHT
    )
    jobs.handle(
        END_ROLES,
        partial(_by_the_house, people_admin.end_roles, database, jobs, clock, settings),
        cron=AFTER_MIDNIGHT,
    )
    jobs.handle(
        REMIND,
        partial(_go_round, overdue.soon_due, overdue.remind, database, jobs, clock, settings),
        cron=IN_THE_MORNING,
    )
    jobs.handle(
        KEEP_AIDS, partial(_go_round, amounts.without_aid, amounts.keep_aid, database, jobs, clock, settings)
    )
    wiring = Wiring(
        settings=settings,
        database=database,
        seals=Seals(settings.secret_key.get_secret_value()),
        mailer=mailer,
        mail_texts=writer,
        pdf=pdf,
        files=files,
        antivirus=antivirus,
        examiner=ProcessExaminer(),
        jobs=jobs,
        clock=clock,
        limiter=WindowLimiter(
            {
                "sign_in": settings.sign_in_rate,
                "sign_in_anywhere": settings.sign_in_address_rate,
                "password": settings.sign_in_rate,
                "password_anywhere": settings.sign_in_address_rate,
                "sign_in_ip": settings.sign_in_ip_rate,
                "invitation": settings.invitation_rate,
                "link": LINK_RATE,
                "token": TOKEN_RATE,
                "edition": CHECK_RATE,
                "simulation": TRIAL_RATE,
            }
        ),
        identity=NoIdentityProvider(),
        registry=NoRegistry(),
        signature=PdfSignatures(),
        call_texts=YamlTexts(),
        probes={
            "database": partial(is_migrated, database),
            "jobs": lambda: jobs.ready,
            "files": partial(_answers, files),
        },
        gauges={
            "outbox_unsent": partial(_counted, database, outbox.unsent_count),
            "outbox_undelivered": partial(_counted, database, outbox.undelivered_count),
            "outbox_held": partial(_counted, database, _held),
            "jobs_waiting": partial(_jobs, database, "ENQUEUED"),
            "jobs_failed": partial(_jobs, database, "ERROR"),
        },
    )
    return House(settings, wiring, jobs, pdf, files)


def _by_the_house(
    deed: Callable[[Work], object],
    database: Database,
    jobs: DbosJobs,
    clock: Clock,
    settings: Settings,
    _payload: Mapping[str, Any],
) -> None:
    with database.write() as session:
        deed(Work(session, SYSTEM, clock(), jobs, settings.base_url))


def _print(press: Press, payload: Mapping[str, Any]) -> None:
    press.printed(int(payload["document"]))


def _go_round(
    find: Finding,
    deed: Doing,
    database: Database,
    jobs: DbosJobs,
    clock: Clock,
    settings: Settings,
    _payload: Mapping[str, Any],
) -> None:
    now = clock()
    go_round(database, lambda session: Work(session, SYSTEM, now, jobs, settings.base_url), find, deed)


def _tidy(database: Database, files: FileStore, jobs: DbosJobs, _payload: Mapping[str, Any]) -> None:
    def named() -> set[str]:
        with database.read() as session:
            return stored_files.contents(session) | documents.contents(session)

    files.clear_unfinished()
    files.clear_unnamed(named)
    jobs.forget_done(system_clock() - DONE_JOBS_ARE_KEPT)


def _writer(settings: Settings, clock: Clock) -> MailWriter:
    return MailWriter(
        TEMPLATES / "mail",
        sender=settings.mail_from,
        clock=clock,
        filters=MAIL_FILTERS,
        named_everywhere={
            "authority_name": settings.authority_name,
            "authority_contact": settings.authority_contact,
        },
    )


def _mailer(settings: Settings, writer: MailWriter) -> Mailer:
    url = settings.smtp_url.get_secret_value()
    return SmtpMailer(writer, url) if url else FolderMailer(writer, settings.data_dir / "mails")


def _answers(files: FileStore) -> bool:
    return files.exists(UNKNOWN_DIGEST) in (True, False)


def _counted(database: Database, count: Callable[[Session], int]) -> float:
    with database.read() as session:
        return count(session)


def _held(session: Session) -> int:
    return int(outbox.held_since(session) is not None)


def _jobs(database: Database, status: str) -> float:
    with database.read() as session:
        return count_jobs(session, status)
