"""The house in which the stories are played: its people, its calls, and the instant at which one acts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.db import outbox, people
from app.db.base import key_of
from app.db.calls import calls as call_rows
from app.demo.calendar import CALLS_OPEN_ON, Calendar
from app.demo.papers import OwnPages
from app.demo.story import Bench, Cast, Story, address_of, plain, read_cast, read_phrases
from app.domain.call_file.folder import CallFolder
from app.domain.people import SYSTEM, Actor, Role
from app.services.calls import calls
from app.services.committee import committee
from app.services.frozen import PRINT
from app.services.mails import DELIVER
from app.services.people import admin as people_admin
from app.services.ports import Antivirus, Files, Reception
from app.services.work import Work
from app.words.apply.answers import answer_text

COMMITTEE_DOMAINS = {
    "tiers-lieux-2026": "revue-de-projets.example",
    "chercheurs-citoyens-2026": "comite-recherche.example",
    "teletravail-2026": "comite-teletravail.example",
}


class MailsSentThen:
    """Jobs of the past: a mail of the stories was delivered at the very instant of its act; a document is printed for
    its first reader, who is still to come.
    """

    def __init__(self, play: "Play") -> None:
        self._play = play

    def enqueue(
        self,
        session: Session,
        kind: str,
        payload: Mapping[str, Any],
        *,
        key: str,
        urgent: bool = False,  # noqa: ARG002 - all are of the past
    ) -> None:
        if kind == DELIVER:
            outbox.mark_sent(session, int(payload["mail_id"]), self._play.now)
        elif kind != PRINT:
            raise LookupError(f"the past has no job {kind} ({key})")


class Play:
    """One transaction in which the past is lived again, act after act, through the services."""

    def __init__(
        self,
        session: Session,
        files: Files,
        antivirus: Antivirus,
        calendar: Calendar,
        folders: tuple[CallFolder, ...],
        base_url: str,
    ) -> None:
        self.session, self.calendar = session, calendar
        self.reception = Reception(files, antivirus, OwnPages())
        self.folders = {folder.call.slug: folder for folder in folders}
        self.cast: Cast = read_cast()
        self.phrases = read_phrases()
        self.now = calendar.at(CALLS_OPEN_ON, 8)
        self._base_url = base_url
        self._jobs = MailsSentThen(self)
        self._actors: dict[str, Actor] = {}
        self._addresses = {one.key: one.email for one in self.cast.person}
        self._addresses |= {plain(one.name): one.email for one in self.cast.applicant}

    def system(self) -> Work:
        return Work(self.session, SYSTEM, self.now, self._jobs, self._base_url, answer_text)

    def work(self, who: str) -> Work:
        """The work of somebody, by their key in the cast or by their address, at this instant."""
        address = self._addresses.get(who, who)
        actor = self._actors.get(address)
        if actor is None:
            actor = self._actors[address] = people.actor(
                self.session, people_admin.person_at(self.system(), address)
            )
        return Work(self.session, actor, self.now, self._jobs, self._base_url, answer_text)

    def person_id(self, who: str) -> int:
        return self.work(who).person_id

    def address(self, name: str, story: Story) -> str:
        """The address of a member of a team; whoever is in several stories has one."""
        return self._addresses.setdefault(plain(name), address_of(name, story.domain))

    def newcomer(self, address: str, name: str) -> None:
        """Make somebody known, unless they are."""
        if people.by_email(self.session, address) is None:
            people_admin.create_person(self.system(), address, name)

    def sentence(self, story: Story, where: str, what: str = "") -> str:
        """One of the sentences of ``phrases.toml`` ("kickoff.minutes"), always the same for a story."""
        found: Any = self.phrases
        for step in where.split("/"):
            found = found[step]
        return story.words(found[story.draw(where + what, len(found))])

    def open_the_house(self) -> None:
        """Open the calls, appoint everybody, seat the committees."""
        for folder in self.folders.values():
            calls.open_call(self.system(), self.calendar.folder(folder))
        for person in self.cast.person:
            self.newcomer(person.email, person.name)
            for role in person.roles:
                for slug in person.calls or (None,):
                    people_admin.give_role(self.system(), person.email, role, slug)
        for bench in self.cast.committee:
            self._seat(bench)

    def _seat(self, bench: Bench) -> None:
        for name, college in bench.members:
            address = self.member(bench, name)
            self.newcomer(address, name)
            president = name == bench.president
            people_admin.give_role(
                self.system(), address, Role.PRESIDENT if president else Role.MEMBER, bench.call
            )
            committee.give_seat(self.system(), bench.call, self.person_id(address), college)

    def member(self, bench: Bench, name: str) -> str:
        """The address of a member of a committee."""
        return address_of(name, COMMITTEE_DOMAINS[bench.call])

    def call_id(self, slug: str) -> int:
        row = call_rows.by_slug(self.session, slug)
        if row is None:
            raise LookupError(slug)
        return key_of(row)

    def move_to(self, now: datetime) -> None:
        self.now = now
