"""The list as a committee reads it: each application with its rank, what it would receive, and what it gets."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from app.domain.allocation import Allocation, Band, Candidate, Outcome, PotUse, allocate, weights_of
from app.domain.allocation.order import places as places_by
from app.domain.call_file.grid.ranking import BY_SCORE, RankingRule
from app.domain.explanation import Step, StepCode
from app.domain.expressions import Kind, Value
from app.domain.ranking.entries import LATEST
from app.domain.ranking.plain import PlainMoney, is_plain
from app.domain.ranking.ranked import Ranked
from app.domain.scoring.conditions import values_of
from app.domain.scoring.exact import fixed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GOES_ON = Step(StepCode.ADMITTED)
NO_NAMES: Mapping[str, Kind] = {}


class Place(NamedTuple):
    """A place in the list. ``rank`` is None when the application is not retained or has no score.

    In cents: ``amount`` is what it would receive, ``awarded`` what the money gives it, ``cumulated`` the amounts
    down to this place. ``funded``: does it get money? ``outcome`` is None without a rank.

    ``settled``: its money was settled before the list. It is then served first: ``awarded`` is what it holds, the
    ``cumulated`` of a settled place counts the settled down to it, that of another all the settled before the others.
    """

    reference: str
    at: int
    rank: int | None
    tied: bool
    amount: int
    cumulated: int
    funded: bool
    outcome: Outcome | None = None
    awarded: int = 0
    pot: str = ""
    steps: tuple[Step, ...] = ()
    settled: bool = False


@dataclass(frozen=True)
class Listing:
    """The whole list in its order, and the account of the money. Its places are made when they are asked for."""

    ranked: Ranked
    envelope: int
    pots: tuple[PotUse, ...]
    spent: int
    _made: Callable[[], Iterable[Place]] = field(repr=False, compare=False)
    admits: bool = False
    """Does the list say who goes on to the next round, without giving any money?"""

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The ranked, then the others, each once."""
        listed = list(self._made())
        down = max((one.cumulated for one in listed), default=0)
        listed.extend(self._unranked(at, down) for at in self.ranked.unranked.tolist())
        return tuple(listed)

    def _unranked(self, at: int, down: int) -> Place:
        entries = self.ranked.entries
        place = Place(entries.references[at], at, None, False, int(entries.amounts[at]), down, False)
        settled = None if self.admits else entries.settled.get(at)
        if settled is None:
            return place
        return place._replace(funded=settled.wins, awarded=settled.cents, steps=(settled.step,), settled=True)

    @cached_property
    def tried(self) -> bool:
        """Is an amount told, on which the money can be tried?"""
        return bool(self.ranked.entries.amounts.any())

    @cached_property
    def _by_reference(self) -> Mapping[str, Place]:
        return {one.reference: one for one in self.places}

    def place(self, reference: str) -> Place:
        """The place of an application. Raises KeyError."""
        return self._by_reference[reference]


def listing(
    ranked: Ranked,
    rule: RankingRule,
    envelope: int,
    *,
    names: Mapping[str, Kind] = NO_NAMES,
    seed: str | None = None,
    band: Collection[str] = (),
    held: Band | None = None,
) -> Listing:
    """The list under an envelope in cents (0: no limit). `names`, `seed`, `band` and `held` as for `allocate`.

    The rank is that of the rule's order: by score, those that the tie-breaks do not separate share it.
    """
    if is_plain(rule):
        money = PlainMoney.of(ranked, envelope)
        return Listing(ranked, envelope, (money.use(),), money.spent, lambda: _down(money))
    candidates = _candidates(ranked)
    apart = _settled_apart(ranked)
    weights = _weights(ranked, rule)
    found = allocate(
        [*candidates, *apart], rule, envelope, names=names, seed=seed, band=band, held=held, weights=weights
    )
    ranks = _ranks(candidates, rule)
    return Listing(ranked, envelope, found.pots, found.spent, lambda: _awarded(ranked, found, ranks))


def admission(ranked: Ranked, envelope: int) -> Listing:
    """The list of a round after which whoever has a rank goes on: the money, in cents, may only fix its threshold."""
    return Listing(ranked, envelope, (), 0, lambda: _admitted(ranked), admits=True)


