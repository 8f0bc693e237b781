"""Applications as JSON: listed, begun, read with what one may do and why not, moved by the door."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query
from pydantic import Field

from app.api import views
from app.api.apply.schemas import JournalShape, Me, Moved
from app.api.bodies import Id, Name, Sent, Text
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.schemas import ApplicationHead, ApplicationWhole, OrganisationShape
from app.db import journal
from app.domain.access import Permission
from app.domain.people import Role
from app.domain.workflow import Stage
from app.edge.numbers import version_stated
from app.services.apply import applications
from app.services.cases import open_case
from app.services.desk import desks
from app.services.desk.desks import CaseLine
from app.services.road.transitions import choices, perform
from app.services.road.whom import whom
from app.services.route_access import CASE, SIGNED_IN, allow
from app.services.work import Work
from app.words import labels
from app.words.road.substance import substance

router = APIRouter(tags=["candidatures"], responses=RESPONSES)


class Described(Sent):
    """What a structure says of itself."""

    name: Name = Field(examples=["La Forge de Bellac"])
    siret: Name = Field("", examples=["21060004500392"])
    rna: Name = ""
    legal_form: Name = Field("association", examples=["association"])
    address: Name = ""
    postal_code: Name = ""
    city: Name = ""
    representative_name: Name = ""
    representative_title: Name = ""


class Corrected(Described):
    """The same, once filed: why, and whether a SIRET that another application of the call has is meant."""

    reason: Text = ""
    same_siret: bool = False


class Beginning(Described):
    """Who applies to which call."""

    call: Name = Field(examples=["tiers-lieux-2026"])


class ChargeTaken(Sent):
    officer_id: Id | None = Field(None, description="Vide : moi.")


@router.get("/me", summary="Qui je suis")
@allow(SIGNED_IN)
def me(work: ApiReading) -> Me:
    roles = tuple(sorted(role.value for role in work.actor.roles()))
    return Me(id=work.person_id, name=work.actor.name, email=work.actor.email, roles=roles)


@router.get("/applications", summary="Les candidatures que je peux lire")
@allow(SIGNED_IN)
def listed(
    work: ApiReading,
    call: str = "",
    stage: Annotated[list[Stage] | None, Query()] = None,
    q: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> list[ApplicationHead]:
    if work.actor.roles() & frozenset(desks.DESK_ROLES):
        found = desks.officers_desk(work, slug=call, stages=tuple(stage or ()), words=q, page=page)
        return [views.head(line, found.calls[line.call_id].slug) for line in found.lines]
    return [_as_applicant(work, line) for line in desks.mine(work) if not call or line.call.slug == call]


def _as_applicant(work: Work, line: CaseLine) -> ApplicationHead:
    case = open_case(work, line.application.reference)
    return views.head_of(work, case, line)


@router.post("/applications", status_code=201, summary="Commencer une candidature")
@allow(SIGNED_IN)
def begin(work: ApiWriting, sent: Beginning) -> ApplicationWhole:
    begun = applications.begin(work, sent.call, sent.model_dump(exclude={"call"}))
    return views.whole(work, open_case(work, begun.reference))


@router.get("/applications/{reference}", summary="Une candidature : où elle en est, ce que je peux faire")
@allow(CASE)
def read(work: ApiReading, reference: str) -> ApplicationWhole:
    return views.whole(work, open_case(work, reference))


@router.post("/applications/{reference}/actions/{action}", summary="Faire une action")
@allow(CASE)
def act(
    work: ApiWriting,
    reference: str,
    action: str,
    sent: Annotated[dict[str, Any] | None, Body()] = None,
    if_match: Annotated[
        str | None, Header(description="La version lue, si elle doit être la dernière")
    ] = None,
) -> Moved:
    fields = dict(sent or {})
    stated = fields.pop("version", None)
    version = stated if isinstance(stated, int) else version_stated(if_match or "")
    case = perform(work, reference, action, fields, version=version)
    return Moved(
        reference=reference,
        action=action,
        stage=case.stage_shown.value,
        stage_label=labels.stage_word(case.stage_shown, views.audience_of(case)),
        version=case.application.version,
        allowed_actions=tuple(choice.action.value for choice in choices(work, case) if choice.open),
    )


@router.put("/applications/{reference}/organisation", summary="Décrire la structure")
@allow(CASE)
def describe(work: ApiWriting, reference: str, sent: Corrected) -> OrganisationShape:
    described = applications.describe_organisation(work, reference, sent.model_dump(exclude_unset=True))
    return OrganisationShape.model_validate(described)


@router.post("/applications/{reference}/officer", summary="Prendre en charge")
@allow(Role.OFFICER, Role.MANAGER)
def take_charge(work: ApiWriting, reference: str, sent: ChargeTaken | None = None) -> dict[str, int | None]:
    chosen = sent.officer_id if sent is not None else None
    return {"officer_id": applications.take_charge(work, reference, chosen).application.officer_id}


@router.get("/applications/{reference}/journal", summary="Le journal d’une candidature")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def entries(work: ApiReading, reference: str) -> list[JournalShape]:
    case = open_case(work, reference, Permission.READ_JOURNAL)
    read = journal.of_application(work.session, case.id)
    names = whom(work.session, read, interests=case.may(Permission.ASSIGN_REVIEWERS))
    return [
        JournalShape(
            number=one.number,
            at=one.at,
            actor_name=one.actor_name,
            verb=one.verb,
            source=one.source,
            target=one.target,
            detail=substance(one.data, name),
            sha256=one.sha256,
        )
        for one, name in zip(read, names, strict=True)
    ]
