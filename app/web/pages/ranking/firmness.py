"""How firm a ranked list is: what moves it, which decisions hang on little, and how the experts agree."""

from fastapi import APIRouter, Request, Response

from app.services.ranking.firmness import firm_list
from app.services.route_access import SIGNED_IN, allow
from app.web.dependencies import Reading, page
from app.web.views.trails import trail_for
from app.words.ranking import agreement
from app.words.ranking import robustness as robustness_report

router = APIRouter()


@router.get("/bureau/appels/{slug}/classement/solidite")
@allow(SIGNED_IN)
def read(request: Request, work: Reading, slug: str, vague: str = "") -> Response:
    """The firmness of the list of a wave, for those who read its reviews; computed when it is asked for."""
    found = firm_list(work, slug, vague)
    grid, told = found.grid, found.agreement
    ranked = any(row.firmness.rank is not None for row in found.rows)
    return page(
        request,
        work,
        "ranking/firmness.html",
        found=found,
        summary=robustness_report.summary(len(found.fragile), reviews=found.reviews_out) if ranked else "",
        just_enough=robustness_report.just_enough([row.firmness for row in found.rows]),
        limits=robustness_report.limits(grid, reviews=found.reviews_out, money=found.reviews_money),
        fragile=[
            (row, robustness_report.hangs_on(grid, row.firmness, found.names, funded=row.funded))
            for row in found.fragile
        ],
        rows=[
            (row, robustness_report.ranks(row.firmness), robustness_report.moves(row.firmness))
            for row in found.rows
        ],
        sentences=[
            text
            for text in (
                agreement.shared_sentence(told),
                agreement.intraclass_sentence(told),
                agreement.alpha_sentence(told),
            )
            if text
        ]
        if told
        else [],
        experts=[
            (
                found.names[one.habit.reviewer],
                one.habit,
                agreement.habit_sentence(grid, one),
                agreement.shift_sentence(one),
            )
            for one in (told.experts if told else ())
        ],
        trail=trail_for(work.actor.roles(), found.opened, "Solidité"),
    )
