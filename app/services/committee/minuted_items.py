"""The items of the minutes: what was advised on each application, who was counted for it, in the order of the day."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.db import people
from app.db.apply import applications, filings
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, CommitteeOpinion, Sitting
from app.db.people import Person
from app.db.review import interests
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents import LostProxy, MinutesItem, Opinion, Quorum, Recused, Votes
from app.domain.quorum import item_quorum
from app.domain.typed.conditions import conditions_in
from app.services.apply.receipts import title_of
from app.services.calls.calls import OpenedCall
from app.services.committee import presiders
from app.services.committee.minuted_steps import MinutedPlace, minuted_places
from app.services.ranking.rankings import listed_in
from app.services.work import Work


def items_of(
    work: Work, opened: OpenedCall, sitting: Sitting, rows: list[Attendance], hidden: frozenset[int]
) -> Iterator[MinutesItem]:
    """What was advised on, as it was filed then, in the order of the day, without what is hidden.

    One that was postponed, then taken up again, has an item for each opinion, one after the other.
    """
    places = minuted_places(work, opened, sitting, hidden)
    order = {number: rank for rank, number in enumerate(places or listed_in(work, sitting.wave_id))}
    given = advised(work, sitting, hidden)
    last = {one.application_id: one.id for one in given}
    for opinion in sorted(given, key=lambda one: (order.get(one.application_id, len(order)), one.given_at)):
        application = applications.by_id(work.session, opinion.application_id)
        if application is None:
            continue
        filing = filings.filing_read_at(work.session, opinion.application_id, opinion.given_at)
        mark = Decimal(opinion.mark) if opinion.mark else None
        place = places.get(opinion.application_id, MinutedPlace((), opinion.rank, mark))
        yield MinutesItem(
            reference=application.reference,
            title=(title_of(filing) if filing else "") or application.title,
            organisation=filing.content["organisation"]["name"] if filing else "",
            rank=place.rank if hidden else opinion.rank,
            mark=place.mark if hidden else mark,
            scale=_scale(opened.folder.grid),
            requested_cents=application.requested or None,
            steps=place.steps,
            given_at=opinion.given_at,
            taken_up_again=last[opinion.application_id] != opinion.id,
            **said_of(opinion),
            **counted(work, opened, sitting, rows, opinion),
        )


def advised(work: Work, sitting: Sitting, hidden: frozenset[int]) -> list[CommitteeOpinion]:
    """What was advised on in a sitting, as it was given, without what is hidden."""
    found = committee.opinions_of_sitting(work.session, key_of(sitting))
    return [one for one in found if one.application_id not in hidden]


def said_of(opinion: CommitteeOpinion) -> dict[str, Any]:
    """What the minutes say of an opinion: what another one changes in its item once it is put right."""
    return {
        "opinion": Opinion(opinion.opinion.value),
        "amount_cents": opinion.amount,
        "conditions": conditions_in(opinion.conditions),
        "motive": opinion.reasons,
        "observations": opinion.observations,
        "votes": votes_of(opinion),
    }


def votes_of(opinion: CommitteeOpinion) -> Votes | None:
    """The votes on an opinion; None when it was given by consensus, without a vote."""
    each = (opinion.votes_for, opinion.votes_against, opinion.abstentions)
    return Votes(*each, casting_vote=bool(opinion.casting_vote)) if sum(each) else None


def counted(
    work: Work, opened: OpenedCall, sitting: Sitting, rows: list[Attendance], opinion: CommitteeOpinion
) -> dict[str, Any]:
    """Who counted for an item when its opinion was given: its quorum, who was out since when, the proxies lost."""
    members = frozenset(row.person_id for row in rows)
    barred = _barred(work, opinion, members)
    names = {who: called(person) for who, person in people.named(work.session, set(members)).items()}
    present = frozenset(row.person_id for row in rows if row.present)
    proxies = {
        row.person_id: row.proxy_to
        for row in rows
        if row.proxy_to is not None and row.person_id not in barred
    }
    lost = {giver: holder for giver, holder in proxies.items() if holder in barred or holder not in present}
    share = opened.folder.committee.quorum if opened.folder.committee is not None else Decimal(0)
    quorum = item_quorum(members=members, present=present, recused=frozenset(barred), share=share)
    usual = presiders.presider_of(work, opened.id, sitting, rows)
    led = presiders.item_presider(opinion.presided_by, usual, present, barred)
    recused = (Recused(names[who], since, since > sitting.held_at) for who, since in barred.items())
    return {
        "recused": tuple(sorted(recused, key=lambda one: one.name)),
        "quorum": Quorum(quorum.eligible, quorum.required, quorum.present, len(proxies) - len(lost)),
        "president": names[led] if led is not None and led != usual else "",
        "lost_proxies": tuple(
            LostProxy(names[giver], names.get(holder, "")) for giver, holder in lost.items()
        ),
    }


def _barred(work: Work, opinion: CommitteeOpinion, members: frozenset[int]) -> dict[int, datetime]:
    """The members who had an interest when the opinion was given, and since when it was known."""
    found: dict[int, datetime] = {}
    for one in interests.interests_in(work.session, opinion.application_id, by=opinion.given_at):
        if one.person_id in members:
            found[one.person_id] = min(one.since, found.get(one.person_id, one.since))
    return found


def called(person: Person) -> str:
    """The name of a person, else the address, which is all that is known of them."""
    return person.name or person.email


def _scale(grid: ScoringFile | None) -> Decimal | None:
    """What the totals of the minutes are out of; None where nothing is added up."""
    return grid.out_of if grid is not None else None
