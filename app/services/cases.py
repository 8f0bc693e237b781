"""Opening an application for somebody: what it is, what they are to it, and whether it exists for them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.db import ties
from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.base import key_of
from app.db.calls.calls import Call, Wave
from app.domain import access
from app.domain.access import Permission
from app.domain.call_file.folder import CallFolder
from app.domain.errors import Forbidden, Hidden, ReasonCode
from app.domain.people import Part
from app.domain.workflow import Stage, Workflow
from app.services.call_folders import folder_of
from app.services.work import Work


@dataclass(frozen=True)
class Case:
    """One application, opened for one person."""

    application: Application
    call: Call
    wave: Wave
    organisation: Organisation
    folder: CallFolder
    parts: frozenset[Part]
    released: bool

    @property
    def id(self) -> int:
        """The key of the application in the database."""
        return key_of(self.application)

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of the call, by which all its days and hours are told."""
        return self.folder.call.zone

    @property
    def workflow(self) -> Workflow:
        return Workflow.for_call(self.folder.groups)

    @property
    def stage_shown(self) -> Stage:
        """The stage as this person may know it."""
        return access.stage_shown(self.parts, self.application.stage, self.released)

    def may(self, permission: Permission) -> bool:
        return access.may(self.parts, permission)

    def require(self, permission: Permission) -> None:
        """Raises Forbidden unless this person may do this here."""
        if not self.may(permission):
            raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(access.PERMISSIONS[permission])))


def open_case(
    work: Work, reference: str, permission: Permission = Permission.READ, *, lock: bool = False
) -> Case:
    """The application with this reference, for the person at work.

    Raises Hidden when it does not exist for them, Forbidden when it does and the permission is not theirs. Whoever
    will read it later may declare an interest in it as soon as it is filed: the interest bars the preparatory work too.
    """
    around = ties.surroundings(work.session, reference, lock=lock)
    if around is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    application = around.application
    held, released = ties.ties(work.session, application, work.actor.person_id)
    parts = access.parts_of(work.actor, application.call_id, held)
    filed = application.filed_at is not None
    declares = permission is Permission.DECLARE_INTEREST and filed and access.may(parts, permission)
    if not (declares or access.sees(parts, application.stage, filed)):
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    case = Case(
        application,
        around.call,
        around.wave,
        around.organisation,
        folder_of(around.call),
        parts,
        released,
    )
    case.require(permission)
    return case
