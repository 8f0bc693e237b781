"""What an application holds of its envelope, stage by stage, and the account that adds it up."""

import pytest

from app.domain.workflow import Outcome, Stage
from app.domain.workflow.envelope import NOTHING, Commitment, EnvelopeAccount, Hold, commitment_of


def held(stage: Stage, outcome: Outcome | None = None, *, released: bool = True) -> Commitment | None:
    return commitment_of(
        stage, proposed=40_000_00, outcome=outcome, decided=45_000_00, released=released, paid=18_000_00
    )


@pytest.mark.parametrize(
    ("stage", "outcome", "released", "expected"),
    [
        (Stage.REVIEWED, None, False, None),
        (Stage.SHORTLISTED, None, False, None),
        (Stage.RECOMMENDED, None, False, Commitment(Hold.ADVISED, 40_000_00)),
        (Stage.RECOMMENDED_WITH_CONDITIONS, None, False, Commitment(Hold.ADVISED, 40_000_00)),
        (Stage.RECOMMENDED, Outcome.AWARD, False, Commitment(Hold.DECIDED, 45_000_00)),
        (Stage.RECOMMENDED, Outcome.REJECT, False, NOTHING),
        (Stage.ON_RESERVE, None, False, NOTHING),
        (Stage.ON_RESERVE, Outcome.RESERVE, True, NOTHING),
        (Stage.ON_RESERVE, Outcome.AWARD, False, Commitment(Hold.DECIDED, 45_000_00)),
        (Stage.POSTPONED, None, False, NOTHING),
        (Stage.NOT_RECOMMENDED, None, False, NOTHING),
        (Stage.REJECTED, Outcome.REJECT, True, NOTHING),
        (Stage.AWARDED, Outcome.AWARD, True, Commitment(Hold.AWARDED, 45_000_00)),
        (Stage.CLOSED, Outcome.AWARD, True, Commitment(Hold.AWARDED, 45_000_00)),
        (Stage.RENOUNCED, Outcome.AWARD, True, NOTHING),
        (Stage.WITHDRAWN, Outcome.AWARD, False, NOTHING),
        (Stage.TERMINATED, Outcome.AWARD, True, Commitment(Hold.ENDED, 18_000_00)),
    ],
)
def test_what_an_application_holds_follows_what_was_last_said_of_it(
    stage: Stage, outcome: Outcome | None, released: bool, expected: Commitment | None
) -> None:
    assert held(stage, outcome, released=released) == expected


def test_who_keeps_what_was_paid_before_an_early_end_is_no_winner_any_more() -> None:
    wins = {hold: Commitment(hold).wins for hold in Hold}
    assert wins == {
        Hold.AWARDED: True,
        Hold.ENDED: False,
        Hold.DECIDED: True,
        Hold.ADVISED: True,
        Hold.NOTHING: False,
    }


def test_the_account_adds_up_to_the_envelope() -> None:
    said = [
        Commitment(Hold.AWARDED, 45_000_00),
        Commitment(Hold.AWARDED, 30_000_00),
        Commitment(Hold.ENDED, 18_000_00),
        Commitment(Hold.DECIDED, 20_000_00),
        Commitment(Hold.ADVISED, 12_500_50),
        NOTHING,
    ]
    found = EnvelopeAccount.of(200_000_00, said)
    assert found == EnvelopeAccount(200_000_00, 93_000_00, 18_000_00, 20_000_00, 12_500_50)
    assert (found.taken, found.free) == (125_500_50, 74_499_50)
    assert EnvelopeAccount.of(100_000_00, said).free == -25_500_50
    assert EnvelopeAccount.of(0, said).free is None
