"""The OpenAPI of the service: who may ask what, how each act is sent, and how every refusal is told."""

from collections.abc import Callable, Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from app.api.bodies import SHOWN
from app.api.problems import MEDIA_TYPE, Problem
from app.domain.people import Role
from app.domain.workflow import Action
from app.services.road.acts.payloads import RectifiedOpinion
from app.services.road.acts.records import ACTS
from app.services.route_access import ANYONE, CASE, declared
from app.words.formats import listing
from app.words.labels import Audience
from app.words.road.actions import button
from app.words.roles import ROLES

SCHEME = "bearer"
ACTING = "/applications/{reference}/actions/{action}"
PDF = "application/pdf"
_REF = "#/components/schemas/{model}"

DESCRIPTION = """\
Tout ce qui se fait dans les pages de Maillage se fait aussi ici, avec les mêmes droits et les mêmes règles.

- **Qui demande** : un jeton personnel, dans l’en-tête `Authorization: Bearer …` ; les appels publiés se lisent sans.
- **Faire avancer une candidature** : `GET /applications/{reference}` dit où elle en est, les actions ouvertes et,
  pour chaque action refusée, la raison ; `POST /applications/{reference}/actions/{action}` fait l’action.
- **L’argent** s’écrit en euros, avec un point et deux décimales : `"48000.00"`. Les instants sont en UTC, les jours
  en `AAAA-MM-JJ`.
- **Un refus** est un `application/problem+json` (RFC 9457) : 401 sans jeton valable, 404 si la chose n’existe pas
  pour vous, 403 si elle existe sans que l’acte vous revienne, 409 s’il est trop tard ou trop tôt ou si quelqu’un a
  agi avant vous (avec qui, quoi, quand), 422 si ce qui est envoyé ne se lit pas, champ par champ.
"""
TAGS = (
    ("appels", "Les appels publiés, leurs critères, leurs formulaires, la publication des décisions."),
    ("candidatures", "Les candidatures : commencer, lire, faire avancer ; l’équipe, le journal."),
    ("formulaires", "La lettre et le dossier : réponses, budget, déclarations, pièces, dépôts."),
    ("instruction", "La recevabilité, les experts, les expertises, les intérêts, les avis demandés."),
    ("comité", "Le classement, les séances, leurs relevés d’avis, les décisions."),
    ("suivi", "La convention, les rendez-vous, les indicateurs, les versements."),
)
_SENT_WHOLE = (RectifiedOpinion.__name__,)
"""The payloads of acts that a route of their own takes as its body."""
STATUSES = {
    "400": "Le corps de la demande ne se lit pas du tout",
    "401": "Sans jeton, ou avec un jeton inconnu, révoqué ou expiré",
    "403": "La chose existe pour vous, mais cet acte ne vous revient pas",
    "404": "Rien n’existe pour vous à cette adresse",
    "409": "Trop tard, trop tôt, ou quelqu’un a agi avant vous",
    "413": "L’envoi est trop volumineux",
    "422": "Ce qui est envoyé ne se lit pas : un défaut par champ",
    "429": "Trop d’essais : attendez",
    "503": "Une partie du service ne répond pas : revenez après Retry-After",
}
WITH_A_BODY = ("400", "413")
_EXAMPLES: dict[str, dict[str, Any]] = {
    "400": {"code": "bad_request", "title": "La demande ne peut pas être lue"},
    "401": {"code": "sign_in_first", "title": "Il faut se connecter"},
    "403": {"code": "not_your_role", "title": "Vous ne pouvez pas faire cela"},
    "404": {"code": "not_found", "title": "Cette adresse n’existe pas"},
    "409": {"code": "stale", "title": "Ce n’est plus possible"},
    "413": {"code": "request_entity_too_large", "title": "L’envoi est trop volumineux"},
    "422": {"code": "unreadable", "title": "Ce qui a été envoyé est à corriger"},
    "429": {"code": "too_many_tries", "title": "Trop d’essais en peu de temps"},
    "503": {"code": "database_unreachable", "title": "Le service n’est pas prêt"},
}


def operation_id(route: APIRoute) -> str:
    """A short name that lasts: the noun, then what is done to it."""
    return f"{route.endpoint.__module__.rpartition('.')[2]}_{route.name}"


def describer(json: FastAPI, routers: Iterable[APIRouter]) -> Callable[[], dict[str, Any]]:
    """What ``FastAPI.openapi`` becomes: the same schema, completed once."""

    def openapi() -> dict[str, Any]:
        if json.openapi_schema is None:
            json.openapi_schema = _complete(json, routers)
        return json.openapi_schema

    return openapi


