"""The trial of the rules of a call as JSON."""

from app.services.calls import editions
from tests import factories
from tests.api.conftest import Known

TRIED = "/calls/{slug}/rules/simulation?applications=20&seed=essai&envelope=200000"


def test_the_json_gives_the_findings_the_totals_and_the_list(started: Known) -> None:
    found = started.callers.named("officer").call("GET", started.path(TRIED), 200)
    assert (found["applications"], found["reviewers"], found["seed"]) == (20, 2, "essai")
    assert (found["envelope"], found["idle_sought"]) == ("200000.00", True)
    assert [one["code"] for one in found["findings"]][:2] == ["ranked", "unread"]
    assert "line" in {one["code"] for one in found["findings"]}
    marked = [one for one in found["ranking"] if one["total"] is not None]
    assert sum(bar["count"] for bar in found["totals"]["bars"]) == len(marked)
    assert found["ranking"][0]["application"].startswith("SIM-")
    assert found["ranking"][0]["awarded"] == found["ranking"][0]["requested"] != "0.00"
    assert found["ranking"][-1]["rank"] is None
    assert found["ranking"][-1]["reasons"] != []
    assert len(found["ranking"]) == 20


def test_an_edition_that_is_being_written_is_tried_too(started: Known) -> None:
    path = started.path("/editions/{edition}/rules/simulation")
    found = started.callers.named("officer").call("GET", path, 200)
    assert found["applications"] == 60
    again = started.callers.named("auditor").call("GET", path, 200)
    assert again == found


def test_what_cannot_be_tried_is_refused_by_its_field(started: Known) -> None:
    officer = started.callers.named("officer")
    wrong = (("applications=0", "applications"), ("envelope=beaucoup", "envelope"), ("wave=jamais", "wave"))
    for query, field in wrong:
        told = officer.call("GET", started.path(f"/calls/{{slug}}/rules/simulation?{query}"), 422)
        assert field in told["faults"][0]["field"]


def test_a_trial_that_cannot_be_made_is_a_conflict_and_a_rule_that_cannot_be_computed_a_reason(
    started: Known,
) -> None:
    officer, wired = started.callers.named("officer"), started.callers.wired
    edition = int(started.names["edition"])
    path = started.path("/editions/{edition}/rules/simulation")
    gate = "gates: [{key: g, label: G, conditions: [amount / 0 > 1]}]\n"

    def save(text: str) -> None:
        with wired.database.write() as session:
            editions.save(factories.work(session, officer.actor), edition, "scoring", text)

    with wired.database.read() as session:
        sound = editions.read(factories.work(session, officer.actor), edition).files["scoring"]
    save(gate + sound)
    ranking = officer.call("GET", path, 200)["ranking"]
    assert {one["rank"] for one in ranking} == {None}
    assert any("Une règle ne se calcule pas" in why for one in ranking for why in one["reasons"])
    save("out_of: beaucoup\n")
    assert officer.call("GET", path, 409)["code"] == "edition_faulty"
    save(sound)
    officer.call("GET", path, 200)
