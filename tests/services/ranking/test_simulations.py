"""How far a page may try the rules of a call."""

import pytest

from app.domain.errors import Hidden, Invalid, ReasonCode
from app.services.ranking import simulations
from tests import factories
from tests.domain.grids import criterion, grid
from tests.factories import BRESCIA

FOLDER = factories.call_folder()


def rules(*criteria: dict[str, object], **more: object) -> simulations.Rules:
    folder = FOLDER.model_copy(update={"scoring": grid(*criteria, **more)})
    found = simulations.rules_of(folder)
    assert found is not None
    return found


def test_a_heavy_grid_is_tried_on_fewer_applications() -> None:
    assert simulations.most_of(rules(criterion("a"))) == 300
    many = [criterion(f"c{at}", "1") for at in range(200)]
    assert simulations.most_of(rules(*many, reviewers=3)) == 20
    assert simulations.most_of(rules(*many, reviewers=100)) == 1
    one = criterion("a", "10", ("0", "10", "1"))
    assert simulations.most_of(rules(one, rank_by="expected_rank")) == 60


def test_what_is_asked_beyond_is_refused_with_the_most() -> None:
    with pytest.raises(Invalid) as refused:
        simulations.simulate(FOLDER, count=301, seed="x" * 61)
    told = [(one.field, one.reason.code, one.reason.values["max"]) for one in refused.value.faults]
    assert told == [
        ("applications", ReasonCode.TOO_LARGE, 300),
        ("seed", ReasonCode.TOO_LONG, 60),
    ]
    with pytest.raises(Invalid) as refused:
        simulations.simulate(FOLDER, count=0)
    assert [one.reason.code for one in refused.value.faults] == [ReasonCode.TOO_SMALL]


def test_a_trial_says_what_it_was_made_of() -> None:
    found = simulations.simulate(FOLDER, count=12, envelope=100_000_00)
    assert (found.count, found.seed, found.envelope, found.idle) == (12, "maillage", 100_000_00, True)
    assert found.tried.result.listing.envelope == 100_000_00
    assert simulations.simulate(FOLDER).envelope == FOLDER.call.waves[0].envelope
    assert simulations.simulate(FOLDER).count == 60
    last = FOLDER.call.waves[-1]
    assert simulations.simulate(FOLDER, count=12, wave=last.key).envelope == last.envelope
    with pytest.raises(Invalid):
        simulations.simulate(FOLDER, wave="jamais")


def test_idle_criteria_are_not_looked_for_among_too_many() -> None:
    many = grid(*(criterion(f"c{at}", "1") for at in range(31)))
    found = simulations.simulate(FOLDER.model_copy(update={"scoring": many}), count=2)
    assert not found.idle


def test_a_call_without_a_grid_has_nothing_to_try() -> None:
    common_table = factories.call_folder(BRESCIA)
    assert simulations.rules_of(common_table) is None
    with pytest.raises(Hidden):
        simulations.simulate(common_table)
