"""How the experts of a list agree: how severe and how spread each is, and what their reviews weigh.

The votes are the totals that each review alone gives, on every application that was marked, ranked or not.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.calibration.agreement import (
    Habit,
    Intraclass,
    habits,
    intraclass,
    krippendorff_alpha,
    leave_one_out,
)
from app.domain.calibration.rounding import DIGITS, ratios
from app.domain.calibration.votes import Votes
from app.domain.ranking.beside import votes_of
from app.domain.scoring.scored import Scored


@dataclass(frozen=True)
class Shift:
    """What the mean of an application becomes without one review: by how many points it rises."""

    application: str
    by: Decimal


@dataclass(frozen=True)
class Expert:
    """How one expert marks, and the application that changes most without that review; None when read alone."""

    habit: Habit
    most: Shift | None


@dataclass(frozen=True)
class Agreement:
    """All that the votes tell; ``shared``: how many applications have two votes or more, of how many."""

    shared: int
    of: int
    intraclass: Intraclass
    alpha: Decimal | None
    experts: tuple[Expert, ...]


def agreement_of(scored: Scored) -> Agreement | None:
    """How the experts of a scored panel agree; None when nobody marked, or when a total has too many digits."""
    try:
        votes = votes_of(scored)
    except ValueError:
        return None
    if votes is None:
        return None
    shifts = _shifts(votes)
    return Agreement(
        int((votes.on_application > 1).sum()),
        len(votes.applications),
        intraclass(votes),
        krippendorff_alpha(votes),
        tuple(Expert(one, shifts.get(one.reviewer)) for one in habits(votes)),
    )


def _shifts(votes: Votes) -> dict[str, Shift]:
    """By reviewer, the vote without which a mean changes most; the first by reference among equals."""
    whole = ratios(
        votes.application_sums.tolist(), (votes.on_application * 10**votes.decimals).tolist(), DIGITS
    )
    means = dict(zip(votes.applications, whole, strict=True))
    found: dict[str, Shift] = {}
    for one in leave_one_out(votes):
        if one.mean is None:
            continue
        by = one.mean - means[one.application]
        if one.reviewer not in found or abs(by) > abs(found[one.reviewer].by):
            found[one.reviewer] = Shift(one.application, by)
    return found
