"""The list down its money: the rule on arrays gives what the general rule gives, and each rule its own ranks."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.allocation import Candidate, Outcome, allocate
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.expressions import Kind
from app.domain.ranking import Entries, Entry, Ranked, listing, rank
from app.domain.scoring import Panel, ReviewMarks, score_panel
from tests.domain.explained import FILED, criterion, grid

FILE = grid(criterion("impact"), out_of="5", threshold="1")


def ranked(rows: list[tuple[int, int]]) -> Ranked:
    """Rows of (mark, euros): A0, A1…, filed an hour apart."""
    names = [f"A{place}" for place in range(len(rows))]
    panel = Panel.of(
        names,
        [
            ReviewMarks(name, "x", {"impact": Decimal(mark)})
            for name, (mark, _) in zip(names, rows, strict=True)
        ],
        ["impact"],
    )
    entries = Entries.of(
        [
            Entry(name, euros * 100, FILED + timedelta(hours=place), {"farmers": Decimal(euros)})
            for place, (name, (_, euros)) in enumerate(zip(names, rows, strict=True))
        ]
    )
    return rank(score_panel(FILE, panel, entries.attributes), entries)


_rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=9)


@given(_rows, st.integers(0, 40))
def test_the_rule_on_arrays_gives_what_the_general_rule_gives(
    rows: list[tuple[int, int]], euros: int
) -> None:
    found = ranked(rows)
    quick = listing(found, RankingRule(), euros * 100)
    candidates = [
        Candidate(one.reference, one.rank, None, one.amount, FILED)
        for one in quick.places
        if one.rank is not None
    ]
    slow = allocate(candidates, RankingRule(), euros * 100)
    assert quick.pots == slow.pots
    assert quick.spent == slow.spent
    assert [(one.reference, one.outcome, one.awarded, one.steps) for one in quick.places if one.rank] == [
        (one.reference, one.outcome, one.amount, one.steps) for one in slow.awards
    ]


def test_a_list_by_an_attribute_ranks_by_it_and_keeps_the_scores() -> None:
    found = listing(
        ranked([(5, 10), (3, 20), (4, 20), (0, 50)]),
        RankingRule(order="farmers descending"),
        50_00,
        names={"farmers": Kind.NUMBER},
    )
    assert [(one.reference, one.rank, one.tied, one.funded) for one in found.places] == [
        ("A1", 1, True, True),
        ("A2", 1, True, True),
        ("A0", 3, False, True),
        ("A3", None, False, False),
    ]
    assert found.place("A0").cumulated == 50_00
    assert found.place("A3").outcome is None


def test_first_come_first_served_takes_the_day_and_a_missing_day_comes_last() -> None:
    names = ["A", "B"]
    marks = [ReviewMarks(name, "x", {"impact": Decimal(3)}) for name in names]
    entries = Entries.of([Entry("A", 100), Entry("B", 100, FILED)])
    scored = score_panel(FILE, Panel.of(names, marks, ["impact"]), entries.attributes)
    found = listing(rank(scored, entries), RankingRule(order="filed_at"), 100)
    assert [(one.reference, one.outcome) for one in found.places] == [
        ("B", Outcome.FUNDED),
        ("A", Outcome.UNFUNDED),
    ]


def test_the_tie_breaks_of_a_ranking_come_after_those_of_the_grid() -> None:
    rule = RankingRule(order="score", then=("farmers descending",))
    found = listing(ranked([(4, 1), (4, 2)]), rule, 0, names={"farmers": Kind.NUMBER})
    assert [(one.reference, one.rank) for one in found.places] == [("A1", 1), ("A0", 2)]


def test_the_last_filed_first_still_puts_last_what_was_never_filed() -> None:
    file = grid(criterion("impact"), out_of="5", tie_breaks=[{"by": "filed_at", "prefer": "higher"}])
    panel = Panel.of(
        ["A", "B", "C"], [ReviewMarks(name, "x", {"impact": Decimal(3)}) for name in "ABC"], ["impact"]
    )
    filed = {"A": FILED, "B": FILED + timedelta(days=1), "C": None}
    entries = Entries.of([Entry(name, 0, moment) for name, moment in filed.items()])
    assert list(rank(score_panel(file, panel), entries).references()) == ["B", "A", "C"]


def test_a_split_is_in_proportion_of_all_the_applications_with_a_rank_or_without() -> None:
    zones = {"A": "che", "B": "lif", "C": "soc", "D": "che"}
    panel = Panel.of(
        list(zones),
        [ReviewMarks(name, "x", {"impact": Decimal(name != "C")}) for name in zones],
        ["impact"],
    )
    entries = Entries.of([Entry(name, 100_000, attributes={"zone": zone}) for name, zone in zones.items()])
    found = rank(score_panel(FILE, panel, entries.attributes), entries)
    rule = RankingRule.model_validate({"split": {"by": "zone", "in_proportion_to": "count"}})
    pots = listing(found, rule, 1_200_000, names={"zone": Kind.TEXT}).pots
    assert [(one.key, one.allocated, one.left) for one in pots] == [
        ("che", 600_000, 400_000),
        ("lif", 300_000, 200_000),
        ("soc", 300_000, 300_000),
    ]
