"""An act that stays at its stage: it is offered and decided like another, and moves neither the road nor its end."""

from datetime import UTC, datetime

import pytest

from app.domain import road
from app.domain.people import Part
from app.domain.road import StepKey
from app.domain.workflow import Action, Group, Stage, Transition, Workflow
from app.words.road.diagram import mermaid, svg
from tests.domain.facts_drawn import just

OFFICERS = frozenset({Part.OFFICER})
DRAFTED, SIGNED = frozenset({Stage.CONVENTION_SENT}), frozenset({Stage.CONVENTION_SIGNED})
SIGN = Transition(Action.RECORD_SIGNATURE, DRAFTED, Stage.CONVENTION_SIGNED, OFFICERS, None)
AMEND = Transition(Action.SEND_CONVENTION, DRAFTED | SIGNED, None, OFFICERS, None)
SMALL = Workflow((Group.CONVENTION,), (SIGN, AMEND), Stage.CONVENTION_SENT)
A_DAY, A_WEEK_LATER = datetime(2027, 3, 4, tzinfo=UTC), datetime(2027, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize("stage", [Stage.CONVENTION_SENT, Stage.CONVENTION_SIGNED])
def test_it_is_offered_and_decided_and_leads_where_one_stands(stage: Stage) -> None:
    choices = {one.action: one.target for one in SMALL.allowed_actions(stage, OFFICERS, just())}
    assert choices[Action.SEND_CONVENTION] is stage
    line = SMALL.decide(stage, Action.SEND_CONVENTION, OFFICERS, just())
    assert (line, line.reaches(stage)) == (AMEND, stage)


def test_a_stage_where_one_may_only_stay_is_final_and_no_stage_is_added() -> None:
    assert SMALL.stages == DRAFTED | SIGNED
    assert SMALL.final_stages == SIGNED


def test_nobody_waits_for_the_authority_where_it_may_only_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = (Group.DOSSIER, Group.DECISION, Group.CONVENTION)
    whole = Workflow.for_call(groups)
    staying = Workflow(groups, (*whole.transitions, AMEND), whole.start)
    before = road.awaited(groups, OFFICERS)
    road.awaited.cache_clear()
    monkeypatch.setattr(road.Workflow, "for_call", staticmethod(lambda _groups: staying))
    after = road.awaited(groups, OFFICERS)
    road.awaited.cache_clear()
    assert (after, Stage.CONVENTION_SIGNED in after) == (before, False)
    assert road.ends_at(groups, Stage.CONVENTION_SIGNED) is True


def test_it_leaves_no_date_on_the_road() -> None:
    groups = (Group.DOSSIER, Group.DECISION, Group.CONVENTION)
    moves = [(Stage.CONVENTION_DRAFT, A_DAY), (Stage.CONVENTION_SENT, A_DAY)]
    stayed = [*moves, (Stage.CONVENTION_SENT, A_WEEK_LATER)]
    assert road.road(groups, Stage.CONVENTION_SENT, stayed) == road.road(groups, Stage.CONVENTION_SENT, moves)
    assert road.road(groups, Stage.CONVENTION_SENT, stayed)[-1].key is StepKey.CONVENTION


def test_it_is_drawn_as_an_arrow_from_a_stage_to_itself() -> None:
    arrows = [line.strip() for line in mermaid(SMALL).splitlines() if "-->" in line]
    assert [(arrow.partition(" ")[0], arrow.rpartition(" ")[2]) for arrow in arrows] == [
        ("convention_sent", "convention_signed"),
        ("convention_sent", "convention_sent"),
        ("convention_signed", "convention_signed"),
    ]
    assert "la même étape" in svg(SMALL)
