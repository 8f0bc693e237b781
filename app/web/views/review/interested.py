"""Who is interested in an application, in words, for who appoints: what stands, what was lifted, what was put right."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.db import people
from app.db.base import key_of
from app.db.rectifications import rectifications_of
from app.db.review import interests as kept
from app.domain.interests import SAID, Kind, by_person
from app.services.cases import Case
from app.services.review.rectified_interests import Said, subject_of, words_of
from app.services.screening import suspicions
from app.services.work import Work
from app.web.views.rectified import Rectified, in_words
from app.words import formats
from app.words.review import interests

LABELS = {"nature": "Nature", "found": "Motif", "lifted_at": "Levé à compter du"}


@dataclass(frozen=True)
class Interest:
    """One interest. ``href``: where it is put right, empty when nobody said it; ``lifted_at``: None while it stands."""

    words: str
    since: datetime
    href: str = ""
    lifted_at: datetime | None = None
    rectified: tuple[Rectified, ...] = ()
    heard: str = ""
    by: str = ""
    """What the person said aloud, and who wrote it down."""


@dataclass(frozen=True)
class Interested:
    """Somebody, with each of their interests."""

    name: str
    interests: tuple[Interest, ...]


def interested(work: Work, case: Case) -> tuple[Interested, ...]:
    """Those who would judge and may not, and those of whom somebody said it, by name.

    Those of the team who would judge nothing anyway are left out.
    """
    judges = suspicions.judges(work, case)
    found: dict[int, list[Interest]] = {}
    for person, kinds in by_person(kept.interests_in(work.session, case.id)).items():
        for one in kinds:
            if one.kind not in SAID and person in judges:
                found.setdefault(person, []).append(Interest(interests.said(one), one.since))
    rows: list[Said] = [*kept.declarations(work.session, case.id)]
    rows += [row for row in kept.findings(work.session, case.id) if row.confirmed]
    told = rectified_interests(work, rows, case)
    writers = {row.entered_by for row in rows if isinstance(row, kept.InterestRow) and row.entered_by}
    named = people.named(work.session, set(found) | {row.person_id for row in rows} | writers)
    for row in rows:
        kind = Kind.DECLARED if isinstance(row, kept.InterestRow) else Kind.FOUND
        href = (
            f"/candidatures/{case.application.reference}/interets/{row.person_id}/{interests.ADDRESSES[kind]}"
        )
        line = Interest(
            interests.of_kind(kind, words_of(row)),
            row.since,
            "" if row.lifted_at else f"{href}/rectifier",
            row.lifted_at,
            told.get((kind, key_of(row)), ()),
        )
        if isinstance(row, kept.InterestRow) and row.entered_by is not None:
            line = replace(line, heard=row.heard or "", by=named[row.entered_by].name)
        found.setdefault(row.person_id, []).append(line)
    return tuple(
        Interested(named[person].name, tuple(lines))
        for person, lines in sorted(found.items(), key=lambda pair: (named[pair[0]].name, pair[0]))
    )


def rectified_interests(
    work: Work, rows: Collection[Said], case: Case
) -> dict[tuple[Kind, int], tuple[Rectified, ...]]:
    """What was put right in these, by kind and key, the last first."""
    told: dict[tuple[Kind, int], tuple[Rectified, ...]] = {}

    def words(field: str, value: Any) -> str:
        if value is None:
            return ""
        if field == "lifted_at":
            return formats.day(datetime.fromisoformat(value), case.zone)
        return interests.NATURES.get(value, value) if field == "nature" else str(value)

    for kind, table in ((Kind.DECLARED, kept.InterestRow), (Kind.FOUND, kept.FindingRow)):
        mine = {key_of(row): row for row in rows if isinstance(row, table)}
        if not mine:
            continue
        found = rectifications_of(work.session, subject_of(next(iter(mine.values()))), mine)
        for one, line in zip(reversed(found), in_words(work, found, LABELS, words), strict=True):
            told[kind, one.subject_id] = (*told.get((kind, one.subject_id), ()), line)
    return told
