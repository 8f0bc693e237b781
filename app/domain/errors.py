"""The family of refusals. No HTTP codes here: the edge translates, and words live in ``app.words``.

::

    Refusal                    somebody was told no; carries one Reason
    ├── Hidden                 the thing may not be known to exist
    ├── Forbidden              known, but not for this person to do
    ├── Conflict               the moment has passed
    │   ├── WrongStage         the act does not leave from this stage
    │   ├── Stale              somebody else acted first
    │   ├── TooLate            the deadline is behind us
    │   └── NotReady           something has to be done before
    └── Invalid                what was sent cannot be read or kept; carries Faults, one per field
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ReasonCode(StrEnum):
    """Every why that a refusal may carry; ``app.words.reasons`` has one French sentence for each."""

    # who
    NOT_FOUND = "not_found"
    SIGN_IN_FIRST = "sign_in_first"
    NOT_YOUR_ROLE = "not_your_role"
    READ_ONLY = "read_only"
    INTEREST_DECLARED = "interest_declared"
    INTEREST_BY_NATURE = "interest_by_nature"
    LINK_INVALID = "link_invalid"
    LINK_EXPIRED = "link_expired"
    TOO_MANY_TRIES = "too_many_tries"
    FORM_EXPIRED = "form_expired"
    CREDENTIALS_WRONG = "credentials_wrong"
    # when
    WRONG_STAGE = "wrong_stage"
    STALE = "stale"
    ALREADY_DONE = "already_done"
    DEADLINE_PASSED = "deadline_passed"
    DEADLINE_NOT_PASSED = "deadline_not_passed"
    NOT_OPEN_YET = "not_open_yet"
    CALL_CLOSED = "call_closed"
    CALL_UNREADABLE = "call_unreadable"
    PIECE_IN_QUARANTINE = "piece_in_quarantine"
    PIECE_INFECTED = "piece_infected"
    UNKNOWN_ACTION = "unknown_action"
    NOT_ASKED = "not_asked"
    EDITION_STALE = "edition_stale"
    CONVENTION_DRAFTED = "convention_drafted"
    CONVENTION_CHANGED = "convention_changed"
    DECISIONS_CHANGED = "decisions_changed"
    EDITION_OPENED = "edition_opened"
    # not ready
    FORM_INCOMPLETE = "form_incomplete"
    BUDGET_UNBALANCED = "budget_unbalanced"
    BUDGET_REQUEST_MISMATCH = "budget_request_mismatch"
    BUDGET_EMPTY = "budget_empty"
    PIECES_MISSING = "pieces_missing"
    DECLARATIONS_MISSING = "declarations_missing"
    CHECKLIST_INCOMPLETE = "checklist_incomplete"
    CHECKLIST_FAILED = "checklist_failed"
    CHECKLIST_HOLDS = "checklist_holds"
    ACCEPT_FIRST = "accept_first"
    REVIEW_SUBMITTED = "review_submitted"
    REVIEWERS_MISSING = "reviewers_missing"
    REVIEWS_MISSING = "reviews_missing"
    MARKS_INCOMPLETE = "marks_incomplete"
    CONSENSUS_MISSING = "consensus_missing"
    COLLEGES_MISSING = "colleges_missing"
    COLLEGE_FULL = "college_full"
    SITTING_OF_ANOTHER_WAVE = "sitting_of_another_wave"
    SITTING_MISSING = "sitting_missing"
    SITTING_CLOSED = "sitting_closed"
    SITTING_OPEN = "sitting_open"
    SITTING_TO_COME = "sitting_to_come"
    SITTING_NOT_ATTENDED = "sitting_not_attended"
    SITTING_BEFORE = "sitting_before"
    SITTING_TO_NAME = "sitting_to_name"
    QUORUM_MISSING = "quorum_missing"
    DECISION_MISSING = "decision_missing"
    DELIBERATION_MISSING = "deliberation_missing"
    DECISION_DIFFERS = "decision_differs"
    DECISION_RELEASED = "decision_released"
    OPINION_RELEASED = "opinion_released"
    OPINION_FOLLOWED = "opinion_followed"
    ATTENDANCE_RELEASED = "attendance_released"
    DRAW_PENDING = "draw_pending"
    DECISION_RECORDED = "decision_recorded"
    LIST_DRAWN = "list_drawn"
    MARKS_APART = "marks_apart"
    NOTHING_TO_RELEASE = "nothing_to_release"
    ENVELOPE_EXCEEDED = "envelope_exceeded"
    CONVENTION_INCOMPLETE = "convention_incomplete"
    SIGNATURES_INCOMPLETE = "signatures_incomplete"
    RENDEZVOUS_MISSING = "rendezvous_missing"
    INDICATORS_MISSING = "indicators_missing"
    PAYMENT_NOT_OPEN = "payment_not_open"
    PAYMENT_NOT_PAID = "payment_not_paid"
    PAYMENTS_PENDING = "payments_pending"
    LAST_OWNER = "last_owner"
    NOT_ONESELF = "not_oneself"
    RULE_NOT_COMPUTED = "rule_not_computed"
    DRAW_TOO_LATE = "draw_too_late"
    LIST_STILL_OPEN = "list_still_open"
    LIST_FIXED = "list_fixed"
    LIST_NOT_FIXED = "list_not_fixed"
    NOTHING_TO_DRAW = "nothing_to_draw"
    SEED_PUBLISHED = "seed_published"
    EDITION_FAULTY = "edition_faulty"
    EDITION_WARNED = "edition_warned"
    SLUG_TAKEN = "slug_taken"
    PREFIX_TAKEN = "prefix_taken"
    # malformed
    REQUIRED = "required"
    NOT_A_NUMBER = "not_a_number"
    NOT_MONEY = "not_money"
    NOT_A_DATE = "not_a_date"
    NOT_A_CHOICE = "not_a_choice"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_POSTAL_CODE = "not_a_postal_code"
    NOT_A_URL = "not_a_url"
    NOT_A_SIRET = "not_a_siret"
    NOT_A_RNA = "not_a_rna"
    NOT_A_COMMUNE = "not_a_commune"
    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_EARLY = "too_early"
    SHORTER_THAN_PROMISED = "shorter_than_promised"
    TOO_FAR = "too_far"
    BEFORE_MEETING = "before_meeting"
    ABOVE_AID = "above_aid"
    OFF_STEP = "off_step"
    NOT_A_LEVEL = "not_a_level"
    MUST_ASSESS = "must_assess"
    IN_THE_PAST = "in_the_past"
    IN_THE_FUTURE = "in_the_future"
    UNREADABLE = "unreadable"
    UNKNOWN_FIELD = "unknown_field"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TYPE = "file_type"
    FILE_LOCKED = "file_locked"
    FILE_BROKEN = "file_broken"
    FILE_INFECTED = "file_infected"
    TOO_MANY_FILES = "too_many_files"
    INTEREST_SUSPECTED = "interest_suspected"
    INTEREST_COUNTED = "interest_counted"
    OFFICER_OF_CALL = "officer_of_call"
    NOTHING_ANSWERED = "nothing_answered"
    NOTHING_NAMED = "nothing_named"
    NOTHING_RECTIFIED = "nothing_rectified"
    VOTES_CONTRADICT = "votes_contradict"
    FAVOURABLE_WITHOUT_MONEY = "favourable_without_money"
    VOTES_EXCEED = "votes_exceed"
    VOTES_TIED = "votes_tied"
    VOTE_MISSING = "vote_missing"
    VOTE_AND_CONSENSUS = "vote_and_consensus"
    CASTING_VOTE_ASKED = "casting_vote_asked"
    CASTING_VOTE_NEEDLESS = "casting_vote_needless"
    PROXY_TO_ABSENT = "proxy_to_absent"
    PROXY_TWICE = "proxy_twice"
    PROXY_OF_PRESENT = "proxy_of_present"
    NOBODY_PRESENT = "nobody_present"
    PRESIDER_MISSING = "presider_missing"
    PRESIDER_ABSENT = "presider_absent"
    PRESIDER_OUT = "presider_out"
    ATTENDANCE_DENIES = "attendance_denies"
    AGAINST_ADVICE = "against_advice"
    JUSTIFICATION_MISSING = "justification_missing"
    NOT_A_MOTIVE = "not_a_motive"
    SIRET_SHARED = "siret_shared"
    NOT_A_SLUG = "not_a_slug"
    EDITION_REASON = "edition_reason"
    GUESSABLE = "guessable"
    UNPROVED = "unproved"
    NOT_A_SEED = "not_a_seed"


@dataclass(frozen=True)
class Reason:
    """A why: its code and the values that its sentence names (what was read, what was expected)."""

    code: ReasonCode
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, code: ReasonCode, /, **values: Any) -> "Reason":
        return cls(code, values)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in what was sent: the field as the form names it, and why."""

    field: str
    reason: Reason


