"""Writing together: what was typed is never lost, and what is wrong is told."""

from typing import Any

import pytest

from app.db.apply import filings
from app.db.session import Database
from app.domain.crossing import LONGEST_TRAIL
from app.domain.errors import Forbidden, Hidden, NotReady, ReasonCode, Stale, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.apply import forms
from app.services.cases import open_case
from tests import factories
from tests.services.acting import application, do, given


def save(
    database: Database, actor: Actor, reference: str, sent: dict[str, Any], version: int | None = None
) -> int:
    with database.write() as session:
        work = factories.work(session, actor)
        return forms.save_answers(work, reference, forms.LETTER, sent, version=version).version


def written(database: Database, actor: Actor, reference: str, form: str = forms.LETTER) -> Any:
    with database.read() as session:
        work = factories.work(session, actor)
        return forms.draft_of(work, open_case(work, reference), form).content


def test_two_people_in_one_place_are_told_and_in_two_places_are_merged(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    read = save(database, people.owner, reference, {"title": "La Grange", "besoin": "Rien."})
    save(database, people.editor, reference, {"title": "La Halle"}, read)
    with pytest.raises(Stale) as refused:
        save(database, people.owner, reference, {"title": "Le Moulin", "commune": "Bellac"}, read)
    told = refused.value.reason.values
    assert (told["by"], told["fields"]) == (people.editor.name, ("title",))
    assert (told["kept"], told["version"]) == ({"title": "La Halle"}, read + 1)
    save(database, people.owner, reference, {"besoin": "Tout.", "commune": "Bellac"}, read)
    assert written(database, people.owner, reference)["answers"] == {
        "title": "La Halle",
        "besoin": "Tout.",
        "commune": "Bellac",
    }


def test_somebody_alone_in_two_windows_overwrites_nothing_unawares(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    read = save(database, people.owner, reference, {"title": "La Grange"})
    save(database, people.owner, reference, {"title": "La Halle"}, read)
    with pytest.raises(Stale):
        save(database, people.owner, reference, {"title": "Le Moulin"}, read)
    assert written(database, people.owner, reference)["answers"] == {"title": "La Halle"}


def test_an_answer_that_cannot_be_read_is_kept_and_an_unknown_question_is_not(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    save(database, people.editor, reference, {"personnes": "beaucoup", "pirate": "x"})
    assert written(database, people.owner, reference)["answers"] == {"personnes": "beaucoup"}
    with database.read() as session:
        work = factories.work(session, people.owner)
        checked = forms.check(work, open_case(work, reference), forms.LETTER)
    codes = {fault.field: fault.reason.code for faults in checked.by_section.values() for fault in faults}
    assert codes["personnes"] is ReasonCode.NOT_A_NUMBER
    assert codes["title"] is ReasonCode.REQUIRED
    assert checked.faults == len(codes)


def test_a_list_shows_what_the_form_said_when_it_was_filed(database: Database) -> None:
    reference, _people = given(database, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        work = factories.work(session)
        factories.write_dossier(work, reference, title="La Halle", euros=30_000)
        factories.act(work, reference, Action.SUBMIT_DOSSIER, title="La Halle", euros=30_000)
    row = application(database, reference)
    assert (row.title, row.city, row.territory) == ("La Halle", "Bellac", "peu_vulnerable")
    assert (row.eligible, row.requested) == (60_000_00, 30_000_00)


def test_who_only_reads_writes_nothing_and_who_writes_declares_nothing(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    for actor in (people.reader, people.officer):
        with pytest.raises(Forbidden), database.write() as session:
            forms.save_budget(factories.work(session, actor), reference, {})
    with pytest.raises(Forbidden), database.write() as session:
        forms.save_declarations(factories.work(session, people.editor), reference, ["exactitude"])
    with database.write() as session:
        work = factories.work(session, people.representative)
        draft = forms.save_declarations(work, reference, ["exactitude", "pirate"])
        assert draft.content["declarations"] == ["exactitude"]


def test_a_form_that_was_filed_or_does_not_exist_is_closed(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    with pytest.raises(WrongStage):
        save(database, people.owner, reference, {"title": "Trop tard"})
    reference, people = given(database, Stage.DOSSIER_DRAFT, factories.BRESCIA)
    with pytest.raises(Hidden):
        save(database, people.owner, reference, {"title": "Pas de lettre ici"})


def test_saving_does_not_depend_on_the_deadline(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    due_at = application(database, reference).due_at
    assert due_at is not None
    with database.write() as session:
        work = factories.work(session, people.owner, due_at.replace(year=due_at.year + 1))
        forms.save_answers(work, reference, forms.LETTER, {"title": "Encore"})
    assert written(database, people.owner, reference)["answers"] == {"title": "Encore"}


def test_the_dossier_starts_from_what_the_letter_answered_under_the_same_keys(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    answers = written(database, people.owner, reference, forms.DOSSIER)["answers"]
    assert (answers["title"], answers["minutes_voiture"]) == ("La Grange", "25")
    assert "personnes" not in answers


SPOILT: list[tuple[dict[str, Any], ReasonCode]] = [
    ({"budget": {"expenses": {"60": ["100"]}}}, ReasonCode.BUDGET_UNBALANCED),
    ({"budget": {}}, ReasonCode.BUDGET_EMPTY),
    ({"answers": {"title": ""}}, ReasonCode.FORM_INCOMPLETE),
    ({"answers": {"surface": "mille"}}, ReasonCode.FORM_INCOMPLETE),
    ({"declarations": []}, ReasonCode.DECLARATIONS_MISSING),
]


def test_a_dossier_is_filed_only_when_it_is_whole(database: Database, subtests: pytest.Subtests) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        factories.write_dossier(factories.work(session), reference)
    whole = written(database, people.owner, reference, forms.DOSSIER)
    for spoil, code in SPOILT:
        with subtests.test(spoil=spoil):
            with database.write() as session:
                draft = filings.draft(session, 1, forms.DOSSIER)
                assert draft is not None
                answers = {**whole["answers"], **spoil.get("answers", {})}
                draft.content = {**whole, **spoil, "answers": answers}
            with pytest.raises(NotReady) as refused:
                do(database, people.owner, reference, Action.SUBMIT_DOSSIER)
            assert refused.value.reason.code is code


def test_the_highest_aid_is_computed_with_its_explanation(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        work = factories.work(session, people.owner)
        case = open_case(work, reference)
        assert forms.aid_of(case, forms.check(work, case, forms.DOSSIER)) is None
        factories.write_dossier(work, reference, euros=80_000)
        case = open_case(work, reference)
        aid = forms.aid_of(case, forms.check(work, case, forms.DOSSIER))
        letter = forms.aid_of(case, forms.check(work, case, forms.LETTER))
    assert aid is not None
    assert (aid.amount, letter) == (50_000_00, None)


def test_two_people_in_one_box_of_the_budget_are_told_and_in_two_boxes_only_the_first_keeps(
    database: Database,
) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)

    def plan(actor: Actor, version: int | None, *cells: str) -> int:
        with database.write() as session:
            work = factories.work(session, actor)
            typed = {"expenses": dict(zip(("60", "61"), ([one] for one in cells), strict=True))}
            return forms.save_budget(work, reference, typed, version=version).version

    read = plan(people.owner, None, "100", "")
    theirs = plan(people.editor, read, "250", "")
    with pytest.raises(Stale) as refused:
        plan(people.owner, read, "300", "40")
    told = refused.value.reason.values
    assert (told["by"], told["own"], told["fields"]) == (people.editor.name, False, ("budget.expenses.60.0",))
    assert told["kept"] == {"budget.expenses.60.0": "250"}
    kept = written(database, people.owner, reference, forms.DOSSIER)["budget"]["expenses"]
    assert kept == {"60": ["250"]}
    plan(people.owner, read, "250", "40")
    plan(people.editor, theirs, "275", "40")
    kept = written(database, people.owner, reference, forms.DOSSIER)["budget"]["expenses"]
    assert kept == {"60": ["275"], "61": ["40"]}


def test_a_declaration_that_somebody_else_made_meanwhile_is_not_undone(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        read = forms.save_declarations(factories.work(session, people.owner), reference, []).version
        work = factories.work(session, people.representative)
        forms.save_declarations(work, reference, ["exactitude"], version=read)
    with database.write() as session:
        forms.save_declarations(factories.work(session, people.owner), reference, [], version=read)
    assert written(database, people.owner, reference, forms.DOSSIER)["declarations"] == ["exactitude"]


def test_what_somebody_sends_back_as_it_was_read_never_covers_what_another_wrote(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    read = save(database, people.owner, reference, {"title": "La Grange", "besoin": "Rien."})
    save(database, people.editor, reference, {"title": "La Halle"}, read)
    save(database, people.owner, reference, {"title": "La Grange", "besoin": "Tout."}, read)
    assert written(database, people.owner, reference)["answers"] == {"title": "La Halle", "besoin": "Tout."}


def test_two_who_wrote_the_same_are_not_in_conflict(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    read = save(database, people.owner, reference, {"title": "La Grange"})
    save(database, people.editor, reference, {"title": "La Halle"}, read)
    save(database, people.owner, reference, {"title": "La Halle"}, read)
    assert written(database, people.owner, reference)["answers"] == {"title": "La Halle"}


def test_a_conflict_tells_which_places_the_person_changed_and_leaves_the_others(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    read = save(
        database, people.owner, reference, {"title": "La Grange", "besoin": "Rien.", "commune": "Bellac"}
    )
    save(database, people.editor, reference, {"title": "La Halle", "commune": "Limoges"}, read)
    sent = {"title": "Le Moulin", "besoin": "Tout.", "commune": "Bellac"}
    with pytest.raises(Stale) as refused:
        save(database, people.owner, reference, sent, read)
    told = refused.value.reason.values
    assert (told["fields"], told["mine"]) == (("title",), ("besoin", "title"))


def test_a_box_of_the_budget_that_nobody_else_touched_is_kept_beside_what_another_typed(
    database: Database,
) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)

    def plan(actor: Actor, version: int | None, cells: dict[str, list[str]]) -> int:
        with database.write() as session:
            work = factories.work(session, actor)
            return forms.save_budget(work, reference, {"expenses": cells}, version=version).version

    read = plan(people.owner, None, {"60": ["100"], "61": ["20"]})
    plan(people.editor, read, {"60": ["250"]})
    plan(people.owner, read, {"60": ["100"], "63": ["5"]})
    kept = written(database, people.owner, reference, forms.DOSSIER)["budget"]["expenses"]
    assert kept == {"60": ["250"], "63": ["5"]}


def test_a_page_read_so_long_ago_that_nobody_remembers_is_told_rather_than_kept(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    read = save(database, people.owner, reference, {"title": "Titre 0"})
    for number in range(1, LONGEST_TRAIL + 2):
        save(database, people.editor, reference, {"title": f"Titre {number}"})
    with pytest.raises(Stale):
        save(database, people.owner, reference, {"title": "Titre 0"}, read)