def _complete(json: FastAPI, routers: Iterable[APIRouter]) -> dict[str, Any]:
    told = get_openapi(
        title="Maillage",
        version=json.version,
        summary="Les appels à projets d’une Région, de la lettre d’intention au dernier versement.",
        description=DESCRIPTION,
        routes=json.routes,
        servers=json.servers,
        tags=[{"name": name, "description": text} for name, text in TAGS],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    parts = told["components"]
    parts["schemas"].pop("HTTPValidationError", None)
    parts["schemas"].pop("ValidationError", None)
    sent_whole = {name: _only_shown(parts["schemas"][name]) for name in _SENT_WHOLE}
    parts["schemas"] |= _problem_schemas() | _payload_schemas() | sent_whole
    parts["responses"] = {status: _problem_response(status) for status in STATUSES}
    parts["securitySchemes"] = {
        SCHEME: {
            "type": "http",
            "scheme": "bearer",
            "description": "Le jeton personnel que donne `maillage admin token`.",
        }
    }
    routes = {
        operation_id(route): route
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    for operations in told["paths"].values():
        for operation in operations.values():
            _finish(operation, routes[operation["operationId"]])
    told["paths"][ACTING]["post"] |= {"requestBody": _acting()}
    action = next(one for one in told["paths"][ACTING]["post"]["parameters"] if one["name"] == "action")
    action["schema"]["enum"] = [one.value for one in Action]
    return told


def _finish(operation: dict[str, Any], route: APIRoute) -> None:
    admitted = declared(route.endpoint) or frozenset()
    public = ANYONE in admitted
    operation["security"] = [{SCHEME: []}, {}] if public else [{SCHEME: []}]
    operation["x-who"] = sorted(str(one) for one in admitted)
    operation.setdefault("description", _who(admitted))
    answers = operation["responses"]
    for status in STATUSES:
        answers.pop(status, None)
    without = () if "requestBody" in operation else WITH_A_BODY
    kept = [status for status in STATUSES if status not in (without + ("403", "409") * public)]
    answers |= {status: {"$ref": f"#/components/responses/{status}"} for status in kept}
    if route.path.endswith(".pdf"):
        answers["200"]["content"] = {PDF: {"schema": {"type": "string", "format": "binary"}}}


def _who(admitted: frozenset[Any]) -> str:
    if ANYONE in admitted:
        return "Ouvert à tous."
    named = [ROLES[role] for role in Role if role in admitted]
    if named:
        return f"Pour : {listing(named)}."
    if CASE in admitted:
        return "Selon la part que vous jouez dans cette candidature."
    return "Pour toute personne qui a un jeton ; ce qui vous est caché n’y est pas."


def _problem_schemas() -> dict[str, Any]:
    _, found = models_json_schema(
        [(Problem, "serialization")], ref_template=_REF, title="Problem", description=Problem.__doc__
    )
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _problem_response(status: str) -> dict[str, Any]:
    example = {
        "type": "about:blank",
        "status": int(status),
        "detail": f"{STATUSES[status]}.",
        "next_step": "",
        "faults": [],
        "request_id": "4f1f7ce3a1d24e0b",
        **_EXAMPLES[status],
    }
    schema = {"$ref": _REF.format(model="Problem")}
    return {
        "description": STATUSES[status],
        "content": {MEDIA_TYPE: {"schema": schema, "example": example}},
    }


def _payload_schemas() -> dict[str, Any]:
    return {
        _payload_name(action): {
            **_only_shown(ACTS[action].payload.model_json_schema(ref_template=_REF)),
            "title": action.value,
            "description": button(action, Audience.OFFICER),
        }
        for action in Action
    }


def _only_shown(schema: Any) -> Any:
    """The same schema, whose texts hold only signs that something shows."""
    if isinstance(schema, list):
        return [_only_shown(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _only_shown(one) for key, one in schema.items()}
    if told.get("type") == "string" and not told.keys() & {"enum", "const", "format", "pattern"}:
        told["pattern"] = SHOWN
    return told


def _payload_name(action: Action) -> str:
    return f"Act_{action.value}"


def _acting() -> dict[str, Any]:
    """The body of an action: the schema of that very action, with an example for each."""
    return {
        "description": "Les champs de l’action ; rien, ou un objet vide, quand elle n’en a pas de nécessaires.",
        "required": False,
        "content": {
            "application/json": {
                "schema": {
                    "anyOf": [{"$ref": _REF.format(model=_payload_name(action))} for action in Action]
                },
                "examples": {
                    action.value: {"summary": button(action, Audience.OFFICER), "value": _example(action)}
                    for action in Action
                },
            }
        },
    }


def _example(action: Action) -> dict[str, Any]:
    properties = ACTS[action].payload.model_json_schema().get("properties", {})
    return {name: one["examples"][0] for name, one in properties.items() if one.get("examples")}
