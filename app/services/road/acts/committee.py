"""The effects of the committee's opinions: what was advised, by which votes, in which sitting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, CommitteeOpinion
from app.db.review import interests
from app.domain.errors import Fault, Invalid, NotReady, Reason, ReasonCode
from app.domain.quorum import item_voices
from app.domain.workflow import Action, Stage
from app.services.cases import Case
from app.services.committee import attendances, presiders
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
"""The opinions that come with money. Votes are for or against the application; those on a postponement say nothing of
it."""


FUNDED = FAVOURABLE - {Stage.ON_RESERVE}
"""Those that give money at once, where the dossier asks for some: a reserve may have none yet."""


def contradiction(stage: Stage, votes_for: int, votes_against: int) -> Fault | None:
    """What is wrong in an opinion that its own votes deny."""
    more = votes_for - votes_against
    if not ((stage in FAVOURABLE and more < 0) or (stage in _ADVERSE and more > 0)):
        return None
    cast = {"votes_for": votes_for, "votes_against": votes_against}
    return Fault("votes_for", Reason.of(ReasonCode.VOTES_CONTRADICT, **cast))


def miscast(
    rows: Sequence[Attendance], barred: frozenset[int], payload: Opinion | RectifiedOpinion
) -> Fault | None:
    """What is wrong in votes, whatever they say: more of them than voices, none without a consensus, both."""
    present = frozenset(row.person_id for row in rows if row.present)
    proxies = {row.person_id: row.proxy_to for row in rows if row.proxy_to is not None}
    voices = item_voices(present=present, proxies=proxies, recused=barred)
    each = (payload.votes_for, payload.votes_against, payload.abstentions)
    if sum(each) > voices:
        there = len(present - barred)
        told = {"each": each, "read": sum(each), "max": voices, "present": there, "proxies": voices - there}
        return Fault("votes_for", Reason(ReasonCode.VOTES_EXCEED, told))
    if bool(sum(each)) == payload.consensus:
        code = ReasonCode.VOTE_AND_CONSENSUS if payload.consensus else ReasonCode.VOTE_MISSING
        return Fault("consensus", Reason.of(code))
    return None


def tied(stage: Stage, payload: Opinion | RectifiedOpinion, *, allowed: bool) -> Fault | None:
    """What is wrong in a tie: it adopts nothing, unless the call gives who presides a casting vote, which is then said.

    A tie is no reason to refuse a postponement nor an unfavourable opinion; where all abstain, none is for more than
    against. ``allowed``: the call gives a casting vote.
    """
    tie = payload.votes_for == payload.votes_against and not payload.consensus
    if payload.casting_vote and not (tie and allowed):
        return Fault("casting_vote", Reason.of(ReasonCode.CASTING_VOTE_NEEDLESS))
    if not tie or stage not in FAVOURABLE or payload.casting_vote:
        return None
    told = {"votes_for": payload.votes_for, "votes_against": payload.votes_against}
    if allowed:
        return Fault("casting_vote", Reason(ReasonCode.CASTING_VOTE_ASKED, told))
    return Fault("votes_for", Reason(ReasonCode.VOTES_TIED, told))


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
    """What is wrong in an opinion: votes that cannot be, that deny it or tie, too much money, or none.

    ``by``: with the interests that were known at that moment.
    """
    barred = interests.interested_in(work.session, case.id, by=by)
    rows = committee.attendance(work.session, sitting)
    file = case.folder.committee
    wrong = (
        miscast(rows, barred, payload)
        or contradiction(stage, payload.votes_for, payload.votes_against)
        or tied(stage, payload, allowed=file is not None and file.casting_vote)
    )
    if wrong is None and amount == 0 and stage in FUNDED and case.application.requested:
        return Fault("amount", Reason.of(ReasonCode.FAVOURABLE_WITHOUT_MONEY))
    return wrong or (amounts.too_much(work, case, amount) if amount is not None else None)


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
    opinion.casting_vote = payload.casting_vote or None


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
    able = presiders.replacing(work, case.application.call_id, found, case.id)
    if able and payload.presides not in able:
        raise Invalid(Fault("presides", Reason.of(ReasonCode.PRESIDER_OUT)))
    opinion = CommitteeOpinion(application_id=case.id, sitting_id=sitting, opinion=stage, given_at=work.now)
    opinion.presided_by = payload.presides if able else None
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
