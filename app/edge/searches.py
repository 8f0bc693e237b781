"""What is looked for in the journal, as an address says it: the same for the page, the sheet and the JSON."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.db.journal import Sought
from app.domain.deadlines import is_of_our_time, to_utc
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.typed.dates import read_day
from app.edge.signs import shown
from app.words.road.actions import JOURNAL_VERBS

LONGEST: Final = 100
"""Signs of a text that is looked for; what is longer is cut."""
A_DAY: Final = timedelta(days=1)


def sought(typed: Mapping[str, str], zone: ZoneInfo) -> Sought:
    """The search of ``qui``, ``acte``, ``candidature``, ``du`` and ``au`` (both days included, on these clocks).

    Raises Invalid for a day that is none and for an act that the journal does not know.
    """
    text = {name: shown(value).strip()[:LONGEST] for name, value in typed.items()}
    faults: list[Fault] = []
    since, until = (_day(text, name, faults) for name in ("du", "au"))
    verb = text.get("acte", "")
    if verb and verb not in JOURNAL_VERBS:
        faults.append(Fault("acte", Reason.of(ReasonCode.NOT_A_CHOICE, read=verb)))
    if faults:
        raise Invalid(*faults)
    return Sought(
        person=text.get("qui", ""),
        verb=verb,
        application=text.get("candidature", ""),
        since=_midnight(since, zone) if since else None,
        until=_midnight(until + A_DAY, zone) if until else None,
    )


def _day(text: Mapping[str, str], name: str, faults: list[Fault]) -> date | None:
    typed = text.get(name, "")
    day = read_day(typed) if typed else None
    if typed and (day is None or not is_of_our_time(day)):
        faults.append(Fault(name, Reason.of(ReasonCode.NOT_A_DATE, read=typed)))
        return None
    return day


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return to_utc(datetime.combine(day, time()), zone)