def _admitted(ranked: Ranked) -> Iterator[Place]:
    order, entries, down = ranked.order, ranked.entries, 0
    for at, rank, tied in zip(order.places.tolist(), order.ranks.tolist(), order.tied.tolist(), strict=True):
        amount = int(entries.amounts[at])
        down += amount
        yield Place(
            entries.references[at], at, rank, tied, amount, down, False, Outcome.ADMITTED, steps=(_GOES_ON,)
        )


def _down(money: PlainMoney) -> Iterator[Place]:
    order, references = money.ranked.order, money.ranked.entries.references
    columns = (order.places, order.ranks, order.tied, money.amounts, money.cumulated, money.served)
    rows = zip(*(one.tolist() for one in columns), strict=True)
    settled = money.ranked.entries.settled
    for position, (at, rank, tied, amount, cumulated, served) in enumerate(rows):
        held = settled.get(at)
        given = amount if served else 0
        yield Place(
            references[at],
            at,
            rank,
            tied,
            amount,
            cumulated,
            served,
            Outcome.FUNDED if served else Outcome.UNFUNDED,
            given if held is None else held.cents,
            steps=(money.step(position),),
            settled=held is not None,
        )


def _awarded(ranked: Ranked, found: Allocation, ranks: Mapping[str, int]) -> Iterator[Place]:
    at = {reference: place for place, reference in enumerate(ranked.entries.references)}
    shared, settled = _shared(ranks), ranked.entries.settled
    taken, down = 0, sum(one.cents for one in settled.values())
    for award in found.awards:
        if award.reference not in ranks:
            continue
        place = at[award.reference]
        amount, held = int(ranked.entries.amounts[place]), settled.get(place)
        if held is None:
            down += amount
        else:
            taken += held.cents
        rank = ranks[award.reference]
        yield Place(
            award.reference,
            place,
            rank,
            rank in shared,
            amount,
            down if held is None else taken,
            award.served,
            award.outcome,
            award.amount,
            award.pot,
            award.steps,
            held is not None,
        )


def _shared(ranks: Mapping[str, int]) -> frozenset[int]:
    seen: set[int] = set()
    twice: set[int] = set()
    for rank in ranks.values():
        (twice if rank in seen else seen).add(rank)
    return frozenset(twice)


def _ranks(candidates: list[Candidate], rule: RankingRule) -> dict[str, int]:
    if rule.order == BY_SCORE and not rule.then:
        return {one.reference: one.rank for one in candidates}
    found = places_by(candidates, (rule.order, *rule.then))
    return {one.reference: place for one, place in zip(candidates, found, strict=True)}


def _weights(ranked: Ranked, rule: RankingRule) -> Mapping[str, int] | None:
    """What the values of a split weigh among all the applications, with a rank or without."""
    if rule.split is None:
        return None
    amounts, by = ranked.entries.amounts.tolist(), rule.split.by
    values = (values_of(attributes).get(by) for attributes in ranked.entries.attributes)
    return weights_of(rule.split, zip(values, amounts, strict=True))


def _candidates(ranked: Ranked) -> list[Candidate]:
    places = zip(ranked.order.places.tolist(), ranked.order.ranks.tolist(), strict=True)
    return [_candidate(ranked, at, rank) for at, rank in places]


def _settled_apart(ranked: Ranked) -> list[Candidate]:
    """Those that hold money without a rank: it is taken from the envelope like that of the others."""
    settled, last = ranked.entries.settled, len(ranked.order.places) + 1
    return [_candidate(ranked, at, last) for at in ranked.unranked.tolist() if at in settled]


def _candidate(ranked: Ranked, at: int, rank: int) -> Candidate:
    entries, decimals = ranked.entries, ranked.scored.grid.rounding.decimals
    filed = int(entries.filed[at])
    return Candidate(
        entries.references[at],
        rank,
        fixed(ranked.scored.total.at(at), decimals) if ranked.scored.assessed(at) else None,
        int(entries.amounts[at]),
        datetime.max.replace(tzinfo=UTC) if filed == LATEST else _EPOCH + timedelta(microseconds=filed),
        _attributes(values_of(entries.attributes[at])),
        entries.settled.get(at),
    )


def _attributes(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value is not None}
