"""What the bodies of the JSON are made of: nothing unknown is taken, nothing that no column could hold.

A key that is misspelt wiped a budget, with a 200. A body either names its fields (``Sent``) or maps the keys that the
call’s own files name (``Keyed``), which the endpoint then compares with those files (``only``).
"""

from collections.abc import Collection, Iterable
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.edge.numbers import MOST
from app.services.lengths import LONGEST_WORDS

Value = TypeVar("Value")

MOST_KEYS: Final = 1_000


class Sent(BaseModel):
    """A body that names its fields: another one is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Id = Annotated[int, Field(ge=1, le=MOST)]
Version = Annotated[int, Field(ge=0, le=MOST)]
SHOWN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""What `app.edge.signs` takes, as a schema says it: the sentence of a refusal is the edge's."""
ONLY_SHOWN: Final = Field(json_schema_extra={"pattern": SHOWN})

Name = Annotated[str, StringConstraints(max_length=300), ONLY_SHOWN]
Text = Annotated[str, StringConstraints(max_length=LONGEST_WORDS), ONLY_SHOWN]
Answer = Annotated[str, StringConstraints(max_length=40_000), ONLY_SHOWN]
Cell = Annotated[str, StringConstraints(max_length=40), ONLY_SHOWN]
_LONGEST_KEY: Final = 100
_Key = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_KEY)]
_NAMES: Final[dict[str, JsonValue]] = {"minLength": 1, "maxLength": _LONGEST_KEY, "pattern": SHOWN}
Keyed = Annotated[dict[_Key, Value], Field(max_length=MOST_KEYS, json_schema_extra={"propertyNames": _NAMES})]
"""By the keys that the call’s own files name."""


def only(known: Collection[str], sent: Iterable[str], inside: str = "") -> None:
    """Raises Invalid UNKNOWN_FIELD for each key that is not known; ``inside``: the field that holds them."""
    unknown = [key for key in sent if key not in known]
    if unknown:
        raise Invalid(*(Fault(f"{inside}{key}", Reason.of(ReasonCode.UNKNOWN_FIELD)) for key in unknown))
