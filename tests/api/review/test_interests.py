"""Interests by program: written down for who says one aloud, put right, lifted, declared before a wave is read."""

from app.db.session import Database
from app.domain.workflow import Stage
from tests.api.conftest import known_application

AHEAD = "/calls/tiers-lieux-2026/interests"


def test_an_interest_said_aloud_is_put_right_then_lifted_and_what_is_by_nature_is_refused(
    database: Database,
) -> None:
    known = known_application(database, Stage.SHORTLISTED)
    officer, path = known.callers.named("officer"), f"/applications/{known.names['reference']}/interests"
    member = known.callers.named("member1")
    heard = {"person_id": member.id, "nature": "family", "heard": "C’est ma sœur."}
    officer.post(f"{path}/heard", {**heard, "heard": ""}, 422)
    known.callers.named("president").post(f"{path}/heard", heard, 204)
    told = [(one["person_id"], one["kind"], one["said"]) for one in officer.get(path)]
    assert (member.id, "declared", "family") in told
    member.get(f"/applications/{known.names['reference']}", 404)
    one = f"{path}/{member.id}/declared"
    (kept,) = officer.put(one, {"said": "money", "reason": "Il a dit : de l’argent.", "version": 0})
    assert (kept["was"], kept["became"]) == ({"nature": "family"}, {"nature": "money"})
    officer.put(one, {"said": "work", "reason": "Non.", "version": 0}, 409)
    officer.post(f"{one}/lift", {"lifted_on": "2031-01-01", "reason": "Fini.", "version": 1}, 422)
    kept = officer.post(f"{one}/lift", {"reason": "Fini.", "version": 1})
    assert (len(kept), officer.get(f"{one}/rectifications")) == (2, kept)
    assert member.id not in {each["person_id"] for each in officer.get(path)}
    member.get(f"/applications/{known.names['reference']}")
    by_nature = f"{path}/{known.names['holder_id']}/team"
    assert (
        officer.post(f"{by_nature}/lift", {"reason": "Non.", "version": 0}, 409)["code"]
        == "interest_by_nature"
    )


def test_a_member_says_all_of_a_wave_at_once(database: Database) -> None:
    known = known_application(database, Stage.SHORTLISTED)
    member, reference = known.callers.named("member2"), known.names["reference"]
    (shown,) = member.get(f"{AHEAD}?wave=automne_2026")
    assert set(shown) == {"reference", "organisation", "title", "city", "attested_at"}
    sent = {"wave": "automne_2026", "read": [reference], "no_other": True}
    assert member.post(AHEAD, sent) == {"declared": 0, "attested": True}
    assert member.post(AHEAD, sent) == {"declared": 0, "attested": False}
    said = {"wave": "automne_2026", "interests": {reference: "work"}}
    assert member.post(AHEAD, said) == {"declared": 1, "attested": False}
    assert member.get(AHEAD) == []
    known.callers.named("officer").get(AHEAD, 403)
