"""The rules of a call, sentence by sentence: the real calls, a grid that says all it may say, the library."""

import pytest

from app.adapters.call_files import read_rules
from app.domain.call_file.forms import BudgetRules
from app.domain.call_file.grid.scoring import ScoringFile
from app.words.calls.rules.document import sections_of, sections_of_grid
from tests import factories
from tests.rich_grid import rich_grid
from tests.words.rules_told import told


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
            "Le total arrondi est inférieur à 60 sur 100 : le projet n’est pas classé.",
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
