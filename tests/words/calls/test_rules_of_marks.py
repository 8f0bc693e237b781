"""What the rules say of criteria, of how marks make a total, of what eliminates."""

from typing import Any

import pytest

from tests.domain.grids import criterion, levels, parted, scale
from tests.words.rules_told import of_grid

A = criterion("a")
B = criterion("b")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"aggregation": "median"}, "La note retenue d’un critère est la médiane des notes des experts."),
        (
            {"aggregation": "trimmed_mean"},
            "La note retenue d’un critère est la moyenne des notes des experts, sans la plus haute ni la plus basse.",
        ),
        (
            {"aggregation": "trimmed_mean", "trim": 2},
            "La note retenue d’un critère est la moyenne des notes des experts, sans les 2 plus hautes ni les 2 "
            "plus basses.",
        ),
        ({"aggregation": "min"}, "La note retenue d’un critère est la plus basse des notes des experts."),
        ({"aggregation": "max"}, "La note retenue d’un critère est la plus haute des notes des experts."),
        (
            {"aggregation": "k_of_n", "k": 2},
            "La note retenue d’un critère est la meilleure note que 2 experts au moins atteignent.",
        ),
        (
            {"aggregation": "majority"},
            "La note retenue d’un critère est la meilleure note que plus de la moitié des experts atteignent.",
        ),
        (
            {"aggregate_on": "totals", "aggregation": "median"},
            "Chaque expert donne un total ; le total retenu est la médiane des totaux des experts.",
        ),
        ({"least": 2}, "Un projet n’est classé qu’avec 2 expertises rendues au moins."),
        (
            {"everyone": True},
            "Un projet n’est classé que si tous les experts du jury ont noté tous les critères qui le concernent.",
        ),
        (
            {"gap": "1.5"},
            "Un écart de 1,5 point entre les totaux de deux experts appelle une expertise de plus.",
        ),
        (
            {"confidence": {"weighs": True}},
            "Chaque expert dit, de 1 à 5, s’il est sûr de lui : la moyenne en tient compte.",
        ),
        (
            {"rounding": {"decimals": 0, "mode": "half_even"}},
            "Il est arrondi à l’unité, au plus près, la moitié vers le chiffre pair. Rien d’autre n’est arrondi.",
        ),
        (
            {"rounding": {"marks": {"decimals": 1, "mode": "up"}}},
            "La note retenue est arrondie à 1 décimale, vers le haut.",
        ),
        ({"weighting": "factor", "out_of": 10}, "Points d’un critère = note retenue × coefficient."),
    ],
)
def test_how_marks_make_a_total(more: dict[str, Any], sentence: str) -> None:
    assert sentence in of_grid(A, B, **{"reviewers": 3, **more})["marks"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"threshold": "70 %"},
            "Le total arrondi est inférieur à 70 % du total, soit 1,4 sur 2 : le projet n’est pas classé.",
        ),
        (
            {"threshold": 6, "threshold_on": "unweighted"},
            "La somme des notes, sans les coefficients, est inférieure à 6 sur 10 : le projet n’est pas classé.",
        ),
        (
            {"cut": {"budget_multiple": 3, "at_least": "2.5"}},
            "Un seuil est fixé ensuite par l’argent : le total qui laisse passer les projets dont les demandes, "
            "ensemble, sont "
            "au plus près de 3 fois l’enveloppe, sans que ce soit moins de 2,5 fois. Les ex æquo passent ensemble.",
        ),
        ({}, "Aucune note n’écarte un projet."),
    ],
)
def test_what_eliminates(more: dict[str, Any], sentence: str) -> None:
    assert sentence in of_grid(A, B, **more)["eliminations"]


def test_a_reversed_grid_says_which_side_is_the_best() -> None:
    low = scale("1", "9", "1", lower_is_better=True)
    found = of_grid(
        criterion("a", "10", low, threshold="4", knock_out=True), weighting="factor", out_of=90, threshold=40
    )
    assert "Le total le plus bas est le meilleur." in found["marks"]
    assert "Le total arrondi est supérieur à 40 sur 90 : le projet n’est pas classé." in found["eliminations"]
    assert (
        "« A » : au-dessus de 4 sur 9, le projet est écarté, quel que soit son total."
        in found["eliminations"]
    )
    assert (
        "Les projets qui ne sont pas écartés sont classés par leur total, le plus bas d’abord."
        in found["ranking"]
    )
    assert "Donne au plus 90 points : la note est multipliée par 10." in found["criteria"]


def test_levels_without_values_give_no_total() -> None:
    words = levels("faible", "bon")
    found = of_grid(
        criterion("a", "0", words, counts="nothing", threshold="bon", knock_out=True), tie_breaks=["a"]
    )
    assert "Rien ne s’additionne : les projets n’ont pas de total." in found["marks"]
    assert (
        "« A » : en dessous de « Bon », le projet est écarté, quel que soit son total."
        in found["eliminations"]
    )
    assert found["ranking"] == [
        "La grille ne donne pas de total : les projets qui ne sont pas écartés sont d’abord à égalité.",
        "À égalité, on départage par :",
        "A",
        "Ceux que rien ne sépare sont ex æquo : ils portent le même rang.",
    ]


def test_a_yes_that_is_needed_is_said_so() -> None:
    one = criterion("a", "0", {"kind": "yes_no"}, counts="nothing", threshold="yes", knock_out=True)
    assert "Sans « Oui », le projet est écarté, quel que soit son total." in of_grid(one)["criteria"]


