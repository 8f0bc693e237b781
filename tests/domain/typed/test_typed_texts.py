"""Texts as people paste them: what nobody sees is left out."""

import pytest

from app.domain.typed.texts import bare


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("  Léa Martin ", "Léa Martin"),
        ("\u202eLéa\u202c Martin\u200b", "Léa Martin"),
        ("\ufeffcoopé\u00adrative", "coopérative"),
        ("نامه\u200cها", "نامه\u200cها"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("…", "…"),
        ("Deux\nlignes", "Deux\nlignes"),
        ("", ""),
        (" \u00a0 ", ""),
        ("\u200b", ""),
        ("\u202e\u200d", ""),
        ("\u3164\u2800", ""),
    ],
)
def test_a_text_is_what_is_seen_of_it(typed: str, seen: str) -> None:
    assert bare(typed) == seen
