"""Numbers of organisations: possible or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from app.domain.identifiers import is_rna, is_siren, is_siret, read_rna, read_siret
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
    wrong = next(f"123456789{n:05d}" for n in range(100_000) if luhn.is_valid(f"123456789{n:05d}"))
    assert (luhn.is_valid(wrong[:9]), is_siren(wrong[:9]), is_siret(wrong)) == (False, False, False)


def test_zeros_pass_the_check_and_are_nobody() -> None:
    assert luhn.is_valid("0" * 14)
    assert (is_siren("0" * 9), is_siret("0" * 14), is_siret("00000000000018")) == (False, False, False)


@pytest.mark.parametrize("typed", ["200 053 759 00011", "200.053.759.00011", "200-053-759-00011"])
def test_a_siret_is_read_whatever_parts_its_digits(typed: str) -> None:
    assert read_siret(typed) == "20005375900011"


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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" w751 234 567", "W751234567"),
        ("A67S00001234", "A67S00001234"),
        ("178-236", "178-236"),
        ("Vol. 178 fol. 236", "178-236"),
        ("Volume 178, folio 236", "178-236"),
        ("178 / 236", "178-236"),
    ],
)
def test_an_association_of_alsace_moselle_has_its_number_too(typed: str, kept: str) -> None:
    assert (read_rna(typed), is_rna(read_rna(typed))) == (kept, True)


def test_a_number_without_its_key_is_none() -> None:
    assert [is_rna(read_rna(typed)) for typed in ("178", "A99S00001234", "abc", "-")] == [False] * 4
