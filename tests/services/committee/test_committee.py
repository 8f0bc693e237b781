"""The committee: who sits, its quorum for each item, the ranked list under the envelope."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.db.committee import committee as tables
from app.db.session import Database
from app.domain.call_file.grid.rules import KnockOut
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.calls.calls import by_slug
from app.services.cases import open_case
from app.services.committee import committee
from app.services.committee.quorum import quorum_of
from app.services.ranking import ranked_list
from app.services.ranking.rankings import list_wave, listed_in
from app.services.review import reviews
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.services.acting import do, given

WAVE = "automne_2026"


def sit(database: Database, people: Cast, *present: Actor, now: datetime = AN_OPEN_DAY) -> int:
    with database.write() as session:
        return factories.sitting(factories.work(session, now=now), TIERS_LIEUX, WAVE, present)


def test_without_a_sitting_the_committee_advises_nothing(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.RECOMMEND)
    assert refused.value.reason == Reason.of(ReasonCode.SITTING_MISSING)


def test_two_of_four_members_make_the_quorum_and_one_does_not(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    alone = sit(database, people, people.members[0])
    with pytest.raises(NotReady) as refused:
        do(database, people.president, reference, Action.RECOMMEND)
    assert refused.value.reason == Reason.of(ReasonCode.QUORUM_MISSING, present=1, required=2, eligible=4)
    close(database, people.officer, alone)
    sit(database, people, *people.members[:2])
    do(database, people.president, reference, Action.RECOMMEND, {"votes_for": 2})


def test_a_recused_member_counts_on_neither_side(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    with database.write() as session:
        reviews.declare_interest(factories.work(session, people.members[0]), reference, "family")
    held = sit(database, people, *people.members[:2])
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.RECOMMEND)
    assert refused.value.reason == Reason.of(ReasonCode.QUORUM_MISSING, present=1, required=2, eligible=3)
    with database.read() as session:
        work = factories.work(session, people.officer)
        sitting = tables.sitting(session, held)
        assert sitting is not None
        whole = quorum_of(work, by_slug(work, TIERS_LIEUX), sitting)
    assert whole is not None
    assert (whole.eligible, whole.present, whole.met) == (4, 2, True)


TOO_MUCH: list[tuple[Any, ...]] = [
    ({"votes_for": 3, "votes_against": 2}, "votes_for", ReasonCode.VOTES_EXCEED),
    ({"votes_for": -1}, "votes_for", ReasonCode.TOO_SMALL),
    ({"votes_for": 2, "amount": "40 000,01"}, "amount", ReasonCode.TOO_LARGE),
    ({"votes_for": 2, "amount": "beaucoup"}, "amount", ReasonCode.NOT_MONEY),
]


def test_more_votes_than_voices_or_more_money_than_asked_is_refused(
    database: Database, subtests: pytest.Subtests
) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    sit(database, people, *people.members, people.president)
    for sent, field, code in TOO_MUCH:
        with subtests.test(sent=sent):
            with pytest.raises(Invalid) as refused:
                do(database, people.officer, reference, Action.RECOMMEND, sent)
            assert [(fault.field, fault.reason.code) for fault in refused.value.faults] == [(field, code)]


def test_an_opinion_keeps_its_votes_its_amount_and_the_rank_of_the_day(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    sit(database, people, *people.members, people.president)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3, "abstentions": 1})
    with database.read() as session:
        opinion = tables.opinion(session, 1)
    assert opinion is not None
    assert (opinion.votes_for, opinion.abstentions, opinion.amount) == (3, 1, 40_000_00)
    assert (opinion.rank, opinion.mark) == (1, "100.00")


def test_a_postponed_application_comes_back_and_both_opinions_are_kept(database: Database) -> None:
    reference, people = given(database, Stage.POSTPONED)
    do(database, people.officer, reference, Action.SHORTLIST)
    do(database, people.officer, reference, Action.NOT_RECOMMEND)
    with database.read() as session:
        opinion = tables.opinion(session, 1)
        sittings = tables.opinions_of_sitting(session, 1)
    assert opinion is not None
    assert (opinion.opinion, opinion.amount) == (Stage.NOT_RECOMMENDED, None)
    assert [one.opinion for one in sittings] == [Stage.POSTPONED, Stage.NOT_RECOMMENDED]


@pytest.mark.parametrize("present", [True, False])
def test_a_proxy_goes_from_an_absent_member_to_a_present_one(database: Database, present: bool) -> None:
    _reference, people = given(database, Stage.SHORTLISTED)
    giver, holder, third = (member.person_id or 0 for member in people.members)
    there = [holder, third] if present else [third]

    def hold(proxies: dict[int, int]) -> None:
        with database.write() as session:
            committee.hold_sitting(
                factories.work(session, people.officer),
                TIERS_LIEUX,
                WAVE,
                held_at=AN_OPEN_DAY,
                place="Bordeaux",
                present=there,
                proxies=proxies,
                presides=third,
            )

    if present:
        hold({giver: holder})
        with database.read() as session:
            rows = {row.person_id: row for row in tables.attendance(session, 1)}
        assert (rows[giver].present, rows[giver].proxy_to, rows[holder].present) == (False, holder, True)
        for wrong in ({giver: holder, people.president.person_id or 0: holder}, {third: holder}, {0: holder}):
            with pytest.raises(Invalid):
                hold(wrong)
    else:
        with pytest.raises(Invalid) as refused:
            hold({giver: holder})
        assert [fault.field for fault in refused.value.faults] == [f"proxy-{giver}"]


def test_a_sitting_names_its_place_its_wave_and_members_only(database: Database) -> None:
    _reference, people = given(database, Stage.SHORTLISTED)
    with pytest.raises(Invalid) as refused, database.write() as session:
        committee.hold_sitting(
            factories.work(session, people.officer),
            TIERS_LIEUX,
            WAVE,
            held_at=AN_OPEN_DAY,
            place=" ",
            present=[people.stranger.person_id or 0],
        )
    assert [fault.field for fault in refused.value.faults] == ["place", "present"]
    with pytest.raises(Hidden), database.write() as session:
        factories.sitting(factories.work(session), TIERS_LIEUX, "jamais", people.members)
    with pytest.raises(Forbidden), database.read() as session:
        ranked_list.open_committee(factories.work(session, people.owner), TIERS_LIEUX)
    with pytest.raises(Forbidden), database.read() as session:
        ranked_list.open_committee(
            factories.work(session, people.members[0]), TIERS_LIEUX, ranked_list.SECRETARIES
        )


def test_the_list_is_ranked_under_the_envelope_and_hides_what_one_has_an_interest_in(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        names = ["Seconde", "Première", "Écartée"]
        references = [
            factories.at_stage(work, Stage.SHORTLISTED, title=name, mark=mark).reference
            for name, mark in zip(names, ("3", "4", "1"), strict=True)
        ]
    with database.write() as session:
        _, wave, rows, *_ = ranked_list.ranking(factories.work(session, people.officer), TIERS_LIEUX, WAVE)
        assert [(row.organisation.name, row.place.rank, row.place.funded) for row in rows] == [
            ("Première", 1, True),
            ("Seconde", 2, True),
            ("Écartée", None, False),
        ]
        assert wave.envelope == 500_000_00
        reviews.declare_interest(factories.work(session, people.members[0]), references[1], "family")
        seen = ranked_list.ranking(factories.work(session, people.members[0]), TIERS_LIEUX, WAVE).rows
        assert [(row.organisation.name, row.place.rank, row.place.cumulated) for row in seen] == [
            ("Seconde", 1, 0),
            ("Écartée", None, 0),
        ]
        assert ranked_list.masked_in(factories.work(session, people.members[0]), wave) == 1
        assert ranked_list.masked_in(factories.work(session, people.members[1]), wave) == 0


def test_at_equal_marks_the_first_is_who_filed_the_dossier_first_whatever_the_letter(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        late, early = (
            factories.begin(work, name="Lettre d’abord"),
            factories.begin(work, name="Dossier d’abord"),
        )
        for one, minutes in ((late, 0), (early, 10)):
            later = replace(work, now=work.now + timedelta(minutes=minutes))
            factories.walk(later, one.reference, Stage.DOSSIER_DRAFT)
        for one, minutes in ((early, 20), (late, 30)):
            later = replace(work, now=work.now + timedelta(minutes=minutes))
            factories.walk(later, one.reference, Stage.SHORTLISTED)
        rows = ranked_list.ranking(factories.by(work, people.officer), TIERS_LIEUX, WAVE).rows
        assert [(row.application.reference, row.place.rank) for row in rows] == [
            (early.reference, 1),
            (late.reference, 2),
        ]


def test_a_call_without_ranking_has_no_list(database: Database) -> None:
    with database.write() as session:
        people = factories.cast(factories.work(session), factories.BRESCIA)
        with pytest.raises(Hidden):
            ranked_list.ranking(factories.work(session, people.officer), factories.BRESCIA)
        with pytest.raises(Hidden):
            committee.give_seat(factories.work(session), factories.BRESCIA, 1, "elus")


def close(database: Database, actor: Actor, sitting: int) -> None:
    with database.write() as session:
        committee.close_sitting(factories.work(session, actor), TIERS_LIEUX, sitting)


def test_no_opinion_is_given_in_a_closed_sitting(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    earlier = sit(database, people, *people.members)
    closed = sit(database, people, *people.members, now=AN_OPEN_DAY - timedelta(hours=1))
    for actor in (people.members[0], people.auditor, people.owner):
        with pytest.raises(Forbidden):
            close(database, actor, closed)
    close(database, people.president, closed)
    with pytest.raises(Conflict) as again:
        close(database, people.officer, closed)
    assert again.value.reason.code is ReasonCode.ALREADY_DONE
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3})
    with database.read() as session:
        assert [one.sitting_id for one in tables.opinions_of_sitting(session, earlier)] == [earlier]
    close(database, people.officer, earlier)
    other, _ = given(database, Stage.REVIEWED, title="Le Moulin")
    do(database, people.officer, other, Action.SHORTLIST)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, other, Action.RECOMMEND, {"votes_for": 3})
    assert refused.value.reason == Reason.of(ReasonCode.SITTING_CLOSED, at=factories.AN_OPEN_DAY)
    with pytest.raises(Hidden):
        close(database, people.officer, 99)


def test_a_rule_that_cannot_be_computed_costs_one_rank_and_a_figure_that_cannot_is_a_refusal_and_no_crash(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.REVIEWED)
        case = open_case(work, application.reference)
        grid, found = case.folder.scoring, listed_in(work, case.application.wave_id)
        assert grid is not None
        broken = grid.model_copy(
            update={"knock_outs": (KnockOut(label="Trop cher", when="1 / (reviews - reviews) > 1"),)}
        )
        listing = list_wave(work, case.folder, broken, found, case.wave).listing
        assert [one.rank for one in listing.places] == [None]
        assert [one.text for one in listing.ranked.scored.uncomputed[0]] == ["1 / (reviews - reviews) > 1"]
        alone = grid.model_copy(update={"rank_by": "expected_rank", "criteria": grid.criteria[:1]})
        weightless = alone.model_copy(
            update={"criteria": (grid.criteria[0].model_copy(update={"counts": "nothing"}),), "out_of": None}
        )
        with pytest.raises(NotReady):
            list_wave(work, case.folder, weightless, found, case.wave)


def test_a_sitting_of_another_wave_is_told_so_and_one_that_is_not_is_missing(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    with database.write() as session:
        elsewhere = factories.sitting(factories.work(session), TIERS_LIEUX, "printemps_2026", people.members)
    for named, code in (
        (elsewhere, ReasonCode.SITTING_OF_ANOTHER_WAVE),
        (elsewhere + 99, ReasonCode.SITTING_MISSING),
    ):
        with pytest.raises(NotReady) as refused:
            do(database, people.officer, reference, Action.RECOMMEND, {"sitting": named})
        assert refused.value.reason.code is code
