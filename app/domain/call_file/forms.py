"""`letter.yaml` and `dossier.yaml`: the questions, the pieces, the declarations and the budget.

Reserved keys of questions, because the engine reads them wherever they stand: `title` (the project's name),
`commune` (where it takes place) and `territory` (a choice: the class on which rates may depend). A question
may stand in both the letter and the dossier under one key and one kind; the dossier's answer is then the one
that counts.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.call_file.aid import AidRule
from app.domain.call_file.kinds import QuestionKind
from app.domain.call_file.sheet import (
    Condition,
    Flag,
    Key,
    LongText,
    Number,
    OptionalText,
    Sheet,
    ShortText,
    Whole,
)

TITLE, COMMUNE, TERRITORY = "title", "commune", "territory"


class Option(Sheet):
    """One of the answers to a choice."""

    key: Key
    label: ShortText


class Question(Sheet):
    """A question; `min` (else zero) and `max` bound a number (euros for money); `when` hides it unless it is true."""

    key: Key
    label: ShortText
    help: OptionalText = ""
    kind: QuestionKind
    required: Flag = True
    max_words: Annotated[Whole, Field(ge=1, le=5000)] | None = None
    min: Number | None = None
    max: Number | None = None
    unit: ShortText | None = None
    options: tuple[Option, ...] = ()
    when: Condition | None = None
    public: Flag = False
    """May the answer be shown to the public once the project is supported?"""

    @property
    def least(self) -> Decimal:
        """The smallest number that answers: zero unless the file says otherwise, for one counts people and places."""
        return self.min if self.min is not None else Decimal(0)


class Section(Sheet):
    """A page of a form."""

    key: Key
    title: ShortText
    help: OptionalText = ""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class FormFile(Sheet):
    """What a letter and a dossier have in common."""

    introduction: OptionalText = ""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the file."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        """The question of that key, if the form has it."""
        return next((question for question in self._walk() if question.key == key), None)


class LetterFile(FormFile):
    """The letter of intent: short questions, an invitation or a reasoned decline at the end."""


class Piece(Sheet):
    """A document to attach; `formats` are file extensions, `max_mb` megabytes."""

    key: Key
    label: ShortText
    help: OptionalText = ""
    required: Flag = True
    formats: Annotated[
        tuple[Literal["pdf", "docx", "odt", "xlsx", "ods", "jpg", "png"], ...], Field(min_length=1)
    ] = ("pdf",)
    max_mb: Annotated[Whole, Field(ge=1, le=100)] = 10
    when: Condition | None = None


class Declaration(Sheet):
    """A sentence that the applicant makes its own by ticking it."""

    key: Key
    text: LongText
    when: Condition | None = None


class AccountLine(Sheet):
    """A row of the budget; `eligible` (for expenses only): does it count in the basis of the aid?"""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,3}(-[a-z0-9]+)*$", max_length=40)]
    label: ShortText
    help: OptionalText = ""
    eligible: Flag = True


class BudgetRules(Sheet):
    """The budget that a dossier must show: years in columns, accounts in rows, and the rule of the aid."""

    basis: Literal["HT", "TTC"]
    years: Annotated[Whole, Field(ge=1, le=5)]
    expense_accounts: Annotated[tuple[AccountLine, ...], Field(min_length=1)]
    income_accounts: Annotated[tuple[AccountLine, ...], Field(min_length=1)]
    in_kind_uses: tuple[AccountLine, ...] = ()
    """Account 86: what is done with the contributions in kind."""
    in_kind_sources: tuple[AccountLine, ...] = ()
    """Account 87: where the contributions in kind come from."""
    authority_account: str
    """The income row on which the aid asked of the authority is written ("74-region")."""
    aid: AidRule


class DossierFile(FormFile):
    """The full application."""

    pieces: tuple[Piece, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    budget: BudgetRules

    def piece(self, key: str) -> Piece | None:
        """The piece of that key, if the dossier has it."""
        return next((piece for piece in self.pieces if piece.key == key), None)
