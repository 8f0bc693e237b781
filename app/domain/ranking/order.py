"""Who stands before whom: the main figure, then the chain of tie-breaks; what nothing separates is ex aequo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.names import COMMITTEE_ORDER
from app.domain.call_file.grid.rules import TieBreak
from app.domain.call_file.grid.scoring import FILED_AT, MEDIAN, OF_REVIEWS, REFERENCE
from app.domain.ranking.entries import LATEST, Entries
from app.domain.scoring.exact import Ints, decimal_of
from app.domain.scoring.scored import Scored

Shown: TypeAlias = Decimal | str | bool | datetime | None


@dataclass(frozen=True)
class Link:
    """One link of the chain: what it looks at, and integers of which the smaller stands first."""

    by: str
    keys: Ints


@dataclass(frozen=True)
class Order:
    """Places of the panel in the order of the list, with the rank of each and whether it shares it."""

    places: NDArray[np.int64]
    ranks: NDArray[np.int64]
    tied: NDArray[np.bool_]
    chain: tuple[Link, ...]


def order(main: Link, scored: Scored, entries: Entries, among: NDArray[np.bool_]) -> Order:
    """The order of those `among` which a rank is given, by `main` and then the tie-breaks of the grid.

    Those that nothing separates stand by reference and share a rank.
    """
    places = np.flatnonzero(among)
    ties = scored.grid.tie_breaks
    plain = [one for one in ties if one.prefer != "uncovered"]
    chain = (main, *(Link(one.by, _keys(one, scored, entries)) for one in plain))
    if len(plain) != len(ties):
        return _with_coverage(main, scored, entries, places)
    keys = [link.keys[places] for link in chain]
    sorted_ = np.lexsort(tuple(reversed(keys))) if len(places) else places
    return _ranked(places[sorted_], [key[sorted_] for key in keys], chain)


def _ranked(places: NDArray[np.int64], keys: Sequence[Ints], chain: tuple[Link, ...]) -> Order:
    size = len(places)
    new = np.ones(size, dtype=np.bool_)
    if size:
        new[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    starts = np.flatnonzero(new)
    runs = np.diff(np.append(starts, size))
    return Order(places, np.repeat(starts + 1, runs), np.repeat(runs > 1, runs), chain)


def _with_coverage(main: Link, scored: Scored, entries: Entries, places: NDArray[np.int64]) -> Order:
    """One by one from the top: "uncovered" prefers what none of those already placed has."""
    ties = scored.grid.tie_breaks
    links = [None if one.prefer == "uncovered" else Link(one.by, _keys(one, scored, entries)) for one in ties]
    covered: dict[str, set[str]] = {one.by: set() for one in ties if one.prefer == "uncovered"}
    left: list[int] = [int(place) for place in np.lexsort((places, main.keys[places]))]
    queue = [int(places[at]) for at in left]
    found: list[int] = []
    keys: list[tuple[int, ...]] = []
    at = 0
    while at < len(queue):
        end = at
        while end < len(queue) and main.keys[queue[end]] == main.keys[queue[at]]:
            end += 1
        group = queue[at:end]
        while group:
            standing = {one: _now(main, ties, links, covered, entries, one) for one in group}
            key = min(standing.values())
            first = [one for one in group if standing[one] == key]
            found.extend(first)
            keys.extend([key] * len(first))
            group = [one for one in group if standing[one] != key]
            for by, seen in covered.items():
                seen.update(str(entries.attributes[one].get(by)) for one in first)
        at = end
    columns = [np.array([key[at] for key in keys]) for at in range(len(ties) + 1)]
    chain = (
        main,
        *(
            Link(one.by, np.zeros(len(scored.scored), dtype=np.int64)) if link is None else link
            for one, link in zip(ties, links, strict=True)
        ),
    )
    return _ranked(np.array(found, dtype=np.int64), columns, chain)


def _now(
    main: Link,
    ties: Sequence[TieBreak],
    links: Sequence[Link | None],
    covered: dict[str, set[str]],
    entries: Entries,
    place: int,
) -> tuple[int, ...]:
    keys = [int(main.keys[place])]
    for one, link in zip(ties, links, strict=True):
        if link is not None:
            keys.append(int(link.keys[place]))
        else:
            value = entries.attributes[place].get(one.by)
            keys.append(int(value is None or str(value) in covered[one.by]))
    return tuple(keys)


def _keys(one: TieBreak, scored: Scored, entries: Entries) -> Ints:
    if one.by == FILED_AT:
        return (
            entries.filed
            if one.prefer == "lower"
            else np.where(entries.filed == LATEST, LATEST, -entries.filed)
        )
    if one.by in scored.columns:
        keys = scored.columns[one.by].mark.order()
        scale = next(
            (leaf.scale for leaf in (*scored.grid.criteria, *scored.grid.leaves) if leaf.key == one.by), None
        )
        better_low = scale is not None and scale.lower_is_better
        return keys if better_low == (one.prefer == "higher") else -keys
    better_low = scored.grid.lower_is_better
    if one.by in scored.groups:
        keys = scored.groups[one.by].points.order()
        return keys if better_low == (one.prefer == "higher") else -keys
    if one.by in ("total", "ranking_score"):
        keys = (scored.total if one.by == "total" else scored.ranking).order()
        better_low = better_low if one.by == "total" else scored.grid.ranks_lower
        return keys if better_low == (one.prefer == "higher") else -keys
    if _is_own(one.by, scored, OF_REVIEWS):
        keys = scored.between_reviews[one.by].order()
        lower = (one.by == MEDIAN and better_low) == (one.prefer == "higher")
        return keys if lower else -keys
    if _is_own(one.by, scored, {REFERENCE}):
        keys = np.arange(len(entries.references))
        return keys if one.prefer == "lower" else -keys
    return by_attribute(one.by, entries, lower_first=one.prefer == "lower" or one.by == COMMITTEE_ORDER)


def _is_own(by: str, scored: Scored, names: Collection[str]) -> bool:
    """Is it one of these, rather than an attribute of that name?"""
    return by in names and all(one.key != by for one in scored.grid.attributes)


def by_attribute(key: str, entries: Entries, *, lower_first: bool) -> Ints:
    """Places by an attribute; what does not have it stands last."""
    values = [attributes.get(key) for attributes in entries.attributes]
    known = sorted({value for value in values if value is not None}, key=_comparable)
    places = {value: place for place, value in enumerate(known if lower_first else reversed(known))}
    return np.array([len(known) if value is None else places[value] for value in values], dtype=np.int64)


def _comparable(value: object) -> tuple[int, object]:
    """Numbers and yes-or-no together, days together, words together."""
    return (0, value) if isinstance(value, Decimal | bool) else (1, str(value))


def shown(by: str, scored: Scored, entries: Entries, place: int) -> Shown:
    """What a link of the chain looked at for one application, as a page says it."""
    if by in scored.columns:
        return decimal_of(scored.columns[by].mark.at(place))
    if by in scored.groups:
        return decimal_of(scored.groups[by].points.at(place))
    if by in ("total", "ranking_score"):
        return decimal_of((scored.total if by == "total" else scored.ranking).at(place))
    if _is_own(by, scored, OF_REVIEWS):
        return decimal_of(scored.between_reviews[by].at(place))
    if _is_own(by, scored, {REFERENCE}):
        return entries.references[place]
    value = entries.attributes[place].get(by)
    return value if isinstance(value, Decimal | bool | datetime) or value is None else str(value)
