"""The reserve list of a wave as JSON, told what its envelope has free."""

from fastapi import APIRouter

from app.api.dependencies import ApiReading
from app.api.problems import RESPONSES
from app.api.ranking.schemas import AccountShape
from app.api.shapes import Euros, Shape
from app.services.ranking import ranked_list
from app.services.ranking.reserve import reserve_of
from app.services.route_access import SIGNED_IN, allow

router = APIRouter(tags=["comité"], responses=RESPONSES)


class WaitingShape(Shape):
    application: str
    rank: int | None
    amount: Euros


class ReserveShape(Shape):
    """``free``: what is left by the account, not below 0; ``holds_next``: does it hold the first one?"""

    wave: str
    account: AccountShape
    free: Euros
    holds_next: bool
    waiting: tuple[WaitingShape, ...]


@router.get("/calls/{slug}/reserve", summary="La liste complémentaire, et ce qui est libre")
@allow(SIGNED_IN)
def reserve(work: ApiReading, slug: str, wave: str | None = None) -> ReserveShape | None:
    """Null without a reserve that was told, without an envelope, or where an interest hides part of the wave."""
    shown = ranked_list.ranking(work, slug, wave)
    found = reserve_of(work, shown)
    if found is None:
        return None
    return ReserveShape(
        wave=shown.wave.key,
        account=AccountShape.model_validate(found.account),
        free=found.free,
        holds_next=found.holds_next,
        waiting=tuple(
            WaitingShape(application=row.application.reference, rank=row.place.rank, amount=row.place.amount)
            for row in found.waiting
        ),
    )
