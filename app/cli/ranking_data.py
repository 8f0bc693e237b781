"""A ranking and its explanations for a machine."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.domain.call_file.call import WaveFile
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import Step
from app.domain.money import plain_euros
from app.domain.ranking import Listing, Place
from app.domain.ranking.result import Result
from app.words.calls.grids import label_of
from app.words.ranking import report as ranking_report
from app.words.ranking.explanations import sentence


def as_data(result: Result, wave: WaveFile | None) -> dict[str, Any]:
    """The same for a machine: figures as decimal texts, amounts in euros, ranks as numbers."""
    listing = result.listing
    return {
        "ranking": [_ranked_place(result, one) for one in listing.places if one.rank is not None],
        "unranked": [
            {
                "application": one.reference,
                "total": _total(listing, one),
                **_beside(result, one),
                "reasons": _reasons(listing, one),
            }
            for one in listing.places
            if one.rank is None
        ],
        "money": {"wave": wave.key if wave is not None else None, **_money(listing)},
    }


def _ranked_place(result: Result, place: Place) -> dict[str, Any]:
    listing = result.listing
    outcome, score = ranking_report.outcome_of(listing, place), ranking_report.ranked_by(result, place)
    return {
        "application": place.reference,
        "rank": place.rank,
        "total": _total(listing, place),
        "ranking_score": None if score is None else _text(score),
        **_beside(result, place),
        "outcome": outcome.value if outcome is not None else None,
        "amount": None if listing.admits else plain_euros(place.awarded),
        "reasons": _reasons(listing, place),
    }


def _beside(result: Result, place: Place) -> dict[str, Any]:
    """The figures that compare the experts, and the rank that each would give; nothing where the grid asks none."""
    found = {
        one.by: {"score": _text(one.scores[place.reference]), "rank": one.ranks.get(place.reference)}
        for one in result.beside
        if place.reference in one.scores
    }
    return {"beside": found} if result.beside else {}


def _reasons(listing: Listing, place: Place) -> Sequence[str]:
    return list(ranking_report.reasons(listing, place))


def _total(listing: Listing, place: Place) -> str | None:
    value = ranking_report.total(listing, place)
    return None if value is None else _text(value)


def _text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def _money(listing: Listing) -> dict[str, Any]:
    return {
        "envelope": plain_euros(listing.envelope) if listing.envelope else None,
        "spent": plain_euros(listing.spent),
        "left": plain_euros(listing.envelope - listing.spent) if listing.envelope else None,
        "pots": [
            {
                "key": pot.key,
                "label": pot.label,
                "allocated": None if pot.allocated is None else plain_euros(pot.allocated),
                "received": plain_euros(pot.received),
                "given": plain_euros(pot.given),
                "spent": plain_euros(pot.spent),
                "left": None if pot.left is None else plain_euros(pot.left),
            }
            for pot in listing.pots
        ],
    }


def steps_data(step: Step, grid: ScoringFile) -> dict[str, Any]:
    """One step of an explanation, and those under it."""
    said = sentence(step, lambda key: label_of(grid, key))
    return {"code": step.code.value, "sentence": said, "steps": [steps_data(one, grid) for one in step.steps]}
