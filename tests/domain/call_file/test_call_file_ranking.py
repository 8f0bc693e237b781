"""What the ranking of a call may say, and everything that it must agree on."""

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.adapters.call_files import read_call
from app.adapters.yaml_pages import read_page
from app.domain.call_file.breach import WARNINGS, BreachCode
from app.domain.call_file.faults import CallFileFaults
from app.domain.call_file.grid.ranking import Cut, RankingRule, is_descending, name_of
from app.domain.call_file.grid.ranking_checks import ranking_breaches
from app.domain.call_file.names import Names
from app.domain.expressions import Kind
from app.words.calls.faults import fault_sentence

CRITERIA = Path(__file__).resolve().parents[3] / "criteria"
C = BreachCode
NAMES = Names(
    {"zone": Kind.TEXT, "topics": Kind.TEXTS, "farmers": Kind.NUMBER, "title": Kind.TEXT},
    {"zone": frozenset({"qpv", "rural"}), "topics": frozenset({"eau", "sol"})},
)
ENVELOPES = (0, 1_000_000_00, 2_000_000_00)
ALL_OF_IT: dict[str, Any] = {
    "order": "score",
    "then": ["filed_at", "reference"],
    "cut": "partial",
    "least_share": "0.5",
    "winners": 30,
    "quotas": [{"by": "zone", "most": 10, "stocks": {"qpv": 4, "rural": 40}, "first": 1}],
    "pots": [
        {
            "key": "collective",
            "label": "Projets collectifs",
            "when": "farmers > 1",
            "share": "0.3",
            "order": "farmers descending",
            "then": ["filed_at"],
            "spills_to": ["individual"],
        },
        {
            "key": "individual",
            "label": "Projets individuels",
            "amount": "500 000 €",
            "threshold": 25,
            "cut": "skip",
            "spills_to": ["collective"],
        },
    ],
    "reserve": {"until": "2027-06-30", "size": 10},
    "lottery": {},
}


def rule(**said: Any) -> RankingRule:
    return RankingRule.model_validate(said)


def pot(key: str, **said: Any) -> dict[str, Any]:
    return {"key": key, "label": key, "when": f"title == '{key}'", "share": "0.1", **said}


def found(names: Names | None = NAMES, **said: Any) -> list[tuple[str, BreachCode]]:
    return [
        (".".join(str(step) for step in one.path[1:]), one.code)
        for one in ranking_breaches(rule(**said), names, ENVELOPES)
        if one.code is not C.POTS_BELOW_ENVELOPE
    ]


def test_without_a_word_the_list_goes_by_score_and_stops_at_the_first_that_does_not_fit() -> None:
    plain = rule()
    assert (plain.order, plain.cut, plain.pots, plain.lottery) == ("score", Cut.STRICT, (), None)
    assert rule(order="filed_at") == RankingRule(order="filed_at")
    assert found() == []


def test_a_rule_that_says_everything_is_sound_and_goes_through_its_json() -> None:
    assert found(**ALL_OF_IT) == []
    full = rule(**ALL_OF_IT)
    assert RankingRule.model_validate_json(full.model_dump_json()) == full
    assert full.pots[1].amount == 500_000_00
    assert full.least_share == Decimal("0.5")


@pytest.mark.parametrize(
    ("order", "name", "descending"),
    [
        ("score", "score", False),
        ("filed_at", "filed_at", False),
        ("reference descending", "reference", True),
        ("farmers", "farmers", True),
        ("farmers descending", "farmers", True),
        ("farmers ascending", "farmers", False),
    ],
)
def test_an_order_says_what_it_goes_by_and_which_comes_first(order: str, name: str, descending: bool) -> None:
    assert (name_of(order), is_descending(order)) == (name, descending)


