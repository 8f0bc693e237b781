"""What is wrong with one file of a call, each fault at its line and column, with what was expected there."""

import copy
import difflib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.adapters.yaml_pages import Spot, YamlPage
from app.domain.call_file.breach import Breach
from app.domain.call_file.breach import Path as Place
from app.domain.call_file.faults import FileFault, Shape
from app.domain.call_file.sheet import Sheet
from app.words.calls.schema import description

_DECIMAL: Final = re.compile(r"Decimal\('(.+)'\)")


def validated(model: type[Sheet], page: YamlPage) -> tuple[Sheet | None, list[FileFault], list[Place]]:
    """The sheet, its faults, and the places that are doubtful because a faulty line was set aside.

    A line that is unknown or optional is set aside so that the rest of the file is still compared with the others:
    that is how all the faults are told at once.
    """
    if page.value is None and page.faults:
        return None, [], []
    try:
        return model.model_validate(page.value), [], []
    except ValidationError as error:
        details = error.errors(include_url=False)
    details = [one for one in details if not _follows(one, details)]
    told = [fault for one in details if (fault := _explained(model, page, one)) is not None]
    if not all(_may_be_set_aside(model, one) for one in details):
        return None, told, []
    places: list[Place] = [tuple(one["loc"]) for one in details]
    rest = copy.deepcopy(page.value)
    for place in places:
        around = rest
        for step in place[:-1]:
            around = around[step]
        around.pop(place[-1], None)
    return model.model_validate(rest), told, [place[:-1] or place for place in places]


def _follows(error: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Is a list only too short because something in it is at fault?"""
    path: Place = tuple(error["loc"])
    return error["type"] == "too_short" and any(
        len(one["loc"]) > len(path) and tuple(one["loc"][: len(path)]) == path for one in details
    )


def _may_be_set_aside(model: type[Sheet], error: ErrorDetails) -> bool:
    path: Place = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return len(path) > 1 or not difflib.get_close_matches(str(path[-1]), _fields_at(model, ()), 1)
    if len(path) < 2 or not isinstance(path[-1], str):
        return False
    field = _sheet_at(model, path[:-1]).model_fields.get(path[-1])
    return field is not None and not field.is_required()


def _explained(model: type[Sheet], page: YamlPage, error: ErrorDetails) -> FileFault | None:
    """``at`` in what a rule says of a whole list: where in it, « 1.opens_at »."""
    path: Place = tuple(error["loc"])
    code = error["type"]
    said = {name: _plain(value) for name, value in error.get("ctx", {}).items()}
    path = (*path, *(int(one) if one.isdecimal() else one for one in said.pop("at", "").split(".") if one))
    spot = page.spot(path)
    if code == "missing":
        around = page.spot(path[:-1])
        said["name"] = str(path[-1])
        around_model = _sheet_at(model, path[:-1])
        said["means"] = description(around_model.__name__, str(path[-1])).removesuffix(".")
        said["inside"] = _required_inside(around_model.model_fields[str(path[-1])].annotation)
        return page.fault(code, path, Spot(around.line, around.column, "", Shape.NOTHING), **said)
    if code == "extra_forbidden":
        key = page.keys[path]
        known = _fields_at(model, path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, 1)
        cut = "yes" if spot.shape is Shape.NOTHING and spot.line == key.line else ""
        return page.fault(code, path, key, near=near[0] if near else "", among=", ".join(known), cut=cut)
    if any(fault.path == ".".join(map(str, path)) for fault in page.faults):
        return None
    return page.fault(code, path, spot, **said)


def _required_inside(annotation: Any) -> str:
    """The lines that a missing block must have, and those of the blocks inside it: "name, signatory (title)"."""
    model = _nested(annotation)
    if model is None:
        return ""
    told = []
    for name, field in model.model_fields.items():
        if field.is_required():
            inside = _required_inside(field.annotation)
            told.append(f"{name} ({inside})" if inside else name)
    return ", ".join(told)


def _plain(value: object) -> str:
    """A bound as a file writes it: pydantic gives some as the text « Decimal('1E+12') »."""
    found = _DECIMAL.fullmatch(str(value))
    return f"{Decimal(found[1]):f}" if found else str(value)


def _fields_at(model: type[Sheet], path: Place) -> tuple[str, ...]:
    return tuple(_sheet_at(model, path).model_fields)


def _sheet_at(model: type[Sheet], path: Place) -> type[Sheet]:
    for step in path:
        if isinstance(step, str):
            model = _nested(model.model_fields[step].annotation) or model
    return model


def _nested(annotation: Any) -> type[Sheet] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation  # type: ignore[return-value]
    return next((found for one in get_args(annotation) if (found := _nested(one))), None)


def located(breach: Breach, pages: dict[str, YamlPage]) -> FileFault:
    """Where the files of a call write what they do not agree on."""
    page = pages[breach.file]
    spot = page.spot(breach.path)
    column = spot.column
    if breach.offset is not None and spot.lead is not None:
        column += spot.lead + breach.offset
    place = Spot(spot.line, column, breach.read, Shape.TEXT if breach.read else spot.shape)
    return page.fault(breach.code, breach.path, place, **breach.said)
