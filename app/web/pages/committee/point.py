"""One item of a sitting in large type, and the interest that somebody says aloud when it is taken up."""

from fastapi import Request, Response

from app.db.committee.committee import Sitting
from app.domain.access import Permission
from app.services.calls.calls import OpenedCall
from app.services.cases import open_case
from app.services.review import declaring
from app.services.review.gaps import gap_of
from app.services.review.removals import removals
from app.services.road import rectified_opinions
from app.services.work import Work
from app.web.dependencies import page
from app.web.views.committee.sitting import Agenda, Item, colleges, voices
from app.web.views.review.interested import interested
from app.web.views.road.officer_road import buttons
from app.words.review.interests import NATURES


def point_page(
    request: Request,
    work: Work,
    opened: OpenedCall,
    row: Sitting,
    found: Agenda,
    item: Item,
    sent: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    """``sent``, ``errors``: of the form that writes down what somebody says aloud."""
    case = open_case(work, item.application.reference)
    enters = case.may(Permission.ENTER_INTEREST) and row.closed_at is None
    seated = declaring.seated(work, case) if enters else {}
    return page(
        request,
        work,
        "committee/point.html",
        status=422 if errors else 200,
        opened=opened,
        sitting=row,
        item=item,
        total=len(found.items),
        before=found.before(item),
        after=found.after(item),
        case=case,
        voices=voices(work, opened, row, case.id),
        colleges=colleges(work, opened, row, case.id),
        buttons=buttons(work, case, row.id),
        gap=gap_of(work, case),
        removals=removals(work, case),
        rectifies=item.opinion is not None
        and case.may(Permission.RECTIFY_OPINION)
        and not rectified_opinions.is_released(work, case),
        enters=enters,
        sayers=[(number, one.name) for number, one in seated.items()],
        natures=tuple(NATURES.items()),
        barred=interested(work, case) if case.may(Permission.ASSIGN_REVIEWERS) else (),
        sent=sent or {},
        errors=errors or {},
        back=_after(opened, row, found.after(item)),
        here=f"/bureau/appels/{opened.row.slug}/seances/{row.id}",
    )


def _after(opened: OpenedCall, row: Sitting, following: Item | None) -> str:
    """Where the opinion's form comes back to: the next item, else the order of the day."""
    here = f"/bureau/appels/{opened.row.slug}/seances/{row.id}"
    return f"{here}?point={following.application.reference}" if following else here
