"""No body that the JSON takes is open: a field is named, or is a key of the call’s files, and has a bound."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.db.session import Database
from app.main import create_api
from tests.edges import wire

TOLD = create_api(wire(Database.open("sqlite:////nowhere/maillage.db"))).openapi()
JSON = "application/json"
BODIES = {
    f"{method.upper()} {path}": operation["requestBody"]["content"][JSON]["schema"]
    for path, of_path in TOLD["paths"].items()
    for method, operation in of_path.items()
    if JSON in operation.get("requestBody", {}).get("content", {})
}
FOR_ONE = {"integer": ("minimum", "maximum"), "string": ("maxLength",), "array": ("maxItems",)}
ENOUGH = {"enum", "const", "format", "pattern"}
"""What bounds a text as well as its length."""


def open_places(schema: dict[str, Any], where: str = "", seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The places of a schema that take what is not named, or as much as one likes."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from open_places(TOLD["components"]["schemas"][name], where, seen | {name})
        return
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from open_places(choice, where, seen)
    kind = schema.get("type")
    if kind == "object":
        yield from _open_object(schema, where, seen)
    if kind == "array":
        yield from open_places(schema.get("items", {}), f"{where}[]", seen)
    if kind is None and not {"anyOf", "oneOf", "allOf"} & schema.keys():
        yield f"{where}: anything"
    if kind in FOR_ONE and not (kind == "string" and ENOUGH & schema.keys()):
        lacking = [bound for bound in FOR_ONE[kind] if bound not in schema]
        yield from (f"{where}: no {bound}" for bound in lacking if "enum" not in schema)


def _open_object(schema: dict[str, Any], where: str, seen: frozenset[str]) -> Iterator[str]:
    for name, one in schema.get("properties", {}).items():
        yield from open_places(one, f"{where}.{name}", seen)
    others = schema.get("additionalProperties", True)
    if others is True:
        yield f"{where}: any key"
    elif isinstance(others, dict):
        if "maxProperties" not in schema:
            yield f"{where}: any number of keys"
        yield from open_places(others, f"{where}{{}}", seen)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_takes_what_it_names_and_no_more(name: str) -> None:
    assert list(open_places(BODIES[name])) == []


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "object"}, [": any key"]),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, [": any number of keys"]),
        ({"type": "array", "items": {}}, ["[]: anything", ": no maxItems"]),
        ({"type": "integer", "minimum": 0}, [": no maximum"]),
        ({"type": "string"}, [": no maxLength"]),
    ],
)
def test_the_walk_sees_what_is_open(schema: dict[str, Any], found: list[str]) -> None:
    assert list(open_places(schema)) == found
