"""When things happen in the demo: the real dates of the calls, moved by whole weeks when today is far from them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.demo.story import Story
from app.domain.call_file.call import WaveFile
from app.domain.call_file.folder import CallFolder
from app.domain.deadlines import to_utc
from app.domain.people import Role

PARIS = ZoneInfo("Europe/Paris")
LAST_ACT = date(2026, 11, 20)
"""The day of the last act of the stories."""
SHOWS_UNTIL = date(2026, 12, 11)
"""Until this day the calls are shown with their real dates: an intake is open and a decision waits."""
ENVELOPES = {
    ("tiers-lieux-2026", "hiver_2026"): 250_000_00,
    ("tiers-lieux-2026", "printemps_2026"): 200_000_00,
    ("chercheurs-citoyens-2026", "fevrier_2026"): 500_000_00,
}
"""Cents: the demo plays a part of each wave, under a part of its envelope."""
PLAYED: dict[tuple[str, str], dict[str, date]] = {
    ("tiers-lieux-2026", "printemps_2026"): {
        "opens_at": datetime(2026, 6, 15, 9, tzinfo=PARIS),
        "letter_due_at": datetime(2026, 9, 11, 17, tzinfo=PARIS),
        "dossier_due_at": datetime(2026, 10, 16, 17, tzinfo=PARIS),
        "committee_on": date(2026, 11, 12),
        "decision_on": date(2026, 11, 16),
        "results_on": date(2026, 11, 30),
    },
}
"""A wave played later than its file says, so that its decisions wait now, before silence would refuse them."""
SATURDAY = 5
HOLIDAYS = frozenset(
    date(2026, *day)
    for day in ((4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
)
"""The days of the stories on which offices are closed (code du travail, article L. 3133-1)."""
CALLS_OPEN_ON = date(2026, 1, 12)
OFFICERS = {"chercheurs-citoyens-2026": "officer-cc", "brescia": "officer-br"}
MANAGERS = {"chercheurs-citoyens-2026": "manager-cc", "brescia": "manager-br"}


def desk(role: Role, call: str) -> str:
    """The key of the person who holds this role on a call: the officer or the manager of all, or of this one."""
    return (OFFICERS if role is Role.OFFICER else MANAGERS).get(call, role.value)


class Calendar:
    """The days of the demo as seen from ``now``: nothing that was done lies in the future."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        today = now.astimezone(PARIS).date()
        inside = LAST_ACT < today <= SHOWS_UNTIL
        self.shift = (
            timedelta() if inside else timedelta(weeks=(today - LAST_ACT - timedelta(days=1)).days // 7)
        )

    def at(self, day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
        """An instant of a day of the stories, in Paris, as UTC."""
        return to_utc(datetime.combine(day + self.shift, time(hour, minute, second)), PARIS)

    @property
    def end(self) -> datetime:
        """After this instant nothing has happened yet."""
        return self.at(LAST_ACT, 19)

    def day(self, day: date) -> date:
        """A day of the stories as the demo dates it."""
        return day + self.shift

    def folder(self, folder: CallFolder) -> CallFolder:
        """The call as the demo opens it."""
        call = folder.call
        waves = tuple(self._wave(call.slug, wave, folder) for wave in call.waves)
        return folder.model_copy(update={"call": call.model_copy(update={"waves": waves})})

    def _wave(self, slug: str, wave: WaveFile, folder: CallFolder) -> WaveFile:
        names = ("committee_on", "decision_on", "results_on")
        wave = as_played(slug, wave)
        days = {name: day and self.day(day) for name, day in zip(names, meetings(slug, wave), strict=True)}
        zone = folder.call.zone
        moments = {
            name: moment and to_utc((moment.astimezone(zone) + self.shift).replace(tzinfo=None), zone)
            for name in ("opens_at", "letter_due_at", "dossier_due_at")
            for moment in (getattr(wave, name),)
        }
        return wave.model_copy(
            update={**days, **moments, "envelope": ENVELOPES.get((slug, wave.key), wave.envelope)}
        )


def as_played(slug: str, wave: WaveFile) -> WaveFile:
    """A wave with the dates of the stories, before any move."""
    return wave.model_copy(update=PLAYED.get((slug, wave.key), {}))


def meetings(slug: str, wave: WaveFile) -> tuple[date | None, date | None, date | None]:
    """The days of the committee, of the decision and of the letters of a wave, before any move."""
    wave = as_played(slug, wave)
    return wave.committee_on, wave.decision_on, wave.results_on


def at_work(day: date) -> date:
    """This day when offices are open, else the next on which they are."""
    while day.weekday() >= SATURDAY or day in HOLIDAYS:
        day += timedelta(days=1)
    return day


class Days:
    """The days of one story, each a few days after the one before, as people take them."""

    def __init__(self, story: Story, wave: WaveFile) -> None:
        """``wave`` as it is played, before any move of the calendar."""
        begins = story.begins
        self.begun = begins
        self.letter = begins + timedelta(days=story.letter_days or 7 + story.draw("letter", 6))
        self.charged = at_work(self.letter + timedelta(days=1))
        self.invited = at_work(
            self.letter + timedelta(days=story.invited_days or 8 + story.draw("invited", 5))
        )
        last = wave.dossier_due_at.astimezone(PARIS).date() - timedelta(days=1 + story.draw("last", 5))
        wished = self.invited + timedelta(days=story.dossier_days or 18 + story.draw("dossier", 8))
        self.dossier = min(wished, last) if last > self.invited else wished
        self.taken = at_work(self.dossier + timedelta(days=2))
        self.screened = at_work(
            self.dossier + timedelta(days=story.screened_days or 6 + story.draw("screened", 5))
        )
        self.asked = at_work(self.screened + timedelta(days=1))
        self.review = at_work(self.asked + timedelta(days=1))
        self.reviewed = at_work(self.review + timedelta(days=11 + story.draw("reviewed", 4)))
