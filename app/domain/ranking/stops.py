"""Why those who are not served are not: the money, a cap of winners, a quota, a pot, a draw."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, cast

from app.domain.explanation import StepCode
from app.domain.ranking.listing import Listing, Place


class Stop(StrEnum):
    """What keeps the money from an application that has a rank."""

    MONEY = "money"
    TIE = "tie"
    POT = "pot"
    WINNERS = "winners"
    QUOTA = "quota"
    THRESHOLD = "threshold"
    NO_POT = "no_pot"
    DRAW = "draw"


_CODES: Final[Mapping[StepCode, Stop]] = {
    StepCode.DOES_NOT_FIT: Stop.MONEY,
    StepCode.PARTIAL_TOO_SMALL: Stop.MONEY,
    StepCode.TIE_DOES_NOT_FIT: Stop.TIE,
    StepCode.WINNERS_REACHED: Stop.WINNERS,
    StepCode.TIE_ABOVE_WINNERS: Stop.WINNERS,
    StepCode.WINNERS_HELD: Stop.WINNERS,
    StepCode.QUOTA_REACHED: Stop.QUOTA,
    StepCode.TIE_ABOVE_QUOTA: Stop.QUOTA,
    StepCode.QUOTA_HELD: Stop.QUOTA,
    StepCode.POT_THRESHOLD: Stop.THRESHOLD,
    StepCode.ORDER_UNKNOWN: Stop.NO_POT,
    StepCode.NO_POT: Stop.NO_POT,
    StepCode.POT_UNREADABLE: Stop.NO_POT,
    StepCode.DRAWN: Stop.DRAW,
    StepCode.TO_DRAW: Stop.DRAW,
    StepCode.AFTER_DRAW: Stop.DRAW,
    StepCode.BEYOND_DRAW: Stop.MONEY,
}


def stops(listing: Listing) -> Mapping[Stop, int]:
    """How many ranked applications each cause keeps from the money, the first met down the list first."""
    unserved = [one for one in listing.places if one.rank is not None and not one.funded and not one.settled]
    return Counter(_stop(listing, one) for one in unserved)


def _stop(listing: Listing, place: Place) -> Stop:
    """The cause for one place; where the list closed above it, the cause for the first at which it closed."""
    found = _cause(place)
    if found is None:
        closed = next(one for one in place.steps if one.code is StepCode.LINE_CLOSED)
        found = _cause(listing.place(cast(tuple[str, ...], closed.said["at"])[0])) or Stop.MONEY
    return Stop.POT if found in (Stop.MONEY, Stop.TIE) and len(listing.pots) > 1 else found


def _cause(place: Place) -> Stop | None:
    return next((_CODES[one.code] for one in place.steps if one.code in _CODES), None)
