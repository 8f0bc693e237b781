"""The acknowledgement says all that was filed: declarations, who files, the years of the budget, what counts."""

from dataclasses import replace

from app.db.apply import filings
from app.db.base import key_of
from app.db.session import Database
from app.domain.answers import Raw
from app.domain.call_file.forms import Question
from app.domain.documents import ReceiptDocument
from app.domain.workflow import Action, Stage
from app.services.apply import forms, receipts
from app.services.apply.plans import plan_of
from app.services.cases import open_case
from app.services.work import Work, as_typed
from tests import factories


def shouted(question: Question, raw: Raw) -> str:
    return as_typed(question, raw).upper()


def receipt(work: Work, reference: str) -> ReceiptDocument:
    value: ReceiptDocument = receipts.receipt(work, reference, forms.DOSSIER, 1).value
    return value


def test_an_acknowledgement_says_who_filed_what_was_declared_and_which_expenses_count(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        reference = factories.at_stage(work, Stage.DOSSIER_SUBMITTED).reference
        case = open_case(work, reference)
        owner = factories.by(work, factories.cast(work).owner)
        told = receipt(owner, reference)
        who, dossier = case.organisation, case.folder.dossier
        assert (told.siret, told.legal_form) == (who.siret, who.legal_form)
        assert told.representative.startswith(who.representative_name)
        assert set(told.declarations) == {one.text for one in dossier.declarations}
        assert told.budget is not None
        assert told.budget.eligible_cents == case.application.eligible
        assert {line.eligible for line in told.budget.expenses if not line.in_kind} <= {True, False}


def test_a_plan_is_told_by_year(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        case = open_case(work, factories.at_stage(work, Stage.DOSSIER_SUBMITTED).reference)
        asked = case.folder.dossier.budget.authority_account
        code = case.folder.dossier.budget.expense_accounts[0].code
        budget = {"expenses": {code: ["100", "50"]}, "income": {asked: ["90", "60"]}}
        plan = plan_of(case, {"budget": budget}, 120_00)
    assert plan is not None
    assert plan.years == 2
    assert [line.years for line in (*plan.expenses, *plan.income)] == [(100_00, 50_00), (90_00, 60_00)]
    assert plan.income[0].granted_cents == 120_00


def test_what_is_acknowledged_keeps_its_words_whoever_reads_it_later(database: Database) -> None:
    with database.write() as session:
        work = replace(factories.work(session), say=shouted)
        reference = factories.at_stage(work, Stage.DOSSIER_SUBMITTED, title="La Grange").reference
        case = open_case(work, reference)
        filing = filings.last_filing(session, key_of(case.application), forms.DOSSIER)
        assert filing is not None
        later = factories.by(replace(work, say=as_typed), factories.cast(work).owner)
        answers = [one.answer for section in receipt(later, reference).sections for one in section.answers]
        assert "LA GRANGE" in answers
        factories.act(work, reference, Action.WITHDRAW)
        assert receipt(later, reference).sha256 == filing.sha256
