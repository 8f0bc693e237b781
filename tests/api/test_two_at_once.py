"""Two people decide on one application in the same instant: one acts, the other is told who did what, when."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api_client import Caller, Callers
from tests.fakes import FakeClock


def at_once(*asked: tuple[Caller, str, str, dict[str, Any]]) -> list[tuple[Caller, Any]]:
    """Each sends its own request as soon as all are ready, on a thread of its own."""
    ready = Barrier(len(asked))

    def send(caller: Caller, method: str, path: str, sent: dict[str, Any]) -> tuple[Caller, Any]:
        ready.wait(timeout=30)
        return caller, caller.ask(method, path, json=sent)

    with ThreadPoolExecutor(len(asked)) as pool:
        return [one.result() for one in [pool.submit(send, *one) for one in asked]]


def begun(database: Database, clock: FakeClock, slug: str, stage: Stage) -> tuple[Callers, str]:
    """The people of a call, and an application of theirs brought to this stage."""
    callers = Callers.around(database, slug, clock)
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        session.info["cast"] = {slug: callers.cast}
        return callers, factories.at_stage(work, stage, slug).reference


def test_of_two_simultaneous_decisions_one_wins_and_the_other_hears_of_it(
    database: Database, clock: FakeClock
) -> None:
    callers, reference = begun(database, clock, factories.TIERS_LIEUX, Stage.LETTER_SUBMITTED)
    officer, manager = callers.named("officer"), callers.named("manager")
    version = officer.get(f"/applications/{reference}")["version"]
    path = f"/applications/{reference}/actions"
    answers = at_once(
        (officer, "POST", f"{path}/invite", {"version": version}),
        (
            manager,
            "POST",
            f"{path}/decline",
            {"version": version, "reason": "Le lieu existe déjà dans la commune."},
        ),
    )
    assert Counter(answer.status_code for _, answer in answers) == {200: 1, 409: 1}
    (winner, done) = next(one for one in answers if one[1].status_code == 200)
    (_, refused) = next(one for one in answers if one[1].status_code == 409)
    told, did = refused.json(), done.json()["action"]
    assert refused.headers["content-type"] == "application/problem+json"
    assert told["code"] == "stale"
    assert winner.actor.name in told["detail"]
    assert {"invite": "a invité", "decline": "a décliné"}[did] in told["detail"]
    assert "2\u00a0novembre\u00a02026" in told["detail"]
    assert told["next_step"]
    assert officer.get(f"/applications/{reference}")["version"] == version + 1


def test_of_ten_clicks_on_one_button_one_counts(database: Database, clock: FakeClock) -> None:
    callers, reference = begun(database, clock, factories.BRESCIA, Stage.ADMISSIBLE)
    officer = callers.named("officer")
    asked: tuple[Caller, str, str, dict[str, Any]] = (
        officer,
        "POST",
        f"/applications/{reference}/actions/join_table",
        {},
    )
    answers = at_once(*[asked] * 10)
    assert Counter(answer.status_code for _, answer in answers) == {200: 1, 409: 9}
    moves = officer.get(f"/applications/{reference}/journal")
    assert [one["verb"] for one in moves].count("join_table") == 1


def test_of_two_simultaneous_first_decisions_one_is_kept_and_the_other_hears_what_it_says(
    database: Database, clock: FakeClock
) -> None:
    callers, reference = begun(database, clock, factories.TIERS_LIEUX, Stage.RECOMMENDED)
    manager, path = callers.named("manager"), f"/applications/{reference}/decision"
    sent = [
        {"outcome": "reject", "reasons": f"Trop loin de l’appel : article {number}."} for number in (1, 2)
    ]
    answers = [answer for _, answer in at_once(*((manager, "PUT", path, one) for one in sent))]
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 1}
    won = next(one.json() for one in answers if one.status_code == 200)
    told = next(one.json() for one in answers if one.status_code == 409)
    assert (told["code"], told["version"]) == ("stale", won["version"])
    assert told["kept"]["reasons"] == won["reasons"] == manager.get(path)["reasons"]
    lost = next(one for one in sent if one["reasons"] != won["reasons"])
    again = manager.put(path, {**lost, "version": told["version"]})
    assert (again["reasons"], again["version"]) == (lost["reasons"], won["version"] + 1)
