"""The team of an application as JSON: read, invited, taken out; and the answer of who was invited."""

from fastapi import APIRouter

from app.api.bodies import Name, Sent
from app.api.dependencies import ApiReading, ApiWriting, Wired
from app.api.problems import RESPONSES
from app.api.shapes import Shape
from app.domain.access import Permission
from app.domain.people import TeamRole
from app.edge.rates import limit
from app.services.apply import invitations
from app.services.apply.invitations import Teammate
from app.services.cases import open_case
from app.services.review import answering
from app.services.route_access import CASE, SIGNED_IN, allow

router = APIRouter(tags=["candidatures"], responses=RESPONSES)


class Invitation(Sent):
    email: Name
    role: TeamRole
    name: Name = ""


class TakenOut(Sent):
    """Who leaves the team, or whose invitation is taken back."""

    email: Name


class Answer(Sent):
    """``accept``: join the team, and judge nothing of its application any more."""

    accept: bool


class TeammateShape(Shape):
    """``acted``: did this person do something in the application? Their name is told from then on."""

    email: str
    name: str
    role: TeamRole
    acted: bool


class OfferedShape(Shape):
    reference: str
    call: str
    organisation: str
    role: TeamRole
    by: str


def _mate(one: Teammate) -> TeammateShape:
    name = one.person.name if one.known else ""
    return TeammateShape(email=one.person.email, name=name, role=one.role, acted=one.known)


@router.get("/applications/{reference}/team", summary="L’équipe d’une candidature")
@allow(CASE)
def members(work: ApiReading, reference: str) -> list[TeammateShape]:
    case = open_case(work, reference, Permission.READ_DRAFT)
    return [_mate(one) for one in invitations.team(work, case)]


@router.post("/applications/{reference}/team", status_code=201, summary="Inviter dans l’équipe")
@allow(CASE)
def invite(work: ApiWriting, wired: Wired, reference: str, sent: Invitation) -> dict[str, str]:
    limit(wired, "invitation", str(work.person_id))
    mate = invitations.invite_to_team(work, reference, sent.email, sent.role, sent.name)
    return {"email": sent.email, "role": mate.role.value}


@router.post("/applications/{reference}/team/removals", summary="Retirer une personne de l’équipe")
@allow(CASE)
def take_out(work: ApiWriting, reference: str, sent: TakenOut) -> list[TeammateShape]:
    case = open_case(work, reference, Permission.MANAGE_TEAM)
    invitations.remove_from_team(work, reference, sent.email)
    return [_mate(one) for one in invitations.team(work, case)]


@router.get("/invitations", summary="Les invitations qui attendent ma réponse")
@allow(SIGNED_IN)
def waiting(work: ApiReading) -> list[OfferedShape]:
    return [
        OfferedShape(
            reference=one.case.application.reference,
            call=one.case.call.slug,
            organisation=one.case.organisation.name,
            role=one.invitation.role,
            by=one.by,
        )
        for one in answering.waiting(work)
    ]


@router.post("/invitations/{reference}/answer", summary="Accepter ou décliner une invitation")
@allow(SIGNED_IN)
def answer(work: ApiWriting, reference: str, sent: Answer) -> dict[str, bool]:
    (answering.accept if sent.accept else answering.decline)(work, reference)
    return {"accepted": sent.accept}
