"""The road of an application, as one typed table composed from the groups that its call has."""

from app.domain.workflow.engine import Choice, IllegalRoad, Workflow, every_legal_road, legal
from app.domain.workflow.facts import Facts, Outcome
from app.domain.workflow.stages import STAGES_OF, Action, Group, Message, Stage
from app.domain.workflow.table import Transition

__all__ = [
    "STAGES_OF",
    "Action",
    "Choice",
    "Facts",
    "Group",
    "IllegalRoad",
    "Message",
    "Outcome",
    "Stage",
    "Transition",
    "Workflow",
    "every_legal_road",
    "legal",
]
