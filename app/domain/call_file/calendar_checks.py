"""What is worth a look in the calendar of a call: waves that meet, deadlines of days off, hours told twice."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.domain.call_file.breach import Breach, BreachCode
from app.domain.call_file.call import MOMENTS, CallFile
from app.domain.days_off import is_day_off
from app.domain.deadlines import silent_rejection_on

DEADLINES = ("letter_due_at", "dossier_due_at")


def calendar_breaches(call: CallFile, now: datetime | None) -> Iterator[Breach]:
    """``now``: None where the files are read without a clock, as when a call that is frozen is opened again."""
    for index, wave in enumerate(call.waves):
        for name in MOMENTS:
            moment = getattr(wave, name)
            if moment is None:
                continue
            local = moment.astimezone(call.zone)
            if name in DEADLINES and is_day_off(local.date()):
                yield _of(index, name, BreachCode.DUE_ON_A_DAY_OFF, local)
            if is_told_twice(moment, call.zone):
                yield _of(index, name, BreachCode.CLOCK_REPEATED, local)
        if now is not None and now < wave.dossier_due_at:
            yield from _silence(call, index)
    by_opening = sorted(enumerate(call.waves), key=lambda one: one[1].opens_at)
    for (_, before), (index, after) in pairwise(by_opening):
        if after.opens_at < before.dossier_due_at:
            local = after.opens_at.astimezone(call.zone)
            yield _of(index, "opens_at", BreachCode.WAVES_OVERLAP, local, {"name": before.name})
    last = max(wave.dossier_due_at for wave in call.waves)
    if now is not None and last < now:
        yield Breach(
            "call", ("waves",), BreachCode.WAVES_PAST, f"{last.astimezone(call.zone):%Y-%m-%d %H:%M}"
        )


def _silence(call: CallFile, index: int) -> Iterator[Breach]:
    """A day that comes once silence has refused even what was filed on the last day (CRPA L231-4)."""
    wave = call.waves[index]
    refused_on = silent_rejection_on(wave.dossier_due_at, call.silent_rejection_months, call.zone)
    for name in ("committee_on", "decision_on"):
        day = getattr(wave, name)
        if day is not None and day > refused_on:
            said = {"after": f"{refused_on:%Y-%m-%d}"}
            yield Breach("call", ("waves", index, name), BreachCode.SILENCE_FIRST, f"{day:%Y-%m-%d}", said)
            return


def is_told_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Does the clock of that zone show the hour of this instant twice, because it is set back that night?"""
    local = moment.astimezone(zone)
    return len({local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}) > 1


def _of(
    index: int, name: str, code: BreachCode, local: datetime, said: Mapping[str, str] | None = None
) -> Breach:
    return Breach("call", ("waves", index, name), code, f"{local:%Y-%m-%d %H:%M}", said or {})
