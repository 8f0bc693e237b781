"""Reading a mark, and saying what a review lacks."""

from decimal import Decimal

import pytest

from app.domain.call_file.grid.scales import Scale
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.scoring import mark_fault, read_mark, review_faults
from tests.domain.grids import EUROPE, HALVES, criterion, grid, levels, parted, scale

HALF = Scale.model_validate(scale(*HALVES))
FREE = Scale.model_validate(scale(*HALVES, cannot_assess=True))
WORDS = Scale.model_validate(levels("weak", "good"))
VALUED = Scale.model_validate(levels("weak", "good", values="1 4"))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0", None),
        ("5", None),
        ("2.5", None),
        ("-0.5", Reason.of(ReasonCode.TOO_SMALL, read=Decimal("-0.5"), min=Decimal(0))),
        ("5.5", Reason.of(ReasonCode.TOO_LARGE, read=Decimal("5.5"), max=Decimal(5))),
        ("2.25", Reason.of(ReasonCode.OFF_STEP, read=Decimal("2.25"), step=Decimal("0.5"))),
    ],
)
def test_a_mark_is_on_its_scale_or_told_why_not(value: str, reason: Reason | None) -> None:
    by = EUROPE.criteria[0].scale
    assert by is not None
    assert mark_fault(by, Decimal(value)) == reason


@pytest.mark.parametrize(
    ("by", "text", "mark"),
    [
        (HALF, " 2,5 ", "2.5"),
        (HALF, "0", "0"),
        (WORDS, "good", "1"),
        (WORDS, "WEAK", "0"),
        (VALUED, "good", "4"),
        (VALUED, "4", "4"),
        (Scale(kind="yes_no"), "oui", "1"),
        (Scale(kind="go_no_go"), "NO GO", "0"),
    ],
)
def test_a_mark_is_written_as_a_number_a_key_or_a_label(by: Scale, text: str, mark: str) -> None:
    assert read_mark(by, text) == Decimal(mark)


def test_cannot_assess_is_read_where_the_scale_lets_one_say_it() -> None:
    assert read_mark(FREE, " NA ") is None
    assert read_mark(HALF, "na") == Reason.of(ReasonCode.MUST_ASSESS, read="na")


@pytest.mark.parametrize("text", ["", "cinq", "NaN", "1e13", "-Infinity", "9" * 41])
def test_what_is_no_number_is_told_so(text: str) -> None:
    assert read_mark(HALF, text) == Reason.of(ReasonCode.NOT_A_NUMBER, read=text)


@pytest.mark.parametrize(("by", "text"), [(WORDS, "1"), (VALUED, "2"), (VALUED, "superb")])
def test_what_is_no_level_is_told_with_the_levels(by: Scale, text: str) -> None:
    assert read_mark(by, text) == Reason.of(ReasonCode.NOT_A_LEVEL, read=text, among=("Weak", "Good"))


def test_a_number_off_its_scale_is_told_when_it_is_read() -> None:
    assert read_mark(HALF, "6") == Reason.of(ReasonCode.TOO_LARGE, read=Decimal(6), max=Decimal(5))


def test_a_review_says_all_that_it_lacks_at_once() -> None:
    file = grid(
        criterion("given", "5", HALVES),
        criterion("missing", "5", HALVES),
        criterion("odd", "5", HALVES),
        criterion("bare", "5", HALVES, justification=False),
    )
    marks = {"given": Decimal(3), "odd": Decimal("0.3"), "bare": Decimal(1)}
    assert review_faults(file, marks, {"given": "Solide.", "odd": " ", "missing": "…"}) == [
        Fault("missing", Reason.of(ReasonCode.REQUIRED, label="Missing")),
        Fault("odd", Reason.of(ReasonCode.OFF_STEP, read=Decimal("0.3"), step=Decimal("0.5"))),
        Fault("odd-justification", Reason.of(ReasonCode.JUSTIFICATION_MISSING, label="Odd")),
    ]


def test_each_part_is_marked_and_their_criterion_explained_once() -> None:
    halves = [{"key": key, "label": key.upper(), "scale": scale(*HALVES)} for key in ("a", "b")]
    file = grid(parted("whole", "5", *halves))
    assert review_faults(file, {"a": Decimal(1)}, {}) == [
        Fault("b", Reason.of(ReasonCode.REQUIRED, label="B")),
        Fault("whole-justification", Reason.of(ReasonCode.JUSTIFICATION_MISSING, label="Whole")),
    ]


def test_cannot_assess_is_a_fault_only_where_the_scale_forbids_it() -> None:
    file = grid(
        criterion("free", "5", scale(*HALVES, cannot_assess=True), justification=False),
        criterion("bound", "5", justification=False),
    )
    must = Reason.of(ReasonCode.MUST_ASSESS, read="na")
    assert review_faults(file, {"free": None, "bound": None}, {}) == [Fault("bound", must)]


def test_what_does_not_apply_is_not_asked() -> None:
    file = grid(criterion("vote", "5"), criterion("city", "5"))
    assert review_faults(file, {"vote": Decimal(1)}, {"vote": "Oui."}, frozenset({"vote"})) == []
