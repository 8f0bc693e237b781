"""Requests for completion as JSON: listed with their answers, answered in words, extended, corrected, withdrawn."""

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock

ASK = {"text": "Le bail manque.", "pieces": ["bail"], "due_on": "2026-11-23"}


def test_a_request_lives_from_the_asking_to_the_answer(database: Database, clock: FakeClock) -> None:
    clock.now = factories.AN_OPEN_DAY
    callers = Callers.around(database, factories.TIERS_LIEUX, clock)
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        work.session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        reference = factories.at_stage(work, Stage.DOSSIER_SUBMITTED).reference
    owner, officer = callers.of(callers.cast.owner), callers.of(callers.cast.officer)
    home = f"/applications/{reference}"
    officer.post(f"{home}/actions/request_completion", ASK)
    empty = owner.post(f"{home}/actions/complete", {}, expected=409)
    assert (empty["code"], empty["detail"].count("Bail")) == ("nothing_answered", 1)
    officer.post(f"{home}/actions/extend_completion", {"due_on": "2026-12-05"})
    officer.post(
        f"{home}/actions/correct_completion",
        {"text": "La surface est fausse.", "questions": ["surface"], "reason": "Le bail est là."},
    )
    told = owner.get(f"{home}/completions")
    assert [one["state"] for one in told] == ["replaced", "replaced", "waiting"]
    assert [one["due_at"][:10] for one in told] == ["2026-11-23", "2026-12-05", "2026-12-05"]
    assert (told[1]["why"], told[2]["questions"], told[2]["pieces"]) == ("Le bail est là.", ["surface"], [])
    officer.call("PUT", f"{home}/completions/reply", 403, json={"text": "Non."})
    kept = owner.put(f"{home}/completions/reply", {"text": "Elle est bonne : 25 m²."})
    assert kept["text"] == owner.get(f"{home}/dossier/draft")["reply"] == "Elle est bonne : 25 m²."
    stale = owner.call(
        "PUT",
        f"{home}/completions/reply",
        200,
        json={"text": "Oui."},
        headers={"If-Match": str(kept["version"])},
    )
    assert stale["version"] == kept["version"] + 1
    owner.call("PUT", f"{home}/completions/reply", 422, json={"text": "x", "words": "y"})
    owner.post(f"{home}/actions/complete", {})
    last = officer.get(f"{home}/completions")[-1]
    assert (last["state"], last["answer"]) == ("answered", "Oui.")
    officer.post(f"{home}/actions/request_completion", ASK)
    moved = officer.post(f"{home}/actions/withdraw_completion", {"reason": "Le bail était joint."})
    assert moved["stage"] == "dossier_submitted"
    last = officer.get(f"{home}/completions")[-1]
    assert (last["state"], last["why"], last["answer"]) == ("withdrawn", "Le bail était joint.", None)
    callers.of(callers.cast.stranger).get(f"{home}/completions", expected=404)
    callers.of(callers.cast.consulted).get(f"{home}/completions", expected=404)
