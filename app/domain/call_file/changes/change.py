"""One change between two editions of a call: of what, called what, from which figure to which."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias, TypeGuard, TypeVar

from app.domain.call_file.changes.alignment import aligned
from app.domain.call_file.sheet import Sheet

Figure: TypeAlias = (
    Decimal | int | str | bool | date | datetime | tuple[str, ...] | tuple[Decimal, ...] | None
)
T = TypeVar("T")
_KEYS: Final = {"key", "by", "code"}
"""The lines by which a sheet is known from one edition to the next."""


class What(StrEnum):
    """What changed. Money in cents; a threshold is (bound, highest), or the words of a level or a percentage;
    a line of a computed mark is (condition, mark)."""

    TITLE = "title"
    ENVELOPE = "envelope"
    STAGE = "stage"
    WAVE = "wave"
    WAVE_NAME = "wave_name"
    WAVE_ENVELOPE = "wave_envelope"
    OPENS_AT = "opens_at"
    LETTER_DUE = "letter_due"
    DOSSIER_DUE = "dossier_due"
    COMMITTEE_ON = "committee_on"
    DECISION_ON = "decision_on"
    RESULTS_ON = "results_on"
    QUESTION = "question"
    QUESTION_LABEL = "question_label"
    QUESTION_REQUIRED = "question_required"
    PIECE = "piece"
    PIECE_LABEL = "piece_label"
    PIECE_REQUIRED = "piece_required"
    DECLARATION = "declaration"
    RULE = "rule"
    RULE_TEXT = "rule_text"
    COMPLETION_DAYS = "completion_days"
    CRITERION = "criterion"
    CRITERION_LABEL = "criterion_label"
    WEIGHT = "weight"
    RANKING_WEIGHT = "ranking_weight"
    COUNTS = "counts"
    SCALE = "scale"
    CRITERION_WHEN = "criterion_when"
    COMPUTED = "computed"
    COMPUTED_LINE = "computed_line"
    THRESHOLD = "threshold"
    KNOCK_OUT_THRESHOLD = "knock_out_threshold"
    KNOCK_OUT = "knock_out"
    TOTAL_THRESHOLD = "total_threshold"
    GROUP_THRESHOLD = "group_threshold"
    OUT_OF = "out_of"
    REVIEWERS = "reviewers"
    LEAST = "least"
    AGGREGATION = "aggregation"
    RANK_BY = "rank_by"
    TIE_BREAKS = "tie_breaks"
    GATE = "gate"
    GATE_CONDITIONS = "gate_conditions"
    ELIMINATION = "elimination"
    ORDER = "order"
    CUT = "cut"
    WINNERS = "winners"
    QUOTA = "quota"
    POT = "pot"
    POT_SHARE = "pot_share"
    POT_AMOUNT = "pot_amount"
    POT_THRESHOLD = "pot_threshold"
    RESERVE_UNTIL = "reserve_until"
    RESERVE_SIZE = "reserve_size"
    LOTTERY = "lottery"
    RATE = "rate"
    RATE_CEILING = "rate_ceiling"
    AID_CEILING = "aid_ceiling"
    YEARLY_CEILING = "yearly_ceiling"
    AID_MINIMUM = "aid_minimum"
    QUORUM = "quorum"
    SEATS = "seats"
    DURATION = "duration"
    INSTALMENT = "instalment"
    RENDEZVOUS = "rendezvous"
    INDICATOR = "indicator"
    FILE = "file"
    LINE = "line"
    LINE_ORDER = "line_order"


@dataclass(frozen=True)
class Change:
    """`before` is None for what is added, `after` for what is removed.

    Of a line without a sentence of its own, `label` is the file, `line` is "Model.field" and `within` what it is a
    line of (the label of a question, of a criterion).
    """

    what: What
    label: str
    before: Figure
    after: Figure
    line: str = ""
    within: str = ""


def between(what: What, label: str, before: Figure, after: Figure) -> Iterator[Change]:
    """The change from one to the other, if there is one."""
    if before != after:
        yield Change(what, label, before, after)


def matched(
    before: Sequence[T], after: Sequence[T], key: Callable[[T], str], label: Callable[[T], str]
) -> Iterator[tuple[str, T | None, T | None]]:
    """What each is called now, what it was and what it became; then those added.

    They are the same by their key, else by what they are called; sheets that have no key of their own, else by what
    they say (`alignment`).
    """
    old, new = list(range(len(before))), list(range(len(after)))
    became: dict[int, int] = {}

    def pair(at: int, to: int) -> None:
        became[at] = to
        old.remove(at)
        new.remove(to)

    for name in (key, lambda one: label(one).casefold()):
        for at in tuple(old):
            to = next((to for to in new if name(after[to]) == name(before[at])), None)
            if to is not None:
                pair(at, to)
    left, come = [before[at] for at in old], [after[to] for to in new]
    if _are_keyless(left) and _are_keyless(come):
        for at, to in [(old[one], new[other]) for one, other in aligned(left, come)]:
            pair(at, to)
    for at, one in enumerate(before):
        found = after[became[at]] if at in became else None
        yield label(one if found is None else found), one, found
    for to in new:
        yield label(after[to]), None, after[to]


def _are_keyless(things: Sequence[object]) -> TypeGuard[Sequence[Sheet]]:
    return all(isinstance(one, Sheet) and not _KEYS & type(one).model_fields.keys() for one in things)
