"""The road of one call: composed once from its groups, then asked twice, by the button and by the door.

``Workflow.for_call(groups)`` composes the table. ``allowed_actions`` is what a page shows; ``decide`` is what
the door asks before it writes. Both read the same lines, so a button never lies.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from app.domain.errors import Forbidden, NotReady, Reason, ReasonCode, TooLate, WrongStage
from app.domain.people import Part
from app.domain.workflow import (
    admissibility,
    codesign,
    committee,
    convention,
    decision,
    departures,
    dossier,
    follow_up,
    letter,
    review,
)
from app.domain.workflow.facts import Facts
from app.domain.workflow.stages import Action, Group, Stage
from app.domain.workflow.table import Road, Transition

_FILES: dict[Group, Callable[[Road], tuple[Transition, ...]]] = {
    Group.LETTER: letter.transitions,
    Group.DOSSIER: dossier.transitions,
    Group.ADMISSIBILITY: admissibility.transitions,
    Group.REVIEW: review.transitions,
    Group.COMMITTEE: committee.transitions,
    Group.DECISION: decision.transitions,
    Group.CODESIGN: codesign.transitions,
    Group.CONVENTION: convention.transitions,
    Group.FOLLOW_UP: follow_up.transitions,
}
_COMPETITIVE = (Group.REVIEW, Group.COMMITTEE, Group.DECISION)


class IllegalRoad(ValueError):
    """These groups do not make a road that leads somewhere. ``rule`` names what is broken."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


@dataclass(frozen=True)
class Choice:
    """An action that somebody on this application might do now: open, or refused for a stated reason."""

    action: Action
    target: Stage
    refusal: Reason | None = None

    @property
    def open(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True)
class Workflow:
    """The composed table of one call."""

    groups: tuple[Group, ...]
    transitions: tuple[Transition, ...]
    start: Stage

    @staticmethod
    def for_call(groups: Sequence[Group]) -> "Workflow":
        """Compose the road of a call that has these groups.

        Raises IllegalRoad when the groups do not follow each other: see ``legal``.
        """
        return _compose(tuple(groups))

    @property
    def stages(self) -> frozenset[Stage]:
        """Every stage that an application of this call may ever be in."""
        return frozenset({self.start}) | {
            stage for line in self.transitions for stage in (*line.sources, *map(line.reaches, line.sources))
        }

    @property
    def final_stages(self) -> frozenset[Stage]:
        """The stages from which nothing leaves; what may still be done there leaves the application there."""
        return self.stages - {
            stage for line in self.transitions if line.target is not None for stage in line.sources
        }

    def leaving(self, stage: Stage) -> Iterator[Transition]:
        """The lines that may be followed from there, those that stay there among them."""
        return (line for line in self.transitions if stage in line.sources)

    def decide(self, stage: Stage, action: Action, parts: Collection[Part], facts: Facts) -> Transition:
        """May someone who plays these parts do this now? Returns the line of the table to follow.

        Raises Forbidden (not theirs), WrongStage (not from here), TooLate or NotReady (a guard refuses).
        """
        lines = [line for line in self.transitions if line.action is action]
        if not lines:
            raise WrongStage(ReasonCode.UNKNOWN_ACTION, action=action, stage=stage)
        if not any(line.parts & frozenset(parts) for line in lines):
            raise Forbidden(ReasonCode.NOT_YOUR_ROLE, action=action, parts=tuple(sorted(lines[0].parts)))
        for line in lines:
            if stage in line.sources:
                self._pass_guards(line, facts)
                return line.settled(facts)
        raise WrongStage(ReasonCode.WRONG_STAGE, action=action, stage=stage)

    @staticmethod
    def _pass_guards(line: Transition, facts: Facts) -> None:
        reason = _refusal(line, facts)
        if reason is None:
            return
        family = TooLate if reason.code is ReasonCode.DEADLINE_PASSED else NotReady
        raise family(reason.code, **reason.values)

    def allowed_actions(self, stage: Stage, parts: Collection[Part], facts: Facts) -> tuple[Choice, ...]:
        """What those who play these parts may do from here, and why not for what is not open yet."""
        played = frozenset(parts)
        return tuple(
            Choice(line.action, line.reaches(stage), _refusal(line, facts))
            for line in self.leaving(stage)
            if line.parts & played
        )


def _refusal(line: Transition, facts: Facts) -> Reason | None:
    return next((reason for guard in line.guards if (reason := guard(facts)) is not None), None)


def broken_rule(groups: Sequence[Group]) -> str | None:
    """Which rule do these groups break, by its short name? None when the road is legal."""
    has = set(groups)
    order = [group for group in Group if group in has]
    if list(groups) != order:
        return "order"
    if Group.DOSSIER not in has:
        return "dossier"
    if (Group.DECISION in has) == (Group.CODESIGN in has):
        return "decision_or_codesign"
    if Group.CODESIGN in has and has & set(_COMPETITIVE):
        return "codesign_replaces"
    if Group.FOLLOW_UP in has and Group.CONVENTION not in has:
        return "follow_up_needs_convention"
    return None


def legal(groups: Sequence[Group]) -> bool:
    """Do these groups make a road? In order; a dossier; a decision or a common table, not both; a follow-up
    only after a convention."""
    return broken_rule(groups) is None


def every_legal_road() -> tuple[tuple[Group, ...], ...]:
    """All the combinations of groups that a call may have: what the property tests walk."""
    roads = (
        tuple(group for group, kept in zip(Group, choice, strict=True) if kept)
        for choice in product((True, False), repeat=len(Group))
    )
    return tuple(road for road in roads if legal(road))


@lru_cache(maxsize=256)
def _compose(groups: tuple[Group, ...]) -> Workflow:
    rule = broken_rule(groups)
    if rule is not None:
        raise IllegalRoad(rule)
    road = Road(groups)
    lines = tuple(line for group in groups for line in _FILES[group](road)) + departures.transitions(road)
    start = Stage.LETTER_DRAFT if road.has(Group.LETTER) else Stage.DOSSIER_DRAFT
    return Workflow(groups, lines, start)
