"""Waiting in the order of arrival, where a lock that is asked for again and again serves whoever asks just then."""

import threading
from collections import deque


class Turns:
    """One holder at a time among the threads of a process; the others are served first come, first served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def take(self, seconds: float) -> None:
        """Have the turn, until ``pass_on``. Raises TimeoutError when it has not come in so many seconds."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(seconds):
            return
        with self._lock:
            if turn.is_set():
                return
            self._waiting.remove(turn)
        raise TimeoutError("the turn did not come in time")

    def pass_on(self) -> None:
        """Give the turn to who has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
