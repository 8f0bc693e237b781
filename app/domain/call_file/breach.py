"""What the files of a call do not agree on, as codes; its words are in `app.words.call_faults`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

Path = tuple[str | int, ...]


class BreachCode(StrEnum):
    """What was expected and not found."""

    STAGES_ORDER = "stages_order"
    STAGES_DOSSIER = "stages_dossier"
    STAGES_DECISION = "stages_decision"
    STAGES_CODESIGN = "stages_codesign"
    STAGES_FOLLOW_UP = "stages_follow_up"
    STAGE_TWICE = "stage_twice"
    FILE_MISSING = "file_missing"
    FILE_IDLE = "file_idle"
    KEY_TWICE = "key_twice"
    KEY_RESERVED = "key_reserved"
    SECTION_RESERVED = "section_reserved"
    TITLE_MISSING = "title_missing"
    KIND_DIFFERS = "kind_differs"
    UNKNOWN_KEY = "unknown_key"
    WHEN_RING = "when_ring"
    SIRET_KEY = "siret_key"
    NO_EMAIL = "no_email"
    NO_PHONE = "no_phone"
    CLOCK_REPEATED = "clock_repeated"
    DUE_ON_A_DAY_OFF = "due_on_a_day_off"
    WAVES_OVERLAP = "waves_overlap"
    WAVES_PAST = "waves_past"
    SILENCE_FIRST = "silence_first"
    MINIMUM_ABOVE_CEILING = "minimum_above_ceiling"
    CONVENTION_DUE = "convention_due"
    WAVE_ORDER = "wave_order"
    WAVE_LETTER_DUE = "wave_letter_due"
    WAVE_LETTER_IDLE = "wave_letter_idle"
    WAVES_ABOVE_ENVELOPE = "waves_above_envelope"
    OPTIONS_MISSING = "options_missing"
    OPTIONS_IDLE = "options_idle"
    BOUNDS = "bounds"
    BOUNDS_IDLE = "bounds_idle"
    WORDS_IDLE = "words_idle"
    KIND_PRIVATE = "kind_private"
    RATE_UNREACHABLE = "rate_unreachable"
    SCALE = "scale"
    SCALE_STEP = "scale_step"
    SCALE_BOUNDS = "scale_bounds"
    SCALE_ZERO = "scale_zero"
    SCALE_OR_PARTS = "scale_or_parts"
    LEVELS = "levels"
    LEVELS_IDLE = "levels_idle"
    LEVEL_VALUE = "level_value"
    LEVEL_TWICE = "level_twice"
    LABELS_IDLE = "labels_idle"
    LABEL_UNREACHABLE = "label_unreachable"
    BANDS_OVERLAP = "bands_overlap"
    NOT_COUNTABLE = "not_countable"
    YES_NO_COUNTED = "yes_no_counted"
    KNOCK_OUT = "knock_out"
    NOTHING_TO_MARK = "nothing_to_mark"
    COMPUTED_PARTS = "computed_parts"
    LINE_UNREACHABLE = "line_unreachable"
    WEIGHTS = "weights"
    OUT_OF_IDLE = "out_of_idle"
    DIRECTIONS = "directions"
    THRESHOLD_NEVER = "threshold_never"
    THRESHOLD_ALWAYS = "threshold_always"
    PERCENT_REVERSED = "percent_reversed"
    CAP_IDLE = "cap_idle"
    BEST_OR_DROP = "best_or_drop"
    BEST_IDLE = "best_idle"
    MEAN_BELOW_ZERO = "mean_below_zero"
    MEAN_REVERSED = "mean_reversed"
    MEAN_SCALES = "mean_scales"
    MEAN_WEIGHTS = "mean_weights"
    GROUP_EMPTY = "group_empty"
    TOO_MANY = "too_many"
    NEVER_JUDGED = "never_judged"
    ROUND_APART = "round_apart"
    COMPARE_IDLE = "compare_idle"
    COLLEGE_ALONE = "college_alone"
    COLLEGE_JOINING = "college_joining"
    SHARES = "shares"
    RENDEZVOUS_ORDER = "rendezvous_order"
    RENDEZVOUS_LATE = "rendezvous_late"
    FOLLOW_UP_MISSING = "follow_up_missing"
    UNIT = "unit"
    EXPRESSION = "expression"
    MAY_DIVIDE_BY_ZERO = "may_divide_by_zero"
    ORDER_OF_SCORE = "order_of_score"
    SEVERAL_VALUES = "several_values"
    LEAST_SHARE_IDLE = "least_share_idle"
    QUOTA_IDLE = "quota_idle"
    QUOTA_FIRST = "quota_first"
    POTS_OR_SPLIT = "pots_or_split"
    POT_MONEY = "pot_money"
    POT_SHARES = "pot_shares"
    POTS_ABOVE_ENVELOPE = "pots_above_envelope"
    POTS_BELOW_ENVELOPE = "pots_below_envelope"
    POT_UNREACHABLE = "pot_unreachable"
    POT_RING = "pot_ring"
    LOTTERY_ORDER = "lottery_order"
    LOTTERY_TOTAL = "lottery_total"
    RANKING_TWICE = "ranking_twice"


WARNINGS: Final = frozenset(
    {
        BreachCode.WEIGHTS,
        BreachCode.LABEL_UNREACHABLE,
        BreachCode.THRESHOLD_NEVER,
        BreachCode.THRESHOLD_ALWAYS,
        BreachCode.CAP_IDLE,
        BreachCode.BEST_IDLE,
        BreachCode.NEVER_JUDGED,
        BreachCode.ROUND_APART,
        BreachCode.COMPARE_IDLE,
        BreachCode.POTS_BELOW_ENVELOPE,
        BreachCode.MAY_DIVIDE_BY_ZERO,
        BreachCode.SCALE_ZERO,
        BreachCode.WHEN_RING,
        BreachCode.SIRET_KEY,
        BreachCode.NO_EMAIL,
        BreachCode.NO_PHONE,
        BreachCode.CLOCK_REPEATED,
        BreachCode.DUE_ON_A_DAY_OFF,
        BreachCode.WAVES_OVERLAP,
        BreachCode.WAVES_PAST,
        BreachCode.SILENCE_FIRST,
        BreachCode.MINIMUM_ABOVE_CEILING,
        BreachCode.CONVENTION_DUE,
        BreachCode.KIND_PRIVATE,
    }
)
"""What is told and does not stop: a file may be checked and tried with it."""


@dataclass(frozen=True)
class Breach:
    """Where (file without its ending, path inside it), what was read, what was expected.

    `offset` is a place inside the text that stands at the path, in characters; None for the whole of it.
    """

    file: str
    path: Path
    code: BreachCode
    read: str
    said: Mapping[str, str] = field(default_factory=dict)
    offset: int | None = None
