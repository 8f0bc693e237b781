"""How often the same person may try the same thing, counted over a sliding window.

`memory://` counts in this process; `redis://host` counts for several processes.
"""

import math
import time
from collections.abc import Mapping

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter


class WindowLimiter:
    """`rules` gives a rate its name: `{"sign_in": "5 per 15 minutes"}`. An unknown rule is a KeyError."""

    def __init__(self, rules: Mapping[str, str], *, storage: str = "memory://") -> None:
        self._rules = {name: parse(rate) for name, rate in rules.items()}
        self._limiter = MovingWindowRateLimiter(storage_from_string(storage))

    def hit(self, rule: str, who: str) -> int:
        """Count one try; 0 when it is allowed, else the whole seconds to wait."""
        rate = self._rules[rule]
        if self._limiter.hit(rate, rule, who):
            return 0
        free_again = self._limiter.get_window_stats(rate, rule, who).reset_time
        return max(1, math.ceil(free_again - time.time()))
