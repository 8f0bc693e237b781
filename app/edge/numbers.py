"""The number of a row in an address: what a column can hold, else 422."""

from typing import Annotated, Final

from fastapi import Path

MOST: Final = 2**31 - 1
"""The largest that a key of PostgreSQL holds."""

Number = Annotated[int, Path(ge=1, le=MOST)]
