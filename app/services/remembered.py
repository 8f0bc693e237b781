"""What is made of things that never change, kept in this process under all that it was made of.

A call that was opened and a form that was filed are frozen, and bear their SHA-256: what is read out of them is the
same each time (decision 26). The oldest are forgotten first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The last things made, ``most`` of them. A maker that raises leaves nothing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, seen: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, or gave under ``seen``, all that it depends on."""
        with self._lock:
            if seen in self._made:
                self._made.move_to_end(seen)
                return self._made[seen]
        made = make()
        with self._lock:
            self._made[seen] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
