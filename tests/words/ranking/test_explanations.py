"""The steps from mark to rank, read aloud."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.explanation import Step, StepCode
from app.domain.ranking import explain
from app.words.calls.grids import label_of
from app.words.ranking.allocation_steps import ALLOCATION_STEPS
from app.words.ranking.explanations import SENTENCES, lines, sentence
from tests.domain.explained import criterion, grid, listed

N, S = "\u202f", "\u00a0"


def test_every_step_has_its_sentence_once() -> None:
    assert set(SENTENCES) | set(ALLOCATION_STEPS) == set(StepCode)
    assert set(SENTENCES) & set(ALLOCATION_STEPS) == set()


def test_a_weighted_impact_ranks_and_does_not_decide_the_threshold() -> None:
    file = grid(
        criterion("excellence"),
        criterion("impact", ranking_weight="1.5"),
        criterion("team"),
        out_of="15",
        threshold="10",
        tie_breaks=["impact"],
        aggregation="consensus",
    )
    by = {"P1": ("5", "4", "4"), "P2": ("4", "5", "4"), "P3": ("3", "3", "3.5")}
    marks = {name: {"consensus": {"excellence": a, "impact": b, "team": c}} for name, (a, b, c) in by.items()}
    found = listed(file, marks, euros=100)
    said = [text for _, text in lines(explain(found, "P3"), lambda key: label_of(file, key))]
    assert said[0] == f"P3{S}: sans rang."
    assert said[-1] == "Total de 9,5, alors que le seuil est 10."
    first = [text.replace(S, " ").replace(" :", f"{S}:") for _, text in lines(explain(found, "P2"))]
    assert f"Impact{S}: 5 × 1 = 5." in first
    assert f"Notes{S}: 5{N}; note arrêtée ensemble{S}: 5." in first
    assert f"Total{S}: 4 + 5 + 4 = 13 sur 15 (arrondi au plus près à 2 décimales)." in first
    assert f"Note de classement, avec les poids 1{N}; 1,5{N}; 1{S}: 15,5. Elle ne sert qu’à classer." in first


def test_what_is_cut_says_that_more_follows() -> None:
    file = grid(criterion("impact", "30"), out_of="150")
    found = listed(file, {"A": {"x": {"impact": "4"}, "y": {"impact": "4"}, "z": {"impact": "5"}}})
    said = [text for _, text in lines(explain(found, "A"))]
    assert f"Notes{S}: 4{N}; 4{N}; 5{N}; moyenne{S}: 4,3333…" in said
    assert f"Impact{S}: 4,3333…{S}×{S}30{S}={S}130." in said


def test_equals_are_told_by_what_parted_them() -> None:
    file = grid(criterion("impact"), criterion("team"), out_of="10", tie_breaks=["impact"])
    by = {"A": ("4", "4"), "B": ("5", "3")}
    found = listed(file, {name: {"x": {"impact": a, "team": b}} for name, (a, b) in by.items()})
    said = [text for _, text in lines(explain(found, "B"), lambda key: label_of(file, key))]
    assert "À égalité avec A, devant par Impact (5 et 4)." in said


def by_the_day_of_filing(first: datetime, second: datetime) -> str:
    said = {"other": "A", "by": "filed_at", "mine": first, "theirs": second}
    return sentence(Step(StepCode.AHEAD, said), lambda _: "la date de dépôt").replace(S, " ")


def test_moments_are_told_on_the_clocks_of_the_call() -> None:
    noon = datetime(2026, 10, 14, 10, tzinfo=UTC).astimezone(ZoneInfo("America/Martinique"))
    told = by_the_day_of_filing(noon, noon + timedelta(hours=2))
    assert ("à 6 h" in told, "à 8 h" in told, "à 12 h" in told) == (True, True, False)


def test_moments_are_told_as_one_reads_them_to_the_second_when_only_it_parts_them() -> None:
    noon = datetime(2026, 10, 14, 10, tzinfo=UTC)
    assert (
        by_the_day_of_filing(noon, noon.replace(day=15))
        == "À égalité avec A, devant par la date de dépôt (14 octobre 2026 à 12 h et 15 octobre 2026 à 12 h)."
    )
    assert "12 h 00 min 00 s et 14 octobre 2026 à 12 h 00 min 30 s" in by_the_day_of_filing(
        noon, noon.replace(second=30)
    )
