"""Plays all the stories at once, act after act in the order of time, so that the journal tells a true year."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from app.demo.aftermath import at_the_common_table, to_the_closing, to_the_signature
from app.demo.play import Play
from app.demo.roads import Road, through_review, to_the_decision_of_admissibility, to_the_dossier
from app.demo.sittings import before_the_committee, called_from_the_reserve, wave_life
from app.demo.story import Story
from app.demo.tale import Tale
from app.domain.workflow import Group, Stage

WON = frozenset({Stage.AWARDED, Stage.AGREED})


def life(tale: Tale) -> Road:
    """The whole road of one application, as far as its story goes."""
    yield from to_the_dossier(tale)
    if not tale.stands(Stage.DOSSIER_DRAFT) or tale.there():
        return
    yield from to_the_decision_of_admissibility(tale)
    if not tale.stands(Stage.ADMISSIBLE) or tale.there():
        return
    if Group.CODESIGN in tale.folder.groups:
        yield from at_the_common_table(tale)
    else:
        yield from through_review(tale)
        if not tale.stands(Stage.REVIEWED) or tale.there():
            return
        yield from before_the_committee(tale)
        yield from _until_released(tale)
        if tale.story.reserve:
            yield from called_from_the_reserve(tale)
    if not tale.stands(*WON) or tale.there():
        return
    yield from to_the_signature(tale)
    if tale.stands(Stage.CONVENTION_SIGNED) and not tale.there():
        yield from to_the_closing(tale)


def _until_released(tale: Tale) -> Road:
    """The letters of the wave leave at 10 on their day: what follows comes after."""
    told = tale.wave.results_on
    if told is not None:
        yield tale.play.calendar.at(told, 10, 30)


def play_all(play: Play, stories: tuple[Story, ...]) -> int:
    """Play every story up to the last day; the number of acts."""
    play.open_the_house()
    waves = sorted({(one.call, one.wave) for one in stories})
    roads: list[Iterator[datetime]] = [wave_life(play, slug, key) for slug, key in waves]
    roads += [life(Tale(play, story, rank)) for rank, story in enumerate(stories, start=1)]
    order = count()
    due: list[tuple[datetime, int, Iterator[datetime]]] = []
    acts = 0
    for road in roads:
        _wait(due, road, order)
    while due and due[0][0] <= play.calendar.end:
        instant, _, road = heapq.heappop(due)
        play.move_to(max(instant, play.now))
        _wait(due, road, order)
        acts += 1
    return acts


def _wait(
    due: list[tuple[datetime, int, Iterator[datetime]]], road: Iterator[datetime], order: Iterator[int]
) -> None:
    """Let a road do its act, and note when it wants the next."""
    instant = next(road, None)
    if instant is not None:
        heapq.heappush(due, (instant, next(order), road))
