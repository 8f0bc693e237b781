"""The officers' list on every database: each way of asking, and the figures of its tabs."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.db.apply import applications, organisations
from app.db.apply.teams import TeamMember
from app.db.base import key_of
from app.db.desk import desk
from app.db.desk.desk import DeskQuery, Share
from app.db.review import reviews
from app.db.session import Database
from app.domain.people import TeamRole
from app.domain.workflow import Stage
from tests import factories

DONE, WAITS = "Le 100% bois", "La Gare"


def titles(
    session: Session, asked: DeskQuery, offset: int = 0, limit: int = 9, total: int | None = None
) -> list[str]:
    return [one.title for one in desk.page(session, asked, offset=offset, limit=limit, total=total)]


@pytest.fixture
def filled(database: Database) -> Database:
    """Two under review, one of which its experts have finished; one filed, one shortlisted, one draft."""
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        for minute, (title, stage) in enumerate(
            {
                DONE: Stage.IN_REVIEW,
                WAITS: Stage.IN_REVIEW,
                "Le Moulin": Stage.DOSSIER_SUBMITTED,
                "La Halle": Stage.SHORTLISTED,
                "Brouillon": Stage.LETTER_DRAFT,
            }.items()
        ):
            one = factories.at_stage(work, stage, title=title)
            one.moved_at += timedelta(minutes=minute)
            one.officer_id = people.officer.person_id if title == WAITS else None
            session.add(one)
            if title == DONE:
                for row in reviews.of_application(session, key_of(one)):
                    (expert,) = (each for each in people.experts if each.person_id == row.expert_id)
                    factories.review(work, one.reference, expert)
    return database


def test_what_was_filed_is_listed_the_longest_waiting_first_page_after_page(filled: Database) -> None:
    with filled.read() as session:
        assert titles(session, DeskQuery()) == [DONE, WAITS, "Le Moulin", "La Halle"]
        assert titles(session, DeskQuery(), offset=1, limit=2) == [WAITS, "Le Moulin"]
        for offset in range(6):
            for limit in (1, 2, 9):
                assert titles(session, DeskQuery(), offset, limit, 4) == titles(
                    session, DeskQuery(), offset, limit
                )
        first, *rest = desk.page(session, DeskQuery(), offset=0, limit=9)
        row = applications.by_id(session, first.id)
        assert row is not None
        assert (first.reference, first.call_id, first.city) == (row.reference, row.call_id, row.city)
        assert (first.moved_at, first.due_at, first.requested) == (row.moved_at, row.due_at, row.requested)
        assert first.organisation.id == row.organisation_id
        assert [one.handed_in for one in (first, *rest)] == [True, False, False, False]
        assert [one.officer_id is None for one in (first, *rest)] == [True, False, True, True]


def test_each_limit_leaves_out_what_it_says(filled: Database) -> None:
    submitted = (Stage.DOSSIER_SUBMITTED,)
    with filled.read() as session:
        done, waits, *_ = desk.page(session, DeskQuery(), offset=0, limit=9)
        row = applications.by_id(session, done.id)
        assert row is not None
        here, elsewhere = frozenset({done.call_id}), frozenset({98, 99})
        submitted_alone, both = frozenset(submitted), frozenset({*submitted, Stage.IN_REVIEW})
        found = {
            DeskQuery(stages=submitted): ["Le Moulin"],
            DeskQuery(stages=submitted, handed_in=True): [DONE, "Le Moulin"],
            DeskQuery(stages=(*submitted, Stage.IN_REVIEW), handed_in=False): [WAITS, "Le Moulin"],
            DeskQuery(handed_in=False): [WAITS, "Le Moulin", "La Halle"],
            DeskQuery(call_ids=frozenset()): [],
            DeskQuery(shares=()): [],
            DeskQuery(shares=(Share(submitted_alone, here), Share(both, elsewhere)), handed_in=True): [
                DONE,
                "Le Moulin",
            ],
            DeskQuery(shares=(Share(both, here), Share(submitted_alone, elsewhere)), handed_in=False): [
                WAITS,
                "Le Moulin",
            ],
            DeskQuery(call_ids=frozenset({done.call_id, 99}), stages=submitted): ["Le Moulin"],
            DeskQuery(wave_id=row.wave_id, words="halle"): ["La Halle"],
            DeskQuery(wave_id=99): [],
            DeskQuery(officer_id=waits.officer_id): [WAITS],
            DeskQuery(words="gare LA"): [WAITS],
            DeskQuery(words=f"{done.reference.lower()} 100%"): [DONE],
            DeskQuery(words="%"): [DONE],
            DeskQuery(words="_"): [],
            DeskQuery(hidden=frozenset({done.id})): [WAITS, "Le Moulin", "La Halle"],
            DeskQuery(hidden=frozenset({done.id}), stages=submitted, handed_in=True): ["Le Moulin"],
        }
        assert {asked: titles(session, asked) for asked in found} == found


@pytest.fixture
def named(database: Database) -> Database:
    """One application of each kind of name, whose owner and editor have names of their own."""
    with database.write() as session:
        work = factories.work(session)
        one = factories.at_stage(work, Stage.DOSSIER_SUBMITTED, title="L’Étincelle 50 %")
        factories.at_stage(work, Stage.DOSSIER_SUBMITTED, title="L’Océan_bleu")
        one.city = "Sèvre-Œuilly"
        organisation = organisations.by_id(session, one.organisation_id)
        assert organisation is not None
        organisation.name, organisation.siret = "Radio Tannerie", "99900043300014"
        organisation.representative_name = "Noé Moreau"
        somebody = factories.person(work, "Zoé Dumontet", email="zoe.d@radio.example")
        session.add(
            TeamMember(
                application_id=key_of(one),
                person_id=somebody.person_id or 0,
                role=TeamRole.EDITOR,
                joined_at=work.now,
            )
        )
    return database


@pytest.mark.parametrize(
    "typed",
    [
        "L’Étincelle",
        "l'etincelle",
        "ETINCELLE",
        "E\u0301tincelle",
        "Sevre",
        "SÈVRE",
        "oeuilly",
        "radio tannerie",
        "tannerie étincelle",
        "99900043300014",
        "999 000 433 00014",
        "dumontet",
        "Zoe Dumontet",
        "ZOE.D@radio.example",
        "moreau",
        "%",
    ],
)
def test_what_is_looked_for_is_found_however_it_is_typed(named: Database, typed: str) -> None:
    with named.read() as session:
        assert titles(session, DeskQuery(words=typed)) == ["L’Étincelle 50 %"]


def test_a_sign_of_a_pattern_is_itself_and_what_is_hidden_is_not_found_by_anybody_of_its_team(
    named: Database,
) -> None:
    with named.read() as session:
        (found,) = desk.page(session, DeskQuery(words="dumontet"), offset=0, limit=9)
        assert titles(session, DeskQuery(words="_")) == ["L’Océan_bleu"]
        assert titles(session, DeskQuery(words="ocean")) == ["L’Océan_bleu"]
        assert titles(session, DeskQuery(words="introuvable")) == []
        for typed in ("dumontet", "tannerie", found.reference, "99900043300014"):
            assert titles(session, DeskQuery(words=typed, hidden=frozenset({found.id}))) == []


def test_the_tabs_count_the_whole_list_but_what_is_hidden(filled: Database) -> None:
    with filled.read() as session:
        done, waits, *_ = desk.page(session, DeskQuery(), offset=0, limit=9)
        under_review = (done.call_id, Stage.IN_REVIEW)
        every = {
            under_review: 2,
            (done.call_id, Stage.DOSSIER_SUBMITTED): 1,
            (done.call_id, Stage.SHORTLISTED): 1,
        }
        assert desk.counts(session, DeskQuery(stages=(Stage.SHORTLISTED,), words="gare", officer_id=99)) == (
            every,
            1,
        )
        assert desk.counts(session, DeskQuery(hidden=frozenset({waits.id})))[1] == 1
        assert desk.counts(session, DeskQuery(hidden=frozenset({done.id}))) == (every | {under_review: 1}, 0)
        assert desk.counts(session, DeskQuery(call_ids=frozenset({99}))) == ({}, 0)
        assert desk.counts(session, DeskQuery(wave_id=99)) == ({}, 0)
