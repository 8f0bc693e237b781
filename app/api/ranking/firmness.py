"""The firmness of a ranked list as JSON: what moves it, and how its experts agree."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.api.dependencies import ApiReading
from app.api.problems import RESPONSES
from app.api.shapes import Number, Shape
from app.domain.ranking.agreement import Agreement
from app.services.ranking.firmness import FirmList, FirmRow, firm_list
from app.services.route_access import SIGNED_IN, allow

router = APIRouter(tags=["comité"], responses=RESPONSES)


class CauseShape(Shape):
    """A weight (``criterion``, its key) or a review (``expert_id``) that the money of an application hangs on.

    ``application``: whose review it is, when it is that of another.
    """

    criterion: str | None = None
    expert_id: int | None = None
    application: str | None = None


class FirmnessShape(Shape):
    """``best`` and ``worst``: the ranks it may take. The money is null where an interest hides part of the list.

    ``just_enough``: has it just the reviews that a rank asks for, so that with one less it would have none?
    ``other_reviews``: on how many reviews of other applications its money hangs; ``because`` names the first hundred.
    """

    application: str
    rank: int | None
    best: int | None
    worst: int | None
    drops: bool
    funded: bool | None
    fragile: bool | None
    just_enough: bool
    because: tuple[CauseShape, ...]
    other_reviews: int


class ShiftShape(Shape):
    """Without one review of the expert, the mean of this application rises by so many points."""

    application: str
    by: Number


class ExpertShape(Shape):
    """``severity``: points given less than others on the same applications; null when nobody else read any."""

    expert_id: int
    name: str
    reviews: int
    mean: Number
    spread: Number
    severity: Number | None
    most: ShiftShape | None


class AgreementShape(Shape):
    """Intraclass correlations (Shrout and Fleiss) and Krippendorff's alpha; null where the votes cannot tell."""

    shared: int
    of: int
    one_way: Number | None
    agreement: Number | None
    agreement_of_mean: Number | None
    alpha: Number | None
    experts: tuple[ExpertShape, ...]


class FirmListShape(Shape):
    call: str
    wave: str
    masked: int
    fragile: int | None
    reviews_left_out: bool
    ranking: tuple[FirmnessShape, ...]
    agreement: AgreementShape | None


@router.get("/calls/{slug}/ranking/firmness", summary="La solidité du classement d’une vague")
@allow(SIGNED_IN)
def read(work: ApiReading, slug: str, wave: Annotated[str, Query()] = "") -> FirmListShape:
    found = firm_list(work, slug, wave or None)
    return FirmListShape(
        call=slug,
        wave=found.wave.key,
        masked=found.masked,
        fragile=None if found.masked else len(found.fragile),
        reviews_left_out=found.reviews_out,
        ranking=tuple(_firmness(found, row) for row in found.rows),
        agreement=_agreement(found, found.agreement) if found.agreement is not None else None,
    )


def _firmness(found: FirmList, row: FirmRow) -> FirmnessShape:
    one, keys = row.firmness, {criterion.key for criterion in found.grid.criteria}
    because, others = ((), ()) if found.masked else (one.because, one.others)
    return FirmnessShape(
        application=one.reference,
        rank=one.rank,
        best=one.best,
        worst=one.worst,
        drops=one.drops,
        funded=None if found.masked else row.funded,
        fragile=None if found.masked else one.fragile,
        just_enough=one.just_enough,
        because=(
            *(
                CauseShape(criterion=key) if key in keys else CauseShape(expert_id=int(key))
                for key in because
            ),
            *(CauseShape(expert_id=int(key), application=reference) for reference, key in others),
        ),
        other_reviews=0 if found.masked else one.other_reviews,
    )


def _agreement(found: FirmList, told: Agreement) -> AgreementShape:
    return AgreementShape(
        shared=told.shared,
        of=told.of,
        one_way=told.intraclass.one_way,
        agreement=told.intraclass.agreement,
        agreement_of_mean=told.intraclass.agreement_of_mean,
        alpha=told.alpha,
        experts=tuple(
            ExpertShape(
                expert_id=int(one.habit.reviewer),
                name=found.names[one.habit.reviewer],
                reviews=one.habit.votes,
                mean=one.habit.mean,
                spread=one.habit.spread,
                severity=one.habit.severity,
                most=ShiftShape.model_validate(one.most) if one.most is not None else None,
            )
            for one in told.experts
        ),
    )
