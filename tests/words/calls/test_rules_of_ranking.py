"""What the rules say of how projects are ranked, and how the money goes down the list."""

from typing import Any

import pytest

from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.ranking import RankingRule
from tests.domain.grids import criterion
from tests.words.rules_told import of_grid, of_rule

A = criterion("a")
B = criterion("b")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"rank_by": "z_score"}, "Le classement suit l’écart de chaque total à la moyenne de son expert, compté "
        "en écarts types."),
        (
            {"beside": ["expected_rank"]},
            "le rang attendu, compte tenu de l’incertitude des notes",
        ),
        (
            {"beside": ["percentile"]},
            "le centile : 100 × (rang − 0,5) ÷ nombre de projets notés, le rang étant celui de la moyenne des notes, "
            "et le rang moyen pour des ex æquo ; il est arrondi à l’unité, vers le haut",
        ),
        (
            {"rank_by": "percentile", "rounding": {"percentile": {"decimals": 1}}},
            "Le classement suit le centile : 100 × (rang − 0,5) ÷ nombre de projets notés, le rang étant celui de la "
            "moyenne des notes, et le rang moyen pour des ex æquo ; il est arrondi à 1 décimale, au plus près, la "
            "moitié vers le haut.",
        ),
        (
            {"tie_breaks": [{"by": "a", "prefer": "lower"}, "filed_at"]},
            "A (le plus bas d’abord)",
        ),
    ],
)  # fmt: skip
def test_how_projects_are_ranked(more: dict[str, Any], sentence: str) -> None:
    assert sentence in of_grid(A, B, **more)["ranking"]


def test_a_weight_of_the_ranking_is_told_apart_from_the_total() -> None:
    found = of_grid(A, criterion("b", ranking_weight="1.5"))["ranking"]
    assert found[0] == (
        "Le classement suit la note de classement : le même calcul que le total, avec d’autres poids pour « B "
        "», 1,5. Elle ne "
        "sert qu’à classer : les seuils regardent le total."
    )


def test_a_round_says_what_it_judges() -> None:
    rounds = {
        "letter": {"criteria": ["a"], "thresholds": {"a": 4}, "threshold": 1, "cut": {"budget_multiple": 3}}
    }
    found = of_grid(A, B, rounds=rounds)["rounds"]
    assert found[:4] == [
        "Un tour qui n’est pas nommé ici juge toute la grille.",
        "On juge « A ».",
        "A : en dessous de 4 sur 5, le projet est écarté, quel que soit son total.",
        "Le total arrondi est inférieur à 1 sur 1 : le projet n’est pas classé.",
    ]
    assert found[4].startswith("Un seuil est fixé ensuite par l’argent")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"order": "filed_at"}, "La liste suit la date de dépôt, la première d’abord."),
        ({"order": "reference descending"}, "La liste suit la référence, la dernière d’abord."),
        (
            {"order": "taille ascending", "then": ["filed_at"]},
            "La liste suit « Taille », du plus petit au plus grand, puis la date de dépôt, la première d’abord.",
        ),
        (
            {"cut": "skip"},
            "L’argent descend la liste ; un projet qui ne tient pas dans ce qui reste est passé, et l’on "
            "continue avec le suivant.",
        ),
        (
            {"cut": "partial", "least_share": "0.5"},
            "L’argent descend la liste ; le premier projet qui ne tient pas reçoit ce qui reste, et la liste "
            "s’arrête là. Il ne "
            "reçoit rien s’il reste moins de 50 % de son montant.",
        ),
        ({"cut": "partial"}, "Des ex æquo se partagent ce qui reste, en proportion de leurs montants."),
        ({"winners": 30}, "Chaque période de dépôt a 30 lauréats au plus."),
        (
            {"quotas": [{"by": "zone", "stocks": {"qpv": 4, "rural": 40}, "most": 2, "first": 1}]},
            "Places de lauréat selon « Zone », au plus : 4 pour « qpv » et 40 pour « rural ».",
        ),
        (
            {"quotas": [{"by": "zone", "stocks": {"qpv": 4}, "most": 2}]},
            "Pour chaque autre valeur de « Zone » : 2 lauréats au plus.",
        ),
        (
            {"quotas": [{"by": "zone", "first": 2}]},
            "Pour chaque valeur de « Zone », les 2 premiers projets de la liste sont servis avant les autres, "
            "dans la limite de "
            "l’argent.",
        ),
        (
            {"split": {"by": "zone", "in_proportion_to": "count"}},
            "L’enveloppe est divisée entre les valeurs de « Zone », en proportion de leur nombre de projets "
            "recevables, classés ou non, dans "
            "chacune. Un projet sans réponse à « Zone » n’entre dans aucune part. Ce qu’une part laisse n’est pas "
            "redistribué.",
        ),
        (
            {"split": {"by": "zone", "spills": True}},
            "L’enveloppe est divisée entre les valeurs de « Zone », en proportion de ce que demandent les projets "
            "recevables, classés ou non, dans chacune. Un projet sans réponse à « Zone » n’entre dans aucune part. Ce "
            "qu’une part laisse, quand plus personne ne peut y être servi, est commun à toutes : il va aux mieux "
            "classés.",
        ),
        (
            {"reserve": {"until": "2027-06-30", "size": 5}},
            "Ceux que l’argent n’atteint pas forment, dans l’ordre, une liste complémentaire de 5 places : ils sont "
            "appelés quand un "
            "lauréat renonce, jusqu’au 30 juin 2027.",
        ),
    ],
)
def test_how_the_money_goes_down_the_list(said: dict[str, Any], sentence: str) -> None:
    assert sentence in of_rule(**said)


