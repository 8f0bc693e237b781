"""A call tried on invented applications: always the same ones, plausible, and what the rules did to them."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.expressions import Kind
from app.domain.scoring import CONSENSUS, mark_fault
from app.domain.simulation import Finding, FindingCode, Invented, Trial, findings, invent
from app.words.ranking.simulation import finding_sentence
from tests.domain.grids import criterion, grid, levels, parted

C = FindingCode
TEN = ("0", "10", "1")
WIDE = grid(
    criterion("a", "50", TEN),
    criterion("b", "50", {"min": 1, "max": 9, "step": "0.5", "cannot_assess": True}),
    criterion("word", "0", levels("low", "mid", "high"), counts="nothing"),
    parted("whole", "0", criterion("p"), criterion("q")),
    criterion("back", "0", {"min": 1, "max": 5, "step": 1, "lower_is_better": True}),
    confidence={"min": 1, "max": 5},
    reviewers=2,
)
KINDS = Names(
    {
        "zone": Kind.TEXT,
        "age": Kind.NUMBER,
        "share": Kind.NUMBER,
        "free": Kind.NUMBER,
        "owner": Kind.BOOL,
        "day": Kind.DATE,
        "topics": Kind.TEXTS,
        "law": Kind.TEXT,
        "note": Kind.TEXT,
        "requested": Kind.NUMBER,
    },
    {"zone": frozenset({"qpv", "rural"}), "topics": frozenset({"eau", "air"})},
)
CONDITIONS = ("age > 18 and share >= 0.5", "between(age, 20, 40)", "law == '2019' or law == '2022'")


def drawn(file: ScoringFile = WIDE, names: Names = KINDS, **more: Any) -> Invented:
    said: dict[str, Any] = {"count": 80, "reviewers": 2, "seed": "essai", "conditions": CONDITIONS}
    return invent(file, names, **{**said, **more})


def found_by(
    file: ScoringFile, rule: dict[str, Any] | None = None, envelope: int = 0, **more: Any
) -> list[Finding]:
    names = grid_names(file, Names())[0]
    made = invent(file, names, **{"count": 60, "reviewers": 2, "seed": "essai", **more})
    trial = Trial(
        file, RankingRule.model_validate(rule or {}), names, made.entries, made.reviews, envelope, "essai"
    )
    return list(findings(trial, trial.result()))


def said(found: list[Finding], code: FindingCode) -> list[dict[str, Any]]:
    return [dict(one.said) for one in found if one.code is code]


def sentences(found: list[Finding]) -> list[str]:
    return [finding_sentence(one).replace("\u202f", " ").replace("\u00a0", " ") for one in found]


def test_the_same_seed_invents_the_same_and_another_does_not() -> None:
    assert drawn() == drawn()
    assert drawn().reviews != drawn(seed="autre").reviews


def test_a_longer_trial_begins_with_the_same_answers() -> None:
    short, long = drawn(count=10), drawn(count=20)
    assert [one.attributes for one in short.entries] == [one.attributes for one in long.entries[:10]]


def test_every_mark_is_on_its_scale_and_some_are_missing() -> None:
    made = drawn()
    scales = {leaf.key: leaf.scale for leaf in WIDE.leaves}
    marks = [(scales[key], mark) for one in made.reviews for key, mark in one.marks.items()]
    assert all(
        mark is None or (scale is not None and mark_fault(scale, mark) is None) for scale, mark in marks
    )
    assert any(mark is None for _, mark in marks)
    assert {one.confidence for one in made.reviews} <= {1, 2, 3, 4, 5}
    assert 0 < len(made.unread) < 15
    assert {one.application for one in made.reviews} == {one.reference for one in made.entries} - {
        *made.unread
    }


def test_the_marks_of_one_application_go_together() -> None:
    means = {}
    for one in drawn(count=200).reviews:
        a, b = one.marks["a"], one.marks["b"]
        if b is not None:
            means[one.application, one.reviewer] = (float(a or 0), float(b))
    first, second = zip(*means.values(), strict=True)
    size = len(first)
    mean = (sum(first) / size, sum(second) / size)
    shared = sum((x - mean[0]) * (y - mean[1]) for x, y in means.values())
    assert shared > 0


def test_answers_fall_on_both_sides_of_what_the_files_compare() -> None:
    attributes = [one.attributes or {} for one in drawn(count=200).entries]
    ages = [one["age"] for one in attributes if "age" in one]
    assert all(isinstance(age, Decimal) and age == int(age) for age in ages)
    assert {age > 18 for age in ages if isinstance(age, Decimal)} == {True, False}
    assert {one.get("law") for one in attributes} == {"2019", "2022", None}
    assert {one.get("zone") for one in attributes} == {"qpv", "rural", None}
    assert {one.get("note") for one in attributes} == {"autre", None}
    assert {one.get("owner") for one in attributes} == {True, False, None}
    assert () in {one.get("topics") for one in attributes}
    assert any(one.get("share") != int(str(one.get("share", 0)).partition(".")[0]) for one in attributes)


@pytest.mark.parametrize(
    ("more", "low", "high"),
    [
        ({}, 20_000_00, 65_000_00),
        ({"envelope": 8_000_000_00}, 120_000_00, 390_000_00),
        (
            {"aid": {"rates": [{"label": "T", "rate": "0.5", "ceiling": 10000}], "ceiling": 40000}},
            4_000_00,
            13_000_00,
        ),
        ({"aid": {"rates": [{"label": "T", "rate": "0.5"}]}}, 20_000_00, 65_000_00),
    ],
)
def test_requests_are_around_the_ceiling_or_a_part_of_the_envelope(
    more: dict[str, Any], low: int, high: int
) -> None:
    if "aid" in more:
        more = {"aid": AidRule.model_validate(more["aid"])}
    amounts = [one.amount for one in drawn(**more).entries]
    assert low <= min(amounts) < max(amounts) <= high
    for one in drawn(**more).entries:
        attributes = one.attributes or {}
        total = sum(Decimal(str(attributes[f"requested_{year}"])) for year in (1, 2, 3))
        assert total == attributes["requested"]


def test_everyone_reads_all_where_the_grid_asks_it_and_a_consensus_is_agreed() -> None:
    everyone = grid(criterion("a", "10", TEN), everyone=True, reviewers=3)
    assert len({one.reviewer for one in drawn(everyone, reviewers=3).reviews}) == 3
    agreed = grid(criterion("a", "10", TEN), aggregation="consensus")
    assert CONSENSUS in {one.reviewer for one in drawn(agreed).reviews}


GATED = grid(
    criterion("a", "50", TEN, threshold="6", knock_out=True, group="g"),
    criterion("b", "50", TEN, threshold="0", knock_out=True),
    attributes=[{"key": "zone", "label": "Zone", "options": ("nord", "sud")}],
    gates=[{"key": "z", "label": "Au nord", "conditions": ["zone == 'nord'"]}],
    knock_outs=[{"label": "Trop", "when": "requested > 900000"}],
    groups=[{"key": "g", "label": "Fond", "threshold": "51"}, {"key": "h", "label": "Rien"}],
    threshold="50",
)


def test_each_rule_tells_whom_it_stops() -> None:
    found = found_by(GATED)
    (ranked,), (unread,) = said(found, C.RANKED), said(found, C.UNREAD)
    of = 60 - unread["count"]
    assert ranked["count"] == 0
    (gate,) = said(found, C.GATE)
    assert 10 < gate["count"] < 50
    assert said(found, C.ELIMINATION) == [{"label": "Trop", "count": 0, "of": of}]
    first, second = said(found, C.CRITERION)
    assert first["count"] > 0 == second["count"]
    assert said(found, C.GROUP) == [{"label": "Fond", "count": of, "of": of}]
    told = sentences(found)
    assert "L’élimination « Trop » n’écarte personne : elle est peut-être superflue." in told
    assert (
        "Le seuil éliminatoire de « B » n’écarte personne : personne ne le manque, il est peut-être trop bas."
        in told
    )
    assert (
        "Le seuil du groupe « Fond » écarte tout le monde : personne ne l’atteint, il est peut-être trop haut."
        in told
    )
    assert f"La condition d’entrée « Au nord » écarte {gate['count']} candidatures sur {of}." in told
    assert said(found, C.SAME_TOTAL) == said(found, C.TIED) == said(found, C.IDLE) == []


def test_equal_totals_and_what_the_tie_breaks_leave_are_counted() -> None:
    rough = grid(criterion("a", "10", ("0", "2", "1")))
    found = found_by(rough, reviewers=1)
    (same,), (tied,) = said(found, C.SAME_TOTAL), said(found, C.TIED)
    assert same["count"] == tied["count"] > 50
    parted_ = found_by(grid(criterion("a", "10", ("0", "2", "1")), tie_breaks=("filed_at",)), reviewers=1)
    assert said(parted_, C.TIED)[0]["count"] == 0
    assert "Les règles de départage ne laissent aucun ex æquo." in sentences(parted_)


def test_totals_all_different_and_words_alone_are_told_apart() -> None:
    fine = grid(criterion("a", "10", ("0", "1000000", "0.001")), rounding={"decimals": 4})
    assert "Tous les totaux sont différents." in sentences(found_by(fine, count=10))
    words = grid(criterion("a", "0", levels("no", "yes"), counts="nothing"))
    assert said(found_by(words), C.SAME_TOTAL) == []


def test_the_line_of_the_money_is_told() -> None:
    one = grid(criterion("a", "10", ("0", "10", "0.1")), tie_breaks=("filed_at",))
    (line,) = said(found_by(one, envelope=500_000_00), C.LINE)
    assert 0 < line["count"] < line["of"]
    assert line["spent"] <= 500_000_00 < line["asked"]
    assert said(found_by(one), C.NO_LINE)[0]["count"] > 50
    capped = found_by(one, {"winners": 5})
    (none,) = said(capped, C.NO_LINE)
    assert (none["count"], none["stops"]) == (5, (f"winners:{none['of'] - 5}",))
    assert sentences(capped)[-1].startswith("Aucune enveloppe : 5 candidatures financées sur ")
    assert sentences(capped)[-1].endswith(" au-delà du nombre de lauréats.")
    assert said(found_by(one, envelope=1), C.NOBODY_SERVED)
    (enough,) = said(found_by(one, envelope=90_000_000_00, count=9), C.ENOUGH)
    assert enough["spent"] == enough["asked"]
    assert sentences(found_by(one, envelope=1))[-1].startswith("L’enveloppe de 0,01 € ne finance personne")


def test_quotas_and_what_pots_keep_are_told() -> None:
    one = grid(
        criterion("a", "10", ("0", "10", "0.1")),
        tie_breaks=("filed_at",),
        attributes=[{"key": "zone", "label": "Zone", "options": ("nord", "sud")}],
    )
    pots = [
        {"key": "n", "label": "Nord", "when": "zone == 'nord'", "share": "0.9"},
        {"key": "s", "label": "Sud", "share": "0.1"},
    ]
    found = found_by(one, {"quotas": [{"by": "zone", "most": 3}], "pots": pots}, envelope=3_000_000_00)
    assert said(found, C.QUOTA)[0]["count"] > 40
    assert said(found, C.POT_LEFT)[0]["label"] == "Nord"


def test_a_criterion_that_never_decides_is_named_and_one_that_a_condition_names_is_not() -> None:
    idle = criterion("idle", "0", TEN)
    both = grid(criterion("a", "10", ("0", "10", "0.1")), idle)
    assert said(found_by(both), C.IDLE) == [{"label": "Idle"}]
    gate = {"key": "z", "label": "Un", "conditions": ["idle >= 0"]}
    named = grid(criterion("a", "10", ("0", "10", "0.1")), idle, gates=[gate])
    assert said(found_by(named), C.IDLE) == []
    assert said(found_by(grid(criterion("a", "10", TEN))), C.IDLE) == []


def test_the_tie_break_by_a_criterion_goes_with_it() -> None:
    both = grid(criterion("a", "10", ("0", "2", "1")), criterion("b", "0", TEN), tie_breaks=("b",))
    assert said(found_by(both), C.IDLE) == []
