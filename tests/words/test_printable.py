"""What was pasted is printed without a box."""

import pytest
from markupsafe import Markup

from app.words.printable import finalized, printable


@pytest.mark.parametrize(
    ("pasted", "printed"),
    [
        ("ligne un\x0bligne deux", "ligne un\nligne deux"),
        ("avant\u2028milieu\u2029après", "avant\nmilieu\naprès"),
        ("\uf0b7 puce Word \uf0a7 carré", "• puce Word • carré"),
        (
            "Fête 🎉 famille 👨\u200d👩\u200d👧 drapeau 🇷🇪 ✔\ufe0f",
            "Fête [emoji] famille [emoji] drapeau [emoji] ✔",
        ),
        ("🧑🏽\u200d🌾", "[emoji]"),
        ("zéro\u200blargeur\ufeffici", "zérolargeurici"),
        ("abc\u202edef\u202cghi", "abcdefghi"),
        ("a\x01b\x00c", "abc"),
        ("a\ud800b", "ab"),
        ("x² ≤ 3 µm ½ ‰ → « œ »", "x² ≤ 3 µm ½ ‰ → « œ »"),
        ("Musée 日本語 中文 한국어, Paris", "Musée [signes non imprimables], Paris"),
        ("日本\n한국", "[signes non imprimables]\n[signes non imprimables]"),
        ("ＡＢＣ　１２", "ABC 12"),
        ("Ελλάδα, Київ, العربية, עברית", "Ελλάδα, Київ, العربية, עברית"),
        ("un\r\ndeux\ttrois", "un\r\ndeux\ttrois"),
    ],
)
def test_a_pasted_text_is_printed_without_a_box(pasted: str, printed: str) -> None:
    assert printable(pasted) == printed


def test_what_is_safe_stays_safe_and_figures_stay_figures() -> None:
    assert finalized(Markup("<b>\uf0b7</b>")) == Markup("<b>•</b>")
    assert isinstance(finalized(Markup("<b>")), Markup)
    assert finalized(12) == 12