FAULTS: list[tuple[dict[str, Any], list[tuple[str, BreachCode]]]] = [
    ({"order": "score ascending"}, [("order", C.ORDER_OF_SCORE)]),
    ({"order": "farmer"}, [("order", C.UNKNOWN_KEY)]),
    ({"then": ["filed_at", "topics"]}, [("then.1", C.SEVERAL_VALUES)]),
    ({"least_share": "0.5"}, [("least_share", C.LEAST_SHARE_IDLE)]),
    ({"quotas": [{"by": "zone"}]}, [("quotas.0", C.QUOTA_IDLE)]),
    ({"quotas": [{"by": "area", "most": 1}]}, [("quotas.0.by", C.UNKNOWN_KEY)]),
    ({"quotas": [{"by": "zone", "stocks": {"town": 1}}]}, [("quotas.0.stocks.town", C.UNKNOWN_KEY)]),
    ({"quotas": [{"by": "title", "stocks": {"town": 1}}]}, []),
    ({"quotas": [{"by": "zone", "most": 1, "first": 2}]}, [("quotas.0.first", C.QUOTA_FIRST)]),
    ({"quotas": [{"by": "zone", "stocks": {"qpv": 1}, "first": 2}]}, [("quotas.0.first", C.QUOTA_FIRST)]),
    ({"quotas": [{"by": "zone", "stocks": {"qpv": 0}, "first": 2}]}, []),
    ({"split": {"by": "panel"}}, [("split.by", C.UNKNOWN_KEY)]),
    ({"split": {"by": "zone"}, "pots": [pot("a")]}, [("split", C.POTS_OR_SPLIT)]),
    ({"pots": [pot("a"), pot("a", when="farmers > 1")]}, [("pots.1.key", C.KEY_TWICE)]),
    ({"pots": [pot("a", order="area")]}, [("pots.0.order", C.UNKNOWN_KEY)]),
    ({"pots": [pot("a", then=["score descending"])]}, [("pots.0.then.0", C.ORDER_OF_SCORE)]),
    ({"pots": [pot("a", least_share="0.2")]}, [("pots.0.least_share", C.LEAST_SHARE_IDLE)]),
    ({"pots": [pot("a", least_share="0.2")], "cut": "partial"}, []),
    ({"pots": [pot("a", share=None)]}, [("pots.0", C.POT_MONEY)]),
    ({"pots": [pot("a", amount=5)]}, [("pots.0", C.POT_MONEY)]),
    ({"pots": [pot("a", spills_to=["b"])]}, [("pots.0.spills_to.0", C.UNKNOWN_KEY)]),
    ({"pots": [pot("a", spills_to=["a"])]}, [("pots.0.spills_to.0", C.UNKNOWN_KEY)]),
    ({"pots": [pot("a", spills_to=["b", "b"]), pot("b")]}, [("pots.0.spills_to.1", C.KEY_TWICE)]),
    ({"pots": [pot("a", when="area == 'x'")]}, [("pots.0.when", C.EXPRESSION)]),
    ({"pots": [pot("a", when="zone == 'town'")]}, [("pots.0.when", C.EXPRESSION)]),
    ({"pots": [pot("a", when="farmers")]}, [("pots.0.when", C.EXPRESSION)]),
    ({"pots": [pot("a", when=None), pot("b")]}, [("pots.1.when", C.POT_UNREACHABLE)]),
    ({"pots": [pot("a", when="1 < 2"), pot("b")]}, [("pots.1.when", C.POT_UNREACHABLE)]),
    ({"pots": [pot("a", when="1 > 2")]}, [("pots.0.when", C.POT_UNREACHABLE)]),
    ({"pots": [pot("a"), pot("b", when="title == 'a'")]}, [("pots.1.when", C.POT_UNREACHABLE)]),
    ({"pots": [pot("a", share="0.6"), pot("b", share="0.41")]}, [("pots", C.POT_SHARES)]),
    ({"pots": [pot("a", share=None, amount="1 000 000.01")]}, [("pots", C.POTS_ABOVE_ENVELOPE)]),
    (
        {"pots": [pot("a", share="0.5"), pot("b", share=None, amount=500_001)]},
        [("pots", C.POTS_ABOVE_ENVELOPE)],
    ),
    ({"pots": [pot("a", share="0.5"), pot("b", share=None, amount=500_000)]}, []),
    ({"lottery": {"width": 2}, "order": "filed_at"}, [("lottery.width", C.LOTTERY_ORDER)]),
    (
        {"lottery": {"width": 2}, "pots": [pot("a"), pot("b", order="farmers")]},
        [("lottery.width", C.LOTTERY_ORDER)],
    ),
    ({"lottery": {"width": 2}, "pots": [pot("a"), pot("b", order="score")]}, []),
    ({"lottery": {}, "order": "filed_at"}, []),
]


