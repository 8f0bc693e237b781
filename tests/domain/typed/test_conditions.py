"""A condition is a paragraph."""

import pytest

from app.domain.typed.conditions import conditions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" \n\n ", ()),
        ("Fournir le bail.", ("Fournir le bail.",)),
        ("Fournir le bail\nde trois ans.", ("Fournir le bail\nde trois ans.",)),
        ("Fournir le bail.\n\nEmbaucher.", ("Fournir le bail.", "Embaucher.")),
        ("Fournir le bail.\r\n\r\nEmbaucher.\r\n", ("Fournir le bail.", "Embaucher.")),
        (" Un.\n \t\n\n  Deux. \n\u00a0\nTrois.", ("Un.", "Deux.", "Trois.")),
    ],
)
def test_a_blank_line_parts_two_conditions(text: str, expected: tuple[str, ...]) -> None:
    assert conditions_in(text) == expected
