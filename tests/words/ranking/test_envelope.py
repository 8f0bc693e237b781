"""The account of an envelope in words, and what became of what was decided."""

import pytest

from app.domain.workflow import Stage
from app.domain.workflow.envelope import NOTHING, Commitment, EnvelopeAccount, Hold
from app.words.ranking.envelope import entries, held_words, kept_words
from tests.journeys.pages import plain


def test_the_account_is_told_in_five_words_and_without_limit_nor_decision_in_two() -> None:
    account = EnvelopeAccount(200_000_00, 93_000_00, 18_000_00, 20_000_00, 12_000_00)
    told = [(one.name, one.cents, plain(one.note)) for one in entries(account)]
    assert told == [
        ("Enveloppe", 200_000_00, ""),
        ("Attribué", 93_000_00, "dont 18 000,00 € payés avant une fin anticipée"),
        ("Décidé, à publier", 20_000_00, ""),
        ("Avis favorables", 12_000_00, ""),
        ("Reste", 75_000_00, ""),
    ]
    assert [one.name for one in entries(EnvelopeAccount(0, 1))] == [
        "Attribué",
        "Avis favorables",
    ]


@pytest.mark.parametrize(
    ("stage", "held", "words"),
    [
        (Stage.STARTED, Commitment(Hold.AWARDED, 1), "Attribuée"),
        (Stage.RECOMMENDED, Commitment(Hold.ADVISED, 1), "Retenue par le comité"),
        (Stage.RECOMMENDED, Commitment(Hold.DECIDED, 1), "Retenue par le comité"),
        (Stage.ON_RESERVE, Commitment(Hold.DECIDED, 1), "Décidé, à publier"),
        (Stage.ON_RESERVE, NOTHING, "Liste complémentaire"),
        (Stage.RECOMMENDED, NOTHING, "Avis favorable"),
        (Stage.POSTPONED, NOTHING, "Ajournée"),
        (Stage.TERMINATED, Commitment(Hold.ENDED, 1), "Résiliée"),
    ],
)
def test_what_is_settled_is_told_and_a_provisional_refusal_is_not(
    stage: Stage, held: Commitment, words: str
) -> None:
    assert held_words(stage, held) == words


def test_what_became_of_a_decision_is_told_where_it_holds_less() -> None:
    assert kept_words(Stage.STARTED, 45_000_00, Commitment(Hold.AWARDED, 45_000_00)) == ""
    ended = kept_words(Stage.TERMINATED, 45_000_00, Commitment(Hold.ENDED, 0))
    assert plain(ended) == "Résiliée : 0,00 € payés sur 45 000,00 € décidés"
    assert kept_words(Stage.WITHDRAWN, 0, NOTHING) == "Retirée"