@pytest.mark.parametrize(("said", "expected"), FAULTS)
def test_a_ranking_that_does_not_hold_together_is_told_where(
    said: dict[str, Any], expected: list[tuple[str, BreachCode]]
) -> None:
    assert found(**said) == expected


def part(key: str, amount: int) -> dict[str, Any]:
    return pot(key, share=None, amount=amount)


@pytest.mark.parametrize(
    ("pots", "envelopes", "read"),
    [
        ([pot("a", share="0.4"), pot("b", share="0.5")], (), "0.9"),
        ([pot("a", share="0.4"), pot("b", share="0.5")], ENVELOPES, "0.9"),
        ([pot(key, share="0.333") for key in "abc"], (), None),
        ([pot("a", share="0.5"), pot("b", share="0.5")], ENVELOPES, None),
        ([part("a", 600), part("b", 300)], (1000_00, 0), "900.00"),
        ([part("a", 300), pot("b", share="0.5")], (1000_00,), "800.00"),
        ([part("a", 600), part("b", 400)], (1000_00,), None),
        ([part("a", 600)], (1000_00, 600_00), "600.00"),
        ([part("a", 600)], (), None),
        ([part("a", 600)], (0,), None),
        ([], ENVELOPES, None),
    ],
)
def test_money_that_no_pot_could_give_is_told_and_does_not_stop(
    pots: list[dict[str, Any]], envelopes: tuple[int, ...], read: str | None
) -> None:
    told = [(one.code, one.read) for one in ranking_breaches(rule(pots=pots), NAMES, envelopes)]
    assert told == ([] if read is None else [(C.POTS_BELOW_ENVELOPE, read)])
    assert C.POTS_BELOW_ENVELOPE in WARNINGS


@pytest.mark.parametrize(
    ("spills", "faulty"),
    [
        ({"a": "b", "b": "a"}, []),
        ({"a": "b", "b": "ac", "c": "b"}, []),
        ({"a": "bc", "b": "c"}, []),
        ({"a": "b", "b": "c", "c": "a"}, ["pots.0.spills_to.0", "pots.1.spills_to.0", "pots.2.spills_to.0"]),
        ({"a": "b", "b": "ac", "c": "a"}, ["pots.0.spills_to.0", "pots.1.spills_to.1", "pots.2.spills_to.0"]),
        ({"a": "b", "b": "cd", "c": "d", "d": "c"}, []),
    ],
)
def test_money_goes_both_ways_between_two_pots_and_not_round_a_ring(
    spills: dict[str, str], faulty: list[str]
) -> None:
    keys = sorted(spills.keys() | set("".join(spills.values())))
    those = [pot(key, spills_to=list(spills.get(key, ""))) for key in keys]
    assert found(pots=those) == [(path, C.POT_RING) for path in faulty]


def test_what_is_not_known_is_not_checked_against_it() -> None:
    said = {**ALL_OF_IT, "order": "area", "split": None}
    said["pots"] = [{**said["pots"][0], "when": "area"}, said["pots"][1]]
    assert found(None, **said) == []
    alone = rule(pots=[pot("a", share=None, amount=10**9)])
    assert list(ranking_breaches(alone, NAMES, ())) == []


