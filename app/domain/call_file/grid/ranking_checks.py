"""What a ranking must agree on: orders that compare something, pots that hold together, quotas that may be met."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.form_checks import aid_breaches, repeated
from app.domain.call_file.grid.ranking import BY_SCORE, OWN_ORDERS, Cut, Pot, Quota, RankingRule, name_of
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.call_file.zero_checks import formula_breaches
from app.domain.expressions import ExpressionError, Kind, read_expression
from app.domain.money import plain_euros

_FILE: Final = "committee"
_AT: Final[Path] = ("ranking",)
_ROUNDED_SHARES: Final = Decimal("0.001")
"""What shares that are no decimals may leave: three times 0.333."""


def ranking_breaches(rule: RankingRule, names: Names | None, envelopes: Sequence[int]) -> Iterator[Breach]:
    """The faults of a ranking; `names`: what a dossier answers, None when not known; `envelopes`: those of the
    waves, in cents.
    """
    yield from _orders(_AT, (rule.order, *rule.then), names)
    yield from _cut(_AT, rule.cut, rule.least_share)
    for index, quota in enumerate(rule.quotas):
        yield from _quota((*_AT, "quotas", index), quota, names)
    if rule.split is not None:
        yield from _answer((*_AT, "split", "by"), rule.split.by, names)
        if rule.pots:
            yield Breach(_FILE, (*_AT, "split"), BreachCode.POTS_OR_SPLIT, rule.split.by)
    yield from _pots(rule, names)
    yield from _money(rule.pots, envelopes)
    yield from _lottery(rule)
    if rule.amount is not None:
        yield from aid_breaches(_FILE, (*_AT, "amount"), rule.amount, names)


def _orders(path: Path, orders: Sequence[str | None], names: Names | None) -> Iterator[Breach]:
    for index, order in enumerate(orders):
        where: Path = (*path, "order") if index == 0 else (*path, "then", index - 1)
        if order is None:
            continue
        name = name_of(order)
        if name == BY_SCORE and name != order:
            yield Breach(_FILE, where, BreachCode.ORDER_OF_SCORE, order)
        elif name not in OWN_ORDERS:
            yield from _answer(where, name, names)


def _answer(path: Path, name: str, names: Names | None) -> Iterator[Breach]:
    """The fault of the name of an answer by which applications are compared or counted."""
    if names is None:
        return
    kind = names.kinds.get(name)
    if kind is None:
        yield Breach(_FILE, path, BreachCode.UNKNOWN_KEY, name, {"among": ", ".join(sorted(names.kinds))})
    elif kind is Kind.TEXTS:
        yield Breach(_FILE, path, BreachCode.SEVERAL_VALUES, name)


def _cut(path: Path, cut: Cut | None, least_share: Decimal | None) -> Iterator[Breach]:
    if least_share and cut is not Cut.PARTIAL:
        yield Breach(_FILE, (*path, "least_share"), BreachCode.LEAST_SHARE_IDLE, str(least_share))


def _quota(path: Path, quota: Quota, names: Names | None) -> Iterator[Breach]:
    yield from _answer((*path, "by"), quota.by, names)
    if quota.most is None and not quota.stocks and not quota.first:
        yield Breach(_FILE, path, BreachCode.QUOTA_IDLE, quota.by)
    known = names.options.get(quota.by) if names else None
    for value, stock in quota.stocks.items():
        where: Path = (*path, "stocks", value)
        if known is not None and value not in known:
            yield Breach(_FILE, where, BreachCode.UNKNOWN_KEY, value, {"among": ", ".join(sorted(known))})
        elif 0 < stock < quota.first:
            said = {"most": str(stock)}
            yield Breach(_FILE, (*path, "first"), BreachCode.QUOTA_FIRST, str(quota.first), said)
    if quota.most is not None and quota.first > quota.most:
        said = {"most": str(quota.most)}
        yield Breach(_FILE, (*path, "first"), BreachCode.QUOTA_FIRST, str(quota.first), said)


def _pots(rule: RankingRule, names: Names | None) -> Iterator[Breach]:
    at: Path = (*_AT, "pots")
    yield from repeated(_FILE, at, (pot.key for pot in rule.pots))
    keys = {pot.key for pot in rule.pots}
    for index, pot in enumerate(rule.pots):
        path: Path = (*at, index)
        yield from _orders(path, (pot.order, *pot.then), names)
        yield from _cut(path, pot.cut or rule.cut, pot.least_share)
        if (pot.share is None) == (pot.amount is None):
            yield Breach(_FILE, path, BreachCode.POT_MONEY, pot.label)
        for place, other in enumerate(pot.spills_to):
            if other not in keys - {pot.key}:
                said = {"among": ", ".join(sorted(keys - {pot.key}))}
                yield Breach(_FILE, (*path, "spills_to", place), BreachCode.UNKNOWN_KEY, other, said)
        yield from repeated(_FILE, (*path, "spills_to"), pot.spills_to, ())
        if names is not None:
            before = [one.when for one in rule.pots[:index]]
            yield from formula_breaches(_FILE, (*path, "when"), pot.when, names, before=before)
            if not _may_enter(pot, rule.pots[:index], names):
                yield Breach(_FILE, (*path, "when"), BreachCode.POT_UNREACHABLE, pot.when or pot.label)
    yield from _rings(rule.pots)


def _may_enter(pot: Pot, before: Sequence[Pot], names: Names) -> bool:
    """May anyone enter the pot, given those before it in the file?"""
    earlier = {one.when for one in before}
    everyone = any(_constant(when, names) is True for when in earlier)
    return not everyone and pot.when not in earlier and _constant(pot.when, names) is not False


def _constant(when: str | None, names: Names) -> bool | None:
    """What a condition that reads no answer always says; None when it depends, or cannot be read."""
    if when is None:
        return True
    try:
        condition = read_expression(when, names.kinds, Kind.BOOL, names.options)
        return None if condition.names else condition.holds({})
    except ExpressionError:
        return None


def _rings(pots: Sequence[Pot]) -> Iterator[Breach]:
    """Money may go both ways between two pots, and not round a ring of three or more.

    A pot is at fault when it spills to one from which the money comes back to it through a third.
    """
    to = {pot.key: set(pot.spills_to) for pot in pots}
    for index, pot in enumerate(pots):
        for place, other in enumerate(pot.spills_to):
            if _comes_round(to, pot.key, other):
                path: Path = (*_AT, "pots", index, "spills_to", place)
                yield Breach(_FILE, path, BreachCode.POT_RING, other, {"name": pot.key})


def _comes_round(to: dict[str, set[str]], pot: str, other: str) -> bool:
    """Does what `pot` spills to `other` come back to it through a third?"""
    seen = {pot, other}
    reached = list(to.get(other, set()) - seen)
    while reached:
        one = reached.pop()
        seen.add(one)
        if pot in to.get(one, set()):
            return True
        reached += to.get(one, set()) - seen
    return False


def _money(pots: Sequence[Pot], envelopes: Sequence[int]) -> Iterator[Breach]:
    shares = sum((pot.share or Decimal(0) for pot in pots), Decimal(0))
    if shares > 1:
        yield Breach(_FILE, (*_AT, "pots"), BreachCode.POT_SHARES, str(shares))
        return
    amounts = sum(pot.amount or 0 for pot in pots)
    smallest = min((one for one in envelopes if one), default=None)
    if amounts and smallest is not None and amounts + shares * smallest > smallest:
        read = plain_euros(int(amounts + shares * smallest))
        yield Breach(
            _FILE, (*_AT, "pots"), BreachCode.POTS_ABOVE_ENVELOPE, read, {"most": plain_euros(smallest)}
        )
        return
    largest = max(envelopes, default=0)
    rest = 1 - shares - (Decimal(amounts) / largest if largest else 0)
    if pots and (largest or not amounts) and rest > _ROUNDED_SHARES:
        read = plain_euros(int(amounts + shares * largest)) if amounts else str(shares)
        yield Breach(_FILE, (*_AT, "pots"), BreachCode.POTS_BELOW_ENVELOPE, read)


def lottery_breaches(rule: RankingRule, grid: ScoringFile) -> Iterator[Breach]:
    """A width counts points: a list that goes by a calculation has others."""
    if rule.lottery is not None and rule.lottery.width is not None and grid.ranking_score is not None:
        path: Path = (*_AT, "lottery", "width")
        yield Breach(_FILE, path, BreachCode.LOTTERY_TOTAL, str(rule.lottery.width))


def _lottery(rule: RankingRule) -> Iterator[Breach]:
    """A width counts points: a list that does not go by score has none."""
    if rule.lottery is None or rule.lottery.width is None:
        return
    orders = {name_of(pot.order or rule.order) for pot in rule.pots} or {name_of(rule.order)}
    if orders != {BY_SCORE}:
        path: Path = (*_AT, "lottery", "width")
        yield Breach(_FILE, path, BreachCode.LOTTERY_ORDER, str(rule.lottery.width))
