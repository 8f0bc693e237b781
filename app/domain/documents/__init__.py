"""What is printed, as plain values: built by the services from the record, typeset by an adapter.

A document says everything that its paper says, and nothing is looked up later: the same value gives the same
paper. ``missing`` names what would leave a hole in it, and a document that misses something is not printed.
"""

from app.domain.documents.budget import BudgetLine, FinancingPlan, Funding
from app.domain.documents.convention import (
    Authority,
    Beneficiary,
    ConventionDocument,
    ExtraArticle,
    Indicator,
    PlannedInstalment,
    Rendezvous,
    Signatory,
)
from app.domain.documents.letter import LetterDocument, Notified, UnmetRule
from app.domain.documents.minutes import (
    CollegeAttendance,
    LostProxy,
    Member,
    MinutesChange,
    MinutesDocument,
    MinutesDraw,
    MinutesItem,
    MinutesRectification,
    Opinion,
    Presence,
    Quorum,
    Recused,
    Votes,
)
from app.domain.documents.receipt import (
    Answer,
    AnswerSection,
    Filed,
    FiledPiece,
    Office,
    ReceiptDocument,
    Remedies,
)
from app.domain.documents.rules import RulesDocument
from app.domain.documents.standing import Standing

Document = ReceiptDocument | ConventionDocument | MinutesDocument | RulesDocument | LetterDocument


class IncompleteDocumentError(ValueError):
    """A document was sent to print with holes; ``names`` says which, as ``missing`` does."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"missing: {', '.join(names)}")
        self.names = names

    def __reduce__(self) -> tuple[type["IncompleteDocumentError"], tuple[tuple[str, ...]]]:
        return type(self), (self.names,)


def missing(document: Document) -> tuple[str, ...]:
    """The names of what the document lacks or that does not add up; empty when it may be printed.

    Names are paths of attributes counted from one, « indicators[2].target »; a rule that is broken comes last
    in its path: « instalments.total ».
    """
    return tuple(document.missing())


__all__ = [
    "Answer",
    "AnswerSection",
    "Authority",
    "Beneficiary",
    "BudgetLine",
    "CollegeAttendance",
    "ConventionDocument",
    "Document",
    "ExtraArticle",
    "Filed",
    "FiledPiece",
    "FinancingPlan",
    "Funding",
    "IncompleteDocumentError",
    "Indicator",
    "LetterDocument",
    "LostProxy",
    "Member",
    "MinutesChange",
    "MinutesDocument",
    "MinutesDraw",
    "MinutesItem",
    "MinutesRectification",
    "Notified",
    "Office",
    "Opinion",
    "PlannedInstalment",
    "Presence",
    "Quorum",
    "ReceiptDocument",
    "Recused",
    "Remedies",
    "Rendezvous",
    "RulesDocument",
    "Signatory",
    "Standing",
    "UnmetRule",
    "Votes",
    "missing",
]
