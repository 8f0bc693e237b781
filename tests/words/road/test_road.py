from datetime import UTC, datetime, timedelta

import pytest

from app.domain.road import Turn, waits_for
from app.domain.workflow import Group, Stage, Workflow
from app.words.labels import Audience
from app.words.road.road import actor_word, drawn, is_turn

GROUPS = tuple(group for group in Group if group is not Group.CODESIGN)
BEGAN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TO_COMMITTEE = (
    Stage.LETTER_SUBMITTED,
    Stage.DOSSIER_DRAFT,
    Stage.DOSSIER_SUBMITTED,
    Stage.ADMISSIBLE,
    Stage.IN_REVIEW,
    Stage.REVIEWED,
    Stage.SHORTLISTED,
)


def moved(*stages: Stage) -> list[tuple[Stage, datetime]]:
    return [(stage, BEGAN + timedelta(days=rank)) for rank, stage in enumerate(stages)]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_step_says_when_it_was_done_and_the_present_one_by_when_it_is_to_be() -> None:
    moves = moved(Stage.LETTER_SUBMITTED, Stage.DOSSIER_DRAFT)
    due = datetime(2026, 6, 18, 16, 0, tzinfo=UTC)
    seen = drawn(GROUPS, Stage.DOSSIER_DRAFT, moves, Audience.APPLICANT, due_at=due, called="la Région")
    assert [(step.label, step.state, plain(step.when), plain(step.who)) for step in seen.steps[:3]] == [
        ("Lettre", "done", "acceptée le 5 mars", ""),
        ("Dossier", "now", "jusqu’au 18 juin", "à vous"),
        ("Recevabilité", "todo", "", ""),
    ]
    assert seen.turn


def test_the_same_road_read_by_an_officer_waits_for_the_holder() -> None:
    seen = drawn(GROUPS, Stage.DOSSIER_DRAFT, moved(Stage.DOSSIER_DRAFT), Audience.OFFICER)
    assert (seen.steps[1].who, seen.turn) == ("le porteur", False)


def test_a_step_to_come_may_have_its_planned_date() -> None:
    seen = drawn(GROUPS, Stage.LETTER_DRAFT, [], Audience.APPLICANT, planned={"committee": "24 septembre"})
    assert plain(seen.steps[4].when) == "24 septembre"


@pytest.mark.parametrize(
    "opinion",
    [
        Stage.RECOMMENDED,
        Stage.RECOMMENDED_WITH_CONDITIONS,
        Stage.ON_RESERVE,
        Stage.POSTPONED,
        Stage.NOT_RECOMMENDED,
    ],
)
def test_an_opinion_that_is_not_released_changes_nothing_on_the_road_of_the_applicant(opinion: Stage) -> None:
    before = drawn(GROUPS, Stage.SHORTLISTED, moved(*TO_COMMITTEE), Audience.APPLICANT)
    after = drawn(GROUPS, opinion, moved(*TO_COMMITTEE, opinion), Audience.APPLICANT)
    assert after == before
    assert drawn(GROUPS, opinion, moved(*TO_COMMITTEE, opinion), Audience.OFFICER) != before


def test_a_withdrawal_does_not_tell_the_opinion_that_came_before_it() -> None:
    roads = {
        drawn(GROUPS, Stage.WITHDRAWN, moved(*TO_COMMITTEE, opinion, Stage.WITHDRAWN), Audience.APPLICANT)
        for opinion in (Stage.RECOMMENDED, Stage.POSTPONED, Stage.NOT_RECOMMENDED)
    }
    assert len(roads) == 1


def test_once_released_a_place_on_the_reserve_is_drawn_at_the_decision() -> None:
    moves = moved(*TO_COMMITTEE, Stage.ON_RESERVE, Stage.ON_RESERVE)
    seen = drawn(GROUPS, Stage.ON_RESERVE, moves, Audience.APPLICANT, released=True, called="la Région")
    assert [(step.label, step.who) for step in seen.steps if step.state == "now"] == [
        ("Décision", "la Région")
    ]


def test_a_road_that_stopped_says_why_and_when() -> None:
    seen = drawn(GROUPS, Stage.DECLINED, moved(Stage.LETTER_SUBMITTED, Stage.DECLINED), Audience.APPLICANT)
    assert (seen.steps[0].state, plain(seen.steps[0].when)) == ("stopped", "non retenue le 5 mars")


def test_somebody_is_named_for_every_stage_that_waits() -> None:
    workflow = Workflow.for_call(GROUPS)
    for audience in Audience:
        for stage in workflow.stages - workflow.final_stages:
            assert actor_word(waits_for(stage), audience, "la Région")
            assert is_turn(stage, audience) == (actor_word(waits_for(stage), audience) == "à vous")
    assert actor_word(Turn.NOBODY, Audience.OFFICER) == ""