@pytest.mark.parametrize(
    "said",
    [
        {"winners": 10**9},
        {"winners": 0},
        {"winners": 2.5},
        {"quotas": [{"by": "zone", "most": 10**9}]},
        {"quotas": [{"by": "zone", "stocks": {"qpv": 10**9}}]},
        {"quotas": [{"by": "zone", "stocks": {f"v{n}": 1 for n in range(501)}}]},
        {"quotas": [{"by": "zone", "first": 1001}]},
        {"quotas": [{"by": "zone", "most": 1}] * 11},
        {"pots": [pot(f"p{n}") for n in range(51)]},
        {"pots": [pot("a", share="1.1")]},
        {"pots": [pot("a", share=0)]},
        {"pots": [pot("a", amount=-1)]},
        {"then": ["reference"] * 11},
        {"order": "farmers down"},
        {"order": "Farmers"},
        {"cut": "half"},
        {"reserve": {"size": 10**9}},
        {"lottery": {"width": -1}},
        {"lots": 3},
    ],
)
def test_an_absurd_size_or_word_is_refused_at_once(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        rule(**said)


@pytest.mark.parametrize(
    ("ranking", "told"),
    [
        ("{ quotas: [{ by: commune, stocks: { lille: 1 }, first: 2 }] }", "quotas.0.first"),
        ("{ pots: [{ key: a, label: A, amount: 2 000 000 000 € }] }", "pots"),
        ("{ order: scores }", "order"),
        ("{ winners: 1000000000 }", "winners"),
        ("{ quotas: [{ by: commune, stocks: { lille: beaucoup } }] }", "quotas.0.stocks.lille"),
    ],
)
def test_a_fault_of_the_ranking_is_told_with_its_place_in_the_file(
    tmp_path: Path, ranking: str, told: str
) -> None:
    folder = shutil.copytree(CRITERIA / "tiers-lieux-2026", tmp_path / "call")
    file = folder / "committee.yaml"
    written = file.read_text(encoding="utf-8").replace("ranking: { order: score }", f"ranking: {ranking}")
    file.write_text(written, encoding="utf-8")
    with pytest.raises(CallFileFaults) as caught:
        read_call(folder)
    assert [fault.path for fault in caught.value.faults] == [f"ranking.{told}"]
    assert caught.value.faults[0].line == len(written.splitlines())
    assert "attendu" in fault_sentence(caught.value.faults[0])


def test_the_example_of_the_notice_is_a_ranking_that_holds_together(tmp_path: Path) -> None:
    notice = (CRITERIA / "README.md").read_text(encoding="utf-8")
    example = next(block for block in notice.split("```yaml\n") if block.startswith("ranking:")).split("```")[
        0
    ]
    page = tmp_path / "committee.yaml"
    page.write_text(example, encoding="utf-8")
    read = read_page(page, page.name)
    assert read.faults == []
    kinds = {"agriculteurs": Kind.NUMBER, "zone": Kind.TEXT, "theme": Kind.TEXT, "collectif": Kind.BOOL}
    written = rule(**read.value["ranking"])
    assert list(ranking_breaches(written, Names(kinds), ENVELOPES)) == []
    assert (written.cut, len(written.quotas), len(written.pots)) == (Cut.PARTIAL, 2, 2)


def test_a_divisor_that_may_be_zero_is_told_in_a_pot_and_in_the_aid() -> None:
    told = BreachCode.MAY_DIVIDE_BY_ZERO
    pots = [pot("a", when="1 / farmers > 1"), pot("b", when="farmers > 0 and 1 / farmers > 1")]
    assert found(pots=pots)[:1] == [("pots.0.when", told)]
    rates = [{"label": "Petits", "when": "1 / farmers > 1", "rate": "0.5"}]
    aid = {"rates": rates, "activity_ceiling": {"of": "1 / farmers", "share": "0.5"}}
    assert [(one, code) for one, code in found(amount=aid) if code is told] == [
        ("amount.rates.0.when", told),
        ("amount.activity_ceiling.of", told),
    ]
