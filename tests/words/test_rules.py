"""The rules of a call, sentence by sentence: the real calls, then a grid that says all that a grid may say."""

from typing import Any

import pytest

from app.adapters.call_files import read_rules
from app.domain.call_file.aid import AidRule
from app.domain.call_file.forms import BudgetRules
from app.domain.call_file.ranking import RankingRule
from app.domain.call_file.scoring import ScoringFile
from app.domain.documents.rules import Block, Items, Paragraph, RuleSection, Table
from app.words.rules.document import sections_of, sections_of_grid
from tests import factories
from tests.domain.grids import criterion, grid, levels, parted, scale
from tests.rich_grid import rich_grid

SPACES = str.maketrans("\u202f\u00a0", "  ")


def sentences(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                found.append(" ".join(part for part in (block.text, block.code, block.note) if part))
            case Items():
                found += sentences(block.entries)
            case Table():
                found += [" | ".join(row) for row in (*block.rows, block.total) if row]
    return [one.translate(SPACES) for one in found]


def told(sections: tuple[RuleSection, ...]) -> dict[str, list[str]]:
    """Every sentence of each section, its parts after it."""
    return {
        section.key: sentences(section.blocks)
        + [one for part in section.parts for one in sentences(part.blocks)]
        for section in sections
    }


def of_grid(*criteria: dict[str, Any], rule: RankingRule | None = None, **more: Any) -> dict[str, list[str]]:
    return told(sections_of_grid(grid(*criteria, **more), rule))


def of_rule(**said: Any) -> list[str]:
    attributes = [
        {"key": "zone", "label": "Zone", "kind": "text"},
        {"key": "taille", "label": "Taille", "kind": "number"},
    ]
    return of_grid(criterion("a"), attributes=attributes, rule=RankingRule.model_validate(said))["envelope"]


def test_the_sections_of_a_call_stand_in_the_order_in_which_a_project_meets_them() -> None:
    keys = list(told(sections_of(factories.call_folder())))
    assert keys == [
        *("applicants", "admissibility", "criteria", "marks", "eliminations", "ranking", "envelope", "aid"),
        *("committee", "decision"),
    ]
    assert list(told(sections_of(factories.call_folder(factories.BRESCIA)))) == [
        *("applicants", "admissibility", "envelope", "aid", "decision"),
    ]


@pytest.mark.parametrize(
    ("slug", "section", "sentence"),
    [
        (factories.TIERS_LIEUX, "applicants", "Les associations."),
        (
            factories.TIERS_LIEUX,
            "admissibility",
            "Lu dans le dossier : si « Création ou développement ? » : « Création d’un nouveau tiers-lieu », "
            "alors « Temps de "
            "trajet en voiture jusqu’au tiers-lieu ouvert le plus proche » : 20 minutes ou plus.",
        ),
        (
            factories.TIERS_LIEUX,
            "admissibility",
            "Sinon, le refus dit : « Le lieu est ouvert depuis moins de trois ans. »",
        ),
        (
            factories.TIERS_LIEUX,
            "criteria",
            "Accueil humain | de 0 à 4 | 2 sur 4 (« Suffisant »), éliminatoire | 20",
        ),
        (factories.TIERS_LIEUX, "criteria", "Total |  |  | 100"),
        (factories.TIERS_LIEUX, "criteria", "4 | Exemplaire | D’autres lieux gagneraient à s’en inspirer."),
        (factories.TIERS_LIEUX, "criteria", "L’expert lit à côté : « L’accès numérique »."),
        (factories.TIERS_LIEUX, "marks", "Chaque projet est lu par 2 experts."),
        (
            factories.TIERS_LIEUX,
            "marks",
            "Un écart de 20 points entre les totaux de deux experts appelle une expertise de plus.",
        ),
        (
            factories.TIERS_LIEUX,
            "marks",
            "Points d’un critère = note retenue × points du critère ÷ note la plus haute de l’échelle.",
        ),
        (
            factories.TIERS_LIEUX,
            "marks",
            "Il est arrondi à 2 décimales, au plus près, la moitié vers le haut. Rien d’autre n’est arrondi.",
        ),
        (factories.TIERS_LIEUX, "ranking", "la date de dépôt"),
        (factories.TIERS_LIEUX, "aid", "Elle est arrondie à l’euro inférieur."),
        (factories.TIERS_LIEUX, "committee", "Total | 15"),
        (
            factories.CHERCHEURS,
            "eliminations",
            "Le total est inférieur à 60 sur 100 : le projet n’est pas classé.",
        ),
        (
            factories.CHERCHEURS,
            "criteria",
            "En dessous de 2,5 sur 5, le critère est signalé comme non atteint ; le projet n’est pas écarté pour cela.",
        ),
        (
            factories.CHERCHEURS,
            "aid",
            "Elle ne dépasse pas 50 000 € par an ; ce qu’une année n’utilise pas ne passe pas à une autre.",
        ),
        (
            factories.BRESCIA,
            "aid",
            "Dépenses mises en commun, avec du bénévolat : 80 % des dépenses éligibles, à cette condition : Vos "
            "apports à la "
            "table : avec « Du temps de bénévoles ».",
        ),
        (
            factories.BRESCIA,
            "aid",
            "Dépenses mises en commun : 70 % des dépenses éligibles, dans tous les autres cas.",
        ),
    ],
)
def test_a_real_call_says(slug: str, section: str, sentence: str) -> None:
    assert sentence in told(sections_of(factories.call_folder(slug)))[section]


def test_the_common_scale_is_written_once() -> None:
    found = told(sections_of(factories.call_folder()))["criteria"]
    assert found.count("0 | Absent | Le dossier n’en dit rien ou dit le contraire.") == 1


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("gates", "Aide demandée : 900 000 € ou moins."),
        ("criteria", "Correct | 2 | Des preuves, encore partielles."),
        ("criteria", "La note est l’un de 3 niveaux, du plus faible au plus fort. L’expert peut aussi répondre "
        "qu’il ne peut pas "
         "se prononcer."),
        ("criteria", "La note du critère, sur 5, est la somme des points de ses 2 sous-critères, que l’expert "
        "note un à un. Elle "
         "est ensuite ramenée à 20."),
        ("criteria", "Savoir | de 0 à 5 par 0,5 | 3"),
        ("criteria", "La note va de 1 à 9, par pas de 1. L’échelle est inversée : la note la plus basse est la "
        "meilleure."),
        ("criteria", "0 à 49 | Fragile"),
        ("criteria", "Ce critère est jugé et affiché ; il ne compte pas dans le total."),
        ("criteria", "Bonus : ajoute au total jusqu’à 5 points."),
        ("criteria", "La réponse est GO ou NO GO."),
        ("criteria", "La note peut se donner sans explication."),
        ("groups", "Réunit « Qualite » et « Equipe »."),
        ("groups", "Avec moins de 50 % de ses points, soit 30 sur 60 dans cette famille, le projet est écarté."),
        ("marks", "Chaque expert dit, de 1 à 5, s’il est sûr de lui : cela ne change pas la note."),
        ("marks", "Sur une échelle inversée, la note la plus basse donne tous les points et la plus haute n’en "
        "donne aucun."),
        ("marks", "Un critère qui ne s’applique pas au projet n’est pas compté : les points des autres sont ramenés à "
         "l’ensemble de la grille."),
        ("eliminations", "Un avis NO GO ; le projet est écarté à cette condition : Feu : non."),
        ("eliminations", "Le projet : le seuil de cette famille de critères n’est pas atteint."),
    ],
)  # fmt: skip
def test_a_rich_grid_says(section: str, sentence: str) -> None:
    assert sentence in told(sections_of_grid(rich_grid()))[section]


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
            "Le total est inférieur à 70 % du total, soit 1,4 sur 2 : le projet n’est pas classé.",
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
    assert "Le total est supérieur à 40 sur 90 : le projet n’est pas classé." in found["eliminations"]
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
            "le centile : la part des projets dont la moyenne est aussi bonne ou meilleure, en %, arrondie à l’unité, "
            "vers le haut",
        ),
        (
            {"rank_by": "percentile", "rounding": {"percentile": {"decimals": 1}}},
            "Le classement suit le centile : la part des projets dont la moyenne est aussi bonne ou meilleure, en %, "
            "arrondie à 1 décimale, au plus près, la moitié vers le haut.",
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
        "Le total est inférieur à 1 sur 1 : le projet n’est pas classé.",
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
        ({"winners": 30}, "La vague a 30 lauréats au plus."),
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
            "classés dans "
            "chacune. Un projet sans réponse à « Zone » n’entre dans aucune part.",
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


def test_every_grid_of_the_library_is_told_without_a_key_of_its_file() -> None:
    for folder in sorted((factories.CRITERIA / "grilles").iterdir()):
        rules = read_rules(folder)
        assert rules is not None
        assert_no_key_is_shown(rules.grid, told(sections_of_grid(rules.grid, rules.ranking)))


def assert_no_key_is_shown(file: ScoringFile, found: dict[str, list[str]]) -> None:
    keys = {
        one.key for one in (*file.criteria, *file.leaves, *file.groups, *file.attributes) if "_" in one.key
    }
    whole = " ".join(one for section in found.values() for one in section)
    assert {key for key in keys if key in whole} == set()


def test_the_budget_covers_its_years_and_says_its_basis() -> None:
    budget: BudgetRules = factories.call_folder(factories.BRESCIA).dossier.budget
    assert budget.years == 3
    found = told(sections_of(factories.call_folder(factories.BRESCIA)))["aid"]
    assert found[-1] == "Le budget porte sur 3 ans au plus, toutes taxes comprises."


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
