"""Who moves up when a winner withdraws."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from app.domain.allocation.lines import AllocationLine, Block, Layout
from app.domain.allocation.model import SERVED, Allocation, Award, Candidate, Outcome, PotUse
from app.domain.allocation.order import as_text
from app.domain.allocation.pots import NOWHERE, Purse, joined, pot_purse, whole_purse
from app.domain.allocation.till import Till, money_of
from app.domain.allocation.walk import Walk
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.explanation import Step, StepCode
from app.domain.money import split


def promote(
    candidates: Sequence[Candidate],
    rule: RankingRule,
    allocation: Allocation,
    withdrawn: Collection[str],
    today: date,
) -> Allocation:
    """The allocation once these winners have withdrawn: their money goes to those who wait in their pot.

    Who was served in part is completed first; then the reserve list goes on in its order, under the same cut,
    quotas and number of winners. Nobody loses what was given. After the last day of the reserve nobody moves up
    and the money stays in the pot. `candidates` are those of the allocation.

    Raises:
        ValueError: a draw is still to be made, or one of those withdrawn had won nothing.
        KeyError: a candidate or one of those withdrawn is not in the allocation.
    """
    if allocation.to_draw:
        raise ValueError("the draw comes before the reserve list")
    if not all(allocation.award(reference).served for reference in withdrawn):
        raise ValueError("only who was served may withdraw")
    purses = _purses(rule, allocation.pots)
    by_reference = {candidate.reference: candidate for candidate in candidates}
    lines = {
        award.reference: _line(
            by_reference[award.reference], index, award, purses.get(award.pot, NOWHERE), rule
        )
        for index, award in enumerate(allocation.awards)
    }
    for reference in withdrawn:
        _give_back(lines.pop(reference))
    until = rule.reserve.until if rule.reserve else None
    over = until is not None and today > until
    if not over:
        for purse in purses.values():
            _complete(purse, [line for line in lines.values() if line.purse is purse])
        _move_up(rule, purses, lines.values())
    after = (_after(award, lines.get(award.reference), over) for award in allocation.awards)
    return Allocation(_cumulated(after), tuple(purse.use() for purse in purses.values()))


def _purses(rule: RankingRule, uses: Sequence[PotUse]) -> Mapping[str, Purse]:
    pots = {pot.key: pot for pot in rule.pots}
    purses = []
    for use in uses:
        pot = pots.get(use.key)
        purse = pot_purse(rule, pot, use.allocated) if pot else whole_purse(rule, use.allocated)
        purse.key, purse.label, purse.left = use.key, use.label, use.left
        purse.spent, purse.received, purse.given = use.spent, use.received, use.given
        purses.append(purse)
    joined(rule, purses)
    return {purse.key: purse for purse in purses}


def _line(candidate: Candidate, index: int, award: Award, purse: Purse, rule: RankingRule) -> AllocationLine:
    values = tuple(as_text(candidate.attributes.get(quota.by)) for quota in rule.quotas)
    line = AllocationLine(
        candidate, index, purse, values, award.outcome, award.amount, reserve_place=award.place
    )
    if award.outcome is Outcome.RESERVE:
        line.outcome = None
    return line


def _give_back(line: AllocationLine) -> None:
    line.purse.spent -= line.amount
    if line.purse.left is not None:
        line.purse.left += line.amount


def _complete(purse: Purse, lines: Iterable[AllocationLine]) -> None:
    partial = [line for line in lines if line.outcome is Outcome.PARTIAL]
    wanted = [line.candidate.amount - line.amount for line in partial]
    money = money_of(purse)
    given = sum(wanted) if money is None else min(money, sum(wanted))
    if not given:
        return
    for line, part in zip(partial, split(given, [Decimal(one) for one in wanted]), strict=True):
        purse.pay(part, ())
        line.amount += part
        said = {"amount_cents": part, "total_cents": line.amount}
        line.why = (Step(StepCode.COMPLETED, said),)


def _move_up(rule: RankingRule, purses: Mapping[str, Purse], lines: Collection[AllocationLine]) -> None:
    in_turn = rule.model_copy(
        update={"quotas": tuple(quota.model_copy(update={"first": 0}) for quota in rule.quotas)}
    )
    till = Till(in_turn)
    till.count([line for line in lines if line.outcome in (Outcome.FUNDED, Outcome.PARTIAL)])
    queues = {purse: _queue(purse, lines) for purse in purses.values()}
    Walk(in_turn, Layout(tuple(lines), tuple(purses.values()), queues), till).run()


def _queue(purse: Purse, lines: Iterable[AllocationLine]) -> list[Block]:
    waiting = sorted(
        (line.reserve_place or 0, line.place, line)
        for line in lines
        if line.purse is purse and line.outcome is None
    )
    groups = ([one[-1] for one in group] for _, group in groupby(waiting, key=lambda one: one[0]))
    return [Block(purse, tied, min(line.place for line in tied)) for tied in groups]


def _after(award: Award, line: AllocationLine | None, over: bool) -> Award:
    """The award once the money has moved; without line, that of who withdrew."""
    if line is None:
        step = Step(StepCode.WITHDREW, {"amount_cents": award.amount})
        return replace(award, outcome=Outcome.WITHDRAWN, amount=0, steps=(*award.steps, step))
    if award.outcome is Outcome.RESERVE:
        outcome = line.outcome
        if outcome is None or outcome not in SERVED:
            steps = (*award.steps, Step(StepCode.RESERVE_OVER)) if over else award.steps
            return replace(award, steps=steps)
        promoted = (*award.steps, Step(StepCode.PROMOTED, {"place": award.place}), *line.why)
        return replace(award, outcome=outcome, amount=line.amount, steps=promoted, place=None)
    if award.outcome is Outcome.PARTIAL and line.why:
        whole = line.amount == line.candidate.amount
        outcome = Outcome.FUNDED if whole else Outcome.PARTIAL
        return replace(award, outcome=outcome, amount=line.amount, steps=(*award.steps, *line.why))
    return award


def _cumulated(awards: Iterable[Award]) -> tuple[Award, ...]:
    """The same awards, each with what its pot has given down to it."""
    given: dict[str, int] = {}
    counted = []
    for award in awards:
        given[award.pot] = given.get(award.pot, 0) + award.amount
        counted.append(replace(award, cumulated=given[award.pot]))
    return tuple(counted)
