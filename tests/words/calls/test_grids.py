"""The words of a grid: what it is worth, where scales end, what eliminates, how points come from a mark."""

from decimal import Decimal

import pytest

from app.words.calls import grids
from app.words.review import grid_results
from tests.domain.grids import alone, criterion, grid, levels, parted, scale
from tests.rich_grid import folder_of


@pytest.mark.parametrize(
    ("file", "key", "mark", "words"),
    [
        (grid(criterion("a", "20", ("0", "4", "1"))), "a", "3", "3 × 20 ÷ 4 = 15,00"),
        (
            grid(criterion("a", "0.30", ("0", "5", "0.5")), weighting="factor", out_of="1.5"),
            "a",
            "3.5",
            "3,5 × 0,3 = 1,05",
        ),
        (
            grid(criterion("a", "20", scale("1", "9", "1", lower_is_better=True))),
            "a",
            "3",
            "(9 − 3) × 20 ÷ (9 − 1) = 15,00",
        ),
        (
            grid(criterion("z", "20"), criterion("a", "5", ("0", "5", "1"), counts="malus")),
            "a",
            "2",
            "2 × 5 ÷ 5 = 2,00 en malus",
        ),
        (
            grid(criterion("z", "20"), criterion("a", "0", levels("bad", "good"), counts="nothing")),
            "a",
            "1",
            "n’est pas compté",
        ),
    ],
)
def test_points_are_a_sum_that_one_can_do_again(file: object, key: str, mark: str, words: str) -> None:
    given = {one.key: mark if one.key == key else "3" for one in file.criteria}  # type: ignore[attr-defined]
    score = alone(file, **given)  # type: ignore[arg-type]
    assert grid_results.formula_words(file, next(one for one in score.criteria if one.key == key)) == words  # type: ignore[arg-type]


def test_marks_are_read_in_the_words_of_their_scale() -> None:
    words = levels("faible", "correct", "solide", values="0 2 4")
    file = grid(criterion("a", "20", words), criterion("b", "10", scale("0", "10", "1", cannot_assess=True)))
    a, b = file.criteria
    assert grids.mark_words(a.scale, Decimal(2)) == "Correct"
    assert grids.mark_words(a.scale, Decimal(3)) == "3"
    assert grids.mark_words(b.scale, None) == "–"
    bare = grid(criterion("z", "20"), criterion("a", "0", levels("bad", "good"), counts="nothing"))
    assert grids.mark_words(bare.criteria[1].scale, Decimal("0.5")) == "entre Bad et Good"
    banded = scale("0", "100", "1", labels=[{"value": 0, "to": 49, "label": "Fragile"}])
    (one,) = grid(criterion("c", "1", banded)).criteria
    assert (grids.mark_words(one.scale, Decimal(12)), grids.band_words(one.scale)) == (  # type: ignore[arg-type]
        "12 (Fragile)",
        (("de 0 à 49", "Fragile", ""),),
    )
    result = alone(file, a="4", b="-").criteria
    assert [grid_results.result_words(file, one) for one in result] == ["Solide", "–"]


def test_what_a_criterion_is_worth_is_said_as_it_counts() -> None:
    file = grid(
        parted("a", "20", criterion("p", "3"), criterion("q", "1")),
        criterion("b", "1.5", counts="bonus"),
        criterion("c", "5", counts="malus"),
        criterion("d", "5", counts="nothing"),
    )
    assert [grids.weight_words(file, one) for one in file.criteria] == [
        "20 points",
        "jusqu’à 1,5 point de bonus",
        "jusqu’à 5 points de malus",
        "n’est pas compté",
    ]
    first = file.criteria[0]
    assert [grids.share_words(file, first, part).replace("\u00a0", " ") for part in first.parts] == [
        "75 % du critère",
        "25 % du critère",
    ]
    factor = grid(criterion("a", "0.25"), weighting="factor", out_of="1.25")
    assert grids.weight_words(factor, factor.criteria[0]) == "coefficient 0,25"


def test_the_rules_of_a_whole_grid_are_sentences() -> None:
    said = [text.replace("\u00a0", " ").replace("\u202f", " ") for text in grids.rule_sentences(folder_of())]
    assert said == [
        "Une aide raisonnable (Aide demandée : 900 000 € ou moins), sans quoi le projet est écarté.",
        "Un avis NO GO : le projet est écarté.",
        "« Le projet » : au moins 50 % pour être retenu.",
        "Un critère sur lequel personne ne peut se prononcer n’avantage ni ne pénalise le projet.",
        "À égalité, l’appel départage par : Qualite, puis Risque, puis la date de dépôt.",
    ]


def test_equals_that_reviewers_or_references_separate_are_told_with_their_direction() -> None:
    ties = (
        "median",
        "spread",
        {"by": "spread", "prefer": "higher"},
        "reference",
        {"by": "reference", "prefer": "higher"},
    )
    file = grid(criterion("vote", "10"), tie_breaks=ties)
    assert grids.tie_break_words(file) == (
        "la médiane des totaux des experts",
        "l’écart entre les totaux des experts (le plus petit d’abord)",
        "l’écart entre les totaux des experts",
        "la référence",
        "la référence (la dernière d’abord)",
    )


def test_a_computed_criterion_says_so_to_the_public() -> None:
    file = grid(criterion("a", "20", computed="5"))
    folder = folder_of().model_copy(update={"scoring": file})
    assert grids.criterion_note(folder, file.criteria[0]) == "La note se calcule d’après le dossier."


def test_a_group_with_a_cap_says_it_on_the_page_of_the_call() -> None:
    file = grid(
        criterion("a", "20", group="g"), groups=[{"key": "g", "label": "Plus", "cap": "12"}], out_of=12
    )
    assert "« Plus » : 12 points au plus, quelle que soit la somme." in [
        one.replace("\u00a0", " ")
        for one in grids.rule_sentences(folder_of().model_copy(update={"scoring": file}))
    ]


def test_what_makes_the_total_and_the_order_is_said_on_the_page_of_the_call() -> None:
    file = grid(
        criterion("a", "20", group="g"),
        criterion("b", "20", group="g"),
        groups=[{"key": "g", "label": "Atouts", "best": 1}],
        out_of=20,
        combine="geometric_mean",
        colleges=[
            {"key": "experts", "label": "Experts", "weight": 2},
            {"key": "usagers", "label": "Usagers", "weight": 1},
        ],
        ranking_score={"formula": "amount / total", "lower_is_better": True},
    )
    folder = folder_of().model_copy(update={"scoring": file})
    said = [one.replace("\u00a0", " ").replace("\u202f", " ") for one in grids.rule_sentences(folder)]
    assert said == [
        "« Atouts » : seul compte le critère qui donne le meilleur résultat.",
        "Les notes des experts comptent collège par collège : « Experts », 66,7 % et « Usagers », 33,3 %.",
        "Le total est une moyenne géométrique : une seule valeur nulle le rend nul.",
        "Le classement suit une note de classement : amount / total, la plus basse d’abord.",
    ]


def test_when_a_criterion_applies_is_said_in_words_or_left_as_it_is_written() -> None:
    folder = folder_of()
    scoring = folder.scoring
    assert scoring is not None
    (rural,) = [one for one in scoring.criteria if one.key == "rural_b"]
    assert "Ne s’applique qu’à cette condition : " in grids.criterion_note(folder, rural)
    assert grids.when_words(folder, "rural").endswith(" : oui")
    assert grids.when_words(folder, " (1 if rural else 2) < 3 ") == "(1 if rural else 2) < 3"
