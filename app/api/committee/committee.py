"""The committee as JSON: the ranking with its explanation, sittings, minutes, decisions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, TypeAdapter

from app.api.bodies import Id, Name, Sent, Text, Version
from app.api.committee.schemas import DecisionShape, SeatShape, SittingShape
from app.api.dependencies import ApiReading, ApiWriting, Wired
from app.api.grid_schemas import PointsShape
from app.api.problems import RESPONSES
from app.api.ranking.draws import draw_shape
from app.api.ranking.schemas import AccountShape, BesideShape, ExplanationShape, RankingShape, RankShape
from app.api.review.schemas import PersonShape
from app.db.base import key_of
from app.db.committee import committee as rows
from app.domain.access import Permission
from app.domain.people import Part, Role
from app.domain.typed.conditions import conditions_in
from app.domain.workflow import Outcome
from app.edge.minutes import minutes_file
from app.edge.numbers import Key
from app.services.cases import open_case
from app.services.committee import attendances, committee, rectified
from app.services.committee import minutes as minuted
from app.services.people import seats
from app.services.ranking import draws, envelopes, ranked_list
from app.services.ranking.kept_lists import kept
from app.services.ranking.ranked_list import Row
from app.services.road import decisions
from app.services.road.acts.payloads import Euros
from app.services.route_access import CASE, SIGNED_IN, allow
from app.words.calls.grids import label_of
from app.words.ranking.explanations import lines

Pool = Literal["expert", "consulted"]
Present = Annotated[list[Id], Field(max_length=500)]
Proxies = Annotated[
    dict[Id, Id], Field(max_length=500, json_schema_extra={"propertyNames": {"pattern": "^[1-9][0-9]{0,8}$"}})
]
PRESIDES: Any = Field(
    None, description="Qui préside, parmi les présents. Vide : la présidence du comité, si elle est là."
)
EVERY = "tous"
DESK = frozenset({Part.OFFICER, Part.MANAGER, Part.AUDITOR})

router = APIRouter(tags=["comité"], responses=RESPONSES)


class SittingSent(Sent):
    wave: Name = ""
    held_at: datetime = Field(examples=["2026-09-24T14:00:00+02:00"])
    place: Name
    present: Present = Field(
        default_factory=list,
        description="Vide : la séance est prévue, ses présents s’enregistrent le jour même.",
    )
    proxies: Proxies = Field(
        default_factory=dict, description="Qui vote pour qui : {membre absent : membre présent}."
    )
    presides: Id | None = PRESIDES


class AttendanceSent(Sent):
    present: Present
    proxies: Proxies = Field(
        default_factory=dict, description="Qui vote pour qui : {membre absent : membre présent}."
    )
    presides: Id | None = PRESIDES


class RectifiedSent(AttendanceSent):
    held_at: datetime = Field(examples=["2026-09-24T14:00:00+02:00"])
    place: Name
    reason: Text = Field(examples=["La feuille de présence le montre."])
    version: Version = Field(description="Combien de rectifications ont été lues.")


class SeatSent(Sent):
    email: Name = Field(examples=["rose.vidal@exemple.example"])
    name: Name = Field(examples=["Rose Vidal"])
    college: Name
    presides: bool = False


class AppointmentSent(Sent):
    email: Name = Field(examples=["nora.blin@exemple.example"])
    name: Name = Field(examples=["Nora Blin"])


class DecisionSent(Sent):
    outcome: Outcome
    amount: Euros = 0
    conditions: Text = ""
    reasons: Text = ""
    deliberation: Name = ""
    deliberated_on: date | None = None
    version: Version = Field(0, description="Celle qui a été lue ; 0 quand rien n’est encore enregistré.")


@router.get(
    "/calls/{slug}/ranking",
    summary="Le classement d’une vague, sous son enveloppe",
    response_model=RankingShape,
)
@allow(SIGNED_IN)
def ranking(
    work: ApiReading,
    slug: str,
    wave: Annotated[str, Query()] = "",
    explained: Annotated[
        str, Query(description="La référence dont on veut toutes les étapes, ou « tous ».")
    ] = "",
) -> Response:
    """The lines are written once between two deeds, unless an explanation is asked for."""
    shown = ranked_list.ranking(work, slug, wave or None)
    held = draws.named_draw(work, shown.opened, shown.wave)
    told = envelopes.account_shown(work, shown.wave)
    head = RankingShape(
        call=shown.opened.row.slug,
        wave=shown.wave.key,
        envelope=shown.wave.envelope,
        account=AccountShape.model_validate(told) if told is not None else None,
        masked=shown.masked,
        draw=draw_shape(held, masked=shown.masked > 0) if held is not None else None,
        ranking=(),
    )

    def written() -> bytes:
        return LINES.dump_json(
            tuple(
                _rank(row, shown.masked > 0, explained in (row.application.reference, EVERY))
                for row in shown.rows
            ),
            by_alias=True,
        )

    each = written() if explained else kept(work, ("json", shown.which), written)
    around = head.model_dump_json(by_alias=True).encode().removesuffix(NO_LINE)
    return Response(around + each + b"}", media_type="application/json")


LINES = TypeAdapter(tuple[RankShape, ...])
NO_LINE = b"[]}"
"""How a ranking without a line ends: its lines are its last field."""


def _rank(row: Row, masked: bool, explained: bool) -> RankShape:
    """``masked``: an interest hides part of the list, so that nothing is cumulated nor explained."""
    score = row.score
    grid = row.scored.grid
    steps = lines(row.explanation, lambda key: label_of(grid, key)) if explained and row.explanation else ()
    return RankShape(
        application=row.application.reference,
        title=row.application.title,
        organisation=row.organisation.name,
        rank=row.place.rank,
        tied=row.place.tied,
        total=score.total if score else None,
        out_of=score.out_of if score else None,
        spread=score.spread if score else None,
        retained=bool(score and score.retained),
        below=score.below if score else (),
        amount=row.place.amount,
        cumulated=None if masked else row.place.cumulated,
        funded=None if masked else row.place.funded,
        stage=row.application.stage.value,
        outcome=row.place.outcome.value if row.place.outcome else None,
        beside=tuple(BesideShape(by=by, score=value, rank=rank) for by, value, rank in row.beside),
        explanation=tuple(ExplanationShape(depth=depth, text=text) for depth, text in steps),
        criteria=tuple(PointsShape.model_validate(one) for one in (score.criteria if score else ())),
    )


@router.get("/calls/{slug}/committee", summary="Les membres du comité")
@allow(SIGNED_IN)
def members(work: ApiReading, slug: str) -> list[SeatShape]:
    opened = ranked_list.open_committee(work, slug)
    return [
        SeatShape(
            id=key_of(one.person), name=one.person.name, college=one.seat.college, presides=one.presides
        )
        for one in seats.members(work, opened)
    ]


@router.post("/calls/{slug}/committee", status_code=201, summary="Donner un siège au comité")
@allow(Role.MANAGER)
def seat(work: ApiWriting, slug: str, sent: SeatSent) -> SeatShape:
    given, person = seats.seat(work, slug, sent.email, sent.name, sent.college, presides=sent.presides)
    return SeatShape(id=key_of(person), name=person.name, college=given.college, presides=sent.presides)


@router.delete("/calls/{slug}/committee/{person_id}", status_code=204, summary="Reprendre un siège du comité")
@allow(Role.MANAGER)
def unseat(work: ApiWriting, slug: str, person_id: Key) -> None:
    seats.unseat(work, slug, person_id)


@router.get("/calls/{slug}/people/{role}", summary="Les experts ou les services consultés d’un appel")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def pool(work: ApiReading, slug: str, role: Pool) -> list[PersonShape]:
    opened = ranked_list.open_committee(work, slug, DESK)
    return [PersonShape(id=key_of(one), name=one.name) for one, _ in seats.pool(work, opened, Role(role))]


@router.post(
    "/calls/{slug}/people/{role}", status_code=201, summary="Ajouter un expert ou un service consulté"
)
@allow(Role.MANAGER)
def appoint(work: ApiWriting, slug: str, role: Pool, sent: AppointmentSent) -> PersonShape:
    person = seats.appoint(work, slug, Role(role), sent.email, sent.name)
    return PersonShape(id=key_of(person), name=person.name)


@router.delete(
    "/calls/{slug}/people/{role}/{person_id}",
    status_code=204,
    summary="Retirer un expert ou un service consulté",
)
@allow(Role.MANAGER)
def dismiss(work: ApiWriting, slug: str, role: Pool, person_id: Key) -> None:
    seats.dismiss(work, slug, Role(role), person_id)


@router.post("/calls/{slug}/sittings", status_code=201, summary="Ouvrir une séance")
@allow(SIGNED_IN)
def hold(work: ApiWriting, slug: str, sent: SittingSent) -> dict[str, int]:
    sitting = committee.hold_sitting(
        work,
        slug,
        sent.wave or None,
        held_at=sent.held_at,
        place=sent.place,
        present=sent.present,
        proxies=sent.proxies,
        presides=sent.presides,
    )
    return {"sitting": key_of(sitting)}


@router.get("/calls/{slug}/sittings", summary="Les séances du comité")
@allow(SIGNED_IN)
def sittings(work: ApiReading, slug: str) -> list[SittingShape]:
    opened = ranked_list.open_committee(work, slug)
    found = rows.sittings(work.session, opened.id)
    attended = rows.attended(work.session, {key_of(one) for one in found})
    waves = {one.id: one.key for one in opened.waves}
    return [
        SittingShape(
            id=key_of(one),
            wave=waves[one.wave_id],
            held_at=one.held_at,
            place=one.place,
            attended=one.id in attended,
            presided_by=one.presided_by,
            closed_at=one.closed_at,
        )
        for one in found
    ]


@router.put(
    "/calls/{slug}/sittings/{sitting}/attendance", summary="Enregistrer les présences d’une séance prévue"
)
@allow(SIGNED_IN)
def attend(work: ApiWriting, slug: str, sitting: Key, sent: AttendanceSent) -> dict[str, int]:
    return {"sitting": key_of(attendances.take(work, slug, sitting, **sent.model_dump()))}


@router.post(
    "/calls/{slug}/sittings/{sitting}/rectifications", status_code=201, summary="Rectifier une séance"
)
@allow(SIGNED_IN)
def rectify(work: ApiWriting, slug: str, sitting: Key, sent: RectifiedSent) -> dict[str, int]:
    return {"rectification": rectified.rectify(work, slug, sitting, **sent.model_dump()).number}


@router.post("/calls/{slug}/sittings/{sitting}/close", summary="Clore une séance")
@allow(SIGNED_IN)
def close(work: ApiWriting, slug: str, sitting: Key) -> dict[str, datetime]:
    return {"closed_at": committee.close_sitting(work, slug, sitting)}


@router.get(
    "/calls/{slug}/sittings/{sitting}/minutes.pdf", summary="Le relevé d’avis", response_class=Response
)
@allow(SIGNED_IN)
def minutes(request: Request, work: ApiReading, wired: Wired, slug: str, sitting: Key) -> Response:
    found = minuted.minutes(work, slug, sitting)
    return minutes_file(request, wired, work, f"{slug}-{sitting}", found)


@router.put("/applications/{reference}/decision", summary="Enregistrer la décision, provisoire")
@allow(CASE)
def record(work: ApiWriting, reference: str, sent: DecisionSent) -> DecisionShape:
    row = decisions.record(work, reference, **sent.model_dump())
    return _decided(row)


@router.get("/applications/{reference}/decision", summary="La décision enregistrée")
@allow(CASE)
def read(work: ApiReading, reference: str) -> DecisionShape | None:
    case = open_case(work, reference, Permission.READ_DECISION)
    row = rows.decision(work.session, case.id)
    return _decided(row) if row else None


def _decided(row: rows.Decision) -> DecisionShape:
    said = {name: getattr(row, name) for name in DecisionShape.model_fields}
    return DecisionShape.model_validate({**said, "conditions": conditions_in(row.conditions)})
