"""The journal of the whole house as the columns of a sheet."""

from typing import Final
from zoneinfo import ZoneInfo

from app.domain.workflow import Stage
from app.services.desk.audits import Line
from app.words.labels import OFFICER_STAGES
from app.words.road.actions import journal_word
from app.words.road.substance import substance

COLUMNS: Final = (
    "Entrée",
    "Quand",
    "Qui",
    "Acte",
    "Candidature",
    "Étape avant",
    "Étape après",
    "Ce qui est dit",
    "Empreinte",
)


def cells(line: Line, zone: ZoneInfo) -> tuple[str, ...]:
    """One entry, its instant on these clocks; without its number where an interest hides others."""
    entry = line.entry
    return (
        "" if line.number is None else str(line.number),
        entry.at.astimezone(zone).isoformat(timespec="seconds"),
        entry.actor_name,
        journal_word(entry.verb),
        line.reference,
        _stage(entry.source),
        _stage(entry.target),
        said_in(line),
        entry.sha256,
    )


def said_in(line: Line) -> str:
    """What the entry says beyond its verb; nothing of an application that its reader may not open."""
    return substance(line.entry.data, line.whom) if line.opens or not line.reference else ""


def _stage(name: str | None) -> str:
    return OFFICER_STAGES[Stage(name)].word if name in tuple(Stage) else name or ""
