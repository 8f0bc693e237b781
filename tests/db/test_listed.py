"""The rows of a ranked list, and the marks of a whole wave, on every database."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from app.db.apply import applications, filings
from app.db.base import key_of
from app.db.committee import committee
from app.db.ranking import listed
from app.db.review import marks
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.apply.dossier_attributes import DOSSIER
from app.services.ranking.rankings import listed_in
from tests import factories


def test_a_line_says_what_the_rows_of_its_application_say(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        asked = factories.at_stage(work, Stage.REVIEWED, title="La Gare")
        advised = factories.at_stage(work, Stage.RECOMMENDED, title="La Halle")
        decided = factories.at_stage(work, Stage.AWARDED, title="Le Moulin")
        factories.at_stage(work, Stage.DOSSIER_SUBMITTED, title="Trop tôt")
    with database.read() as session:
        found = listed_in(factories.work(session), asked.wave_id)
        assert list(found) == [key_of(one) for one in (asked, advised, decided)]
        for one in found.values():
            row, opinion = (
                applications.by_reference(session, one.reference),
                committee.opinion(session, one.id),
            )
            decision = committee.decision(session, one.id)
            assert row is not None
            assert (one.id, one.title, one.city, one.stage) == (row.id, row.title, row.city, row.stage)
            assert (one.organisation.id, one.requested) == (row.organisation_id, row.requested)
            assert one.filed_at == filings.first_filed_at(session, one.id, DOSSIER)
            assert one.opinion == (opinion.opinion if opinion else None)
            assert one.advised == (opinion.amount if opinion else None)
            assert one.decided == (decision.amount if decision else None)
        assert [one.decided is None for one in found.values()] == [True, True, False]
        assert [one.advised is None for one in found.values()] == [True, False, False]


def test_the_last_opinion_and_the_first_dossier_count(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        one = factories.at_stage(work, Stage.RECOMMENDED)
        people = factories.cast(work)
        first, (filing,) = committee.opinion(session, key_of(one)), filings.filings(session, key_of(one))[-1:]
        assert first is not None
        again = factories.sitting(work, factories.TIERS_LIEUX, None, people.members)
        values = {"opinion": Stage.ON_RESERVE, "amount": None, "sitting_id": again}
        session.add(committee.CommitteeOpinion(**{**first.model_dump(exclude={"id"}), **values}))
        later = {"number": 9, "filed_at": filing.filed_at + timedelta(days=3)}
        session.add(filings.Filing(**{**filing.model_dump(exclude={"id"}), **later}))
        (line,) = listed_in(work, one.wave_id).values()
        assert (line.opinion, line.advised, line.proposed) == (Stage.ON_RESERVE, None, one.requested)
        assert line.filed_at == filing.filed_at
        assert line._replace(advised=2, decided=0).proposed == 0
        assert line._replace(advised=0).proposed == 0
        unfiled = listed.in_wave(session, one.wave_id, frozenset({Stage.RECOMMENDED}), "no such form")
        assert unfiled[key_of(one)].filed_at == one.created_at


def test_the_marks_of_a_wave_are_those_of_each_of_its_applications(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        ones = [factories.at_stage(work, Stage.REVIEWED, mark=mark) for mark in ("3", "4")]
        late = replace(work, now=work.now + timedelta(minutes=5))
        asked = factories.at_stage(late, Stage.IN_REVIEW)
        wave = ones[0].wave_id
        told = marks.marked_in_wave(session, wave)
        alone = [row for one in ones for row in marks.marked(session, key_of(one))]
        assert sorted(told, key=lambda row: row[:2]) == sorted(alone, key=lambda row: row[:2])
        assert {row.application_id for row in told} == {key_of(one) for one in ones}
        assert {mark for row in told for mark in row.marks.values()} == {Decimal(3), Decimal(4)}
        assert marks.marked(session, key_of(asked)) == []
        assert {row.expert_id for row in told} <= {one.person_id for one in people.experts}
