"""The way from one stage of a call to another."""

from collections import deque

from app.domain.workflow import Action, Stage, Workflow


def shortest_road(workflow: Workflow, start: Stage, target: Stage) -> tuple[Action, ...]:
    """The fewest actions from one stage to another. ValueError when there is no way."""
    roads: dict[Stage, tuple[Action, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        stage = waiting.popleft()
        if stage is target:
            return roads[stage]
        for line in workflow.leaving(stage):
            if (reached := line.reaches(stage)) not in roads:
                roads[reached] = (*roads[stage], line.action)
                waiting.append(reached)
    raise ValueError(f"no road from {start} to {target}")
