"""The lines of a ranking as JSON are written once between two deeds: the same for who may read the same list alone."""

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock

RANKING = f"/calls/{factories.TIERS_LIEUX}/ranking"


def ready(database: Database, clock: FakeClock) -> tuple[Callers, str]:
    with database.write() as session:
        work = factories.work(session)
        for title in ("La Halle", "Le Moulin"):
            factories.at_stage(work, Stage.SHORTLISTED, title=title)
        reference = factories.at_stage(work, Stage.SHORTLISTED, title="La Gare").reference
    return Callers.around(database, factories.TIERS_LIEUX, clock), reference


def without_steps(answer: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [{**line, "explanation": []} for line in answer["ranking"]]


def test_what_is_kept_is_what_would_be_written_again(database: Database, clock: FakeClock) -> None:
    callers, _ = ready(database, clock)
    officer = callers.named("officer")
    first, again = officer.get(RANKING), officer.get(RANKING)
    assert first == again
    assert len(first["ranking"]) == 3
    assert without_steps(officer.get(f"{RANKING}?explained=tous")) == first["ranking"]
    assert all(line["explanation"] for line in officer.get(f"{RANKING}?explained=tous")["ranking"])


def test_who_declares_an_interest_reads_their_own_list_and_the_others_the_whole(
    database: Database, clock: FakeClock
) -> None:
    callers, hidden = ready(database, clock)
    officer, member = callers.named("officer"), callers.named("member1")
    assert member.get(RANKING) == officer.get(RANKING)
    member.post(f"/applications/{hidden}/interests", {"nature": "family"}, expected=204)
    for caller, masked in ((officer, 0), (member, 1), (officer, 0)):
        found = caller.get(RANKING)
        assert found["masked"] == masked
        assert (hidden in {line["application"] for line in found["ranking"]}) is (masked == 0)
        assert all((line["cumulated"] is None) is (masked == 1) for line in found["ranking"])
