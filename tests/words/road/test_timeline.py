"""What happened, as the team of an application reads it: who of them did it, no officer's name."""

from datetime import UTC, datetime
from typing import Any

from app.db.journal import Happened
from app.domain.workflow import Action, Stage
from app.words.road.road import moves_of
from app.words.road.timeline import told

ZONED = datetime(2026, 7, 17, 9, 0, tzinfo=UTC)


def happened(verb: str, source: Stage | None, target: Stage | None, name: str, **data: Any) -> Happened:
    return Happened(ZONED, name, verb, source and source.value, target and target.value, data)


def test_what_one_of_the_team_did_says_who_and_what_the_authority_did_does_not() -> None:
    entries = [
        happened("begin", None, None, "Corinne Vialle"),
        happened("withdraw", Stage.DOSSIER_DRAFT, Stage.WITHDRAWN, "Jean-Luc Moreau", reason="Essai"),
        happened("declare_admissible", Stage.DOSSIER_SUBMITTED, Stage.ADMISSIBLE, "Hélène Vasseur"),
        happened("pay", None, None, "Monique Tessier"),
    ]
    assert [line.by for line in told(entries, released=False)] == [
        "",
        "",
        "Jean-Luc Moreau",
        "Corinne Vialle",
    ]


def test_the_road_dates_a_signature_and_a_meeting_by_their_day_and_the_rest_by_the_journal() -> None:
    signed = {"signed_by_beneficiary_on": "2026-07-15", "signed_by_authority_on": "2026-07-16"}
    entries = [
        happened(Action.SEND_CONVENTION, Stage.CONVENTION_DRAFT, Stage.CONVENTION_SENT, "x"),
        happened("record_signature", Stage.CONVENTION_SENT, Stage.CONVENTION_SIGNED, "x", **signed),
        happened("hold_kickoff", Stage.CONVENTION_SIGNED, Stage.STARTED, "x", held_on="2026-07-10"),
        happened("invite_to_team", None, None, "x", held_on="2026-01-01"),
    ]
    days = [(stage, at.isoformat()) for stage, at in moves_of(entries)]
    assert days == [
        (Stage.CONVENTION_SENT, "2026-07-17T09:00:00+00:00"),
        (Stage.CONVENTION_SIGNED, "2026-07-16T00:00:00+02:00"),
        (Stage.STARTED, "2026-07-10T00:00:00+02:00"),
    ]
