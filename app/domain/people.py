"""Who acts: the appointments that an authority gives, and the part one plays on one application."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What the authority appoints a person to, for one call or for all of them."""

    OFFICER = "officer"
    MANAGER = "manager"
    EXPERT = "expert"
    MEMBER = "member"
    PRESIDENT = "president"
    CONSULTED = "consulted"
    FINANCE = "finance"
    AUDITOR = "auditor"
    ADMIN = "admin"


class TeamRole(StrEnum):
    """What a person is in the team of one application; the owner and the legal representative file."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    EDITOR = "editor"
    READER = "reader"


class Part(StrEnum):
    """The part a person plays on one application: what the table of transitions asks about."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    EDITOR = "editor"
    READER = "reader"
    OFFICER = "officer"
    MANAGER = "manager"
    EXPERT = "expert"
    MEMBER = "member"
    PRESIDENT = "president"
    CONSULTED = "consulted"
    FINANCE = "finance"
    AUDITOR = "auditor"
    SYSTEM = "system"


APPLICANT_PARTS = frozenset({Part.OWNER, Part.REPRESENTATIVE, Part.EDITOR, Part.READER})
STAFF_PARTS = frozenset({Part.OFFICER, Part.MANAGER})
FILING_PARTS = frozenset({Part.OWNER, Part.REPRESENTATIVE})
WRITING_PARTS = frozenset({Part.OWNER, Part.REPRESENTATIVE, Part.EDITOR})


@dataclass(frozen=True)
class Appointment:
    """A role held by a person; ``call_id`` None means every call of the authority."""

    role: Role
    call_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person at the door, with the appointments they hold. ``person_id`` None: nobody signed in."""

    person_id: int | None = None
    name: str = ""
    email: str = ""
    appointments: frozenset[Appointment] = field(default_factory=frozenset)
    is_system: bool = False

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def has(self, role: Role, call_id: int | None = None) -> bool:
        """Does the person hold this role for this call (or, without a call, for any of them)?"""
        return any(
            held.role is role and (call_id is None or held.call_id in (None, call_id))
            for held in self.appointments
        )

    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.appointments)

    def calls(self, *roles: Role) -> frozenset[int] | None:
        """The calls for which one of these roles is held; None means all of them."""
        held = [a for a in self.appointments if a.role in roles]
        if any(a.call_id is None for a in held):
            return None
        return frozenset(a.call_id for a in held if a.call_id is not None)


VISITOR = Actor()
SYSTEM = Actor(name="Maillage", is_system=True)
