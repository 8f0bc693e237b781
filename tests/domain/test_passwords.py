"""What is refused as a password, and what is not."""

import pytest

from app.domain.passwords import is_guessable

ABOUT = ("Anne Durand", "anne.durand@exemple.fr")


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "123456789012",
        "000000000001",
        "azertyuiop12",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "motdepasse123",
        "M0tdepasse2024!",
        "P@ssw0rd12345",
        "abcabcabcabc",
        "soleilsoleil1",
        "administrateur",
        "iloveyou1234",
        "maillage2026!",
        "annedurand2024",
        "anne.durand@exemple",
        "Durand-Durand-75",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert is_guessable(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "assez long pour tous",
        "cheval agrafe pile correct",
        "la tulipe boit du thé",
        "tournesol-vélo-42",
        "Xk9#mQ2$vL7p",
        "9f83kd02mwq1",
    ],
)
def test_what_nobody_would_try_is_taken(password: str) -> None:
    assert not is_guessable(password, ABOUT)
