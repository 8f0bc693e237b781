"""The way back from a page: the desk of who reads it, the call or the application, the page; the tabs of the waves."""

from typing import Final

from app.domain.people import APPLICANT_PARTS, Part, Role
from app.services.calls.calls import OpenedCall
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


def wave_tabs(opened: OpenedCall, key: str, tail: str) -> list[tuple[str, str, bool]]:
    """One tab for each wave of the call, when it has several."""
    home = f"/bureau/appels/{opened.row.slug}"
    address = f"{home}/{tail}" if tail else home
    waves = opened.waves if len(opened.waves) > 1 else ()
    return [(f"{address}?vague={one.key}", one.name, one.key == key) for one in waves]


def call_trail(opened: OpenedCall, *here: str) -> list[tuple[str, str]]:
    """The way back to the call."""
    home = f"/bureau/appels/{opened.row.slug}" if here else ""
    return [("/bureau", "Bureau"), (home, opened.folder.call.short_title), *(("", one) for one in here)]


def trail_for(roles: frozenset[Role], opened: OpenedCall, *here: str) -> list[tuple[str, str]]:
    """The way back of who reads: the officers' desk, or the committee's."""
    if roles & {Role.OFFICER, Role.MANAGER, Role.AUDITOR}:
        return call_trail(opened, *here)
    return [("/comite", "Comité"), ("", opened.folder.call.short_title), *(("", one) for one in here)]
