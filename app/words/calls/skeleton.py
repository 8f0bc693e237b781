"""The model of each file of a call, for who writes one from nothing: every line, with what it means as a comment.

Written from the same descriptions as the schemas, so that a model never names a line that is gone. What is required
is there, without a value; what is optional is behind a #.
"""

import textwrap
from collections.abc import Iterator
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.sheet import Sheet
from app.words.calls.schema import DESCRIPTIONS, description

WIDTH: Final = 110
_INDENT: Final = "  "
_STARTS: Final = {"CallFile.stages": "[dossier, decision]"}
"""What stands already where an empty line would teach nothing."""


def skeleton(name: str) -> str:
    """The model of one file, by its name without ending."""
    model = _sheet_in(CallFolder.model_fields[name].annotation)
    if model is None:
        raise KeyError(name)
    head = _comment(DESCRIPTIONS[model.__name__], "")
    return "\n".join((*head, "", *_lines(model, "", commented=False))) + "\n"


def _lines(model: type[Sheet], indent: str, *, commented: bool) -> Iterator[str]:
    for name, field in model.model_fields.items():
        aside = commented or not field.is_required()
        yield from _comment(description(model.__name__, name), indent)
        mark = f"{indent}# " if aside else indent
        nested, listed = _sheet_in(field.annotation), _is_list(field.annotation)
        if aside or nested is None:
            value = _STARTS.get(f"{model.__name__}.{name}", "")
            yield f"{mark}{name}:{f' {value}' if value else ''}"
        elif listed:
            yield f"{mark}{name}:"
            yield from _item(nested, indent + _INDENT)
        else:
            yield f"{mark}{name}:"
            yield from _lines(nested, indent + _INDENT, commented=False)


def _item(model: type[Sheet], indent: str) -> Iterator[str]:
    """The first element of a list: its first line after the dash, its comments above."""
    lines = list(_lines(model, indent + _INDENT, commented=False))
    first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
    for place, line in enumerate(lines):
        yield f"{indent}- {line.lstrip()}" if place == first else line


def _comment(text: str, indent: str) -> list[str]:
    return [f"{indent}# {line}" for line in textwrap.wrap(text, WIDTH - len(indent))]


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(map(_is_list, get_args(annotation)))


def _sheet_in(annotation: Any) -> type[Sheet] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation  # type: ignore[return-value]
    return next((found for one in get_args(annotation) if (found := _sheet_in(one))), None)
