"""Somebody with every role reads every address, before and after an application in which they are interested is filed,
reviewed, ranked first, advised and decided: not one answer changes, but for how many are masked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.routing import APIRoute

from app import api
from app.db.apply.applications import Application
from app.db.apply.teams import FormerMember, TeamMember
from app.db.base import key_of
from app.db.committee.committee import Seat
from app.db.people import Person
from app.db.review.interests import FindingRow, InterestRow
from app.db.session import Database
from app.domain.interests import Kind, Nature
from app.domain.people import Actor, Role, TeamRole
from app.domain.workflow import Outcome, Stage
from app.services.cases import open_case
from app.services.identity.tokens import create_token
from app.services.road import decisions
from app.services.work import Work
from app.web import pages
from tests import factories
from tests.api.conftest import Known, known_application
from tests.edges import Browser

EVERYTHING = (
    *(Role.OFFICER, Role.MANAGER, Role.FINANCE, Role.AUDITOR),
    *(Role.EXPERT, Role.CONSULTED, Role.MEMBER, Role.PRESIDENT),
)
KINDS = (Kind.DECLARED, Kind.FOUND, Kind.TEAM, Kind.FORMER_TEAM, Kind.ORGANISATION)
OWN = {"/candidatures", "/applications", "/appels/{slug}/candidater"}
"""Where the team of an application finds it: theirs, whatever else they are."""
GROWING = {"/acces", "/acces.csv"}
"""The register of accesses: each reading of the trial is a line more of it. It names nothing of what is hidden."""
NAME = "Zibeline"
CHANGING = (
    (re.compile(r'name="csrf" value="[^"]+"'), ""),
    (re.compile(r'nonce="[^"]+"|nonce-[\w-]+'), ""),
    (re.compile(r'"request_id":"\w+"|citez la référence \w+'), ""),
    (re.compile(r'"masked":\s*\d+'), "masked"),
    (
        re.compile(r"\d+\s(?:candidature|dossier)s?(?: de la vague)?(?: qui)? vous (?:est|sont) masquée?s?"),
        "masked",
    ),
)


@dataclass(frozen=True)
class Reader:
    """Somebody with every role, by browser and by program."""

    kind: Kind
    browser: Browser
    token: str


def test_no_answer_changes_with_an_application_in_which_its_reader_is_interested(database: Database) -> None:
    known = known_application(database, Stage.RECOMMENDED)
    with database.write() as session:
        work = factories.work(session, now=known.callers.clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: known.callers.cast}
        low = factories.at_stage(work, Stage.RECOMMENDED, title="Autre", euros=30_000, mark="2")
        hidden = factories.begin(work, name=NAME)
        other = factories.at_stage(work, Stage.LETTER_SUBMITTED)
        owner = open_case(work, hidden.reference).organisation
        open_case(work, other.reference).organisation.siret = owner.siret
        people = {kind: _person(work, kind, (low, other), hidden) for kind in KINDS}
    readers = [_reader(known, kind, actor) for kind, actor in people.items()]
    for one in readers:
        assert dict(_read(known, one)), "what is printed when it is first read is printed"
    before = {one.kind: dict(_read(known, one)) for one in readers}
    with database.write() as session:
        work = factories.work(session, now=known.callers.clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: known.callers.cast}
        factories.walk(work, hidden.reference, Stage.RECOMMENDED, title=NAME, euros=20_000)
        decisions.record(
            factories.by(work, known.callers.cast.manager),
            hidden.reference,
            Outcome.AWARD,
            amount=20_000_00,
            deliberation="2026-1",
            deliberated_on=work.now.date(),
        )
    after = {one.kind: dict(_read(known, one)) for one in readers}
    told = {
        (kind.value, address)
        for kind, answers in after.items()
        for address, (_, text) in answers.items()
        if NAME in text or hidden.reference in text
    }
    changed = {
        (kind.value, address)
        for kind, answers in after.items()
        for address, answer in answers.items()
        if address not in GROWING and answer != before[kind][address]
    }
    assert (told, changed) == (set(), set())


def test_the_trial_would_see_a_rank_that_moves_and_a_name_that_is_told() -> None:
    moved = ("<td>1</td>", "<td>2</td>")
    assert _still(moved[0]) != _still(moved[1])
    assert _still("1\u00a0candidature vous est masquée") == _still("2\u00a0candidatures vous sont masquées")


def _person(work: Work, kind: Kind, known: tuple[Application, Application], hidden: Application) -> Actor:
    """Somebody with every role and a seat, interested in the known applications, and in the hidden one by this kind."""
    actor = factories.person(work, f"Ève {kind.value}", *EVERYTHING)
    person, at = actor.person_id or 0, work.now
    work.session.add(Seat(call_id=hidden.call_id, person_id=person, college="elus"))

    def declared(application: Application) -> InterestRow:
        return InterestRow(
            application_id=key_of(application), person_id=person, nature=Nature.FAMILY, declared_at=at
        )

    def member(application: Application) -> TeamMember:
        return TeamMember(
            application_id=key_of(application), person_id=person, role=TeamRole.READER, joined_at=at
        )

    work.session.add_all(map(declared, known))
    number = key_of(hidden)
    if kind is Kind.DECLARED:
        work.session.add(declared(hidden))
    elif kind is Kind.TEAM:
        work.session.add(member(hidden))
    elif kind is Kind.FORMER_TEAM:
        work.session.add(FormerMember(application_id=number, person_id=person, joined_at=at, left_at=at))
    elif kind is Kind.FOUND:
        found = FindingRow(
            application_id=number,
            person_id=person,
            confirmed=True,
            reason="Même groupe.",
            found_by=person,
            found_at=at,
        )
        work.session.add(found)
    else:
        work.session.add(member(known[-1]))
    work.session.flush()
    return actor


def _reader(known: Known, kind: Kind, actor: Actor) -> Reader:
    browser = Browser(known.callers.wired, app=known.callers.app)
    with known.callers.wired.database.read() as session:
        person = session.get_one(Person, actor.person_id)
    browser.enter(person)
    with known.callers.wired.database.write() as session:
        token = create_token(factories.work(session), actor.person_id or 0, "essai", days=1)
    return Reader(kind, browser, token)


def _read(known: Known, reader: Reader) -> Iterator[tuple[str, tuple[int, str]]]:
    names = {**known.names, "sitting_id": known.names["sitting"], "section": "projet", "file": "call"}
    for routers, home in ((pages.ROUTERS, ""), (api.ROUTERS, "/api/v1")):
        for router in routers:
            for route in router.routes:
                assert isinstance(route, APIRoute)
                if "GET" not in (route.methods or ()) or (reader.kind is Kind.TEAM and route.path in OWN):
                    continue
                address = home + route.path.format_map(defaultdict(lambda: "inconnu", names))
                headers = {"Authorization": f"Bearer {reader.token}"} if home else {}
                answer = reader.browser.get(address, headers=headers)
                yield address, (answer.status_code, _still(answer.text))


def _still(text: str) -> str:
    """A text without what changes at each reading, nor how many are masked."""
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text