class Refusal(Exception):
    """Somebody was told no. ``reason`` says why; ``next_step`` may name the act that would help."""

    default = ReasonCode.NOT_FOUND

    def __init__(self, code: ReasonCode | None = None, /, **values: Any) -> None:
        self.reason = Reason(code or self.default, values)
        super().__init__(self.reason.code.value)


class Hidden(Refusal):
    """The thing may not be known to exist by this person, or does not exist."""


class Forbidden(Refusal):
    """The person may know of the thing, and may not do this to it."""

    default = ReasonCode.NOT_YOUR_ROLE


class Conflict(Refusal):
    """The moment has passed, or has not come."""

    default = ReasonCode.WRONG_STAGE


class WrongStage(Conflict):
    """The act does not leave from the stage where the application stands."""


class Stale(Conflict):
    """Somebody else acted between the reading and the writing: one wins, the other is told who."""

    default = ReasonCode.STALE


class TooLate(Conflict):
    """The deadline, by the server's clock, is behind us. What was written is kept."""

    default = ReasonCode.DEADLINE_PASSED


class NotReady(Conflict):
    """Something has to be done before this act."""

    default = ReasonCode.FORM_INCOMPLETE


class Invalid(Refusal):
    """What was sent cannot be kept as it is: one Fault per field, all at once."""

    default = ReasonCode.UNREADABLE

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].reason.code if faults else None)
        if faults:
            self.reason = faults[0].reason
        self.faults = faults
