"""The money of a call down its ranked list: pots, quotas, reserve and draw, as `RankingRule` says.

`allocate` is the whole of it; `promote` is what a withdrawal changes; `strict_cut` is the plain rule on arrays.
"""

from app.domain.allocation.allocate import allocate
from app.domain.allocation.cut import strict_cut
from app.domain.allocation.lottery import Band, digest, draw
from app.domain.allocation.model import SERVED, Allocation, Award, Candidate, Outcome, PotUse, Settled
from app.domain.allocation.pots import weights_of
from app.domain.allocation.promotion import promote

__all__ = [
    "SERVED",
    "Allocation",
    "Award",
    "Band",
    "Candidate",
    "Outcome",
    "PotUse",
    "Settled",
    "allocate",
    "digest",
    "draw",
    "promote",
    "strict_cut",
    "weights_of",
]
