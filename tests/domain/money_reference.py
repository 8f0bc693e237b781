"""The money down the list computed the slow way, rank by rank, for the rules in which nothing spills nor is drawn.

It shares no line with the engine, and knows of conditions only those of three words ("zone == 'x'").
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.domain.allocation import Candidate
from app.domain.call_file.grid.ranking import Cut, Pot, RankingRule

Money = dict[str, int | None]


class Descent:
    """One descent: what each pot has left, the winners left, who of each value has won, what ties hold."""

    def __init__(self, rule: RankingRule, candidates: Sequence[Candidate], envelope: int | None) -> None:
        self.rule = rule
        self.pot_of = {one.reference: self._pot(one) for one in candidates}
        self.left = self._money(candidates, envelope or None)
        self.winners = rule.winners
        self.won: list[str] = []
        self.closed: set[str] = set()
        self.held: set[tuple[str, str]] = set()
        self.given: dict[str, int] = {}
        self.values = {
            one.reference: {quota.by: str(one.attributes.get(quota.by, "")) for quota in rule.quotas}
            for one in candidates
        }

    def _pot(self, one: Candidate) -> str | None:
        if self.rule.split is not None:
            return str(one.attributes[self.rule.split.by]) if self.rule.split.by in one.attributes else None
        if not self.rule.pots:
            return ""
        pot = next((pot for pot in self.rule.pots if enters(pot, one)), None)
        low = pot is not None and pot.threshold is not None and (one.score or 0) < pot.threshold
        return None if pot is None or low else pot.key

    def _money(self, candidates: Sequence[Candidate], envelope: int | None) -> Money:
        if self.rule.split is not None:
            by, counts = self.rule.split.by, self.rule.split.in_proportion_to == "count"
            weights: dict[str, int] = {}
            for one in candidates:
                if by in one.attributes:
                    key = str(one.attributes[by])
                    weights[key] = weights.get(key, 0) + (1 if counts else one.amount)
            return shared(envelope, weights)
        if not self.rule.pots:
            return {"": envelope}
        found: Money = {}
        rest = envelope
        for pot in self.rule.pots:
            found[pot.key] = pot.amount if rest is None else min(pot.amount or 0, rest)
            rest = None if rest is None else rest - (found[pot.key] or 0)
        return found

    def cut(self, key: str) -> Cut:
        return next((pot.cut for pot in self.rule.pots if pot.key == key), None) or self.rule.cut

    def room(self, at: int, one: Candidate) -> int | None:
        quota, value = self.rule.quotas[at], self.values[one.reference][self.rule.quotas[at].by]
        if (str(at), value) in self.held:
            return 0
        most = quota.stocks.get(value, quota.most)
        taken = sum(self.values[won][quota.by] == value for won in self.won)
        return None if most is None else most - taken

    def fits(self, one: Candidate) -> bool:
        key = self.pot_of[one.reference] or ""
        money = self.left[key]
        return money is None or one.amount <= money or self.cut(key) is not Cut.SKIP

    def step(self, tied: Sequence[Candidate]) -> bool:
        """Serve those of one rank; False when nobody below can win any more."""
        open_ = [
            one for one in tied if (pot := self.pot_of[one.reference]) is not None and pot not in self.closed
        ]
        for at in range(len(self.rule.quotas)):
            open_ = [one for one in open_ if (room := self.room(at, one)) is None or room > 0]
        if self.winners == 0:
            return not open_
        if len(open_) > 1:
            for at, quota in enumerate(self.rule.quotas):
                open_ = self._without_tied_above(at, quota.by, open_)
        served: list[tuple[Candidate, int]] = []
        for key in sorted({self.pot_of[one.reference] or "" for one in open_}):
            served += self._from(key, [one for one in open_ if self.pot_of[one.reference] == key])
        if self.winners is not None and len(served) > self.winners:
            return False
        for one, amount in served:
            self.given[one.reference] = amount
            self.won.append(one.reference)
            key = self.pot_of[one.reference] or ""
            if (have := self.left[key]) is not None:
                self.left[key] = have - amount
        if self.winners is not None:
            self.winners -= len(served)
        return True

    def _without_tied_above(self, at: int, by: str, tied: Sequence[Candidate]) -> list[Candidate]:
        out: set[str] = set()
        for value in {self.values[one.reference][by] for one in tied}:
            mine = [one for one in tied if self.values[one.reference][by] == value]
            room = self.room(at, mine[0])
            if room is not None and len(mine) > room and any(self.fits(one) for one in mine):
                self.held.add((str(at), value))
                out |= {one.reference for one in mine}
        return [one for one in tied if one.reference not in out]

    def _from(self, key: str, mine: Sequence[Candidate]) -> list[tuple[Candidate, int]]:
        money, asked = self.left[key], sum(one.amount for one in mine)
        if money is None or asked <= money:
            return [(one, one.amount) for one in mine]
        cut = self.cut(key)
        if cut is Cut.SKIP and all(one.amount > money for one in mine):
            return []
        self.closed.add(key)
        if cut is not Cut.PARTIAL or money < self.rule.least_share * asked:
            return []
        parts = shared(money, {one.reference: one.amount for one in mine})
        if any(one.amount and not parts[one.reference] for one in mine):
            return []
        return [(one, parts[one.reference] or 0) for one in mine]


def served_by(candidates: Sequence[Candidate], rule: RankingRule, envelope: int | None) -> dict[str, int]:
    """What each who is served receives, in cents."""
    found = Descent(rule, candidates, envelope)
    for rank in sorted({one.rank for one in candidates}):
        if not found.step([one for one in candidates if one.rank == rank]):
            break
    return found.given


def enters(pot: Pot, one: Candidate) -> bool:
    if pot.when is None:
        return True
    name, sign, text = pot.when.split()
    assert sign == "=="
    return one.attributes.get(name) == text.strip("'")


def shared(money: int | None, weights: Mapping[str, int]) -> Money:
    """A sum in proportion, to the cent: the largest remainders first, then the first."""
    whole = sum(weights.values())
    if money is None or not whole:
        return dict.fromkeys(weights, None if money is None else 0)
    exact = {key: Fraction(money * weights[key], whole) for key in sorted(weights)}
    found = {key: int(part) for key, part in exact.items()}
    late = sorted(exact, key=lambda key: found[key] - exact[key])
    for key in late[: money - sum(found.values())]:
        found[key] += 1
    return dict(found)
