"""The motive of a refusal is a sentence."""

import pytest

from app.domain.typed.motives import motivates


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("non", False),
        ("Le projet ne relève pas de l’appel.", True),
        ("Hors du champ (article 2).", False),
        ("Abcdefghijklmnopqrstuvwxyzabcdefghij", False),
        ("1234567890 1234567890 1234567890", False),
        ("................................", False),
        ("          non          merci          ", False),
        ("", False),
    ],
)
def test_a_motive_has_thirty_signs_and_two_words(typed: str, is_one: bool) -> None:
    assert motivates(typed) is is_one
