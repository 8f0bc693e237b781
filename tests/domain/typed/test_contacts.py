"""How people are reached: e-mail addresses and telephone numbers."""

import pytest

from app.domain.typed.contacts import read_email, read_phone, read_postal_code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Jean@Exemple.FR ", "jean@exemple.fr"),
        ("j.o'neil+ami@mairie.example", "j.o'neil+ami@mairie.example"),
        ("contact@mairie-évry.fr", "contact@xn--mairie-vry-h7a.fr"),
        ("a" * 64 + "@exemple.fr", "a" * 64 + "@exemple.fr"),
    ],
)
def test_an_address_is_kept_in_lower_case(typed: str, kept: str) -> None:
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "jean@exemple.fr.",
        "jean@exemple..fr",
        "<jean@exemple.fr>",
        "mailto:jean@exemple.fr",
        ".jean@exemple.example",
        "jean(bureau)@exemple.example",
        "jean@exemple.example\u200b",
        "jean@exemple.example\x00",
        "jean@exemple",
        "jean",
        "jéan@exemple.fr",
        "je\u0430n@exemple.fr",
        "a" * 65 + "@exemple.fr",
        "jean@exemple.f",
        "jean@exem\u200bple.fr",
        "jean@exem\u00adple.fr",
        "",
        "a@" + "b" * 300 + ".fr",
    ],
)
def test_no_mail_could_be_sent_there(typed: str) -> None:
    assert read_email(typed) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("05.56.12.34.56", "05 56 12 34 56"),
        ("+33 (0)5 56 12 34 56", "05 56 12 34 56"),
        ("0033 5 56 12 34 56", "05 56 12 34 56"),
        ("0692 12 34 56", "0692 12 34 56"),
        ("+262 692 12 34 56", "0692 12 34 56"),
        ("0590123456", "0590 12 34 56"),
        ("0596 12 34 56", "05 96 12 34 56"),
        ("+687 25 12 34", "+687 25.12.34"),
        ("+32 2 555 12 12", "+32 2 555 12 12"),
    ],
)
def test_a_number_is_kept_as_france_writes_it(typed: str, kept: str) -> None:
    assert read_phone(typed) == kept


def test_a_range_that_opens_tomorrow_is_let_through() -> None:
    assert read_phone("07 08 09 10 11") == "07 08 09 10 11"


@pytest.mark.parametrize(
    "typed", ["abc", "٠٥٥٧٥٧٨٠٠٠", "0000", "0000000000", "06 12 34", "17", "", "1" * 60, "06 12 34 56 78 90"]
)
def test_what_no_plan_has_is_no_number(typed: str) -> None:
    assert read_phone(typed) is None


@pytest.mark.parametrize(
    ("typed", "kept"), [("33 000", "33000"), ("01000", "01000"), ("97400", "97400"), ("b-1000", "B-1000")]
)
def test_a_postal_code_of_here_or_of_another_country(typed: str, kept: str) -> None:
    assert read_postal_code(typed) == kept


@pytest.mark.parametrize("typed", ["1", "1000", "330000", "", "Bordeaux", "B-", "٣٣٠٠٠", "00000", "00 000"])
def test_what_no_letter_would_find_is_no_postal_code(typed: str) -> None:
    assert read_postal_code(typed) is None
