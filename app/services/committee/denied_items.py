"""What an attendance that is put right would make impossible: more votes than voices, an opinion without its quorum, an
item that nobody presides.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.db.apply import applications
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, CommitteeOpinion, Sitting
from app.db.review import interests
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.quorum import item_quorum, item_voices
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.committee import presiders
from app.services.work import Work


def released_at(work: Work, sitting: Sitting) -> datetime | None:
    """When the first decision on one of the items of a sitting was released: who was there is put right no more."""
    items = {one.application_id for one in committee.opinions_of_sitting(work.session, key_of(sitting))}
    found = committee.decisions_of(work.session, items, afresh=True).values()
    return min((one.released_at for one in found if one.released_at is not None), default=None)


def denied(
    work: Work,
    opened: OpenedCall,
    sitting: Sitting,
    rows: list[Attendance],
    present: Collection[int],
    proxies: Mapping[int, int],
) -> Fault | None:
    """The items whose opinion could not have been given with this attendance, with their figures.

    Each is judged with the interests that were known when its opinion was given. A postponement advises nothing, so
    that it stands without a quorum: this is what becomes of an item that had none. An item that an interest hides from
    the actor has no reference.
    """
    members = frozenset(row.person_id for row in rows)
    there = frozenset(present)
    share = opened.folder.committee.quorum if opened.folder.committee is not None else None
    hidden = interests.interests_of_person(work.session, work.person_id)
    usual = presiders.presider_of(work, opened.id, sitting, rows)
    over, short, unled = list[tuple[str, int, int]](), list[tuple[str, int, int]](), list[str]()
    for opinion in committee.opinions_of_sitting(work.session, key_of(sitting)):
        barred = interests.interested_in(work.session, opinion.application_id, by=opinion.given_at)
        called = "" if opinion.application_id in hidden else _reference(work, opinion)
        cast = opinion.votes_for + opinion.votes_against + opinion.abstentions
        voices = item_voices(present=there, proxies=proxies, recused=barred)
        if cast > voices:
            over.append((called, cast, voices))
        if presiders.item_presider(opinion.presided_by, usual, there, barred) is None:
            unled.append(called)
        if share is None or opinion.opinion is Stage.POSTPONED:
            continue
        quorum = item_quorum(members=members, present=there, recused=barred, share=share)
        if not quorum.met:
            short.append((called, quorum.present, quorum.required))
    if not over and not short and not unled:
        return None
    told = {"over": tuple(over), "short": tuple(short), "unled": tuple(unled)}
    return Fault("present", Reason(ReasonCode.ATTENDANCE_DENIES, told))


def _reference(work: Work, opinion: CommitteeOpinion) -> str:
    application = applications.by_id(work.session, opinion.application_id)
    return application.reference if application is not None else ""
