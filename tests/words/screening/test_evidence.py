"""What a rule has read, told to the officer who judges it."""

from decimal import Decimal

from app.words.screening.evidence import evidence
from tests.factories import call_folder

MONEY = "requested <= eligible_total * 0.5 and own_share >= 0.2 and years <= 2"


def test_the_names_of_a_rule_are_told_in_words_with_their_values() -> None:
    folder = call_folder()
    known = {"requested": Decimal(40000), "eligible_total": Decimal("80000.5"), "own_share": Decimal("0.5")}
    assert evidence(folder, MONEY, {}, known) == (
        ("Dépenses éligibles", "80\u202f000,50\u00a0€"),
        ("Aide demandée", "40\u202f000,00\u00a0€"),
        ("Part des autres financements", "50,0\u00a0%"),
        ("Années du budget", "sans réponse"),
    )


def test_an_answer_is_given_in_the_words_of_its_question() -> None:
    folder = call_folder()
    told = dict(evidence(folder, "nature != 'creation' or minutes_voiture >= 20", {"nature": "creation"}, {}))
    assert sorted(told.values()) == ["Création d’un nouveau tiers-lieu", "sans réponse"]


def test_pieces_and_declarations_are_counted() -> None:
    folder = call_folder()
    known = {"pieces": ("statuts",), "declarations": ()}
    rule = "'statuts' in pieces and 'premiere_aide' in declarations"
    assert evidence(folder, rule, {}, known) == (
        ("Pièces jointes", "Statuts à jour, ou acte constitutif"),
        ("Déclarations faites", "0 sur 4"),
    )
