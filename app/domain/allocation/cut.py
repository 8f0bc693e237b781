"""The plain rule for a whole list at once: first come down the list, stop at the first that does not fit."""

import numpy as np
from numpy.typing import NDArray

_MOST = np.iinfo(np.int64).max


def strict_cut(amounts: NDArray[np.int64], envelope: int | None) -> NDArray[np.bool_]:
    """Which of these amounts (cents, in the order of the list) the envelope serves; 0 or None is no limit.

    The general path of `allocate` gives the same under ``cut: strict`` when no two are ex aequo.

    Raises:
        ValueError: an amount below zero, or a sum that sixty-four bits do not hold.
    """
    if not amounts.size:
        return np.zeros(0, dtype=np.bool_)
    if amounts.min() < 0:
        raise ValueError("an amount is zero or more")
    if int(amounts.max()) * amounts.size > _MOST:
        raise ValueError("a sum that sixty-four bits do not hold")
    if not envelope:
        return np.ones(amounts.size, dtype=np.bool_)
    served: NDArray[np.bool_] = np.cumsum(amounts) <= min(envelope, int(_MOST))
    return served
