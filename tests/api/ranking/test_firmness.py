"""The firmness of a ranked list as JSON."""

from tests.api.conftest import Known

FIRM = "/calls/{slug}/ranking/firmness"


def test_the_json_gives_the_ranks_the_money_and_the_experts(started: Known) -> None:
    found = started.callers.named("officer").call("GET", started.path(FIRM), 200)
    (one,) = found["ranking"]
    assert (one["rank"], one["best"], one["worst"], one["funded"], one["fragile"]) == (1, 1, 1, True, False)
    assert (found["masked"], found["fragile"], found["reviews_left_out"], one["because"]) == (0, 0, True, [])
    agreement = found["agreement"]
    assert (agreement["shared"], agreement["of"], agreement["alpha"]) == (1, 1, None)
    assert [expert["severity"] for expert in agreement["experts"]] == ["0.0000", "0.0000"]
    assert [expert["most"]["by"] for expert in agreement["experts"]] == ["0.0000", "0.0000"]
    assert {expert["name"] for expert in agreement["experts"]} == {
        one.name for one in started.callers.cast.experts[:2]
    }
    assert found == started.callers.named("member1").call("GET", started.path(FIRM), 200)
