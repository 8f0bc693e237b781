"""What every service is handed: the session, who acts, at what instant, and how to have work done later."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from app.db.session import end_reading, is_reading
from app.domain.answers import Raw
from app.domain.call_file.forms import Question
from app.domain.errors import Forbidden, ReasonCode
from app.domain.people import SYSTEM, Actor, Role
from app.services.ports import Jobs, Say


def as_typed(_question: Question, raw: Raw) -> str:
    """An answer in the very words that were typed."""
    return raw if isinstance(raw, str) else ", ".join(raw)


@dataclass(frozen=True)
class Work:
    """One piece of work inside one transaction, which the edge commits. ``now`` is the server's instant.

    ``say`` writes an answer for its readers: a document that is frozen on the way keeps its words.
    ``origin``: where the request comes from, for the log of accesses; empty for the house itself.
    """

    session: Session
    actor: Actor
    now: datetime
    jobs: Jobs
    base_url: str = ""
    say: Say = as_typed
    origin: str = ""

    @property
    def person_id(self) -> int:
        """The id of the person who acts. Raises Forbidden when nobody signed in."""
        if self.actor.person_id is None:
            raise Forbidden(ReasonCode.SIGN_IN_FIRST)
        return self.actor.person_id

    def let_go(self) -> None:
        """Give the snapshot back before waiting for the outside; what is read afterwards begins another one."""
        if is_reading(self.session):
            end_reading(self.session)
        self.session.close()

    def as_system(self) -> "Work":
        """The same work, done by the house itself."""
        return replace(self, actor=SYSTEM)

    def require(self, *roles: Role, call_id: int | None = None) -> None:
        """Raises Forbidden unless the person holds one of these roles (for this call)."""
        if not any(self.actor.has(role, call_id) for role in roles):
            raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(roles)))
