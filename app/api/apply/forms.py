"""The letter and the dossier as JSON: what is typed is kept, what is wrong is told."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Body, Header, Request, Response, UploadFile
from pydantic import Field

from app.api.apply.schemas import FieldFault, FilingShape, FormShape, PieceShape
from app.api.bodies import Answer, Cell, Keyed, Name, Sent, only
from app.api.dependencies import ApiPreparing, ApiReading, ApiWriting, Wired, writing
from app.api.problems import RESPONSES
from app.db.apply import filings as kept_filings
from app.domain import budget_form
from app.domain.access import Permission
from app.domain.call_file.forms import BudgetRules
from app.domain.errors import Fault, Forbidden, ReasonCode
from app.edge.attachments import given, stored
from app.edge.numbers import Key, version_stated
from app.services.apply import forms, pieces, receipts
from app.services.apply.foreseen import foreseen
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.words.refused import reasons

router = APIRouter(prefix="/applications/{reference}", tags=["formulaires"], responses=RESPONSES)
CHUNK = 256 * 1024

Rows = Keyed[Annotated[list[Cell], Field(max_length=20)]]
"""The amounts of each account as they are typed, a year each."""


class BudgetSent(Sent):
    """The whole budget: a table that is not there is emptied."""

    expenses: Rows = Field(default_factory=dict, examples=[{"60": ["12 000", "8 000"]}])
    income: Rows = Field(default_factory=dict, examples=[{"74-region": ["20 000"]}])
    in_kind_uses: Rows = Field(default_factory=dict)
    in_kind_sources: Rows = Field(default_factory=dict)


def _shape(work: Work, case: Case, name: str) -> FormShape:
    draft = forms.draft_of(work, case, name)
    checked = forms.check(work, case, name)
    faults = [fault for section in checked.by_section.values() for fault in section]
    told = tuple(_fault(fault) for fault in (*faults, *checked.budget_faults))
    aid = forms.aid_of(case, checked)
    return FormShape(
        form=name,
        version=draft.version,
        answers=dict(checked.raws),
        budget={
            table: {code: list(cells) for code, cells in rows.items()}
            for table, rows in checked.budget_raw.items()
        },
        declarations=tuple(sorted(checked.declared)),
        reply=draft.content.get("reply", ""),
        faults=told,
        missing_pieces=tuple(piece.key for piece in checked.pieces_missing),
        complete=not (told or checked.pieces_missing or checked.declarations_missing),
        highest_aid=aid.amount if aid else None,
        unmet=tuple(rule.key for rule in foreseen(case, checked).unmet),
    )


def _fault(fault: Fault) -> FieldFault:
    return FieldFault(field=fault.field, code=fault.reason.code.value, detail=reasons.sentence(fault.reason))


def _read(work: Work, reference: str, name: str) -> FormShape:
    case = open_case(work, reference)
    if not case.may(Permission.READ_DRAFT):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=("owner", "representative", "editor", "reader"))
    return _shape(work, case, name)


@router.get("/{name}/draft", summary="Le brouillon d’un formulaire, avec ce qui manque")
@allow(CASE)
def draft(work: ApiReading, reference: str, name: str) -> FormShape:
    return _read(work, reference, name)


@router.put("/{name}/answers", summary="Garder des réponses")
@allow(CASE)
def answers(
    work: ApiWriting,
    reference: str,
    name: str,
    sent: Keyed[Answer | Annotated[list[Name], Field(max_length=200)]],
    if_match: Annotated[str | None, Header()] = None,
) -> FormShape:
    forms.save_answers(work, reference, name, sent, version=version_stated(if_match or ""))
    case = open_case(work, reference)
    only({question.key for question in forms.form_of(case, name).questions}, sent)
    return _read(work, reference, name)


@router.put("/dossier/budget", summary="Garder le budget")
@allow(CASE)
def budget(
    work: ApiWriting,
    reference: str,
    sent: BudgetSent,
    if_match: Annotated[str | None, Header()] = None,
) -> FormShape:
    typed = sent.model_dump()
    forms.save_budget(work, reference, typed, version=version_stated(if_match or ""))
    _only_known_cells(open_case(work, reference).folder.dossier.budget, typed)
    return _read(work, reference, forms.DOSSIER)


def _only_known_cells(rules: BudgetRules, typed: budget_form.RawBudget) -> None:
    for name, accounts in budget_form.tables(rules):
        only({account.code for account in accounts}, typed[name], f"{name}.")
        years = {str(year) for year in range(rules.years)}
        for code, cells in typed[name].items():
            only(years, map(str, range(len(cells))), f"{name}.{code}.")


@router.put("/dossier/declarations", summary="Faire les déclarations")
@allow(CASE)
def declarations(
    work: ApiWriting,
    reference: str,
    sent: Annotated[list[Name], Body(max_length=200)],
    if_match: Annotated[str | None, Header()] = None,
) -> FormShape:
    forms.save_declarations(work, reference, sent, version=version_stated(if_match or ""))
    only({one.key for one in open_case(work, reference).folder.dossier.declarations}, sent)
    return _read(work, reference, forms.DOSSIER)


@router.get("/pieces", summary="Les pièces jointes")
@allow(CASE)
def listed(work: ApiReading, reference: str) -> list[PieceShape]:
    return [PieceShape.model_validate(file) for file in pieces.listed(work, reference)]


@router.post("/pieces/{key}", status_code=201, summary="Joindre une pièce")
@allow(CASE)
def join(work: ApiPreparing, wired: Wired, reference: str, key: str, file: UploadFile) -> PieceShape:
    piece = pieces.joinable(work, reference, key)
    work.let_go()
    received = pieces.receive(wired.reception, piece, file.filename or "", _chunks(file))
    with writing(wired, work) as later:
        return PieceShape.model_validate(pieces.keep(later, reference, received))


def _chunks(file: UploadFile) -> Iterator[bytes]:
    while chunk := file.file.read(CHUNK):
        yield chunk


@router.delete("/pieces/{handle}", status_code=204, summary="Retirer une pièce")
@allow(CASE)
def remove(work: ApiWriting, reference: str, handle: str) -> None:
    pieces.remove(work, reference, handle)


@router.get("/pieces/{handle}", summary="Une pièce", response_class=Response)
@allow(CASE)
def piece(request: Request, work: ApiReading, wired: Wired, reference: str, handle: str) -> Response:
    scanning = bool(wired.settings.antivirus_url)
    file = pieces.readable(work, reference, handle, scanning=scanning)
    work.let_go()
    with writing(wired, work) as later:
        pieces.note_reading(later, reference, file)
    return stored(request, wired.files, file)


@router.get("/filings", summary="Les dépôts")
@allow(CASE)
def filings(work: ApiReading, reference: str) -> list[FilingShape]:
    case = open_case(work, reference)
    return [FilingShape.model_validate(one) for one in kept_filings.filings(work.session, case.id)]


@router.get(
    "/filings/{form}/{number}.pdf", summary="L’accusé de réception d’un dépôt", response_class=Response
)
@allow(CASE)
def receipt(
    request: Request, work: ApiReading, wired: Wired, reference: str, form: str, number: Key
) -> Response:
    paper = receipts.receipt(work, reference, form, number)
    return given(request, wired, work, f"accuse-{reference}-{form}-{number}.pdf", paper)
