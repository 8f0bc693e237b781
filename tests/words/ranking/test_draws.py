"""A draw in words, and the sentences of what refuses it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.errors import Reason, ReasonCode
from app.domain.ranking.draw import seed_fault
from app.words.formats import PARIS
from app.words.ranking.draws import command, drawn, fixed_words, seed_words, source_words
from app.words.refused.reasons import sentence

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
C = ReasonCode


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_draw_is_told_with_and_without_names() -> None:
    assert plain(fixed_words(NOW, PARIS, "ab12")) == (
        "La liste est arrêtée depuis le 1er février 2027 à 10 h, avant que la graine du tirage soit connue. Empreinte "
        "SHA-256 de la liste : ab12"
    )
    assert "arrêtée par Hugo Leroy depuis" in fixed_words(NOW, PARIS, "ab12", "Hugo Leroy")
    assert (
        plain(source_words("Le Loto du 15 mars."))
        == "Source de la graine, annoncée d’avance : Le Loto du 15 mars."
    )
    assert "personne ne la voit avant" in source_words("")
    assert plain(seed_words("4-8", NOW, PARIS)) == (
        "La graine du tirage est « 4-8 », publiée le 1er février 2027 à 10 h."
    )
    assert "publiée par Hugo Leroy le" in plain(seed_words("4-8", NOW, PARIS, "Hugo Leroy"))


def test_the_command_gives_the_digest_that_orders_the_draw() -> None:
    assert command("2027", "A") == "printf '%s' \"2027:A\" | sha256sum"
    (only,) = drawn("2027", ["A"])
    assert (only.reference, only.sha256[:12]) == ("A", "f12eabaf6cd8")


@pytest.mark.parametrize("seed", ["4-8-15-16-23", "Loto.2027-03-15:4,8/15_16+23", "12-mars-2027", "10.000"])
def test_no_sign_of_a_seed_is_changed_by_the_typography_of_a_page(seed: str) -> None:
    assert seed_fault(seed) is None
    assert f"«\u00a0{seed}\u00a0»" in seed_words(seed, NOW, PARIS)


@pytest.mark.parametrize(
    ("code", "values", "told"),
    [
        (C.LIST_STILL_OPEN, {"until": NOW}, "la vague prend des dossiers jusqu’au 1er février 2027 à 10 h."),
        (C.LIST_STILL_OPEN, {"count": 1}, "1 candidature peut encore y entrer."),
        (C.LIST_FIXED, {"at": NOW}, "déjà arrêtée pour le tirage, le 1er février 2027 à 10 h."),
        (C.LIST_FIXED, {}, "déjà arrêtée pour le tirage. Elle"),
        (C.SEED_PUBLISHED, {}, "La graine est déjà publiée. Elle ne change plus."),
        (
            C.SEED_PUBLISHED,
            {"by": "Hugo Leroy", "at": NOW, "seed": "4-8"},
            "déjà publiée par Hugo Leroy le 1er février 2027 à 10 h : c’est « 4-8 ».",
        ),
    ],
)
def test_a_refused_draw_says_why(code: ReasonCode, values: dict[str, Any], told: str) -> None:
    assert told in plain(sentence(Reason.of(code, **values)))
