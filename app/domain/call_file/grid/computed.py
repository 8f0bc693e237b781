"""A criterion that nobody marks: its mark follows from what the dossier says.

    computed:                                     # the first line whose condition is true
      - { when: emplois >= 10, mark: 10 }
      - { when: emplois >= 3, mark: 5 }
      - { mark: 0 }
    computed: 40 * lowest(prix) / prix            # one line, without condition

The figure is brought to the nearest step of the scale, and within it. An answer that is missing gives the weakest
mark, so that nobody gains by leaving it out.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from app.domain.call_file.sheet import Condition, Sheet
from app.domain.expressions import Kind

EXTREMES = ("lowest", "highest", "average")
"""`lowest(prix)`: the lowest, the highest or the average of all the applications that are ranked together."""


def _formula(value: object) -> object:
    return value if isinstance(value, bool | float | list | dict | tuple) or value is None else str(value)


Formula = Annotated[
    str,
    BeforeValidator(_formula),
    StringConstraints(min_length=1, max_length=500),
    WithJsonSchema({"type": ["number", "string"], "examples": [10, "40 * lowest(prix) / prix"]}),
]
"""A number, a calculation, or the key of a level."""


class ComputedLine(Sheet):
    """A mark, and when it is given; without condition, to all those whom no earlier line took."""

    when: Condition | None = None
    mark: Formula


def _lines(value: object) -> object:
    """A bare mark is one line without condition."""
    return value if isinstance(value, list | tuple) else [{"mark": value}]


Computed = Annotated[
    tuple[ComputedLine, ...],
    BeforeValidator(_lines, json_schema_input_type=Formula | list[ComputedLine]),
    Field(max_length=100),
]


def extremes_of(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """The names of the lowest, the highest and the average of each number: "lowest(prix)"."""
    return {
        f"{which}({name})": Kind.NUMBER
        for name, kind in kinds.items()
        if kind is Kind.NUMBER
        for which in EXTREMES
    }
