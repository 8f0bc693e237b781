"""The schema of the JSON says everything that the JSON does, and what it says is true."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app import api
from app.api.schema import STATUSES, operation_id
from app.db.session import Database
from app.domain.workflow import Action
from app.main import create_api
from tests.api.conftest import Known
from tests.edges import wire

TOLD = create_api(wire(Database.open("sqlite:////nowhere/maillage.db"))).openapi()
OPERATIONS = [
    (f"{method} {path}", operation)
    for path, of_path in TOLD["paths"].items()
    for method, operation in of_path.items()
]
SCHEMAS = TOLD["components"]["schemas"]
TRIES = 3
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_it_says_what_it_is_and_how_to_be_let_in() -> None:
    info = TOLD["info"]
    assert (TOLD["openapi"][:2], info["title"], info["license"]["identifier"]) == (
        "3.",
        "Maillage",
        "EUPL-1.2",
    )
    assert "problem+json" in info["description"]
    assert TOLD["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert TOLD["servers"] == [{"url": "/api/v1"}]


def test_every_address_is_there_once() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]
    assert sorted(names) == sorted(operation_id(route) for router in api.ROUTERS for route in router.routes)
    assert len(set(names)) == len(names)


def test_every_tag_is_described_and_every_address_is_summed_up() -> None:
    assert {tag for _, one in OPERATIONS for tag in one["tags"]} == {tag["name"] for tag in TOLD["tags"]}
    assert [name for name, one in OPERATIONS if not (one["summary"] and one["description"])] == []


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_refusal_is_a_problem(name: str, operation: dict[str, Any]) -> None:
    refusals = {status: one for status, one in operation["responses"].items() if status >= "4"}
    assert refusals == {status: {"$ref": f"#/components/responses/{status}"} for status in refusals}
    assert {"401", "404", "422"} <= set(refusals) <= set(STATUSES)
    for status in refusals:
        (media, content) = next(iter(TOLD["components"]["responses"][status]["content"].items()))
        assert media == "application/problem+json"
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert content["example"]["status"] == int(status)


def test_nothing_refers_to_what_is_not_there() -> None:
    def refers(found: Any) -> set[str]:
        if isinstance(found, dict):
            own = {found["$ref"]} if isinstance(found.get("$ref"), str) else set()
            return own.union(*map(refers, found.values()))
        return set().union(*map(refers, found)) if isinstance(found, list) else set()

    kept = {f"#/components/schemas/{name}" for name in SCHEMAS}
    kept |= {f"#/components/responses/{status}" for status in STATUSES}
    assert refers(TOLD) - kept == set()


@pytest.mark.parametrize("action", Action)
def test_every_act_has_its_own_schema_and_its_example(action: Action) -> None:
    body = TOLD["paths"]["/applications/{reference}/actions/{action}"]["post"]["requestBody"]
    content = body["content"]["application/json"]
    assert {"$ref": f"#/components/schemas/Act_{action.value}"} in content["schema"]["anyOf"]
    schema, example = SCHEMAS[f"Act_{action.value}"], content["examples"][action.value]["value"]
    assert set(schema.get("required", ())) <= set(example) <= set(schema["properties"])


def texts_of(schema: dict[str, Any], at: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Where this schema takes any text, signs that nothing shows included."""
    if (name := schema.get("$ref", "").rpartition("/")[2]) and name not in seen:
        yield from texts_of(SCHEMAS[name], at, seen | {name})
    if schema.get("type") == "string" and not schema.keys() & {"pattern", "format", "enum", "const"}:
        yield at
    free = schema.get("type") == "object" and "additionalProperties" in schema and "properties" not in schema
    if free and "pattern" not in schema.get("propertyNames", {}):
        yield f"{at}.*"
    for part in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(part, ()):
            yield from texts_of(one, at, seen)
    for key, one in schema.get("properties", {}).items():
        yield from texts_of(one, f"{at}.{key}", seen)
    for part in ("items", "additionalProperties"):
        if isinstance(one := schema.get(part), dict):
            yield from texts_of(one, f"{at}[]", seen)


def test_no_text_that_may_be_sent_holds_what_nothing_shows() -> None:
    bodies = (
        (name, sent["schema"])
        for name, operation in OPERATIONS
        for media, sent in operation.get("requestBody", {}).get("content", {}).items()
        if media == "application/json"
    )
    assert [at for name, schema in bodies for at in texts_of(schema, name)] == []


def test_french_is_written_as_it_is_read(started: Known) -> None:
    client = TestClient(started.callers.app)
    answer = client.get("/api/v1/openapi.json")
    assert "Démarrer" in answer.text or "à" in answer.text
    assert "\\u00" not in answer.text
    assert json.loads(answer.text) == TOLD


@pytest.mark.parametrize("who", ["owner", "manager"])
@pytest.mark.parametrize("mode", GenerationMode)
def test_nothing_that_can_be_sent_breaks_the_service(started: Known, who: str, mode: GenerationMode) -> None:
    """A bounded walk of schemathesis through every address: no 500, and no answer that the schema does not tell.

    What is sent against the schema is a body or a query: any text is an address.
    """
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", started.callers.app)
    headers = {"Authorization": f"Bearer {started.callers.named(who).token}"}
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
            continue

        @settings(
            max_examples=TRIES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Case) -> None:
            for name in set(case.path_parameters) & set(started.names):
                case.path_parameters[name] = started.names[name]
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)

        send()
