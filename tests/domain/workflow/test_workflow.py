"""The road, over every legal combination of its groups: it leads somewhere, and it never lies."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Conflict, Forbidden, NotReady, Reason, ReasonCode, TooLate, WrongStage
from app.domain.people import Part
from app.domain.workflow import (
    STAGES_OF,
    Action,
    Facts,
    Group,
    IllegalRoad,
    Outcome,
    Stage,
    Workflow,
    every_legal_road,
    legal,
)
from app.domain.workflow.engine import broken_rule
from tests.domain.facts_drawn import A_MONDAY, facts, just

ROADS = every_legal_road()
ALWAYS_FINAL = {Stage.WITHDRAWN, Stage.EXPIRED}
roads = st.sampled_from(ROADS).map(Workflow.for_call)


def name_of(road: tuple[Group, ...]) -> str:
    return "-".join(group.value[:3] for group in road)


every_road = pytest.mark.parametrize("road", ROADS, ids=name_of)


def final_stages(road: tuple[Group, ...]) -> set[Stage]:
    """Where a road ends, said without reading the table."""
    has, last = set(road), road[-1]
    final = set(ALWAYS_FINAL)
    if Group.LETTER in has:
        final.add(Stage.DECLINED)
    if Group.ADMISSIBILITY in has:
        final.add(Stage.INADMISSIBLE)
    if Group.DECISION in has:
        final.add(Stage.REJECTED)
    if Group.CONVENTION in has:
        final.add(Stage.RENOUNCED)
    if Group.FOLLOW_UP in has:
        final |= {Stage.CLOSED, Stage.TERMINATED}
    end = {
        Group.DECISION: Stage.AWARDED,
        Group.CODESIGN: Stage.AGREED,
        Group.CONVENTION: Stage.CONVENTION_SIGNED,
    }
    return final | ({end[last]} if last in end else set())


def test_sixty_roads_are_legal_and_no_other() -> None:
    combinations = [
        tuple(group for group, kept in zip(Group, choice, strict=True) if kept)
        for choice in product((True, False), repeat=len(Group))
    ]
    assert len(ROADS) == 60
    assert [road for road in combinations if legal(road)] == list(ROADS)


@every_road
def test_every_stage_can_be_reached_from_the_start(road: tuple[Group, ...]) -> None:
    workflow = Workflow.for_call(road)
    reached, waiting = {workflow.start}, [workflow.start]
    while waiting:
        stage = waiting.pop()
        for line in workflow.leaving(stage):
            if (next_one := line.reaches(stage)) not in reached:
                reached.add(next_one)
                waiting.append(next_one)
    assert reached == workflow.stages


@every_road
def test_a_final_stage_can_be_reached_from_every_stage(road: tuple[Group, ...]) -> None:
    workflow = Workflow.for_call(road)
    leading = set(workflow.final_stages)
    grown = True
    while grown:
        new = {s for line in workflow.transitions if line.target in leading for s in line.sources} - leading
        leading |= new
        grown = bool(new)
    assert leading == workflow.stages


@every_road
def test_the_road_ends_where_it_should_and_nowhere_else(road: tuple[Group, ...]) -> None:
    assert Workflow.for_call(road).final_stages == final_stages(road)


@every_road
def test_no_two_lines_leave_one_stage_by_one_action(road: tuple[Group, ...]) -> None:
    pairs = [(source, line.action) for line in Workflow.for_call(road).transitions for source in line.sources]
    assert len(pairs) == len(set(pairs))


@every_road
def test_no_line_is_without_a_source_or_without_somebody(road: tuple[Group, ...]) -> None:
    lines = Workflow.for_call(road).transitions
    assert [line.action for line in lines if not line.sources or not line.parts] == []


@every_road
def test_the_road_starts_with_a_letter_when_it_has_one(road: tuple[Group, ...]) -> None:
    expected = Stage.LETTER_DRAFT if Group.LETTER in road else Stage.DOSSIER_DRAFT
    assert Workflow.for_call(road).start is expected


@every_road
def test_the_road_has_the_stages_of_its_groups_only(road: tuple[Group, ...]) -> None:
    stages = {stage for group in road for stage in STAGES_OF[group]}
    if Group.DECISION not in road:
        stages.discard(Stage.ON_RESERVE)
    assert Workflow.for_call(road).stages == stages


def test_every_stage_has_one_group_and_every_action_a_line() -> None:
    assert sorted(stage for stages in STAGES_OF.values() for stage in stages) == sorted(Stage)
    assert [
        stage for group, stages in STAGES_OF.items() for stage in stages if stage.group is not group
    ] == []
    used = {line.action for road in ROADS for line in Workflow.for_call(road).transitions}
    assert used == set(Action)


def test_the_road_of_a_call_is_composed_once() -> None:
    assert Workflow.for_call(list(ROADS[0])) is Workflow.for_call(ROADS[0])


@pytest.mark.parametrize(
    ("groups", "rule"),
    [
        ((Group.DECISION, Group.DOSSIER), "order"),
        ((Group.DOSSIER, Group.DOSSIER, Group.DECISION), "order"),
        ((Group.LETTER, Group.DECISION), "dossier"),
        ((), "dossier"),
        ((Group.DOSSIER,), "decision_or_codesign"),
        ((Group.DOSSIER, Group.DECISION, Group.CODESIGN), "decision_or_codesign"),
        ((Group.DOSSIER, Group.REVIEW, Group.CODESIGN), "codesign_replaces"),
        ((Group.DOSSIER, Group.COMMITTEE, Group.CODESIGN), "codesign_replaces"),
        ((Group.DOSSIER, Group.DECISION, Group.FOLLOW_UP), "follow_up_needs_convention"),
    ],
)
def test_groups_that_make_no_road_are_refused_with_the_rule_they_break(
    groups: tuple[Group, ...], rule: str
) -> None:
    assert broken_rule(groups) == rule
    with pytest.raises(IllegalRoad) as refused:
        Workflow.for_call(groups)
    assert refused.value.rule == rule


def answer(
    workflow: Workflow, stage: Stage, action: Action, parts: frozenset[Part], known: Facts
) -> Stage | Reason | None:
    """What the door says: where it leads, why a guard refuses, None when it is not theirs or not from here."""
    try:
        return workflow.decide(stage, action, parts, known).reaches(stage)
    except (Forbidden, WrongStage):
        return None
    except Conflict as refused:
        return refused.reason


@given(st.data(), roads, st.frozensets(st.sampled_from(Part)), facts())
def test_the_button_and_the_door_agree(
    data: st.DataObject, workflow: Workflow, parts: frozenset[Part], known: Facts
) -> None:
    stage = data.draw(st.sampled_from(sorted(workflow.stages)))
    shown = {
        choice.action: choice.target if choice.open else choice.refusal
        for choice in workflow.allowed_actions(stage, parts, known)
    }
    told = {action: answer(workflow, stage, action, parts, known) for action in Action}
    assert {action: said for action, said in told.items() if said is not None} == shown


def test_an_action_that_the_call_does_not_have_is_unknown() -> None:
    workflow = Workflow.for_call((Group.DOSSIER, Group.DECISION))
    with pytest.raises(WrongStage) as refused:
        workflow.decide(Stage.DOSSIER_DRAFT, Action.INVITE, {Part.OFFICER}, just())
    assert refused.value.reason.code is ReasonCode.UNKNOWN_ACTION


def test_a_refusal_says_who_may_before_it_says_when() -> None:
    workflow = Workflow.for_call((Group.DOSSIER, Group.DECISION))
    with pytest.raises(Forbidden) as refused:
        workflow.decide(Stage.DOSSIER_DRAFT, Action.AWARD, {Part.OWNER}, just())
    assert refused.value.reason.values == {"action": Action.AWARD, "parts": (Part.MANAGER,)}


def test_what_is_too_late_and_what_is_not_ready_are_two_refusals() -> None:
    workflow = Workflow.for_call((Group.DOSSIER, Group.DECISION))
    late = just(due_at=A_MONDAY.replace(hour=8))
    with pytest.raises(TooLate):
        workflow.decide(Stage.DOSSIER_DRAFT, Action.SUBMIT_DOSSIER, {Part.OWNER}, late)
    with pytest.raises(NotReady):
        workflow.decide(Stage.DOSSIER_DRAFT, Action.SUBMIT_DOSSIER, {Part.OWNER}, just(form_faults=1))
    with pytest.raises(NotReady) as refused:
        workflow.decide(Stage.DOSSIER_SUBMITTED, Action.REJECT, {Part.MANAGER}, just(decision=Outcome.AWARD))
    assert refused.value.reason.code is ReasonCode.DECISION_DIFFERS


def test_an_opinion_put_right_takes_the_application_where_the_record_says() -> None:
    road = Workflow.for_call(next(groups for groups in ROADS if Group.COMMITTEE in groups))
    line = road.decide(
        Stage.NOT_RECOMMENDED, Action.FOLLOW_OPINION, {Part.SYSTEM}, just(advised=Stage.RECOMMENDED)
    )
    assert line.reaches(Stage.NOT_RECOMMENDED) is Stage.RECOMMENDED
    with pytest.raises(NotReady):
        road.decide(Stage.RECOMMENDED, Action.FOLLOW_OPINION, {Part.SYSTEM}, just())
