from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people import Part
from app.domain.road import STOPS, StepKey, StepState, Turn, awaited, ends_at, road, steps_of, waits_for
from app.domain.workflow import Group, Stage, Workflow, every_legal_road

COMPETITIVE = tuple(group for group in Group if group is not Group.CODESIGN)
BEGAN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def moved(*stages: Stage) -> list[tuple[Stage, datetime]]:
    """One move a day."""
    return [(stage, BEGAN + timedelta(days=rank)) for rank, stage in enumerate(stages)]


def states(groups: tuple[Group, ...], stage: Stage, *stages: Stage) -> str:
    """The road in a word: a letter a step."""
    letters = {StepState.DONE: "d", StepState.NOW: "n", StepState.TODO: "t", StepState.STOPPED: "x"}
    return "".join(letters[step.state] for step in road(groups, stage, moved(*stages)))


def test_the_follow_up_is_three_steps_and_every_other_group_one() -> None:
    assert steps_of(COMPETITIVE) == (
        StepKey.LETTER,
        StepKey.DOSSIER,
        StepKey.ADMISSIBILITY,
        StepKey.REVIEW,
        StepKey.COMMITTEE,
        StepKey.DECISION,
        StepKey.CONVENTION,
        StepKey.KICKOFF,
        StepKey.MIDTERM,
        StepKey.FINAL,
    )


def test_a_new_application_is_at_its_first_step_without_a_date() -> None:
    first = road(COMPETITIVE, Stage.LETTER_DRAFT, [])[0]
    assert (first.state, first.at, first.who) == (StepState.NOW, None, Turn.APPLICANT)


def test_a_step_is_done_on_the_day_that_the_application_left_it() -> None:
    drawn = road(
        COMPETITIVE,
        Stage.DOSSIER_SUBMITTED,
        moved(Stage.LETTER_SUBMITTED, Stage.DOSSIER_DRAFT, Stage.DOSSIER_SUBMITTED),
    )
    assert [step.at for step in drawn[:3]] == [BEGAN + timedelta(days=days) for days in (1, 2, 2)]
    assert drawn[2].who is Turn.AUTHORITY


def test_a_letter_given_back_takes_the_road_back() -> None:
    assert states(COMPETITIVE, Stage.LETTER_DRAFT, Stage.LETTER_SUBMITTED, Stage.LETTER_DRAFT) == "nttttttttt"


def test_an_opinion_after_the_stage_shown_leaves_no_trace() -> None:
    shown = road(COMPETITIVE, Stage.SHORTLISTED, moved(Stage.REVIEWED, Stage.SHORTLISTED, Stage.RECOMMENDED))
    assert shown == road(COMPETITIVE, Stage.SHORTLISTED, moved(Stage.REVIEWED, Stage.SHORTLISTED))


def test_a_road_stops_where_the_application_stood() -> None:
    withdrawn = (Stage.LETTER_SUBMITTED, Stage.DOSSIER_DRAFT, Stage.WITHDRAWN)
    assert states(COMPETITIVE, Stage.WITHDRAWN, *withdrawn) == "dxtttttttt"
    assert states(COMPETITIVE, Stage.DECLINED, Stage.LETTER_SUBMITTED, Stage.DECLINED) == "xttttttttt"
    assert states(COMPETITIVE, Stage.REJECTED, Stage.REVIEWED, Stage.REJECTED) == "dddddxtttt"
    assert states(COMPETITIVE, Stage.TERMINATED, Stage.STARTED, Stage.TERMINATED) == "ddddddddxt"


def test_a_closed_application_has_done_every_step() -> None:
    assert states(COMPETITIVE, Stage.CLOSED, Stage.FINAL_HELD, Stage.CLOSED) == "d" * 10
    assert states(COMPETITIVE, Stage.FINAL_HELD, Stage.FINAL_HELD) == "dddddddddn"


def test_a_road_without_a_group_goes_on_to_the_next_step_that_it_has() -> None:
    short = (Group.DOSSIER, Group.DECISION)
    assert states(short, Stage.DOSSIER_SUBMITTED, Stage.DOSSIER_SUBMITTED) == "dn"
    assert states(short, Stage.AWARDED, Stage.DOSSIER_SUBMITTED, Stage.AWARDED) == "dd"


@pytest.mark.parametrize("groups", every_legal_road(), ids="-".join)
def test_every_stage_of_every_legal_road_can_be_drawn(groups: tuple[Group, ...]) -> None:
    workflow = Workflow.for_call(groups)
    for stage in workflow.stages:
        drawn = [step.state for step in road(groups, stage, moved(stage))]
        assert len(drawn) == len(steps_of(groups))
        assert drawn == sorted(
            drawn, key=[StepState.DONE, StepState.STOPPED, StepState.NOW, StepState.TODO].index
        )
        ended = stage in workflow.final_stages and stage not in STOPS
        assert (StepState.STOPPED in drawn) == (stage in STOPS)
        assert (StepState.NOW in drawn) == (stage not in STOPS and not ended)


def test_somebody_is_waited_for_at_every_stage_that_something_leaves() -> None:
    for groups in every_legal_road():
        workflow = Workflow.for_call(groups)
        for stage in workflow.stages - workflow.final_stages:
            assert waits_for(stage) is not Turn.NOBODY
    assert {waits_for(stage) for stage in Stage} == set(Turn)


def test_a_retained_project_is_at_its_end_where_the_call_has_nothing_after_it() -> None:
    ends = {
        stage
        for groups in every_legal_road()
        for stage in Workflow.for_call(groups).stages
        if ends_at(groups, stage)
    }
    assert ends == {Stage.AWARDED, Stage.AGREED, Stage.CONVENTION_SIGNED}
    for groups in every_legal_road():
        assert ends_at(groups, Stage.AWARDED) == (Group.DECISION in groups and Group.CONVENTION not in groups)
        assert ends_at(groups, Stage.CONVENTION_SIGNED) == (groups[-1] is Group.CONVENTION)


def test_a_stage_awaits_those_alone_who_may_move_it_on() -> None:
    officer, manager = frozenset({Part.OFFICER}), frozenset({Part.MANAGER})
    mine, theirs = awaited(COMPETITIVE, officer), awaited(COMPETITIVE, manager)
    assert mine < theirs
    assert theirs - mine == {
        Stage.RECOMMENDED,
        Stage.RECOMMENDED_WITH_CONDITIONS,
        Stage.NOT_RECOMMENDED,
        Stage.ON_RESERVE,
    }
    for groups in every_legal_road():
        both = awaited(groups, officer | manager)
        stages = {one for one in Workflow.for_call(groups).stages if waits_for(one) is Turn.AUTHORITY}
        assert stages - both == {one for one in stages if ends_at(groups, one)}
