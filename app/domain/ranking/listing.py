"""The list as a committee reads it: each application with its rank, what it would receive, and what it gets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.domain.allocation import Award, Candidate, Outcome, PotUse, allocate
from app.domain.allocation.order import places as places_by
from app.domain.call_file.ranking import BY_SCORE, RankingRule
from app.domain.explanation import Step
from app.domain.expressions import Kind, Value
from app.domain.ranking.entries import LATEST
from app.domain.ranking.ranked import Ranked
from app.domain.scoring.conditions import values_of
from app.domain.scoring.exact import fixed

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_NAMES: Mapping[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list. ``rank`` is None when the application is not retained or has no score.

    In cents: ``amount`` is what it would receive, ``awarded`` what the money gives it, ``cumulated`` the amounts
    down to this place. ``funded``: does it get money? ``outcome`` is None without a rank.
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


@dataclass(frozen=True)
class Listing:
    """The whole list in its order, the ranked then the others, and the account of the money."""

    ranked: Ranked
    places: tuple[Place, ...]
    pots: tuple[PotUse, ...]
    envelope: int
    _by_reference: dict[str, Place] = field(default_factory=dict, repr=False)

    def place(self, reference: str) -> Place:
        """The place of an application. Raises KeyError."""
        if not self._by_reference:
            self._by_reference.update({one.reference: one for one in self.places})
        return self._by_reference[reference]

    @property
    def spent(self) -> int:
        """All that the money gives, in cents."""
        return sum(one.awarded for one in self.places)


def listing(
    ranked: Ranked,
    rule: RankingRule,
    envelope: int,
    *,
    names: Mapping[str, Kind] = NO_NAMES,
    seed: str | None = None,
    band: Collection[str] = (),
) -> Listing:
    """The list under an envelope in cents (0: no limit). `names`, `seed` and `band` as for `allocate`.

    The rank is that of the rule's order: by score, those that the tie-breaks do not separate share it.
    """
    candidates = _candidates(ranked)
    found = allocate(candidates, rule, envelope, names=names, seed=seed, band=band)
    ranks = _ranks(candidates, rule)
    shared = _shared(ranks)
    at = {reference: place for place, reference in enumerate(ranked.entries.references)}
    places: list[Place] = []
    down = 0
    for award in found.awards:
        amount = int(ranked.entries.amounts[at[award.reference]])
        down += amount
        rank = ranks[award.reference]
        places.append(_place(award, at[award.reference], rank, rank in shared, amount, down))
    for place in ranked.unranked.tolist():
        reference, amount = ranked.entries.references[place], int(ranked.entries.amounts[place])
        places.append(Place(reference, place, None, False, amount, down, False))
    return Listing(ranked, tuple(places), found.pots, envelope)


def _place(award: Award, at: int, rank: int, tied: bool, amount: int, down: int) -> Place:
    return Place(
        award.reference,
        at,
        rank,
        tied,
        amount,
        down,
        award.served,
        award.outcome,
        award.amount,
        award.pot,
        award.steps,
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


def _candidates(ranked: Ranked) -> list[Candidate]:
    entries, decimals = ranked.entries, ranked.scored.grid.rounding.decimals
    found = []
    for at, rank in zip(ranked.order.places.tolist(), ranked.order.ranks.tolist(), strict=True):
        filed = int(entries.filed[at])
        found.append(
            Candidate(
                entries.references[at],
                rank,
                fixed(ranked.scored.total.at(at), decimals) if ranked.scored.assessed(at) else None,
                int(entries.amounts[at]),
                datetime.max.replace(tzinfo=UTC)
                if filed == LATEST
                else _EPOCH + timedelta(microseconds=filed),
                _attributes(values_of(entries.facts[at])),
            )
        )
    return found


def _attributes(values: Mapping[str, Value | None]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value is not None}
