"""What each action does besides moving the application. The door runs it inside its transaction.

An effect returns what the journal and the mail should tell, as plain JSON.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.whole import whole
from app.domain.workflow import Action
from app.services.cases import Case
from app.services.road.acts import committee, conventions, decisions, filing, follow_up, screening
from app.services.road.acts.payloads import Payload
from app.services.work import Work

Effect = Callable[[Work, Case, Any], dict[str, Any]]


def nothing_more(_work: Work, _case: Case, _payload: Payload) -> dict[str, Any]:
    """The move is all there is."""
    return {}


EFFECTS: Final[Mapping[Action, Effect]] = whole(
    Action,
    {
        Action.SUBMIT_LETTER: filing.submit_letter,
        Action.INVITE: filing.invite,
        Action.DECLINE: filing.end,
        Action.RETURN_LETTER: filing.return_letter,
        Action.SUBMIT_DOSSIER: filing.submit_dossier,
        Action.WITHDRAW: filing.end,
        Action.EXPIRE: filing.end,
        Action.REQUEST_COMPLETION: screening.request_completion,
        Action.COMPLETE: screening.complete,
        Action.DECLARE_ADMISSIBLE: nothing_more,
        Action.DECLARE_INADMISSIBLE: screening.declare_inadmissible,
        Action.OPEN_REVIEW: screening.open_review,
        Action.CLOSE_REVIEW: nothing_more,
        Action.SHORTLIST: nothing_more,
        Action.RECOMMEND: committee.recommend,
        Action.RECOMMEND_WITH_CONDITIONS: committee.recommend_with_conditions,
        Action.PLACE_ON_RESERVE: committee.place_on_reserve,
        Action.POSTPONE: committee.postpone,
        Action.NOT_RECOMMEND: committee.not_recommend,
        Action.AWARD: decisions.award,
        Action.KEEP_ON_RESERVE: decisions.keep_on_reserve,
        Action.REJECT: decisions.reject,
        Action.JOIN_TABLE: decisions.join_table,
        Action.AGREE: decisions.agree,
        Action.DRAFT_CONVENTION: conventions.draft,
        Action.SEND_CONVENTION: conventions.send,
        Action.RECALL_CONVENTION: conventions.recall,
        Action.RECORD_SIGNATURE: conventions.record_signature,
        Action.RENOUNCE: conventions.renounce,
        Action.HOLD_KICKOFF: follow_up.hold_kickoff,
        Action.HOLD_MIDTERM: follow_up.hold_midterm,
        Action.HOLD_FINAL: follow_up.hold_final,
        Action.CLOSE: nothing_more,
        Action.TERMINATE: follow_up.terminate,
    },
)
