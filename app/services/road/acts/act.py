"""What an action takes and what it does besides moving the application: one record each, in the file of its effect.

An effect returns what the journal and the mail should tell, as plain JSON. The door runs it inside its transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.workflow import Action
from app.services.cases import Case
from app.services.road.acts.payloads import Payload
from app.services.work import Work

P = TypeVar("P", bound=Payload)


@dataclass(frozen=True)
class Act:
    """``payload``: what comes with the action, as its page and the JSON ask it; ``effect``: what is done with it.

    ``final``: it refuses or ends for good, and says why to the applicant: its page shows what will be read before.
    """

    payload: type[Payload]
    effect: Callable[[Work, Case, Any], dict[str, Any]]
    final: bool = False


Acts = Mapping[Action, Act]
"""The acts of one stretch of the road."""


def act(payload: type[P], effect: Callable[[Work, Case, P], dict[str, Any]], *, final: bool = False) -> Act:
    """The record of an action; its effect is one for that very payload."""
    return Act(payload, effect, final)


def nothing_more(_work: Work, _case: Case, _payload: Payload) -> dict[str, Any]:
    """The move is all there is."""
    return {}
