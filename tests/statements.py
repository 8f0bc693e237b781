"""SQL that is compiled once: what one engine compiled serves the next, as it does from one request to the next.

Each test opens a database of its own, hence an engine, hence a cache of statements: every test compiled again the
statements of the one before.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

STATEMENTS = 4000


@cache
def _alike(kind: type[Any]) -> tuple[type[Any], LRUCache[Any, Any]]:
    """The same dialect, of which any two are equal: it is part of the key of a statement; and their statements."""
    made = type(
        kind.__name__,
        (kind,),
        {
            "__eq__": lambda one, other: type(one) is type(other),
            "__hash__": lambda one: hash(type(one)),
            "supports_statement_cache": True,
        },
    )
    return made, LRUCache(STATEMENTS)


def shared(open_engine: Callable[..., Engine]) -> Callable[..., Engine]:
    """The same way of opening an engine, whose engines of one kind share what they compiled."""

    def opened(*words: Any, **named: Any) -> Engine:
        engine = open_engine(*words, **named)
        kind, engine._compiled_cache = _alike(type(engine.dialect))
        engine.dialect.__class__ = kind
        return engine

    return opened
