"""A draw through JSON: anybody verifies it, the manager alone does it, a second try hears when and by whom."""

import hashlib
import subprocess

from app.db.session import Database
from app.domain.workflow import Stage
from app.services.review import reviews
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock
from tests.lottery import AFTER, SEED, SOURCE, WAVE, reviewed

CALL = f"/calls/{factories.TIERS_LIEUX}"
DRAW = f"{CALL}/waves/{WAVE}/draw"


def ready(database: Database, clock: FakeClock) -> tuple[Callers, str, tuple[str, ...]]:
    with database.write() as session:
        work = factories.work(session)
        first, tied = reviewed(work)
    callers = Callers.around(database, factories.TIERS_LIEUX, clock)
    clock.now = AFTER
    return callers, first, tied


def test_the_draw_is_done_and_done_again_by_anybody(database: Database, clock: FakeClock) -> None:
    callers, first, tied = ready(database, clock)
    manager, public = callers.named("manager"), callers.of(None)
    assert public.get(DRAW) is None
    ranking = manager.get(f"{CALL}/ranking?wave={WAVE}")
    assert ranking["draw"] is None
    assert [one["outcome"] for one in ranking["ranking"]] == ["funded", *["to_draw"] * 3]
    early = manager.post(f"{DRAW}/seed", {}, expected=409)
    assert early["code"] == "list_not_fixed"
    fixed = manager.post(DRAW, {"source": SOURCE}, expected=201)
    assert (fixed["source"], fixed["seed"], fixed["command"]) == (SOURCE, None, None)
    assert public.get(DRAW) == fixed
    wrong = manager.post(f"{DRAW}/seed", {"seed": "$HOME"}, expected=422)
    assert wrong["faults"][0]["field"] == "seed"
    told = manager.post(f"{DRAW}/seed", {"seed": SEED}, expected=201)
    assert told == public.get(DRAW)
    again = manager.post(f"{DRAW}/seed", {"seed": "1 2 3"}, expected=409)
    assert again["code"] == "seed_published"
    assert SEED in again["detail"]
    ranking = manager.get(f"{CALL}/ranking?wave={WAVE}")
    draw = ranking["draw"]
    assert hashlib.sha256(draw["listing"].encode()).hexdigest() == told["list_sha256"]
    assert (draw["fixed_by"], draw["published_by"]) == ("Hugo Leroy", "Hugo Leroy")
    by_hand = {
        one: subprocess.run(
            told["command"].replace("RÉFÉRENCE", one), shell=True, check=True, capture_output=True, text=True
        ).stdout.split()[0]
        for one in tied
    }
    assert draw["order"] == [
        {"application": one, "sha256": by_hand[one]} for one in sorted(tied, key=by_hand.__getitem__)
    ]
    assert [one["application"] for one in ranking["ranking"]] == [first, *sorted(tied, key=by_hand.get)]
    assert [one["funded"] for one in ranking["ranking"]] == [True, True, False, False]


def test_who_has_an_interest_reads_the_seed_and_not_the_order(database: Database, clock: FakeClock) -> None:
    callers, first, _ = ready(database, clock)
    manager, member = callers.named("manager"), callers.named("member1")
    manager.post(DRAW, {}, expected=201)
    seed = manager.post(f"{DRAW}/seed", {}, expected=201)["seed"]
    with database.write() as session:
        reviews.declare_interest(factories.work(session, member.actor), first, "family")
    draw = member.get(f"{CALL}/ranking?wave={WAVE}")["draw"]
    assert (draw["seed"], draw["listing"], draw["order"]) == (seed, None, [])


def test_a_release_waits_for_the_seed(database: Database, clock: FakeClock) -> None:
    callers, first, _ = ready(database, clock)
    manager = callers.named("manager")
    with database.write() as session:
        work = factories.work(session, now=AFTER)
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        factories.walk(work, first, Stage.RECOMMENDED)
    manager.put(
        f"/applications/{first}/decision",
        {
            "outcome": "reject",
            "reasons": "Trop loin de l’appel : article 4.",
            "deliberation": "2026.9.CP",
            "deliberated_on": "2026-11-02",
        },
    )
    manager.post(DRAW, {}, expected=201)
    release = f"{CALL}/waves/{WAVE}/release"
    read = {"decisions_sha256": manager.get(release)["decisions_sha256"]}
    told = manager.post(release, read, expected=409)
    assert told["code"] == manager.act(first, "reject", expected=409)["code"] == "draw_pending"
    assert told["next_step"]
    manager.post(f"{DRAW}/seed", {}, expected=201)
    assert manager.post(release, read)["released"] == [first]
