"""What is made of frozen things is made once for each thing that it says, and forgotten when there are too many."""

import pytest

from app.services.remembered import Remembered


def test_what_was_made_is_given_again_under_the_same_key_and_made_under_another() -> None:
    kept, made = Remembered[str](2), list[str]()

    def make(word: str) -> str:
        made.append(word)
        return word.upper()

    assert [kept.get(one, lambda one=one: make(one)) for one in "aabcab"] == list("AABCAB")
    assert made == ["a", "b", "c", "a", "b"]


def test_what_fails_is_tried_again() -> None:
    kept = Remembered[int](2)

    def fail() -> int:
        raise KeyError

    with pytest.raises(KeyError):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1
