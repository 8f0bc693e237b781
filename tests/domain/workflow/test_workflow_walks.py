"""A machine walks random roads, plays random parts with random facts, and never leaves the table."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.errors import Refusal
from app.domain.people import Part
from app.domain.workflow import Action, Facts, Group, Stage, Workflow, every_legal_road
from tests.domain.facts_drawn import facts


class Walk(RuleBasedStateMachine):
    @initialize(road=st.sampled_from(every_legal_road()))
    def begin(self, road: tuple[Group, ...]) -> None:
        self.workflow = Workflow.for_call(road)
        self.stage = self.workflow.start
        self.walked: list[Stage] = [self.stage]

    @rule(action=st.sampled_from(Action), parts=st.frozensets(st.sampled_from(Part)), known=facts())
    def try_anything(self, action: Action, parts: frozenset[Part], known: Facts) -> None:
        try:
            line = self.workflow.decide(self.stage, action, parts, known)
        except Refusal:
            return
        self.go(line.reaches(self.stage))

    @rule(data=st.data(), known=facts())
    def press_a_button_that_is_open(self, data: st.DataObject, known: Facts) -> None:
        choices = self.workflow.allowed_actions(self.stage, frozenset(Part), known)
        open_ones = [choice for choice in choices if choice.open]
        if open_ones:
            chosen = data.draw(st.sampled_from(open_ones))
            line = self.workflow.decide(self.stage, chosen.action, frozenset(Part), known)
            assert line.reaches(self.stage) is chosen.target
            self.go(chosen.target)

    def go(self, target: Stage) -> None:
        assert target is self.stage or self.stage not in self.workflow.final_stages
        self.stage = target
        self.walked.append(target)

    @invariant()
    def the_table_knows_every_stage(self) -> None:
        assert set(self.walked) <= self.workflow.stages


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
