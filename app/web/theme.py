"""An authority gives one colour; the house makes of it an accent that stays readable in the light and the dark.

Contrast is the ratio of relative luminances of WCAG 2.2 (1.4.6): 7 for text, on every ground the sheet puts it.
"""

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from typing import Protocol

AAA = 7.0
LIGHT_GROUNDS = ("#ffffff", "#f7f5f0", "#efebe2")
DARK_GROUNDS = ("#12191d", "#1a2328", "#263138")

Rgb = tuple[int, int, int]


class Themed(Protocol):
    """The part of the settings that gives an authority its colour, written ``#rrggbb``."""

    @property
    def accent_colour(self) -> str: ...


def _rgb(colour: str) -> Rgb:
    digits = colour.removeprefix("#")
    if len(digits) != 6 or not colour.startswith("#"):
        raise ValueError(f"{colour!r} is not a colour written #rrggbb")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black and 1 for white. Raises ``ValueError`` for anything but ``#rrggbb``."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _rgb(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def shade(colour: str, lightness: float, vividness: float = 1.0) -> str:
    """The colour at another lightness (0 black, 1 white), its saturation multiplied by ``vividness``."""
    red, green, blue = (value / 255 for value in _rgb(colour))
    hue, _, saturation = rgb_to_hls(red, green, blue)
    return "#" + "".join(
        f"{round(part * 255):02x}" for part in hls_to_rgb(hue, lightness, saturation * vividness)
    )


def readable(colour: str, grounds: Iterable[str], lighter: bool, vividness: float = 1.0) -> str:
    """The nearest shade, darker or lighter, that reads at AAA on every ground.

    Raises ``ValueError`` when the grounds leave none.
    """
    grounds = tuple(grounds)
    start = rgb_to_hls(*(value / 255 for value in _rgb(colour)))[1]
    for step in range(101):
        candidate = shade(colour, start + ((1 - start) if lighter else -start) * step / 100, vividness)
        if min(contrast(candidate, ground) for ground in grounds) >= AAA:
            return candidate
    raise ValueError(f"no shade of {colour} reads on {', '.join(grounds)}")


def palette(colour: str, dark: bool = False) -> dict[str, str]:
    """The three tokens of the accent: itself, its wash behind text, and the text put upon it."""
    wash = shade(colour, 0.14, 0.6) if dark else shade(colour, 0.92, 0.5)
    if dark:
        accent = readable(colour, (*DARK_GROUNDS, wash), lighter=True, vividness=0.62)
        return {"accent": accent, "accent-2": wash, "on-accent": shade(colour, 0.08, 0.6)}
    accent = readable(colour, (*LIGHT_GROUNDS, wash), lighter=False)
    return {"accent": accent, "accent-2": wash, "on-accent": "#ffffff"}


def theme_css(settings: Themed) -> str:
    """The sheet served as ``/theme.css``. Raises ``ValueError`` for a colour that is not ``#rrggbb``."""
    light, dark = (
        "".join(f"--{name}:{value};" for name, value in palette(settings.accent_colour, tone).items())
        for tone in (False, True)
    )
    return (
        f"@layer theme{{:root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}}}\n"
    )
