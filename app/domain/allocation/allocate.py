"""From a ranked list and an envelope to who gets what, and why."""

from collections.abc import Collection, Mapping, Sequence

from app.domain.allocation.lines import Layout, lay_out
from app.domain.allocation.lottery import Band, bands_of, held_in, tell_drawn, with_band
from app.domain.allocation.model import Allocation, Candidate
from app.domain.allocation.reserve import place_on_reserve
from app.domain.allocation.till import Till
from app.domain.allocation.walk import Walk
from app.domain.call_file.grid.ranking import Lottery, RankingRule
from app.domain.expressions import Kind

NO_NAMES: Mapping[str, Kind] = {}


def allocate(
    candidates: Sequence[Candidate],
    rule: RankingRule,
    envelope: int | None,
    *,
    names: Mapping[str, Kind] = NO_NAMES,
    seed: str | None = None,
    band: Collection[str] = (),
    held: Band | None = None,
    weights: Mapping[str, int] | None = None,
) -> Allocation:
    """Who gets what down the list, in cents; an envelope of 0 or None is no limit.

    `names` are the answers that conditions of pots may use, with their kinds. `seed` is the published seed of
    the lottery: without it nobody is drawn, and what depends on the draw stays "to be drawn". `band` are the
    references between which a lottery without `width` decides. `held` is the band of a list that was fixed for its
    draw: it stands, whatever became of the line since, and once drawn its members are given in the order of the draw.
    `weights` are what the values of a split weigh among all the eligible (`weights_of`); without them, the candidates
    are all the eligible. What is settled of a candidate is taken first, from its money and from the places of winners.

    The order in which the candidates are given changes nothing, and no pot spends more than it has.

    Raises:
        ValueError: a reference twice, or an amount below zero.
        ExpressionError: the condition of a pot cannot be read with these names.
    """
    layout = lay_out(candidates, rule, envelope or None, names, weights)
    if rule.lottery is not None and held is None:
        _go_down(rule, layout)
        fresh = lay_out(candidates, rule, envelope or None, names, weights)
        layout = _drawn(rule.lottery, layout, fresh, seed, band)
    elif held is not None:
        layout = _as_held(held, layout, seed)
    _go_down(rule, layout)
    if rule.reserve is not None:
        for queue in layout.queues.values():
            place_on_reserve(rule.reserve, queue)
    return Allocation(layout.awards(as_drawn=held is not None), tuple(purse.use() for purse in layout.purses))


def _go_down(rule: RankingRule, layout: Layout) -> None:
    till = Till(rule)
    till.count(layout.settled_winners)
    Walk(rule, layout, till).run()


def _drawn(
    lottery: Lottery, settled: Layout, fresh: Layout, seed: str | None, given: Collection[str]
) -> Layout:
    """The list before any money was given, with the bands that the settled one shows."""
    queues = {}
    bands = bands_of(settled.queues, lottery, given)
    for before, purse in zip(settled.purses, fresh.purses, strict=True):
        band = bands.get(before)
        queue = fresh.queues[purse]
        queues[purse] = queue if band is None else with_band(queue, band, seed)
    return Layout(fresh.lines, fresh.purses, queues)


def _as_held(held: Band, fresh: Layout, seed: str | None) -> Layout:
    queues = {}
    for purse, queue in fresh.queues.items():
        band = held_in(queue, held)
        apart = fresh.settled_members(purse, held.members)
        queues[purse] = queue if band is None else with_band(queue, band, seed, apart)
        if band is None and seed is not None:
            tell_drawn(seed, {line.candidate.reference: line for line in apart})
    return Layout(fresh.lines, fresh.purses, queues)
