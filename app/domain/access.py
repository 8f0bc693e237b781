"""Who may see or do what on one application. Deny unless declared here.

``parts_of`` says which parts a person plays; ``may`` asks the table of deeds; ``sees`` says whether the application
exists for them at all; ``stage_shown`` hides a committee's opinion from the applicant until the release.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from app.domain.people import APPLICANT_PARTS, Actor, Part, Role, TeamRole
from app.domain.workflow.stages import STAGES_OF, Group, Stage


class Permission(StrEnum):
    """What a person does to an application without moving it; moves are in the table of transitions."""

    READ = "read"
    READ_DRAFT = "read_draft"
    WRITE_FORM = "write_form"
    MANAGE_TEAM = "manage_team"
    READ_CHECKLIST = "read_checklist"
    JUDGE_CHECKLIST = "judge_checklist"
    READ_REVIEWS = "read_reviews"
    ASSIGN_REVIEWERS = "assign_reviewers"
    RECORD_CONSENSUS = "record_consensus"
    WRITE_REVIEW = "write_review"
    DECLARE_INTEREST = "declare_interest"
    ENTER_INTEREST = "enter_interest"
    ASK_OPINION = "ask_opinion"
    GIVE_OPINION = "give_opinion"
    READ_OPINIONS = "read_opinions"
    READ_COMMITTEE = "read_committee"
    RECTIFY_OPINION = "rectify_opinion"
    RECORD_DECISION = "record_decision"
    READ_DECISION = "read_decision"
    READ_CONVENTION = "read_convention"
    PREPARE_CONVENTION = "prepare_convention"
    READ_FOLLOW_UP = "read_follow_up"
    SET_TARGETS = "set_targets"
    REPORT_INDICATORS = "report_indicators"
    READ_PAYMENTS = "read_payments"
    REQUEST_PAYMENT = "request_payment"
    PAY = "pay"
    TAKE_CHARGE = "take_charge"
    READ_JOURNAL = "read_journal"


_TEAM = APPLICANT_PARTS
_WRITERS = frozenset({Part.OWNER, Part.REPRESENTATIVE, Part.EDITOR})
_FILERS = frozenset({Part.OWNER, Part.REPRESENTATIVE})
_OFFICERS = frozenset({Part.OFFICER, Part.MANAGER})
_COMMITTEE = frozenset({Part.MEMBER, Part.PRESIDENT})
_AUDIT = frozenset({Part.AUDITOR})
_FINANCE = frozenset({Part.FINANCE})

PERMISSIONS: dict[Permission, frozenset[Part]] = {
    Permission.READ: frozenset(Part),
    Permission.READ_DRAFT: _TEAM,
    Permission.WRITE_FORM: _WRITERS,
    Permission.MANAGE_TEAM: _FILERS,
    Permission.READ_CHECKLIST: _OFFICERS | _AUDIT,
    Permission.JUDGE_CHECKLIST: _OFFICERS,
    Permission.READ_REVIEWS: _OFFICERS | _COMMITTEE | _AUDIT,
    Permission.ASSIGN_REVIEWERS: _OFFICERS,
    Permission.RECORD_CONSENSUS: _OFFICERS,
    Permission.WRITE_REVIEW: frozenset({Part.EXPERT}),
    Permission.DECLARE_INTEREST: _COMMITTEE | _OFFICERS | _FINANCE | _AUDIT | {Part.EXPERT, Part.CONSULTED},
    Permission.ENTER_INTEREST: _OFFICERS | {Part.PRESIDENT},
    Permission.ASK_OPINION: _OFFICERS,
    Permission.GIVE_OPINION: frozenset({Part.CONSULTED}),
    Permission.READ_OPINIONS: _OFFICERS | _COMMITTEE | _AUDIT,
    Permission.READ_COMMITTEE: _OFFICERS | _COMMITTEE | _AUDIT,
    Permission.RECTIFY_OPINION: _OFFICERS | {Part.PRESIDENT},
    Permission.RECORD_DECISION: frozenset({Part.MANAGER}),
    Permission.READ_DECISION: _OFFICERS | _AUDIT | _FINANCE,
    Permission.READ_CONVENTION: _TEAM | _OFFICERS | _FINANCE | _AUDIT,
    Permission.PREPARE_CONVENTION: _OFFICERS,
    Permission.READ_FOLLOW_UP: _TEAM | _OFFICERS | _FINANCE | _AUDIT,
    Permission.SET_TARGETS: _FILERS | _OFFICERS,
    Permission.REPORT_INDICATORS: _WRITERS | _OFFICERS,
    Permission.READ_PAYMENTS: _TEAM | _OFFICERS | _FINANCE | _AUDIT,
    Permission.REQUEST_PAYMENT: _FILERS,
    Permission.PAY: _FINANCE,
    Permission.TAKE_CHARGE: _OFFICERS,
    Permission.READ_JOURNAL: _OFFICERS | _AUDIT,
}

_PUBLIC_DECISIONS = frozenset({Stage.AWARDED, Stage.REJECTED})
_COMMITTEE_SECRETS = frozenset(
    {
        Stage.RECOMMENDED,
        Stage.RECOMMENDED_WITH_CONDITIONS,
        Stage.ON_RESERVE,
        Stage.POSTPONED,
        Stage.NOT_RECOMMENDED,
    }
)
_UNFILED = frozenset({Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT})
_CONVENTION_ON = frozenset(
    (*STAGES_OF[Group.CONVENTION], *STAGES_OF[Group.FOLLOW_UP], Stage.AWARDED, Stage.AGREED)
)
_BEFORE_COMMITTEE = frozenset(
    (
        *STAGES_OF[Group.LETTER],
        *STAGES_OF[Group.DOSSIER],
        *STAGES_OF[Group.ADMISSIBILITY],
        Stage.IN_REVIEW,
    )
)


@dataclass(frozen=True)
class Ties:
    """What ties a person to one application, as the database tells it; ``interested``: by any kind of interest."""

    team: TeamRole | None = None
    reviewer: bool = False
    seated: bool = False
    consulted: bool = False
    interested: bool = False


def parts_of(actor: Actor, call_id: int, ties: Ties) -> frozenset[Part]:
    """The parts that this person plays on an application of this call.

    An interest takes away every part but that of the applicant's own team (CGCT L2131-11: it bars the preparatory
    work and the presence, not only the vote). Who is in the team has one, said or not.
    """
    if actor.is_system:
        return frozenset({Part.SYSTEM})
    parts = {Part(ties.team.value)} if ties.team else set()
    if ties.interested or ties.team:
        return frozenset(parts)
    if ties.reviewer:
        parts.add(Part.EXPERT)
    if ties.consulted:
        parts.add(Part.CONSULTED)
    for role, part in (
        (Role.OFFICER, Part.OFFICER),
        (Role.MANAGER, Part.MANAGER),
        (Role.FINANCE, Part.FINANCE),
        (Role.AUDITOR, Part.AUDITOR),
    ):
        if actor.has(role, call_id):
            parts.add(part)
    if ties.seated:
        parts.add(Part.PRESIDENT if actor.has(Role.PRESIDENT, call_id) else Part.MEMBER)
    return frozenset(parts)


def sees(parts: Collection[Part], stage: Stage, filed: bool) -> bool:
    """Does the application exist for someone who plays these parts?

    Its team: always. The officers and the auditor: once something was filed. An expert and a consulted service:
    while their part lasts. The committee: from the end of the review. Finance: from the award.
    """
    played = frozenset(parts)
    if played & (APPLICANT_PARTS | {Part.SYSTEM}):
        return True
    if not filed:
        return False
    if played & (_OFFICERS | _AUDIT | {Part.EXPERT, Part.CONSULTED}):
        return True
    if played & _COMMITTEE and stage not in _BEFORE_COMMITTEE:
        return True
    return bool(played & _FINANCE) and stage in _CONVENTION_ON


def may(parts: Collection[Part], permission: Permission) -> bool:
    """May someone who plays these parts do this?"""
    return bool(PERMISSIONS[permission] & frozenset(parts))


def reads_only_as_applicant(parts: Collection[Part]) -> bool:
    """Does this person read as the applicant does, without the officers' view?"""
    played = frozenset(parts)
    return bool(played & APPLICANT_PARTS) and not played & (_OFFICERS | _AUDIT | _COMMITTEE | _FINANCE)


def stage_shown(parts: Collection[Part], stage: Stage, released: bool) -> Stage:
    """The stage as this reader may know it: an opinion of the committee stays secret until the release."""
    if released or stage not in _COMMITTEE_SECRETS:
        return stage
    played = frozenset(parts)
    if played & (_OFFICERS | _COMMITTEE | _AUDIT):
        return stage
    return Stage.SHORTLISTED
