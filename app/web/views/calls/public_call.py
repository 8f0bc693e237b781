"""A call as the public reads it: may one apply now, by when, what comes after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.db.calls.calls import CallState, Wave
from app.domain.call_file.folder import CallFolder
from app.domain.road import StepKey, steps_of
from app.domain.workflow import Group
from app.services.calls.calls import OpenedCall, first_due_at
from app.words.calls.aid import in_brief
from app.words.formats import day_month, day_soon, moment, money_short
from app.words.meetings import UNNAMED
from app.words.road.road import SaidStep, step_word
from app.words.typography import typo


@dataclass(frozen=True)
class Entrance:
    """Whether one may begin now. ``closes``: the first deadline of the open wave; else ``why``, in words."""

    wave: Wave | None
    closes: datetime | None
    opens: datetime | None
    why: str


@dataclass(frozen=True)
class Card:
    """A call in the list of the home page."""

    href: str
    title: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    closes: datetime | None
    state: str
    authority: str
    zone: ZoneInfo


def entrance(opened: OpenedCall, now: datetime) -> Entrance:
    """Where a newcomer stands before this call."""
    zone = opened.folder.call.zone
    if opened.row.state is CallState.CLOSED:
        return Entrance(None, None, None, typo("Cet appel ne prend plus de candidature."))
    wave = opened.wave_at(now)
    if wave is not None:
        closes = first_due_at(wave, letters=Group.LETTER in opened.folder.groups)
        return Entrance(wave, closes, None, "")
    later = opened.next_wave(now)
    if later is not None:
        why = (
            f"Aucune vague n’est ouverte en ce moment. La prochaine ouvre le {moment(later.opens_at, zone)}."
        )
        return Entrance(None, None, later.opens_at, typo(why))
    return Entrance(
        None, None, None, typo("La dernière vague est close : l’appel ne prend plus de candidature.")
    )


def card(opened: OpenedCall, now: datetime) -> Card:
    """The call in a few words."""
    call, door = opened.folder.call, entrance(opened, now)
    facts = [("Aide", in_brief(opened.folder.dossier.budget))]
    if door.wave is not None:
        facts += [("Vague", door.wave.name), ("Enveloppe", money_short(door.wave.envelope))]
    state = f"ouvre le {day_month(door.opens, call.zone)}" if door.opens else "clos"
    return Card(
        f"/appels/{opened.row.slug}",
        call.title,
        call.summary,
        tuple(facts),
        door.closes,
        typo(state),
        call.authority.name,
        call.zone,
    )


def sorted_cards(calls: Sequence[OpenedCall], now: datetime) -> tuple[list[Card], list[Card], list[Card]]:
    """The calls that are open, the nearest deadline first; those to come, the nearest first; the others."""
    seen = [(entrance(one, now), card(one, now)) for one in calls]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    open_now = sorted((pair for pair in seen if pair[0].closes), key=lambda pair: pair[0].closes or far)
    coming = sorted((pair for pair in seen if pair[0].opens), key=lambda pair: pair[0].opens or far)
    closed = [pair for pair in seen if not pair[0].closes and not pair[0].opens]
    return [one for _, one in open_now], [one for _, one in coming], [one for _, one in closed]


def public_road(folder: CallFolder, door: Entrance, now: datetime) -> tuple[SaidStep, ...]:
    """The road of the call, with the days of the wave that is open (else no date)."""
    days: dict[StepKey, str] = {}
    if door.wave is not None:
        zone, wave = folder.call.zone, folder.call.wave(door.wave.key)
        if door.wave.letter_due_at:
            days[StepKey.LETTER] = f"avant le {day_soon(door.wave.letter_due_at, now, zone)}"
        days[StepKey.DOSSIER] = f"avant le {day_soon(door.wave.dossier_due_at, now, zone)}"
        if wave.committee_on:
            days[StepKey.COMMITTEE] = f"le {day_soon(wave.committee_on, now)}"
        if told_on := wave.results_on or wave.decision_on:
            days[StepKey.DECISION] = f"le {day_soon(told_on, now)}"
    meetings = folder.follow_up.meetings if folder.follow_up is not None else UNNAMED
    return tuple(
        SaidStep(key.value, step_word(key, meetings), "todo", typo(days.get(key, "")))
        for key in steps_of(folder.groups)
    )
