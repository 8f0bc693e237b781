"""The journal of the whole house as JSON, for the auditor: searched, by pages."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.dependencies import ApiReading, Wired
from app.api.problems import RESPONSES
from app.api.shapes import Shape
from app.domain.people import Role
from app.edge.searches import LONGEST, sought
from app.services.desk import audits
from app.services.desk.audits import Line
from app.services.route_access import allow
from app.words.road.actions import journal_word
from app.words.road.journal import said_in

router = APIRouter(tags=["candidatures"], responses=RESPONSES)


class JournalLine(Shape):
    """Une entrée. ``number`` : vide quand un intérêt vous en masque d’autres ; ``said`` : l’acte en
    français ; ``detail`` : ce qu’elle dit de plus.
    """

    number: int | None
    at: datetime
    actor_name: str
    verb: str
    said: str
    detail: str
    application: str | None
    source: str | None
    target: str | None
    sha256: str


@router.get("/journal", summary="Le journal de tous les appels, cherché et filtré")
@allow(Role.AUDITOR)
def read(
    work: ApiReading,
    wired: Wired,
    person: Annotated[str, Query(max_length=LONGEST, description="Une partie du nom de qui a agi.")] = "",
    verb: Annotated[str, Query(max_length=LONGEST, description="L’acte, tel que ``verb`` le nomme.")] = "",
    application: Annotated[str, Query(max_length=LONGEST, description="Une partie de la référence.")] = "",
    since: Annotated[date | None, Query(description="Premier jour, compris.")] = None,
    until: Annotated[date | None, Query(description="Dernier jour, compris.")] = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> list[JournalLine]:
    asked = {
        "qui": person,
        "acte": verb,
        "candidature": application,
        "du": since.isoformat() if since else "",
        "au": until.isoformat() if until else "",
    }
    audit = audits.audit(work, sought(asked, wired.settings.zone))
    return [_line(one) for one in audit.page(work.session, page)]


def _line(line: Line) -> JournalLine:
    entry = line.entry
    return JournalLine(
        number=line.number,
        at=entry.at,
        actor_name=entry.actor_name,
        verb=entry.verb,
        said=journal_word(entry.verb),
        detail=said_in(line),
        application=line.reference or None,
        source=entry.source,
        target=entry.target,
        sha256=entry.sha256,
    )