@pytest.mark.parametrize(
    ("lottery", "who"),
    [
        ({}, "ceux dont l’intervalle de classement croise la ligne où l’argent s’arrête"),
        ({"width": 0}, "ceux qui ont exactement le total du dernier que l’argent atteint"),
        ({"width": 2}, "ceux qui sont à 2 points ou moins du total du dernier que l’argent atteint"),
    ],
)
def test_a_lottery_can_be_drawn_again_by_anybody(lottery: dict[str, Any], who: str) -> None:
    found = of_rule(lottery=lottery)[-1]
    assert found.startswith(f"Un tirage au sort départage {who}. La graine du tirage est publiée.")
    assert found.endswith("par cette commande : printf '%s' \"GRAINE:REFERENCE\" | sha256sum")


def test_each_pot_says_who_enters_it_and_where_its_money_goes() -> None:
    small = {"key": "petits", "label": "Petits", "when": "taille < 5", "share": "0.3", "order": "taille"}
    others = {"key": "autres", "label": "Autres", "amount": "5 000 €", "threshold": 25, "cut": "partial"}
    pots = [{**small, "spills_to": ["autres"]}, {**others, "least_share": "0.2"}]
    found = of_rule(pots=pots)
    for sentence in (
        "Petits | 30 % | –",
        "Autres | 5 000 € | 25",
        "Y entre le projet qui remplit cette condition : Taille : moins de 5.",
        "Sa liste suit « Taille », du plus grand au plus petit.",
        "Ce qu’elle laisse, quand plus personne ne peut y être servi, va à « Autres ». Ce qu’elle a reçu ne se "
        "transmet pas plus "
        "loin.",
        "Y entrent tous les projets qui ne sont entrés dans aucune sous-enveloppe précédente.",
        "Il faut un total d’au moins 25 pour y être servi.",
        "L’argent descend la liste ; le premier projet qui ne tient pas reçoit ce qui reste, et la liste s’arrête là.",
        "Le dernier servi n’y reçoit rien s’il reste moins de 20 % de son montant.",
    ):
        assert sentence in found


def test_the_amount_of_a_list_without_dossier_is_told() -> None:
    amount = AidRule.model_validate(
        {
            "rates": [{"label": "Dépenses", "rate": "0.4", "ceiling": "20 000 €"}],
            "ceiling": "15 000 €",
            "minimum": "1 000 €",
            "activity_ceiling": {"of": "taille * 2", "share": "0.3"},
            "rounding": {"unit": "cent", "mode": "half_up"},
        }
    )
    attributes = [{"key": "taille", "label": "Taille", "kind": "number"}]
    rule = RankingRule(amount=amount)
    assert of_grid(A, attributes=attributes, rule=rule)["aid"] == [
        "L’aide est de 40 % des dépenses éligibles, 20 000 € au plus (Dépenses).",
        "L’aide ne dépasse pas 15 000 €.",
        "L’aide ne dépasse pas 30 % de ce montant : taille * 2",
        "Elle ne dépasse jamais ce qui est demandé.",
        "En dessous de 1 000 €, aucune aide n’est versée.",
        "Elle est arrondie au centime le plus proche, la moitié vers le haut.",
    ]
