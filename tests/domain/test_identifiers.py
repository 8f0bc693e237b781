"""Numbers of organisations: possible or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siret as standard

from app.domain.identifiers import is_rna, is_siret, luhn
from tests.factories import siret


@pytest.mark.parametrize("text", ["20005375900011", "20005374200017", "35600000000048", "35600000049837"])
def test_a_possible_siret(text: str) -> None:
    assert is_siret(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2000537590001",
        "200053759000110",
        "20005375900012",
        "2000537590001a",
        "12345678200011",
        "35600000000049",
        "35600000049838",
        "２０００５３７５９０００１１",
    ],
)
def test_a_number_that_is_no_siret(text: str) -> None:
    assert is_siret(text) is False


def test_a_siren_that_fails_its_own_check_is_no_siret() -> None:
    wrong = next(f"123456789{n:05d}" for n in range(100_000) if luhn(f"123456789{n:05d}"))
    assert (luhn(wrong), luhn(wrong[:9]), is_siret(wrong)) == (True, False, False)


@given(st.integers(0, 9_999_999))
def test_every_siret_of_the_factories_is_possible(number: int) -> None:
    assert is_siret(siret(number))


@given(st.integers(0, 9_999_999), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number: int, place: int, by: int) -> None:
    right = siret(number)
    wrong = f"{right[:place]}{(int(right[place]) + by) % 10}{right[place + 1 :]}"
    assert is_siret(wrong) is False


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("W751234567", True),
        ("W9R1234567", True),
        ("W75123456", False),
        ("w751234567", False),
        ("751234567", False),
        ("", False),
    ],
)
def test_a_number_of_the_register_of_associations(text: str, possible: bool) -> None:
    assert is_rna(text) is possible


@given(st.from_regex(r"[0-9]{14}|356000000[0-9]{5}", fullmatch=True))
def test_the_library_of_standard_numbers_agrees(number: str) -> None:
    assert is_siret(number) == standard.is_valid(number)
