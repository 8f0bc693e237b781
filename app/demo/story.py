"""What the demo tells: one story an application, its people, and the sentences they say, read from TOML files.

Organisations, people and projects are invented; addresses end in ``.example`` (RFC 2606), SIREN numbers begin with 999.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from pydantic import BaseModel, ConfigDict, Field
from stdnum import luhn

from app.domain.money import parse_euros
from app.domain.people import Role, TeamRole
from app.domain.workflow import Stage
from app.words.typography import typo

HERE = Path(__file__).resolve().parent
SIREN_HEAD = "999"
OVER = "teletravail-2026"
"""The call that is over: closed once its results are out. Its stories come last, and take no number of the others."""


class StorySheet(BaseModel):
    """A line of the files: nothing unknown in it, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Applicant(StorySheet):
    """The organisation that applies. ``dept`` heads its RNA number; a company has none."""

    name: str
    form: str
    address: str
    postal: str
    city: str
    quality: str
    dept: str = ""
    country: str = "FR"


class Advice(StorySheet):
    """The opinion of a consulted service, by the key of the person who gives it."""

    by: str
    favourable: bool
    text: str


class Story(StorySheet):
    """One application: what it says, who writes it, how far it goes. Money as typed, in euros.

    ``marks``: one text an expert, "4,3,…" in the order of the grid for whole marks, "4.5,4" for halves; an empty
    text is a review not handed in; ``agreed``: what the experts agree on, where the grid asks for it. ``reserve``:
    awarded after a time on the reserve list. ``*_days``: delays that differ from the usual ones.
    """

    key: str
    call: str
    wave: str
    stage: Stage
    begins: date
    owner: str
    team: tuple[tuple[str, TeamRole], ...] = ()
    organisation: Applicant
    answers: dict[str, str | list[str]]
    eligible: str = "0"
    asked: str = "0"
    awarded: str = ""
    marks: tuple[str, ...] = ()
    agreed: str = ""
    experts: tuple[str, ...] = ()
    votes: tuple[int, int, int] = (0, 0, 0)
    conditions: str = ""
    reason: str = ""
    fails: dict[str, str] = Field(default_factory=dict)
    completion: str = ""
    completion_pieces: tuple[str, ...] = ()
    opinion: Advice | None = None
    asked_of: str = ""
    interest: str = ""
    recused: str = ""
    commitments: str = ""
    reserve: bool = False
    letter_days: int = 0
    invited_days: int = 0
    dossier_days: int = 0
    screened_days: int = 0

    @property
    def title(self) -> str:
        return str(self.answers["title"])

    @property
    def eligible_cents(self) -> int:
        return parse_euros(self.eligible)

    @property
    def asked_cents(self) -> int:
        return parse_euros(self.asked)

    @property
    def awarded_cents(self) -> int:
        return parse_euros(self.awarded) if self.awarded else self.asked_cents

    @property
    def domain(self) -> str:
        return f"{plain(self.organisation.name)[:40].strip('-')}.example"

    def draw(self, what: str, count: int) -> int:
        """A number below ``count``, always the same for this story and this purpose."""
        return crc32(f"{self.key}:{what}".encode()) % count

    def words(self, sentence: str) -> str:
        """A sentence of the files, with the name and the place of this story in it."""
        commune = str(self.answers.get("commune", "")).partition(" (")[0]
        return sentence.format(lieu=self.title, commune=commune)


class Person(StorySheet):
    """Somebody who works on the calls; without ``calls``, on all of them."""

    key: str
    name: str
    email: str
    roles: tuple[Role, ...]
    calls: tuple[str, ...] = ()


class Known(StorySheet):
    """An applicant of several stories, with the one address that they use."""

    name: str
    email: str


class Bench(StorySheet):
    """The committee of a call: who sits in which college, who is away, who votes for whom."""

    call: str
    place: str
    president: str
    proxy: tuple[str, str]
    absent: tuple[str, ...]
    members: tuple[tuple[str, str], ...]


class Cast(StorySheet):
    person: tuple[Person, ...]
    applicant: tuple[Known, ...]
    committee: tuple[Bench, ...]

    @cached_property
    def by_key(self) -> dict[str, Person]:
        return {one.key: one for one in self.person}

    def bench(self, call: str) -> Bench | None:
        return next((one for one in self.committee if one.call == call), None)

    def experts(self, call: str) -> tuple[str, ...]:
        return tuple(one.key for one in self.person if Role.EXPERT in one.roles and call in one.calls)


def plain(name: str) -> str:
    """A name as an address writes it: no accent, no space, in lower case."""
    bare = unicodedata.normalize("NFKD", name.lower().replace("’", " "))
    letters = "".join(c if c.isalnum() else "-" for c in bare if not unicodedata.combining(c))
    return "-".join(part for part in letters.split("-") if part)


def address_of(name: str, domain: str) -> str:
    """``claire.dumontet@la-forge.example``."""
    first, _, last = name.partition(" ")
    return f"{plain(first)}.{plain(last)}@{domain}"


def siret(rank: int) -> str:
    """A number that no establishment has, valid by its two Luhn keys."""
    siren = _keyed(f"{SIREN_HEAD}{rank:05d}")
    return _keyed(f"{siren}0001")


def _keyed(head: str) -> str:
    return f"{head}{luhn.calc_check_digit(head)}"


def read_stories() -> tuple[Story, ...]:
    """All the stories, by the day on which they begin, those of the call that is over after the others."""
    told = [story for file in sorted((HERE / "stories").glob("*.toml")) for story in _stories_of(file)]
    return tuple(sorted(told, key=lambda one: (one.call == OVER, one.begins, one.key)))


def _stories_of(file: Path) -> Iterator[Story]:
    page = _read(file)
    for one in page["story"]:
        yield Story.model_validate({"call": page["call"], "wave": page["wave"], **one})


def read_cast() -> Cast:
    return Cast.model_validate(_read(HERE / "cast.toml"))


def read_phrases() -> dict[str, Any]:
    """The sentences of experts, officers and minutes, by purpose."""
    return _read(HERE / "phrases.toml")


def _read(file: Path) -> dict[str, Any]:
    told: dict[str, Any] = _typeset(tomllib.loads(file.read_text(encoding="utf-8")))
    return told


def _typeset(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typeset(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_typeset(one) for one in value]
    return typo(value) if isinstance(value, str) else value
