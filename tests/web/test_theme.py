"""One colour in, an accent that reads at AAA out, whatever the Region's colour is."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.theme import DARK_GROUNDS, LIGHT_GROUNDS, contrast, palette, theme_css

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_the_extremes_of_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21
    assert contrast("#777777", "#777777") == 1


@given(COLOURS, st.booleans())
def test_any_colour_gives_a_readable_accent(colour: str, dark: bool) -> None:
    made = palette(colour, dark)
    grounds = (*(DARK_GROUNDS if dark else LIGHT_GROUNDS), made["accent-2"], made["on-accent"])
    assert min(contrast(made["accent"], ground) for ground in grounds) >= 7


def test_the_sheet_sets_three_tokens_in_each_scheme() -> None:
    sheet = theme_css(SimpleNamespace(accent_colour="#0e5a4c"))
    assert sheet.startswith("@layer theme{:root{--accent:#0e584a;")
    assert sheet.count("--on-accent:") == 2
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("colour", ["red", "#fff", "0e5a4c0", "#0e5a4c;}", "#zzzzzz"])
def test_nothing_but_a_colour_enters_the_sheet(colour: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011, the message is int's own for #zzzzzz
        theme_css(SimpleNamespace(accent_colour=colour))
