"""The spaces of French, in plain text and in what is already safe HTML."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.words.typography import typo

N, S = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Quel local ?", f"Quel local{N}?"),
        ("Quel local? Oui!", f"Quel local{N}? Oui{N}!"),
        ("bail ; loyer", f"bail{N}; loyer"),
        ("Attention : lisez", f"Attention{S}: lisez"),
        ("« La Forge »", f"«{S}La Forge{S}»"),
        ("«La Forge»", f"«{S}La Forge{S}»"),
        ("l'air", "l’air"),
        ("Attendez...", "Attendez…"),
        ("12 345,67 €", f"12{N}345,67{S}€"),
        ("50%", f"50{S}%"),
        ("50 000 € HT", f"50{N}000{S}€{S}HT"),
        ("340 m² et 20 min", f"340{S}m² et 20{S}min"),
        ("en 2026 300 lieux", "en 2026 300 lieux"),
        ("le 1er mars 2026 à 14 h 30", f"le 1er{S}mars{S}2026 à 14{S}h{S}30"),
        ("de 8 h à 20 h.", f"de 8{S}h à 20{S}h."),
        ("n° 2026-TL", f"n°{S}2026-TL"),
        ("Art. 3.1, M. R.", f"Art.{S}3.1, M.{S}R."),
        ("sous 2 sur 4, annexe I, art. L. 231-4", f"sous 2{S}sur{S}4, annexe{S}I, art.{S}L.{S}231-4"),
        ("3,3… × 20 ÷ 4 = 16,5", f"3,3…{S}×{S}20{S}÷{S}4{S}={S}16,5"),
        ("≤ 50 %", f"≤{S}50{S}%"),
        ("https://exemple.fr/?a=b;c", "https://exemple.fr/?a=b;c"),
        ("18:30", "18:30"),
        ("TL26-0042", "TL26-0042"),
        ("", ""),
    ],
)
def test_each_rule(typed: str, set_: str) -> None:
    assert typo(typed) == set_


@given(st.text(alphabet="ab 1234567890 ;:!?«»%€.'h°n≤", max_size=60))
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = typo(text)
    assert typo(once) == once


def test_a_long_run_of_spaces_takes_no_longer_than_as_many_words() -> None:
    def seconds(text: str) -> float:
        began = time.perf_counter()
        typo(text)
        return time.perf_counter() - began

    spaces, words = (min(seconds(one * 20_000 + "x") for _ in range(3)) for one in ("x ", "  "))
    assert max(spaces, words) < 20 * min(spaces, words)


def test_tags_are_left_alone_and_the_result_stays_safe() -> None:
    done = typo(Markup('<a href="/x ?y ;z">Oui ?</a> &amp; non !'))
    assert done == Markup(f'<a href="/x ?y ;z">Oui{N}?</a> &amp; non{N}!')
    assert isinstance(done, Markup)


def test_plain_text_stays_plain_so_that_the_page_escapes_it() -> None:
    assert not isinstance(typo("<b> ?"), Markup)
