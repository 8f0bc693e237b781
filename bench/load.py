"""Filling a database: a few applications walk the real road through the door, then their rows are copied.

Each copy is a whole application: organisation, team, drafts, filings, documents, checks, three reviews with every
mark, opinion, decision, convention, payments, and its own entries in the journal, whose chain holds. A wave holds 250
applications and an edition of the call 1 000: a Region that works for ten years has more calls, not longer waves,
unless one long wave is asked for. Each copy bears marks of its own, drawn around a level of its own.
"""

import hashlib
import json
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from app.db.apply.applications import Application
from app.db.base import Row, key_of
from app.db.calls.calls import Call, Wave
from app.db.journal import JournalEntry, JournalHead, digest
from app.db.session import Database
from app.domain.people import TeamRole
from app.domain.typed.searched import searchable
from app.domain.workflow import Action, Stage, Workflow
from app.services.review import reviews
from app.services.work import Work
from tests import factories

PER_WAVE, PER_EDITION = 250, 1000
REVIEWERS = 3
BATCH = 500
MODELS: tuple[tuple[Stage, int], ...] = (
    (Stage.LETTER_SUBMITTED, 2),
    (Stage.DOSSIER_SUBMITTED, 4),
    (Stage.IN_REVIEW, 2),
    (Stage.REVIEWED, 4),
    (Stage.RECOMMENDED, 4),
    (Stage.AWARDED, 2),
    (Stage.STARTED, 2),
)
"""Where the applications stand, and how many of twenty stand there."""
_GRID = factories.call_folder().grid
SCALES = {one.key: one.scale for one in (_GRID.leaves if _GRID else ()) if one.scale is not None}

Values = dict[str, Any]
_CHILDREN = (
    "team_member",
    "draft",
    "filing",
    "stored_file",
    "admissibility_check",
    "review",
    "committee_opinion",
    "decision",
    "convention",
    "rendezvous",
    "indicator",
    "payment",
)


@dataclass(frozen=True)
class Model:
    """The rows of one application that walked the road."""

    organisation: Values
    application: Values
    children: Mapping[str, list[Values]]
    marks: list[Values]
    journal: list[JournalEntry]


@dataclass
class Loaded:
    """What was loaded, by what the pages need to name it."""

    slug: str
    wave: str
    reviewed: str
    mine: str
    drafts: list[str] = field(default_factory=list)
    applications: int = 0
    seconds: float = 0.0


