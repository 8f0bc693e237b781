"""One line of the table of transitions, and what the files of the groups need to write theirs."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.people import Part
from app.domain.workflow.facts import Facts, Guard
from app.domain.workflow.stages import Action, Group, Message, Stage


@dataclass(frozen=True)
class Transition:
    """An act that moves an application: who may do it, from where, to where, on what conditions.

    ``target``: None for an act that leaves the application where it stands. ``message``: the mail that the team of
    the application receives; None is said, never left out. ``follows``: of a line without target, the stage that the
    record says: nobody chooses it.
    """

    action: Action
    sources: frozenset[Stage]
    target: Stage | None
    parts: frozenset[Part]
    message: Message | None
    guards: tuple[Guard, ...] = ()
    follows: Callable[[Facts], Stage | None] | None = None

    def settled(self, facts: Facts) -> "Transition":
        """The same line, with the target that the record says where it follows one."""
        return self if self.follows is None else replace(self, target=self.follows(facts))

    def reaches(self, stage: Stage) -> Stage:
        """Where the application stands afterwards, from this stage."""
        return stage if self.target is None else self.target


EXITS: dict[Group, frozenset[Stage]] = {
    Group.LETTER: frozenset({Stage.LETTER_SUBMITTED}),
    Group.DOSSIER: frozenset({Stage.DOSSIER_SUBMITTED}),
    Group.ADMISSIBILITY: frozenset({Stage.ADMISSIBLE}),
    Group.REVIEW: frozenset({Stage.REVIEWED}),
    Group.COMMITTEE: frozenset(
        {
            Stage.RECOMMENDED,
            Stage.RECOMMENDED_WITH_CONDITIONS,
            Stage.ON_RESERVE,
            Stage.NOT_RECOMMENDED,
        }
    ),
    Group.DECISION: frozenset({Stage.AWARDED}),
    Group.CODESIGN: frozenset({Stage.AGREED}),
    Group.CONVENTION: frozenset({Stage.CONVENTION_SIGNED}),
    Group.FOLLOW_UP: frozenset({Stage.CLOSED}),
}


@dataclass(frozen=True)
class Road:
    """The groups that one call has, in order; each group asks it what stands before itself."""

    groups: tuple[Group, ...]

    def has(self, group: Group) -> bool:
        return group in self.groups

    def before(self, group: Group) -> frozenset[Stage]:
        """The stages by which an application enters this group: the exits of the one before."""
        place = self.groups.index(group)
        return EXITS[self.groups[place - 1]]


OFFICERS = frozenset({Part.OFFICER, Part.MANAGER})
MANAGERS = frozenset({Part.MANAGER})
FILERS = frozenset({Part.OWNER, Part.REPRESENTATIVE})
SECRETARIES = frozenset({Part.OFFICER, Part.MANAGER, Part.PRESIDENT})
