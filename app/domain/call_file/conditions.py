"""Whether an expression of a call can be read with the names that it may use."""

from collections.abc import Iterator

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.names import Names
from app.domain.expressions import ExpressionError, Kind, read_expression


def condition_breach(
    file: str, path: Path, text: str | None, names: Names, expected: Kind = Kind.BOOL
) -> Iterator[Breach]:
    """The fault of a condition (or of an expression of another kind), if it has one."""
    if text is None:
        return
    try:
        read_expression(text, names.kinds, expected, names.options)
    except ExpressionError as error:
        said = {**error.said, "refusal": error.code.value}
        yield Breach(file, path, BreachCode.EXPRESSION, text, said, error.offset)
