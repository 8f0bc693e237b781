"""In a completion only what was asked may change, whoever writes and by whatever door."""

from collections.abc import Callable
from typing import Any

import pytest

from app.db.apply import files, filings
from app.db.session import Database
from app.domain.errors import ReasonCode, WrongStage
from app.domain.workflow import Action, Stage
from app.services.apply import applications as candidatures
from app.services.apply import forms, pieces
from app.services.cases import open_case
from app.services.work import Work
from tests import factories
from tests.services.acting import do, given

Writing = Callable[[Work, str], object]


def asked(database: Database, **named: Any) -> tuple[str, factories.Cast]:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, {"text": "À revoir.", **named})
    return reference, people


def answer(key: str, raw: str) -> Writing:
    return lambda work, reference: forms.save_answers(work, reference, forms.DOSSIER, {key: raw})


def budget(work: Work, reference: str) -> object:
    return forms.save_budget(work, reference, {"expenses": {"60": ["1"]}})


def undeclare(work: Work, reference: str) -> object:
    return forms.save_declarations(work, reference, [])


def join(key: str) -> Writing:
    return lambda work, reference: factories.join(
        work, factories.memory_store(), reference, key, f"{key}.pdf"
    )


def take_out(key: str) -> Writing:
    def remove(work: Work, reference: str) -> None:
        joined = files.joined(work.session, open_case(work, reference).id)
        pieces.remove(work, reference, next(one.handle for one in joined if one.piece == key))

    return remove


def describe(work: Work, reference: str) -> object:
    return candidatures.describe_organisation(work, reference, {"name": "Une autre structure"})


ALL: dict[str, Writing] = {
    "surface": answer("surface", "241"),
    "title": answer("title", "Un autre projet"),
    "budget": budget,
    "declarations": undeclare,
    "bail": join("bail"),
    "statuts": join("statuts"),
    "rib out": take_out("rib"),
    "organisation": describe,
}
OPENED: list[tuple[dict[str, Any], set[str]]] = [
    ({"pieces": ["bail"]}, {"bail"}),
    ({"pieces": ["rib"]}, {"rib out"}),
    ({"questions": ["surface"]}, {"surface"}),
    ({"sections": ["projet"]}, {"title"}),
    ({"budget": True}, {"budget"}),
]


@pytest.mark.parametrize(("named", "open_"), OPENED, ids=str)
def test_what_was_not_asked_is_refused_and_what_was_asked_is_kept(
    database: Database, subtests: pytest.Subtests, named: dict[str, Any], open_: set[str]
) -> None:
    reference, people = asked(database, **named)
    for name, write in ALL.items():
        with subtests.test(write=name):
            if name in open_:
                with database.write() as session:
                    write(factories.work(session, people.owner), reference)
                continue
            with pytest.raises(WrongStage) as refused, database.write() as session:
                write(factories.work(session, people.owner), reference)
            wanted = ReasonCode.WRONG_STAGE if name == "organisation" else ReasonCode.NOT_ASKED
            assert refused.value.reason.code is wanted


def test_the_same_answers_sent_again_change_nothing_and_are_taken(database: Database) -> None:
    reference, people = asked(database, questions=["surface"])
    with database.write() as session:
        work = factories.work(session, people.owner)
        kept = forms.draft_of(work, open_case(work, reference), forms.DOSSIER).content["answers"]
        forms.save_answers(work, reference, forms.DOSSIER, {**kept, "surface": "260"})
    do(database, people.owner, reference, Action.COMPLETE)
    with database.read() as session:
        first, last = (one.content["answers"] for one in filings.filings(session, 1) if one.form == "dossier")
    assert last == {**first, "surface": "260"}


def test_an_answer_that_may_change_opens_the_questions_it_makes_necessary(database: Database) -> None:
    reference, people = asked(database, questions=["nature"])
    with database.write() as session:
        work = factories.work(session, people.owner)
        forms.save_answers(work, reference, forms.DOSSIER, {"nature": "developpement"})
        forms.save_answers(work, reference, forms.DOSSIER, {"annees_ouverture": "3"})
        with pytest.raises(WrongStage):
            forms.save_answers(work, reference, forms.DOSSIER, {"surface": "3"})
    with database.write() as session:
        join("bilan")(factories.work(session, people.owner), reference)
