"""The minutes of a closed sitting replaced by a numbered version, once something that they say was put right.

They are made from what was kept, with what was put right alone: nothing that happened since enters them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.db import people
from app.db.apply import applications
from app.db.committee import committee
from app.db.committee.committee import CommitteeOpinion, Sitting
from app.db.rectifications import Rectification
from app.domain.documents import (
    MinutesChange,
    MinutesDocument,
    MinutesItem,
    MinutesRectification,
    Opinion,
    Standing,
)
from app.services import frozen
from app.services.calls.calls import OpenedCall
from app.services.committee.minuted_items import called, said_of
from app.services.committee.minutes import NOBODY, document_of, last_kept, stamped
from app.services.frozen import Paper
from app.services.work import Work

_OF_SITTING = ("opened_at", "place", "president", "president_quality", "colleges", "quorum")


def sitting_rectified(work: Work, opened: OpenedCall, sitting: Sitting, made: Rectification) -> None:
    """A sitting was put right: its day, its place, who was there, and the quorum of each item that it changes."""
    before = last_kept(work, sitting)
    if before is None:
        return
    now = document_of(work, opened, sitting, NOBODY)
    items = tuple(
        replace(item, quorum=other.quorum, lost_proxies=other.lost_proxies, president=other.president)
        for item, other in _paired(before.value.items, now.items)
    )
    changed = {field: getattr(now, field) for field in _OF_SITTING}
    _keep(work, before, replace(before.value, **changed, items=items), made)


def opinion_rectified(work: Work, sitting: Sitting, opinion: CommitteeOpinion, made: Rectification) -> None:
    """An opinion was put right: what its item says of it moves, and nothing else."""
    before = last_kept(work, sitting)
    application = applications.by_id(work.session, opinion.application_id)
    if before is None or application is None:
        return
    items = list(before.value.items)
    place = _place(work, items, application.reference, opinion)
    was = items[place]
    items[place] = now = replace(was, **said_of(opinion))
    account = before.value.account
    if account is not None and not was.taken_up_again:
        moved = _favourable(now) - _favourable(was)
        account = replace(account, advised=account.advised + moved)
    after = replace(before.value, items=tuple(items), account=account)
    _keep(work, before, after, made, application.reference)


def _favourable(item: MinutesItem) -> int:
    """What the opinion of an item proposes, in cents."""
    return (item.amount_cents or 0) if item.is_supported else 0


def _place(work: Work, items: list[MinutesItem], reference: str, opinion: CommitteeOpinion) -> int:
    """Where the item of an opinion is: the first of its application for the first opinion on it, and so on."""
    given = [
        one.id
        for one in committee.opinions_of_sitting(work.session, opinion.sitting_id)
        if one.application_id == opinion.application_id
    ]
    places = [place for place, item in enumerate(items) if item.reference == reference]
    return places[min(given.index(opinion.id), len(places) - 1)]


def _paired(
    items: tuple[MinutesItem, ...], others: tuple[MinutesItem, ...]
) -> Iterator[tuple[MinutesItem, MinutesItem]]:
    """Each item with the same as it is counted now; with itself when there is none any more."""
    found: dict[str, list[MinutesItem]] = {}
    for other in others:
        found.setdefault(other.reference, []).append(other)
    for item in items:
        same = found.get(item.reference, [])
        yield item, (same.pop(0) if same else item)


def _keep(
    work: Work, before: Paper, value: MinutesDocument, made: Rectification, reference: str = ""
) -> None:
    number = before.number + 1
    by = called(people.named(work.session, {made.rectified_by})[made.rectified_by])
    told = MinutesRectification(
        number, made.rectified_at, by, made.reason, reference, tuple(_changes(work, made))
    )
    after = replace(value, version=number, rectified=(*value.rectified, told))
    kept = frozen.freeze(work, replace(before, number=number, value=stamped(after, Standing.FROZEN)))
    work.jobs.enqueue(work.session, frozen.PRINT, {"document": kept.id}, key=str(kept.id))


def _changes(work: Work, made: Rectification) -> Iterator[MinutesChange]:
    """What was recorded first, as the minutes say it: people by their names."""
    for field, was in made.was.items():
        yield MinutesChange(field, _said(work, field, was))


def _said(work: Work, field: str, was: Any) -> str | int | datetime | tuple[str, ...] | None:
    match field:
        case "held_at":
            return datetime.fromisoformat(was)
        case "present":
            return tuple(sorted(called(one) for one in people.named(work.session, set(was)).values()))
        case "proxies":
            named = people.named(work.session, {*map(int, was), *was.values()})
            return tuple(f"{called(named[int(giver)])} → {called(named[to])}" for giver, to in was.items())
        case "presided_by":
            return called(people.named(work.session, {was})[was]) if was is not None else None
        case "opinion":
            return Opinion(was)
    kept: str | int | None = was
    return kept
