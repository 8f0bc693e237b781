"""A threshold fixed afterwards, from the money there is: the total that lets about so many times it through.

Source: Horizon Europe, two-stage calls: the overall threshold of the first stage is set so that what the
proposals let through ask is as close as possible to three times the budget, and not less than two and a half.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.rules import BudgetCut
from app.domain.scoring.exact import Bools, Exact


def cut_place(
    rule: BudgetCut,
    total: Exact,
    amounts: NDArray[np.int64],
    among: Bools,
    envelope: int,
    *,
    lower_is_better: bool,
) -> Fraction | None:
    """The total that the last one let through has; None when nobody stands or there is no envelope.

    Equals pass together. Between two totals as close to the target, the one that lets more through. All pass
    when even all of them ask less than the least.
    """
    places = np.flatnonzero(among)
    if not len(places) or not envelope:
        return None
    keys = total.order()[places]
    ranked = places[np.argsort(keys if lower_is_better else -keys, kind="stable")]
    asked = np.cumsum(amounts[ranked])
    ends = np.flatnonzero(np.append(np.diff(total.order()[ranked]) != 0, True))
    target = int(rule.budget_multiple * envelope)
    least = int((rule.at_least or 0) * envelope)
    enough = [int(end) for end in ends if asked[end] >= least] or [int(ends[-1])]
    best = min(enough, key=lambda end: (abs(int(asked[end]) - target), -end))
    return total.at(int(ranked[best]))
