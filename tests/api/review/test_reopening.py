"""The gap between experts, and reviews given back, by program."""

from datetime import timedelta

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api.conftest import known_application


def test_a_program_reads_the_gap_closes_with_a_reason_and_gives_a_review_back(database: Database) -> None:
    known = known_application(database, Stage.IN_REVIEW)
    officer, path = known.callers.named("officer"), f"/applications/{known.names['reference']}"
    cast = known.callers.cast
    assert officer.get(f"{path}/reviews/gap") is None
    with database.write() as session:
        work = factories.work(session, now=known.callers.clock.now)
        for expert, mark in zip(cast.experts[:2], ("1", "4"), strict=True):
            factories.review(work, known.names["reference"], expert, mark)
    found = officer.get(f"{path}/reviews/gap")
    assert (found["wide"], found["asks_another"], found["read_by"], found["reason"]) == (True, True, 2, "")
    assert officer.post(f"{path}/actions/close_review", {}, 422)["faults"][0]["field"] == "gap_reason"
    one = f"{path}/reviews/{known.names['expert_id']}"
    officer.post(f"{one}/reopen", {"reason": "Un motif manque.", "version": 3}, 409)
    (kept,) = officer.post(f"{one}/reopen", {"reason": "Un motif manque.", "version": 0})
    assert (kept["number"], kept["by"], kept["became"]["marks"]) == (1, cast.officer.name, None)
    assert kept["was"]["comment"] == "Un beau projet."
    assert known.callers.named("auditor").get(f"{one}/returned") == [kept]
    mine = known.callers.named("expert1").get(f"{path}/review")
    assert (mine["state"], mine["submitted_at"], len(mine["marks"])) == (
        "accepted",
        None,
        len(kept["was"]["marks"]),
    )
    known.callers.named("expert1").post(f"{path}/review/submit")
    officer.post(f"{path}/actions/close_review", {"gap_reason": "Le fond est partagé."})
    assert officer.get(f"{path}/reviews/gap")["reason"] == "Le fond est partagé."
    officer.post(f"{path}/actions/reopen_review", {}, 422)
    reopened = officer.post(f"{path}/actions/reopen_review", {"reopening_reason": "Un troisième lira."})
    assert reopened["stage"] == "in_review"
    assert officer.get(f"{path}/reviews/gap")["reason"] == ""


def test_a_program_moves_the_last_day_of_a_review(database: Database) -> None:
    known = known_application(database, Stage.IN_REVIEW)
    officer, path = known.callers.named("officer"), f"/applications/{known.names['reference']}"
    day = (known.callers.clock.now.date() + timedelta(days=12)).isoformat()
    address = f"{path}/reviews/{known.names['expert_id']}/due_on"
    moved = officer.put(address, {"due_on": day})
    assert (str(moved["expert_id"]), moved["due_at"][:10]) == (str(known.names["expert_id"]), day)
    assert known.callers.named("expert1").get(f"{path}/review")["due_at"] == moved["due_at"]
    refused = officer.put(address, {"due_on": "2001-01-01"}, 422)
    assert refused["faults"][0]["field"] == "due_on"
