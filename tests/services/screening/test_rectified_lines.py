"""A line of the checklist is put right after the verdict: the first judgement stays readable, the stage stays too."""

import pytest

from app.db.base import key_of
from app.db.proof import verify
from app.db.rectifications import Subject, rectifications
from app.db.screening.screening import Verdict
from app.db.session import Database
from app.domain.errors import Forbidden, Hidden, Invalid, ReasonCode, Stale, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Stage
from app.services.cases import open_case
from app.services.screening import checklist, rectified_lines
from app.services.screening.rectified_lines import Contradicted
from tests import factories
from tests.services.acting import application, given

FILE = factories.call_folder().admissibility
assert FILE is not None
RULE = FILE.rules[0].key


def rectify(
    database: Database,
    actor: Actor,
    reference: str,
    verdict: Verdict = Verdict.FAILS,
    note: str = "Aucun usager.",
    *,
    rule: str = RULE,
    reason: str = "Lu trop vite.",
    version: int = 0,
) -> None:
    with database.write() as session:
        work = factories.work(session, actor)
        rectified_lines.rectify(work, reference, rule, verdict, note, reason, version=version)


def contradiction(database: Database, actor: Actor, reference: str) -> Contradicted | None:
    with database.read() as session:
        work = factories.work(session, actor)
        return rectified_lines.contradiction(work, open_case(work, reference))


def test_a_line_is_put_right_after_the_verdict_and_one_of_two_wins(database: Database) -> None:
    reference, people = given(database, Stage.ADMISSIBLE)
    assert contradiction(database, people.officer, reference) is None
    rectify(database, people.officer, reference)
    with pytest.raises(Stale) as crossed:
        rectify(database, people.manager, reference, Verdict.HOLDS, "")
    assert crossed.value.reason.values["by"] == people.officer.name
    with database.read() as session:
        work = factories.work(session, people.officer)
        check = rectified_lines.check_of(work, open_case(work, reference), RULE)
        (kept,) = rectifications(session, Subject.CHECK, key_of(check))
        assert verify(session).holds
    assert (kept.was["verdict"], kept.became["verdict"]) == ("holds", "fails")
    assert (check.verdict, check.judged_by) == (Verdict.FAILS, people.officer.person_id)
    assert application(database, reference).stage is Stage.ADMISSIBLE
    assert contradiction(database, people.officer, reference) is Contradicted.ADMITTED


def test_a_refusal_whose_lines_all_hold_is_said(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    assert FILE is not None
    with database.write() as session:
        work = factories.work(session)
        for one in FILE.rules[1:]:
            checklist.judge(factories.by(work, people.officer), reference, one.key, Verdict.HOLDS)
        factories.walk(work, reference, Stage.INADMISSIBLE)
    assert contradiction(database, people.officer, reference) is None
    rectify(database, people.officer, reference, Verdict.HOLDS, "")
    assert contradiction(database, people.officer, reference) is Contradicted.REFUSED
    assert application(database, reference).stage is Stage.INADMISSIBLE


def test_what_is_put_right_is_judged_as_a_line_is(database: Database) -> None:
    reference, people = given(database, Stage.ADMISSIBLE)
    for said, field in (({"note": " "}, "note"), ({"reason": ""}, "reason")):
        with pytest.raises(Invalid) as refused:
            rectify(database, people.officer, reference, **said)
        assert [one.field for one in refused.value.faults] == [field]
    with pytest.raises(Invalid) as same:
        rectify(database, people.officer, reference, Verdict.HOLDS, "")
    assert same.value.reason.code is ReasonCode.NOTHING_RECTIFIED
    with pytest.raises(Forbidden):
        rectify(database, people.auditor, reference)
    with pytest.raises(Hidden):
        rectify(database, people.officer, reference, rule="inconnue")


def test_before_the_verdict_a_line_is_simply_judged_again(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.read() as session:
        work = factories.work(session, people.officer)
        case = open_case(work, reference)
        judged = next(iter(rectified_lines.screening.verdicts(session, case.id)))
    with pytest.raises(WrongStage):
        rectify(database, people.officer, reference, rule=judged)
