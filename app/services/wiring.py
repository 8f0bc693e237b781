"""What the edges are handed: the outside world as ports, and what they may know of the settings.

``app.bootstrap`` builds one ``Wiring`` a process; pages and JSON receive it, and choose nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from app.db.session import Database
from app.services.ports import (
    Antivirus,
    CallTexts,
    Clock,
    Examiner,
    Files,
    Identity,
    Jobs,
    Mailer,
    MailTexts,
    Pdf,
    RateLimiter,
    Reception,
    Registry,
    Signature,
)
from app.services.seals import Seals


class Options(Protocol):
    """The part of the settings that an edge may read; secrets are not in it."""

    @property
    def demo(self) -> bool: ...
    @property
    def base_url(self) -> str: ...
    @property
    def cookie_secure(self) -> bool: ...
    @property
    def session_hours(self) -> int: ...
    @property
    def link_minutes(self) -> int: ...
    @property
    def upload_max_bytes(self) -> int: ...
    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def authority_name(self) -> str: ...
    @property
    def authority_contact(self) -> str: ...
    @property
    def accent_colour(self) -> str: ...
    @property
    def antivirus_url(self) -> str: ...
    @property
    def security_contact(self) -> str: ...
    @property
    def accessibility(self) -> str: ...
    @property
    def accessibility_rate(self) -> int | None: ...
    @property
    def accessibility_audited_on(self) -> date | None: ...
    @property
    def accessibility_auditor(self) -> str: ...
    @property
    def accessibility_contact(self) -> str: ...
    @property
    def accessibility_plan_url(self) -> str: ...


Probe = Callable[[], bool]
Gauge = Callable[[], float]


@dataclass(frozen=True)
class Wiring:
    """One process, wired. ``probes`` say whether each part answers; ``gauges`` are figures for /metrics."""

    settings: Options
    database: Database
    seals: Seals
    mailer: Mailer
    mail_texts: MailTexts
    pdf: Pdf
    files: Files
    antivirus: Antivirus
    examiner: Examiner
    jobs: Jobs
    clock: Clock
    limiter: RateLimiter
    identity: Identity
    registry: Registry
    signature: Signature
    call_texts: CallTexts
    probes: Mapping[str, Probe] = field(default_factory=dict)
    gauges: Mapping[str, Gauge] = field(default_factory=dict)

    @property
    def reception(self) -> Reception:
        """What a document goes through before it is kept."""
        return Reception(self.files, self.antivirus, self.examiner)
