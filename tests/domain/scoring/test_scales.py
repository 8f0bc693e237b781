"""Scales: their marks, their words; and the thresholds written on them."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from app.domain.call_file.grid.figures import bound_of, highest_mark, points_of
from app.domain.call_file.grid.rules import Gate, Threshold
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.thresholds import is_percent, is_threshold, percent
from tests.domain.grids import HALVES, criterion, grid, levels, scale


def test_a_numeric_scale_knows_its_ends_and_its_steps() -> None:
    half = Scale.model_validate(scale("0.5", "4.5", "0.5"))
    assert (half.is_numeric, half.is_counted, half.steps) == (True, True, ())
    assert (half.lowest, half.highest) == (Decimal("0.5"), Decimal("4.5"))
    assert [half.is_mark(Decimal(text)) for text in ("0.5", "1", "0", "5", "1.25")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    bare = Scale()
    assert (bare.lowest, bare.highest, bare.is_mark(Decimal(0)), bare.level("any")) == (0, 0, True, None)


def test_levels_without_values_are_compared_by_their_place_and_never_added() -> None:
    words = Scale.model_validate(levels("weak", "good", "strong"))
    assert (words.is_counted, words.values, words.lowest, words.highest) == (False, (0, 1, 2), 0, 2)
    assert (words.level("good"), words.level("ghost")) == (1, None)
    assert (words.word(Decimal(2)), words.word(Decimal("0.5")), words.is_mark(Decimal(3))) == (
        "Strong",
        None,
        False,
    )


def test_levels_with_values_are_added() -> None:
    valued = Scale.model_validate(levels("weak", "strong", values="1 4"))
    assert (valued.is_counted, valued.lowest, valued.highest, valued.level("strong")) == (True, 1, 4, 4)


@pytest.mark.parametrize(("kind", "words"), [("yes_no", ["Non", "Oui"]), ("go_no_go", ["NO GO", "GO"])])
def test_yes_and_go_have_their_words_unless_the_file_gives_others(kind: str, words: list[str]) -> None:
    assert [one.label for one in Scale.model_validate({"kind": kind}).steps] == words
    own = Scale.model_validate({**levels("off", "on"), "kind": kind})
    assert [one.key for one in own.steps] == ["off", "on"]


def test_a_mark_is_worded_by_its_own_label_before_its_band() -> None:
    labels = [{"value": "0", "to": "3", "label": "Bas"}, {"value": "2", "label": "Deux"}]
    by = Scale.model_validate(scale("0", "5", "1", labels=labels))
    assert [by.word(Decimal(mark)) for mark in range(5)] == ["Bas", "Bas", "Deux", "Bas", None]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3,5", Decimal("3.5")),
        ("-2", Decimal(-2)),
        ("70 %", "70 %"),
        ("66,7\u202f%", "66.7 %"),
        ("100%", "100 %"),
        ("101 %", None),
        ("satisfaisant", "satisfaisant"),
        ("Satisfaisant", None),
        ("", None),
    ],
)
def test_a_threshold_is_a_mark_a_percentage_or_a_level(text: str, read: Decimal | str | None) -> None:
    assert is_threshold(text) == read


def test_a_threshold_in_a_file_is_read_once_and_what_is_none_is_refused() -> None:
    reader: TypeAdapter[Decimal | str] = TypeAdapter(Threshold)
    assert [reader.validate_python(one) for one in (3, Decimal("2.5"), " 70 % ")] == [
        3,
        Decimal("2.5"),
        "70 %",
    ]
    for wrong in (True, 2.5, "101 %", None):
        with pytest.raises(ValidationError, match="a mark, a percentage or a level"):
            reader.validate_python(wrong)


def test_a_percentage_is_of_the_highest_and_a_level_is_of_its_scale() -> None:
    assert (percent("66,7 %"), is_percent("70 %"), is_percent("good"), is_percent(Decimal(3))) == (
        Decimal("66.7"),
        True,
        False,
        False,
    )
    words = Scale.model_validate(levels("weak", "good"))
    assert [bound_of(one, highest_mark(EASY, EASY.criteria[0]), words) for one in ("50 %", "good")] == [
        2.5,
        1,
    ]
    for by in (words, None):
        with pytest.raises(KeyError, match="ghost"):
            bound_of("ghost", highest_mark(EASY, EASY.criteria[0]), by)


EASY = grid(criterion("vote", "10", HALVES), criterion("said", "0", levels("a", "b"), counts="nothing"))


def test_the_points_of_a_mark_are_its_part_of_the_weight_and_words_give_none() -> None:
    assert [points_of(EASY, one, Decimal(1)) for one in EASY.criteria] == [2, 0]


@pytest.mark.parametrize(("needs", "needed"), [("all", 3), ("any", 1), (2, 2)])
def test_a_gate_needs_all_any_or_so_many(needs: object, needed: int) -> None:
    gate = Gate.model_validate({"key": "g", "label": "G", "conditions": ("a", "b", "c"), "needs": needs})
    assert gate.needed == needed
