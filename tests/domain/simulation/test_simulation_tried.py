"""A call tried whole: its conditions serve the answers, its aid the amounts; and how the totals spread."""

from fractions import Fraction

import pytest

from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.simulation import Bar, FindingCode, Rules, distribution, try_rules
from app.words.ranking.simulation import bars, spread_sentence
from app.words.typography import typo
from tests.domain.explained import listed
from tests.domain.grids import criterion, grid

TEN = ("0", "10", "1")
AID = AidRule.model_validate(
    {
        "rates": [
            {"label": "Petits", "rate": "0.5", "when": "eligible_total < 100000"},
            {"label": "Autres", "rate": "0.3"},
        ]
    }
)


def rules(file: ScoringFile, *, aid: AidRule | None = None, **ranking: object) -> Rules:
    return Rules(file, RankingRule.model_validate(ranking), grid_names(file, Names())[0], aid, 500_000_00)


def test_the_conditions_of_every_file_serve_the_invention() -> None:
    file = grid(
        criterion("a", "10", TEN, when="zone == 'nord'"),
        criterion("b", "10", TEN),
        attributes=[{"key": "zone", "label": "Zone", "kind": "text"}],
        gates=[{"key": "g", "label": "G", "conditions": ["requested > 1"]}],
        knock_outs=[{"label": "K", "when": "total > 19"}],
    )
    pots = [{"key": "n", "label": "Nord", "when": "zone == 'nord'", "share": "1"}]
    tried = try_rules(rules(file, pots=pots), count=20, seed="x")
    zones = {(one.attributes or {}).get("zone") for one in tried.trial.entries}
    assert zones == {"nord", None}


def test_the_aid_of_the_dossier_gives_the_amounts_unless_the_ranking_says_its_own() -> None:
    file = grid(criterion("a", "10", TEN), reviewers=2)
    assert try_rules(rules(file), count=9, seed="x").result.aids == {}
    aided = rules(file, aid=AID)
    assert len(try_rules(aided, count=9, seed="x").result.aids) == 9
    own = {"rates": [{"label": "Tous", "rate": "0.8"}]}
    assert rules(file, aid=AID, amount=own).ranked.amount == AidRule.model_validate(own)


def test_as_many_read_as_the_grid_says_and_never_fewer_than_a_rank_asks() -> None:
    file = grid(criterion("a", "10", TEN), reviewers=2)
    assert rules(file).readers == 2
    assert rules(file.model_copy(update={"least": 3})).readers == 3
    tried = try_rules(rules(file), count=4, seed="x", readers=5)
    assert len({one.reviewer for one in tried.trial.reviews if one.application == "SIM-0001"}) in (0, 5)


def test_idle_criteria_are_looked_for_unless_it_costs_too_much() -> None:
    file = grid(criterion("a", "10", ("0", "10", "0.1")), criterion("idle", "0", TEN))
    codes = {
        idle: [one.code for one in try_rules(rules(file), count=20, seed="x", idle=idle).findings]
        for idle in (True, False)
    }
    assert FindingCode.IDLE in codes[True]
    assert FindingCode.IDLE not in codes[False]


def marked(*marks: str) -> dict[str, dict[str, dict[str, str]]]:
    return {f"A{at}": {"x": {"a": mark}} for at, mark in enumerate(marks)}


def test_totals_are_counted_by_round_steps() -> None:
    file = grid(criterion("a", "100", ("0", "100", "0.5")))
    spread = distribution(listed(file, marked("12", "41", "43.5", "44", "61")))
    assert spread is not None
    assert (spread.lowest, spread.middle, spread.highest) == (Fraction(12), Fraction(87, 2), Fraction(61))
    assert spread.bars[:2] == (Bar(Fraction(10), 1), Bar(Fraction(15), 0))
    assert [one.count for one in spread.bars] == [1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1]
    assert spread_sentence(spread) == typo("Les totaux vont de 12 à 61, la moitié à 43,5 ou plus.")
    assert bars(spread)[:2] == [("10", 1), ("15", 0)]


@pytest.mark.parametrize(
    ("marks", "step"),
    [(("0", "24"), 2), (("0", "12"), 1), (("0", "100"), 10), (("0", "0.5"), Fraction(1, 20))],
)
def test_a_step_is_one_two_or_five_of_a_power_of_ten(marks: tuple[str, str], step: Fraction) -> None:
    spread = distribution(listed(grid(criterion("a", "100", ("0", "100", "0.5"))), marked(*marks)))
    assert spread is not None
    assert spread.bars[1].low - spread.bars[0].low == step


def test_equal_totals_are_one_bar_and_no_total_is_none() -> None:
    file = grid(criterion("a", "100", ("0", "100", "0.5")))
    same = distribution(listed(file, marked("40", "40")))
    assert same is not None
    assert same.bars == (Bar(Fraction(40), 2),)
    assert spread_sentence(same) == typo("Tous les totaux sont à 40.")
    assert distribution(listed(file, {"A": {}})) is None
