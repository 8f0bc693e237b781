"""The vocabulary of the road: its groups, its stages, its actions, and what each action tells people."""

from enum import StrEnum


class Group(StrEnum):
    """A stretch of the road. A call's file says which it has, in this order."""

    LETTER = "letter"
    DOSSIER = "dossier"
    ADMISSIBILITY = "admissibility"
    REVIEW = "review"
    COMMITTEE = "committee"
    DECISION = "decision"
    CODESIGN = "codesign"
    CONVENTION = "convention"
    FOLLOW_UP = "follow_up"


class Stage(StrEnum):
    """Where an application stands: exactly one of these at any time."""

    LETTER_DRAFT = "letter_draft"
    LETTER_SUBMITTED = "letter_submitted"
    DECLINED = "declined"
    DOSSIER_DRAFT = "dossier_draft"
    DOSSIER_SUBMITTED = "dossier_submitted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    COMPLETION_REQUESTED = "completion_requested"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    SHORTLISTED = "shortlisted"
    RECOMMENDED = "recommended"
    RECOMMENDED_WITH_CONDITIONS = "recommended_with_conditions"
    ON_RESERVE = "on_reserve"
    POSTPONED = "postponed"
    NOT_RECOMMENDED = "not_recommended"
    AWARDED = "awarded"
    REJECTED = "rejected"
    AT_THE_TABLE = "at_the_table"
    AGREED = "agreed"
    CONVENTION_DRAFT = "convention_draft"
    CONVENTION_SENT = "convention_sent"
    CONVENTION_SIGNED = "convention_signed"
    RENOUNCED = "renounced"
    STARTED = "started"
    MIDTERM_HELD = "midterm_held"
    FINAL_HELD = "final_held"
    CLOSED = "closed"
    TERMINATED = "terminated"

    @property
    def group(self) -> Group:
        return _GROUP_OF[self]


STAGES_OF: dict[Group, tuple[Stage, ...]] = {
    Group.LETTER: (Stage.LETTER_DRAFT, Stage.LETTER_SUBMITTED, Stage.DECLINED),
    Group.DOSSIER: (Stage.DOSSIER_DRAFT, Stage.DOSSIER_SUBMITTED, Stage.WITHDRAWN, Stage.EXPIRED),
    Group.ADMISSIBILITY: (Stage.COMPLETION_REQUESTED, Stage.ADMISSIBLE, Stage.INADMISSIBLE),
    Group.REVIEW: (Stage.IN_REVIEW, Stage.REVIEWED),
    Group.COMMITTEE: (
        Stage.SHORTLISTED,
        Stage.RECOMMENDED,
        Stage.RECOMMENDED_WITH_CONDITIONS,
        Stage.POSTPONED,
        Stage.NOT_RECOMMENDED,
    ),
    Group.DECISION: (Stage.ON_RESERVE, Stage.AWARDED, Stage.REJECTED),
    Group.CODESIGN: (Stage.AT_THE_TABLE, Stage.AGREED),
    Group.CONVENTION: (
        Stage.CONVENTION_DRAFT,
        Stage.CONVENTION_SENT,
        Stage.CONVENTION_SIGNED,
        Stage.RENOUNCED,
    ),
    Group.FOLLOW_UP: (
        Stage.STARTED,
        Stage.MIDTERM_HELD,
        Stage.FINAL_HELD,
        Stage.CLOSED,
        Stage.TERMINATED,
    ),
}
_GROUP_OF = {stage: group for group, stages in STAGES_OF.items() for stage in stages}


class Action(StrEnum):
    """What moves an application from one stage to another, or is done to it at its stage."""

    SUBMIT_LETTER = "submit_letter"
    INVITE = "invite"
    DECLINE = "decline"
    RETURN_LETTER = "return_letter"
    SUBMIT_DOSSIER = "submit_dossier"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REQUEST_COMPLETION = "request_completion"
    EXTEND_COMPLETION = "extend_completion"
    CORRECT_COMPLETION = "correct_completion"
    WITHDRAW_COMPLETION = "withdraw_completion"
    COMPLETE = "complete"
    DECLARE_ADMISSIBLE = "declare_admissible"
    DECLARE_INADMISSIBLE = "declare_inadmissible"
    OPEN_REVIEW = "open_review"
    CLOSE_REVIEW = "close_review"
    REOPEN_REVIEW = "reopen_review"
    SHORTLIST = "shortlist"
    RECOMMEND = "recommend"
    RECOMMEND_WITH_CONDITIONS = "recommend_with_conditions"
    PLACE_ON_RESERVE = "place_on_reserve"
    POSTPONE = "postpone"
    NOT_RECOMMEND = "not_recommend"
    FOLLOW_OPINION = "follow_opinion"
    AWARD = "award"
    KEEP_ON_RESERVE = "keep_on_reserve"
    REJECT = "reject"
    JOIN_TABLE = "join_table"
    AGREE = "agree"
    DRAFT_CONVENTION = "draft_convention"
    SEND_CONVENTION = "send_convention"
    RECALL_CONVENTION = "recall_convention"
    RECORD_SIGNATURE = "record_signature"
    RENOUNCE = "renounce"
    HOLD_KICKOFF = "hold_kickoff"
    HOLD_MIDTERM = "hold_midterm"
    HOLD_FINAL = "hold_final"
    CLOSE = "close"
    TERMINATE = "terminate"


class Message(StrEnum):
    """A mail to the team of the application; the name is that of its template."""

    LETTER_RECEIVED = "letter_received"
    INVITED = "invited"
    LETTER_DECLINED = "letter_declined"
    LETTER_RETURNED = "letter_returned"
    DOSSIER_RECEIVED = "dossier_received"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    COMPLETION_REQUESTED = "completion_requested"
    COMPLETION_EXTENDED = "completion_extended"
    COMPLETION_CORRECTED = "completion_corrected"
    COMPLETION_WITHDRAWN = "completion_withdrawn"
    COMPLETION_RECEIVED = "completion_received"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    AWARDED = "awarded"
    KEPT_ON_RESERVE = "kept_on_reserve"
    REJECTED = "rejected"
    AT_THE_TABLE = "at_the_table"
    AGREED = "agreed"
    CONVENTION_TO_SIGN = "convention_to_sign"
    CONVENTION_RECALLED = "convention_recalled"
    CONVENTION_SIGNED = "convention_signed"
    RENOUNCED = "renounced"
    KICKOFF_HELD = "kickoff_held"
    MIDTERM_HELD = "midterm_held"
    FINAL_HELD = "final_held"
    CLOSED = "closed"
    TERMINATED = "terminated"
