"""What is settled already is taken from the envelope first: the rule then goes down the others with what is left.

Each pot pays for its own, then the pots that spill to it, then the others in their order: whatever was settled beyond a
pot, nobody else is given money that is not there.
"""

from collections.abc import Mapping, Sequence

from app.domain.allocation.pots import Purse


def take_settled(held: Mapping[Purse, int], purses: Sequence[Purse]) -> None:
    """Take from each purse what is settled in it, in cents; beyond all the money there is, it stays owed."""
    missing = {purse: held.get(purse, 0) for purse in purses}
    for purse in purses:
        missing[purse] -= _pay(purse, missing[purse], ())
    for purse in purses:
        missing[purse] -= _pay(purse, missing[purse], purse.donors)
    for purse in purses:
        missing[purse] -= _pay(purse, missing[purse], [one for one in purses if one is not purse])
        purse.spent += missing[purse]
        purse.over += missing[purse]


def _pay(purse: Purse, wanted: int, donors: Sequence[Purse]) -> int:
    """Pay as much as there is of it; how much."""
    left = [one.left for one in (purse, *donors)]
    paid = wanted if None in left else min(wanted, sum(one for one in left if one is not None))
    purse.pay(paid, donors)
    return paid
