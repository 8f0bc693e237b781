"""The firmness of a list and the agreement of its experts, in sentences."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.calibration.agreement import Habit, Intraclass
from app.domain.ranking.agreement import Agreement, Expert, Shift
from app.domain.ranking.robustness import Firmness
from app.words.ranking import agreement
from app.words.ranking import robustness as robustness_report
from tests.domain.explained import criterion, grid

GRID = grid(criterion("impact"), criterion("team"), out_of="10")
LOWER = {"min": "1", "max": "9", "step": "1", "lower_is_better": True}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def firm(rank: int | None, best: int | None, worst: int | None, **more: object) -> Firmness:
    made: dict[str, Any] = {"drops": False, "fragile": False, "because": (), **more}
    return Firmness("A", rank, best, worst, **made)


def found(**more: object) -> Agreement:
    made: dict[str, Any] = {
        "shared": 2,
        "of": 3,
        "intraclass": Intraclass(Decimal("0.7"), Decimal("0.76"), Decimal("0.86")),
        "alpha": Decimal("0.7"),
        "experts": (),
        **more,
    }
    return Agreement(**made)


def expert(severity: str | None, most: Shift | None = None) -> Expert:
    told = None if severity is None else Decimal(severity)
    return Expert(Habit("1", 3, Decimal("4.5"), Decimal("1.2"), told), most)


@pytest.mark.parametrize(
    ("one", "ranks", "moves"),
    [
        (firm(3, 3, 3), "3", 0),
        (firm(3, 2, 5), "de 2 à 5", 2),
        (firm(3, 1, 4, drops=True), "de 1 à 4, ou sans rang", 2),
        (firm(None, 4, 4), "4, ou sans rang", None),
        (firm(None, None, None), "aucun", None),
    ],
)
def test_the_ranks_that_one_may_take(one: Firmness, ranks: str, moves: int | None) -> None:
    assert (robustness_report.ranks(one), robustness_report.moves(one)) == (ranks, moves)


def test_what_the_money_hangs_on_names_weights_then_experts() -> None:
    one = firm(1, 1, 2, fragile=True, because=("impact", "team", "7"))
    assert plain(robustness_report.hangs_on(GRID, one, {"7": "Nora Blin"}, funded=True)) == (
        "Financée aujourd’hui : cela dépend du poids de « Impact » et « Team » et de l’expertise de Nora Blin."
    )
    other = firm(2, 1, 2, fragile=True, because=("impact",))
    assert robustness_report.hangs_on(GRID, other, {}, funded=False).startswith("Non financée aujourd’hui")


def test_the_reviews_of_others_are_named_alone_and_counted_together() -> None:
    alone = firm(1, 1, 2, fragile=True, because=("7",), others=(("B", "8"),), other_reviews=1)
    assert plain(robustness_report.causes(GRID, alone, {"7": "Nora Blin", "8": "Ali Roy"})) == (
        "de l’expertise de Nora Blin et de l’expertise de Ali Roy sur B"
    )
    several = firm(1, 1, 2, fragile=True, others=(("B", "8"), ("B", "9"), ("C", "8")), other_reviews=3)
    assert robustness_report.causes(GRID, several) == "de 3 expertises d’autres candidatures (B et C)"


def test_those_that_have_no_review_to_spare_are_named_or_counted() -> None:
    bare = firm(1, 1, 1, just_enough=True)
    assert robustness_report.just_enough([firm(1, 1, 1)]) == ""
    assert plain(robustness_report.just_enough([bare])).startswith("A n’a que le nombre d’expertises")
    assert plain(robustness_report.just_enough([bare] * 2)).startswith("A et A n’ont que le nombre")
    assert plain(robustness_report.just_enough([bare] * 9)).startswith("9 candidatures n’ont que le nombre")


def test_how_many_decisions_are_fragile() -> None:
    assert plain(robustness_report.summary(1, reviews=True)) == (
        "1 décision est fragile : un dixième de plus ou de moins sur un poids, ou une expertise de moins, et l’argent "
        "changerait."
    )
    assert plain(robustness_report.summary(0, reviews=False)).startswith(
        "Aucune décision n’est fragile : un dixième de plus ou de moins sur un poids, et les mêmes"
    )


def test_what_was_not_replayed_is_said_with_its_reason() -> None:
    agreed = grid(criterion("impact"), out_of="5", aggregation="consensus")
    assert "arrêtent leurs notes ensemble" in robustness_report.limits(agreed, reviews=False, money=True)
    assert "compare les experts" in robustness_report.limits(GRID, reviews=False, money=True)
    assert "une seule ligne" in robustness_report.limits(GRID, reviews=True, money=False)
    assert robustness_report.limits(GRID, reviews=True, money=True) == ""


@pytest.mark.parametrize(
    ("alone", "how"), [("0.95", "très bien"), ("0.76", "bien"), ("0.5", "moyennement"), ("-0.1", "mal")]
)
def test_the_intraclass_correlation_is_read_by_bands(alone: str, how: str) -> None:
    told = agreement.intraclass_sentence(found(intraclass=Intraclass(None, Decimal(alone), Decimal("0.9"))))
    assert f"les experts s’accordent {how} (corrélation" in told


@pytest.mark.parametrize(
    ("alpha", "words"), [("0.81", "assez sûres"), ("0.7", "avec prudence"), ("0.3", "divergent trop")]
)
def test_alpha_says_what_the_marks_allow(alpha: str, words: str) -> None:
    assert words in agreement.alpha_sentence(found(alpha=Decimal(alpha)))


def test_what_the_votes_cannot_tell_is_not_said() -> None:
    silent = found(shared=0, intraclass=Intraclass(None, None, None), alpha=None)
    assert agreement.intraclass_sentence(silent) == agreement.alpha_sentence(silent) == ""
    assert "rien ne permet" in agreement.shared_sentence(silent)
    assert plain(agreement.shared_sentence(found())) == "2 dossiers ont été lus par plusieurs experts, sur 3."


@pytest.mark.parametrize(
    ("severity", "words"),
    [
        ("2.5", "Sévère : 2,5 points de moins que les autres experts des mêmes dossiers, en moyenne."),
        ("-1", "Large : 1,0 point de plus que les autres experts des mêmes dossiers, en moyenne."),
        ("0.1", "Note comme les autres experts des mêmes dossiers."),
        ("0", "Note comme les autres experts des mêmes dossiers."),
        (None, "Nul autre n’a lu les mêmes dossiers : sa sévérité ne se mesure pas."),
    ],
)
def test_the_habit_of_an_expert_is_one_sentence(severity: str | None, words: str) -> None:
    assert plain(agreement.habit_sentence(GRID, expert(severity))) == words


def test_where_lower_is_better_giving_less_is_being_generous() -> None:
    reversed_ = grid(criterion("impact", scale=LOWER), out_of="9")
    assert agreement.habit_sentence(reversed_, expert("2.5")).startswith("Large")


def test_what_changes_most_without_an_expert_is_said() -> None:
    up, down = expert("0", Shift("TL-1", Decimal("1.5"))), expert("0", Shift("TL-1", Decimal(-2)))
    assert plain(agreement.shift_sentence(up)) == "Sans son expertise, la moyenne de TL-1 monte de 1,5."
    assert "baisse de 2,0" in agreement.shift_sentence(down)
    assert agreement.shift_sentence(expert("0")) == ""
    assert agreement.shift_sentence(expert("0", Shift("TL-1", Decimal(0)))) == ""
