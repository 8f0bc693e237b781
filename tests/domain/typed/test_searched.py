"""What is looked for reads the same however it was typed."""

import pytest

from app.domain.typed.searched import searchable, words_of


@pytest.mark.parametrize(
    "typed", ["L’Étincelle", "l'étincelle", "L‘ETINCELLE", "L'E\u0301tincelle", "l´étincelle"]
)
def test_accents_capitals_and_apostrophes_are_one(typed: str) -> None:
    assert searchable(typed) == "l'etincelle"


def test_ligatures_dashes_blanks_and_silent_signs_are_one() -> None:
    assert searchable("  Cœur\u00a0de Lœss ", None, "Saint‑Étienne\n", "", "ra\u00addio") == (
        "coeur de loess saint-etienne radio"
    )
    assert searchable("Straße ﬁn") == "strasse fin"


def test_a_siret_in_groups_is_one_word_and_other_figures_are_not() -> None:
    assert words_of("999 000 433 00014") == ["99900043300014"]
    assert words_of("Halle 999 000 433") == ["halle", "999000433"]
    assert words_of("lot 12 de 2026 3") == ["lot", "12", "de", "2026", "3"]
    assert words_of("\u200b \u00ad") == []
