"""The way back from a page about one application: the desk of who reads it, the application, the page."""

from typing import Final

from app.domain.people import APPLICANT_PARTS, Part
from app.services.cases import Case

DESK_PARTS: Final = frozenset({Part.OFFICER, Part.MANAGER, Part.AUDITOR})
_DESKS: Final = (
    (APPLICANT_PARTS, "/candidatures", "Mes candidatures"),
    (frozenset({Part.EXPERT}), "/expertises", "Expertises"),
    (frozenset({Part.CONSULTED}), "/avis-demandes", "Avis demandés"),
    (frozenset({Part.FINANCE}), "/versements", "Versements"),
)


def trail_of(case: Case, *here: str) -> list[tuple[str, str]]:
    """Address and name of each step; the last has no address, it is the page itself."""
    reference = case.application.reference
    address = f"/candidatures/{reference}" if here else ""
    return [*_desk(case), (address, reference), *(("", one) for one in here)]


def _desk(case: Case) -> list[tuple[str, str]]:
    """Where this reader finds the application; for a member of the committee, its call."""
    name = case.folder.call.short_title
    if case.parts & DESK_PARTS:
        return [("/bureau", "Bureau"), (f"/bureau/appels/{case.call.slug}", name)]
    mine = next(((address, words) for parts, address, words in _DESKS if case.parts & parts), None)
    return [mine or (f"/appels/{case.call.slug}", name)]