def test_groups_may_ask_of_each_of_their_criteria() -> None:
    said = {"groups": [{"key": "g", "label": "Le fond", "help": "L’essentiel.", "each": 3}]}
    found = of_grid(criterion("a", group="g"), criterion("b", group="g"), **said)["groups"]
    assert found[:2] == ["L’essentiel.", "Réunit « A » et « B »."]
    assert "Chacun de ses critères doit atteindre son seuil, sinon le projet est écarté :" in found
    assert "A : 3 sur 5" in found
    said["groups"][0]["at_least"] = 1
    found = of_grid(criterion("a", group="g"), criterion("b", group="g"), **said)["groups"]
    assert "1 au moins de ses critères doivent atteindre leur seuil, sinon le projet est écarté :" in found


@pytest.mark.parametrize(
    ("needs", "lead"),
    [
        ("all", "Toutes ces conditions sont remplies :"),
        ("any", "L’une au moins de ces conditions est remplie :"),
        (2, "2 au moins de ces 3 conditions sont remplies :"),
    ],
)
def test_a_gate_says_how_many_of_its_conditions(needs: str | int, lead: str) -> None:
    gate = {
        "key": "g",
        "label": "La forme",
        "conditions": ["a >= 1", "b >= 1", "reviews >= 2"],
        "needs": needs,
    }
    found = of_grid(A, B, gates=[gate])
    assert found["gates"][1:3] == [lead, "A : 1 ou plus."]
    assert "L’une des conditions pour être classé n’est pas remplie." in found["eliminations"]


def test_a_criterion_says_what_is_its_own() -> None:
    own = criterion("b", "2", aggregation="min", gap="1", ranking_weight="3", when="a > 2", counts="malus")
    found = of_grid(A, own)["criteria"]
    assert "Ce critère ne s’applique qu’à cette condition : A : plus de 2." in found
    assert "Malus : retire du total jusqu’à 2 points." in found
    assert "Dans la note de classement, son poids est 3 au lieu de 2." in found
    assert "Pour ce critère, la note retenue est la plus basse des notes des experts." in found
    assert "Un écart de 1 entre deux experts appelle une expertise de plus." in found


def test_parts_with_scales_of_their_own_are_told_one_by_one() -> None:
    first = criterion("x", "2", levels("faible", "bon", values="0 1"))
    found = of_grid(parted("a", "10", first, criterion("y", "3")))["criteria"]
    assert found[found.index("X :") + 1] == "La note est l’un de 2 niveaux, du plus faible au plus fort."
    assert "Bon | 1" in found


def test_a_criterion_that_nobody_marks_says_how_it_is_computed() -> None:
    attributes = [
        {"key": "zone", "label": "Zone", "options": ["qpv", "rural"]},
        {"key": "prix", "label": "Prix", "kind": "number"},
        {"key": "emplois", "label": "Emplois créés", "kind": "number"},
    ]
    found = of_grid(
        criterion("cout", "40", ("0", "40", "0.01"), computed="40 * lowest(prix) / prix"),
        criterion(
            "emploi",
            "5",
            ("0", "5", "1"),
            computed=[
                {"when": "emplois >= 10", "mark": 5},
                {"when": "emplois + 1 > 2 if zone == 'qpv' else false", "mark": "emplois"},
                {"mark": 0},
            ],
        ),
        criterion(
            "lieu",
            "5",
            levels("loin", "pres", values="0 1"),
            computed=[{"when": "zone == 'qpv'", "mark": "pres"}, {"mark": "loin"}],
        ),
        attributes=attributes,
    )
    weakest = "Si une réponse manque, ou si aucune ligne ne convient, la note est la plus faible."
    first = "La première ligne qui convient au dossier donne la note."
    nobody = "Aucun expert ne note ce critère : sa note se calcule d’après le dossier."
    assert found["criteria"][-21:] == [
        "Donne au mieux 40 points.",
        nobody,
        "La note est 40 * lowest(prix) / prix.",
        "Dans ce calcul : lowest, le plus bas de toutes les candidatures classées ensemble ; prix, « Prix ».",
        "La note est ramenée à l’échelle, de 0 à 40 par 0,01, au plus près.",
        weakest,
        "Donne au mieux 5 points.",
        nobody,
        first,
        "Emplois créés : 10 ou plus | 5",
        "emplois + 1 > 2 if zone == 'qpv' else false | emplois",
        "Tous les autres | 0",
        "Dans ce calcul : emplois, « Emplois créés ».",
        "La note est ramenée à l’échelle, de 0 à 5, au plus près.",
        weakest,
        "Donne au mieux 5 points.",
        nobody,
        first,
        "Zone : « qpv » | « Pres »",
        "Tous les autres | « Loin »",
        weakest,
    ]
    assert found["marks"][0] == "Toutes les notes se calculent d’après le dossier."


def test_a_family_with_a_cap_says_so() -> None:
    kin = [{"key": "g", "label": "Plus", "cap": "30"}]
    twins = [criterion(key, "20", group="g") for key in ("a", "b")]
    assert of_grid(*twins, groups=kin, out_of=30)["groups"] == [
        "Réunit « A » et « B ».",
        "Compte pour 30 au plus, même si la somme de ses points est plus haute.",
    ]