def load(database: Database, count: int, drafts: int, *, per_wave: int = PER_WAVE) -> Loaded:
    """Fill an empty database with this many filed applications, and complete dossiers that nobody filed yet.

    ``per_wave``: how many applications a wave holds.
    """
    began = time.perf_counter()
    with database.write() as session:
        work = factories.work(session)
        models = [model for stage, share in MODELS for model in [_model(work, stage)] * share]
        unfiled = _model(work, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        writer = _Writer(session, per_wave)
        names = writer.copies(models, count, owned=True)
        to_file = writer.copies([unfiled], drafts)
        writer.finish()
    reviewed = next(i for i, m in enumerate(models) if m.application["stage"] is Stage.REVIEWED)
    return Loaded(
        slug=factories.TIERS_LIEUX,
        wave="automne_2026",
        reviewed=names[reviewed],
        mine=to_file[-1],
        drafts=to_file[:-1],
        applications=count,
        seconds=time.perf_counter() - began,
    )


def _model(work: Work, stage: Stage) -> Model:
    """One application brought to this stage through the door; three experts read it where one does."""
    application = factories.begin(work)
    reference, people = application.reference, factories.cast(work)
    if stage is Stage.DOSSIER_DRAFT:
        factories.walk(work, reference, stage)
        factories.write_dossier(work, reference)
    else:
        road = factories.shortest_road(
            Workflow.for_call(factories.groups_of(factories.TIERS_LIEUX)), application.stage, stage
        )
        for action in road:
            if action is Action.OPEN_REVIEW:
                for expert in people.experts[:REVIEWERS]:
                    reviews.assign(factories.by(work, people.officer), reference, expert.person_id or 0)
            factories.act(work, reference, action)
    return _read(work.session, application)


def _read(session: Session, application: Application) -> Model:
    session.flush()
    identity = key_of(application)

    def rows(name: str, column: str, value: int) -> list[Values]:
        table = Row.metadata.tables[name]
        return [
            dict(one) for one in session.execute(sa.select(table).where(table.c[column] == value)).mappings()
        ]

    children = {name: rows(name, "application_id", identity) for name in _CHILDREN}
    marks = [mark for review in children["review"] for mark in rows("mark", "review_id", review["id"])]
    (own,) = rows("application", "id", identity)
    (organisation,) = rows("organisation", "id", application.organisation_id)
    entries = session.execute(
        sa.select(JournalEntry).where(JournalEntry.application_id == identity).order_by(JournalEntry.number)  # type: ignore[arg-type]
    )
    return Model(organisation, own, children, marks, list(entries.scalars()))


class _Writer:
    """Copies models with ids of its own, batch after batch, and leaves the series where they have to go on."""

    def __init__(self, session: Session, per_wave: int) -> None:
        self._session = session
        self._per_wave = per_wave
        self._random = random.Random(2026)
        self._last: dict[str, int] = {}
        self._waiting: dict[str, list[Values]] = {}
        self._head = session.get_one(JournalHead, 1)
        self._waves = self._editions()
        self._done = 0

    def copies(self, models: list[Model], count: int, *, owned: bool = False) -> list[str]:
        """The references of that many copies, one model after the other; ``owned``: each by a person of its own."""
        return [self._copy(models[rank % len(models)], owned) for rank in range(count)]

    def finish(self) -> None:
        """Write what waits, and the series of the database."""
        self._write()
        series = sa.text("UPDATE sequence SET last = last + :count WHERE series LIKE 'TL%'")
        self._session.execute(series, {"count": self._done})
        if self._session.get_bind().dialect.name == "postgresql":
            for name in self._last:
                self._session.execute(
                    sa.text(
                        f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
                    )
                )

    def _copy(self, model: Model, owned: bool) -> str:
        wave = next(self._waves)
        owner = self._add("organisation", model.organisation)
        number = self._done = self._done + 1
        reference = f"TLX-{number:06d}"
        title = f"{model.application['title'] or 'La Grange'} n° {number}"
        identity = self._add(
            "application",
            model.application,
            organisation_id=owner,
            reference=reference,
            title=title,
            call_id=wave.call_id,
            wave_id=key_of(wave),
            begun_as=None,
            search_text=searchable(reference, title, model.application["city"]),
            moved_at=model.application["moved_at"] + timedelta(seconds=number),
        )
        known: dict[str, dict[int, int]] = {}
        for name in _CHILDREN:
            known[name] = {}
            for row in model.children[name]:
                changed = self._own(name, row, identity, known)
                if name == "team_member" and owned and row["role"] is TeamRole.OWNER:
                    changed["person_id"] = self._person(number)
                known[name][row["id"]] = self._add(name, row, **changed)
        level = self._random.random()
        for mark in model.marks:
            drawn = self._mark(mark["criterion"], level)
            self._add("mark", mark, review_id=known["review"][mark["review_id"]], value=drawn)
        for entry in model.journal:
            self._chain(entry, identity, wave.call_id)
        if self._done % BATCH == 0:
            self._write()
        return reference

    def _own(self, name: str, row: Values, identity: int, known: dict[str, dict[int, int]]) -> Values:
        """What a row of this copy has for itself."""
        own: Values = {"application_id": identity}
        match name:
            case "filing":
                own["filed_at"] = row["filed_at"] + timedelta(seconds=self._done)
            case "review":
                own["filing_id"] = known["filing"][row["filing_id"]]
            case "stored_file":
                own["handle"] = hashlib.md5(f"{identity}:{row['handle']}".encode()).hexdigest()
            case "convention":
                own["number"] = f"{row['number']}-{self._done}"
        return own

    def _mark(self, criterion: str, level: float) -> Decimal:
        """A mark of the scale of this criterion, drawn around the level (0 to 1) of the application."""
        scale = SCALES[criterion]
        least, most, step = scale.min or Decimal(0), scale.max or Decimal(0), scale.step or Decimal(1)
        wanted = min(1.0, max(0.0, self._random.gauss(0.35 + 0.6 * level, 0.15)))
        return least + step * round(wanted * int((most - least) / step))

    def _person(self, number: int) -> int:
        created_at = factories.AN_OPEN_DAY
        row = {
            "email": f"porteur{number}@exemple.example",
            "name": f"Porteur {number}",
            "created_at": created_at,
        }
        return self._add(
            "person", row, password_hash=None, active=True, search_text=searchable(row["name"], row["email"])
        )

    def _add(self, name: str, row: Values, **changed: Any) -> int:
        if name not in self._last:
            table = Row.metadata.tables[name]
            self._last[name] = self._session.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
        self._last[name] += 1
        self._waiting.setdefault(name, []).append({**row, **changed, "id": self._last[name]})
        return self._last[name]

    def _chain(self, entry: JournalEntry, identity: int, call_id: int) -> None:
        fields = {**entry.model_dump(), "application_id": identity, "call_id": call_id}
        fields |= {"number": self._head.number + 1, "previous": self._head.sha256}
        sha256 = digest(JournalEntry(**fields))
        self._head.number, self._head.sha256 = fields["number"], sha256
        self._add("journal_entry", fields, sha256=sha256)

    def _write(self) -> None:
        for name in ("person", "organisation", "application", *_CHILDREN, "mark", "journal_entry"):
            if waiting := self._waiting.pop(name, None):
                self._session.execute(sa.insert(Row.metadata.tables[name]), waiting)
        self._session.add(self._head)
        self._session.flush()

    def _editions(self) -> Iterator[Wave]:
        """The wave of each application: so many in each, the open edition first, then those of former years."""
        call = self._session.execute(sa.select(Call)).scalars().one()
        edition = 0
        while True:
            waves = self._session.execute(sa.select(Wave).where(Wave.call_id == key_of(call))).scalars().all()  # type: ignore[arg-type]
            shared = max(1, PER_EDITION // self._per_wave)
            for wave in sorted(waves, key=lambda one: one.key != "automne_2026")[:shared]:
                for _ in range(self._per_wave):
                    yield wave
            edition += 1
            call = self._former(call, edition)

    def _former(self, of: Call, edition: int) -> Call:
        """The edition that came so many years before, with a prefix and a name of its own however many there are."""
        content = json.loads(of.content)
        prefix = f"F{chr(ord('A') + edition // 100)}{edition % 100:02d}"
        slug = f"tiers-lieux-avant-{edition}"
        content["call"] |= {"slug": slug, "prefix": prefix, "edition": str(2026 - edition)}
        text = json.dumps(content, ensure_ascii=False)
        call = Call(**{**of.model_dump(exclude={"id"}), "slug": slug, "prefix": prefix, "content": text})
        call.checksum = hashlib.sha256(text.encode()).hexdigest()
        self._session.add(call)
        self._session.flush()
        for wave in self._session.execute(sa.select(Wave).where(Wave.call_id == key_of(of))).scalars():  # type: ignore[arg-type]
            self._session.add(
                Wave(
                    **{
                        **wave.model_dump(exclude={"id"}),
                        "call_id": key_of(call),
                        "opens_at": wave.opens_at - timedelta(days=365),
                        "dossier_due_at": wave.dossier_due_at - timedelta(days=365),
                    }
                )
            )
        self._session.flush()
        return call
