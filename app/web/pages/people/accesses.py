"""The log of accesses, for administrators and auditors: searched, filtered, taken away as a sheet."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.domain.accesses import Access
from app.domain.people import Role
from app.edge.sheets import sheet
from app.services.identity import accesses
from app.services.identity.accesses import Searched
from app.services.route_access import allow
from app.web.dependencies import Reading, page
from app.web.views.desk.rows import beyond_the_end, page_number
from app.words.identity.accesses import ACCESSES, COLUMNS

router = APIRouter()
PER_PAGE, MOST = 50, 10_000


def _searched(request: Request) -> Searched:
    asked = request.query_params
    kind = asked.get("quoi", "")
    return Searched(Access(kind) if kind in tuple(Access) else None, asked.get("q", "").strip()[:100])


@router.get("/acces")
@allow(Role.ADMIN, Role.AUDITOR)
def read(request: Request, work: Reading) -> Response:
    searched, number = _searched(request), page_number(request)
    entries = accesses.read(work, searched, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    if back := beyond_the_end(request, number, entries):
        return back
    asked = {"q": searched.text, "quoi": searched.kind.value if searched.kind else ""}
    return page(
        request,
        work,
        "people/accesses.html",
        entries=[(one, ACCESSES[one.kind]) for one in entries],
        kinds=[(kind.value, words) for kind, words in ACCESSES.items()],
        asked=asked,
        query=urlencode({name: text for name, text in asked.items() if text}),
        number=number,
        pages=number + (len(entries) == PER_PAGE),
    )


@router.get("/acces.csv")
@allow(Role.ADMIN, Role.AUDITOR)
def taken_away(request: Request, work: Reading) -> Response:
    """The same, the last ten thousand lines, as a sheet that Excel and LibreOffice open."""
    found = accesses.read(work, _searched(request), limit=MOST)
    return sheet(
        "acces.csv",
        COLUMNS,
        ((one.at.isoformat(), ACCESSES[one.kind], one.address, one.origin, one.what) for one in found),
    )
