"""Every refusal of the JSON is a problem detail (RFC 9457), in French, with what to do next."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.routing import Mount

from app.api import problems
from app.api.dependencies import ApiReading, ApiWriting
from app.db.session import Database
from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Refusal,
    Stale,
    TooLate,
    WrongStage,
)
from app.domain.people import Role
from app.main import API
from app.services.route_access import ANYONE, SIGNED_IN, allow
from app.services.wiring import Wiring
from tests.edges import a_person, a_token, serve, wire
from tests.fakes import FakeClock, FakeLimiter
from tests.servers import SqliteTemplate

KNOWN = {"title", "status", "type", "detail", "code", "next_step", "faults", "request_id", "version", "kept"}
REFUSALS: dict[str, Refusal] = {
    "hidden": Hidden(),
    "forbidden": Forbidden(),
    "conflict": Conflict(),
    "wrong_stage": WrongStage(),
    "stale": Stale(),
    "too_late": TooLate(),
    "not_ready": NotReady(),
    "invalid": Invalid(
        Fault("email", Reason.of(ReasonCode.NOT_AN_EMAIL, read="anne")),
        Fault("nom", Reason.of(ReasonCode.REQUIRED)),
    ),
    "too_many": Forbidden(ReasonCode.TOO_MANY_TRIES, minutes=3),
    "nobody": Forbidden(ReasonCode.SIGN_IN_FIRST),
}
STATUSES = [404, 403, 409, 409, 409, 409, 409, 422, 429, 401]
router = APIRouter(prefix="/essai", responses=problems.RESPONSES)


class Sent(BaseModel):
    amount: int


@router.get("/refus/{name}")
@allow(ANYONE)
def refuse(name: str) -> None:
    raise REFUSALS[name]


@router.get("/panne")
@allow(ANYONE)
def crash() -> None:
    raise ZeroDivisionError


@router.post("/montant")
@allow(SIGNED_IN)
def amount(work: ApiWriting, sent: Sent) -> dict[str, int | None]:
    return {"amount": sent.amount, "by": work.actor.person_id}


@router.get("/bureau")
@allow(Role.OFFICER)
def desk(work: ApiReading) -> str:
    return work.actor.email


@pytest.fixture
def wired(
    sqlite_template: SqliteTemplate,
    tmp_path_factory: pytest.TempPathFactory,
    clock: FakeClock,
    limiter: FakeLimiter,
) -> Iterator[Wiring]:
    with sqlite_template.copy(tmp_path_factory.mktemp("api")) as url:
        database = Database.open(url)
        yield wire(database, clock=clock, limiter=limiter)
        database.close()


@pytest.fixture
def client(wired: Wiring) -> TestClient:
    service: FastAPI = serve(wired)
    json = next(route.app for route in service.routes if isinstance(route, Mount) and route.path == API)
    assert isinstance(json, FastAPI)
    json.include_router(router)
    return TestClient(service, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


def problem(answer: Any, status: int) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    assert (answer.status_code, told["status"], set(told)) == (status, status, KNOWN)
    assert answer.headers["content-type"] == problems.MEDIA_TYPE
    assert told["request_id"] == answer.headers["x-request-id"]
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize(("name", "status"), list(zip(REFUSALS, STATUSES, strict=True)))
def test_a_refusal_says_why_and_what_to_do(client: TestClient, name: str, status: int) -> None:
    told = problem(client.get(f"{API}/essai/refus/{name}"), status)
    assert told["code"] == REFUSALS[name].reason.code.value
    assert told["next_step"]


def test_each_fault_has_its_field_its_code_and_its_sentence(client: TestClient) -> None:
    faults = problem(client.get(f"{API}/essai/refus/invalid"), 422)["faults"]
    assert [(one["field"], one["code"]) for one in faults] == [("email", "not_an_email"), ("nom", "required")]
    assert "« anne »" in faults[0]["detail"].replace("\u00a0", " ")


def test_who_tries_too_often_is_told_when_to_come_back(client: TestClient) -> None:
    assert client.get(f"{API}/essai/refus/too_many").headers["retry-after"] == "180"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nulle-part", 404, "not_found"),
        ("DELETE", "/essai/bureau", 405, "method_not_allowed"),
        ("GET", "/essai/panne", 500, "internal_server_error"),
    ],
)
def test_what_the_frame_refuses_is_a_problem_too(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    assert problem(client.request(method, f"{API}{path}"), status)["code"] == code


@pytest.mark.parametrize("sent", [b"{", b'{"amount": "beaucoup"}', b"{}", b'{"amount": 1e99999}'])
def test_json_that_cannot_be_read_names_its_field(client: TestClient, wired: Wiring, sent: bytes) -> None:
    token = a_token(wired, a_person(wired, "anne@exemple.fr"))
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    told = problem(client.post(f"{API}/essai/montant", content=sent, headers=headers), 422)
    assert told["code"] == "unreadable"
    assert len(told["faults"]) == 1


def test_a_body_that_is_too_large_is_not_read(client: TestClient, wired: Wiring) -> None:
    token = a_token(wired, a_person(wired, "anne@exemple.fr"))
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    answer = client.post(f"{API}/essai/montant", content=b"1" * (4 * 1024 * 1024), headers=headers)
    problem(answer, 413)


def test_without_a_token_the_way_to_give_one_is_told(client: TestClient) -> None:
    answer = client.get(f"{API}/essai/bureau")
    assert problem(answer, 401)["code"] == "sign_in_first"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_wrong_token_is_counted(client: TestClient, limiter: FakeLimiter) -> None:
    assert client.get(f"{API}/essai/bureau", headers={"authorization": "Bearer faux"}).status_code == 401
    limiter.wait_seconds = 61
    told = client.get(f"{API}/essai/bureau", headers={"authorization": "Bearer faux"})
    assert (told.status_code, told.headers["retry-after"]) == (429, "120")
    assert {rule for rule, _ in limiter.tries} == {"token"}


def test_a_token_opens_what_its_person_may_do_until_it_expires(
    client: TestClient, wired: Wiring, clock: FakeClock
) -> None:
    reader = {"authorization": f"Bearer {a_token(wired, a_person(wired, 'anne@exemple.fr'))}"}
    officer = a_token(wired, a_person(wired, "olga@exemple.fr", Role.OFFICER), days=30)
    assert problem(client.get(f"{API}/essai/bureau", headers=reader), 403)["code"] == "not_your_role"
    asked = {"authorization": f"Bearer {officer}"}
    assert client.get(f"{API}/essai/bureau", headers=asked).json() == "olga@exemple.fr"
    clock.advance(days=30)
    assert client.get(f"{API}/essai/bureau", headers=asked).status_code == 401


def test_a_session_of_the_pages_opens_nothing_here(client: TestClient) -> None:
    client.cookies.set("session", "x.y")
    assert client.get(f"{API}/essai/bureau").status_code == 401


def test_health_says_alive_ready_or_which_part_is_not(wired: Wiring) -> None:
    def broken() -> bool:
        raise ConnectionError

    near = TestClient(serve(wired), client=("127.0.0.1", 1))
    assert near.get("/healthz").json() == {"status": "alive"}
    assert near.get("/readyz").status_code == 200
    probes = {"database": lambda: True, "files": broken}
    ill = TestClient(serve(wire(wired.database, probes=probes))).get("/readyz")
    assert (ill.status_code, ill.json()["parts"]) == (503, {"database": True, "files": False})


def test_figures_are_for_this_machine_and_its_network(wired: Wiring) -> None:
    service = serve(wire(wired.database, gauges={"outbox_unsent": lambda: 3.0}))
    near = TestClient(service, client=("10.0.0.7", 1))
    near.get("/healthz")
    figures = near.get("/metrics").text
    assert "maillage_outbox_unsent 3.0" in figures
    assert 'maillage_requests_total{method="GET",route="/healthz",status="200"} 1.0' in figures
    assert TestClient(service, client=("8.8.8.8", 1)).get("/metrics").status_code == 404
