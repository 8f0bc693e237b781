"""The draw of a wave as JSON: read by anybody once its list is fixed, done by the manager of the call."""

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Name, Sent
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.ranking.schemas import DrawnShape, DrawShape, PublicDrawShape
from app.db.ranking.draws import Held
from app.domain.people import Role
from app.services.calls.calls import by_slug
from app.services.ranking import draws
from app.services.ranking.ranked_list import wave_of
from app.services.route_access import ANYONE, allow
from app.words.ranking.draws import command, drawn

router = APIRouter(prefix="/calls/{slug}/waves/{wave}/draw", tags=["comité"], responses=RESPONSES)


class ListSent(Sent):
    source: Name = Field(
        "",
        description="D’où viendra la graine ; vide : la plateforme la tire à l’instant où elle est publiée.",
        examples=["Numéros du Loto du 15 mars 2027, dans l’ordre croissant"],
    )


class SeedSent(Sent):
    seed: Name = Field("", description="La graine, quand sa source est annoncée.", examples=["4-8-15-16-23"])


@router.get("", summary="Le tirage au sort d’une vague, une fois sa liste arrêtée")
@allow(ANYONE)
def read(work: ApiReading, slug: str, wave: str) -> PublicDrawShape | None:
    opened = by_slug(work, slug)
    found = draws.named_draw(work, opened, wave_of(opened, wave, work.now))
    return PublicDrawShape.model_validate(_told(found.held)) if found is not None else None


@router.post("", status_code=201, summary="Arrêter la liste d’une vague pour son tirage au sort")
@allow(Role.MANAGER)
def fix(work: ApiWriting, slug: str, wave: str, sent: ListSent) -> PublicDrawShape:
    return PublicDrawShape.model_validate(_told(Held(draws.fix_list(work, slug, wave, sent.source), None)))


@router.post("/seed", status_code=201, summary="Publier la graine d’un tirage au sort")
@allow(Role.MANAGER)
def publish(work: ApiWriting, slug: str, wave: str, sent: SeedSent) -> PublicDrawShape:
    return PublicDrawShape.model_validate(_told(draws.publish_seed(work, slug, wave, sent.seed)))


def draw_shape(found: draws.Named, *, masked: bool) -> DrawShape:
    """The draw for who reads the ranking; ``masked``: without the list, of which an interest hides a part."""
    draw, seed = found.held.draw, found.held.seed
    order = drawn(seed, draw.members) if seed is not None and not masked else ()
    return DrawShape.model_validate(
        {
            **_told(found.held),
            "listing": None if masked else draw.listing,
            "fixed_by": found.fixed_by,
            "published_by": found.published_by if seed is not None else None,
            "order": tuple(DrawnShape(application=one.reference, sha256=one.sha256) for one in order),
        }
    )


def _told(held: Held) -> dict[str, object]:
    draw, published = held
    return {
        "source": draw.source,
        "list_sha256": draw.sha256,
        "fixed_at": draw.fixed_at,
        "seed": held.seed,
        "published_at": published.published_at if published is not None else None,
        "command": command(published.seed) if published is not None else None,
    }
