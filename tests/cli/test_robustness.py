"""``maillage criteria rank --robustness``: what the ranking hangs on, in the terminal."""

from pathlib import Path

from tests.cli.test_criteria import SCORES, criteria, folder, lines

GRID = """out_of: 20
reviewers: 2
criteria:
  - { key: merit, label: Mérite, weight: 10, scale: { min: 0, max: 10, step: 1 } }
  - { key: team, label: Équipe, weight: 10, scale: { min: 0, max: 10, step: 1 } }
"""
JUST = (
    "que le nombre d’expertises qu’un rang demande : sans l’une d’elles, plus de rang. Le rang dit ici est celui que "
    "donneraient les autres notes."
)
APPLICATIONS = "application,amount\nA,100\nB,100\nC,100\n"


def told(where: Path, marks: str, *, money: str) -> list[str]:
    made = folder(where / "grid", scoring=GRID, scores=f"{SCORES}{marks}", applications=APPLICATIONS)
    words = ("--applications", made / "applications.csv", "--money", money, "--robustness")
    found = lines(criteria("rank", made, made / "scores.csv", *words))
    return found[next(at for at, one in enumerate(found) if one.startswith("Solidité")) + 1 :]


def test_a_decision_that_hangs_on_a_weight_or_on_one_review_is_told_with_what_it_hangs_on(
    tmp_path: Path,
) -> None:
    marks = (
        "A,x,merit,10\nA,x,team,4\nA,y,merit,9\nA,y,team,4\n"
        "B,x,merit,4\nB,x,team,9\nB,y,merit,4\nB,y,team,9\n"
        "C,x,merit,2\nC,x,team,2\nC,y,merit,2\nC,y,team,2\n"
    )
    assert told(tmp_path, marks, money="100") == [
        "  A : rang 1, de 1 à 2 ; son financement dépend du poids de « Mérite » et « Équipe » et de l’expertise de x.",
        "  B : rang 2, de 1 à 2 ; son financement dépend du poids de « Mérite ».",
        "  1 autre ne bouge pas.",
        "  2 décisions tiennent à peu.",
    ]


def test_a_ranking_that_nothing_moves_says_so(tmp_path: Path) -> None:
    marks = "A,x,merit,9\nA,x,team,9\nB,x,merit,5\nB,x,team,5\nC,x,merit,1\nC,x,team,1\n"
    assert told(tmp_path, marks, money="100") == ["  Aucun rang ne bouge.", f"  A, B et C n’ont {JUST}"]


def test_one_review_that_carries_its_application_is_named(tmp_path: Path) -> None:
    marks = (
        "A,x,merit,8\nA,x,team,8\nA,y,merit,8\nA,y,team,8\n"
        "B,x,merit,10\nB,x,team,10\nB,severe,merit,4\nB,severe,team,4\n"
        "C,x,merit,1\nC,x,team,1\n"
    )
    assert told(tmp_path, marks, money="100") == [
        "  A : rang 1, de 1 à 2 ; son financement dépend de l’expertise de severe sur B.",
        "  B : rang 2, de 1 à 2 ; son financement dépend de l’expertise de severe.",
        "  1 autre ne bouge pas.",
        f"  C n’a {JUST}",
        "  2 décisions tiennent à peu.",
    ]


def test_with_one_application_explained_only_its_own_firmness_is_told(tmp_path: Path) -> None:
    marks = "A,x,merit,9\nA,x,team,9\nB,x,merit,5\nB,x,team,5\n"
    made = folder(
        tmp_path / "grid", scoring=GRID, scores=f"{SCORES}{marks}", applications="application\nA\nB\n"
    )
    words = (made, made / "scores.csv", "--applications", made / "applications.csv", "--robustness")
    found = lines(criteria("rank", *words, "--explain", "A"))
    assert found[0].startswith("A : rang 1 sur 2")
    assert found[-2:] == ["  A : son rang ne bouge pas.", f"  A n’a {JUST}"]
    refused = criteria("rank", *words, "--json")
    assert refused.exit_code == 2
    assert "l’un ou l’autre" in refused.stderr


def test_where_no_review_is_left_out_the_report_says_so_and_why(tmp_path: Path) -> None:
    made = folder(
        tmp_path / "grid",
        scoring=f"{GRID}aggregation: consensus\n",
        scores=f"{SCORES}A,consensus,merit,9\nA,consensus,team,9\n",
    )
    found = lines(criteria("rank", made, made / "scores.csv", "--robustness"))
    assert found[-3:] == [
        "Solidité du classement (un dixième en plus ou en moins sur chaque poids) :",
        "  Aucun rang ne bouge.",
        "  Les expertises ne sont pas ôtées une à une : les experts arrêtent leurs notes ensemble.",
    ]
