"""The effects of the committee's opinions: what was advised, by which votes, in which sitting."""

from datetime import datetime
from typing import Any, Final

from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import CommitteeOpinion
from app.db.review import interests
from app.domain.errors import Fault, Invalid, NotReady, Reason, ReasonCode
from app.domain.quorum import item_voices
from app.domain.workflow import Action, Stage
from app.services.cases import Case
from app.services.committee import attendances
from app.services.ranking import amounts
from app.services.ranking.ranked_list import place_of
from app.services.road.acts.act import Acts, act, nothing_more
from app.services.road.acts.payloads import (
    ConditionalRecommendation,
    Nothing,
    Opinion,
    ReasonedOpinion,
    Recommendation,
    RectifiedOpinion,
)
from app.services.work import Work


def recommend(work: Work, case: Case, payload: Recommendation) -> dict[str, Any]:
    return _advise(work, case, Stage.RECOMMENDED, payload, payload.amount)


def recommend_with_conditions(work: Work, case: Case, payload: ConditionalRecommendation) -> dict[str, Any]:
    return _advise(work, case, Stage.RECOMMENDED_WITH_CONDITIONS, payload, payload.amount, payload.conditions)


def place_on_reserve(work: Work, case: Case, payload: Recommendation) -> dict[str, Any]:
    return _advise(work, case, Stage.ON_RESERVE, payload, payload.amount)


def postpone(work: Work, case: Case, payload: Opinion) -> dict[str, Any]:
    return _advise(work, case, Stage.POSTPONED, payload, None)


def not_recommend(work: Work, case: Case, payload: Opinion) -> dict[str, Any]:
    return _advise(work, case, Stage.NOT_RECOMMENDED, payload, None)


_ADVERSE = {Stage.NOT_RECOMMENDED}
FAVOURABLE = {Stage.RECOMMENDED, Stage.RECOMMENDED_WITH_CONDITIONS, Stage.ON_RESERVE}
"""The opinions that come with money. Votes are for or against the application, and the voice of who presides breaks a
tie; those on a postponement say nothing of the application."""


FUNDED = FAVOURABLE - {Stage.ON_RESERVE}
"""Those that give money at once, where the dossier asks for some: a reserve may have none yet."""


def contradiction(stage: Stage, votes_for: int, votes_against: int) -> Fault | None:
    """What is wrong in an opinion that its own votes deny."""
    more = votes_for - votes_against
    if not ((stage in FAVOURABLE and more < 0) or (stage in _ADVERSE and more > 0)):
        return None
    cast = {"votes_for": votes_for, "votes_against": votes_against}
    return Fault("votes_for", Reason.of(ReasonCode.VOTES_CONTRADICT, **cast))


def fault(
    work: Work,
    case: Case,
    sitting: int,
    stage: Stage,
    payload: Opinion | RectifiedOpinion,
    amount: int | None,
    *,
    by: datetime | None = None,
) -> Fault | None:
    """What is wrong in an opinion: more votes than there are voices, votes that deny it, too much money, or none.

    ``by``: with the interests that were known at that moment.
    """
    barred = interests.interested_in(work.session, case.id, by=by)
    rows = committee.attendance(work.session, sitting)
    voices = item_voices(
        present=frozenset(row.person_id for row in rows if row.present),
        proxies={row.person_id: row.proxy_to for row in rows if row.proxy_to is not None},
        recused=barred,
    )
    cast = payload.votes_for + payload.votes_against + payload.abstentions
    if cast > voices:
        return Fault("votes_for", Reason.of(ReasonCode.TOO_LARGE, read=cast, max=voices))
    denied = contradiction(stage, payload.votes_for, payload.votes_against)
    if denied is None and amount == 0 and stage in FUNDED and case.application.requested:
        return Fault("amount", Reason.of(ReasonCode.FAVOURABLE_WITHOUT_MONEY))
    return denied or (amounts.too_much(work, case, amount) if amount is not None else None)


def say(
    work: Work,
    case: Case,
    opinion: CommitteeOpinion,
    payload: Opinion | RectifiedOpinion,
    amount: int | None,
    conditions: str,
) -> None:
    """Write what the committee advises; without an amount, a favourable opinion is for the most that may be given."""
    favourable = opinion.opinion in FAVOURABLE
    opinion.amount = amounts.most(work, case) if amount is None and favourable else amount
    opinion.conditions = conditions
    opinion.observations = payload.comment if favourable else ""
    opinion.reasons = "" if favourable else payload.comment
    opinion.votes_for, opinion.votes_against = payload.votes_for, payload.votes_against
    opinion.abstentions = payload.abstentions


def _advise(
    work: Work, case: Case, stage: Stage, payload: Opinion, amount: int | None, conditions: str = ""
) -> dict[str, Any]:
    """Keep the opinion. More money than was asked or than the rule allows is refused, and an opinion that its votes
    deny, and more votes than there are voices: a member who has an interest in the application neither votes nor
    carries the proxy of another (CGCT L2131-11).
    """
    found = attendances.sitting_for(work, case, payload.sitting)
    if isinstance(found, Reason):
        raise NotReady(found.code, **found.values)
    sitting = key_of(found)
    held = committee.locked_sitting(work.session, sitting)
    if held is not None and held.closed_at is not None:
        raise NotReady(ReasonCode.SITTING_CLOSED, at=held.closed_at)
    if (wrong := fault(work, case, sitting, stage, payload, amount)) is not None:
        raise Invalid(wrong)
    opinion = CommitteeOpinion(application_id=case.id, sitting_id=sitting, opinion=stage, given_at=work.now)
    say(work, case, opinion, payload, amount, conditions)
    if (placed := place_of(work, case)) is not None:
        place, score = placed
        opinion.rank, opinion.mark = place.rank, str(score.total) if score else ""
    work.session.add(opinion)
    work.session.flush()
    return {"sitting": sitting, "amount_cents": opinion.amount}


ACTS: Final[Acts] = {
    Action.SHORTLIST: act(Nothing, nothing_more),
    Action.RECOMMEND: act(Recommendation, recommend),
    Action.RECOMMEND_WITH_CONDITIONS: act(ConditionalRecommendation, recommend_with_conditions),
    Action.PLACE_ON_RESERVE: act(Recommendation, place_on_reserve),
    Action.POSTPONE: act(ReasonedOpinion, postpone),
    Action.NOT_RECOMMEND: act(ReasonedOpinion, not_recommend),
    Action.FOLLOW_OPINION: act(Nothing, nothing_more),
}
