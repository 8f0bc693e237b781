"""What the files of a call may say, as frozen models: one module per file, `folder` for all together."""

from app.domain.call_file.admissibility import AdmissibilityFile, AdmissibilityRule
from app.domain.call_file.aid import AidRule, AmountRounding, RateLine
from app.domain.call_file.call import Authority, CallDocument, CallFile, Contact, Signatory, WaveFile
from app.domain.call_file.committee import College, CommitteeFile
from app.domain.call_file.convention import Article, ConventionFile, Instalment, InstalmentKey
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.follow_up import (
    FollowUpFile,
    IndicatorFile,
    RendezvousFile,
    RendezvousKind,
    ThreeRendezvous,
)
from app.domain.call_file.forms import (
    COMMUNE,
    TERRITORY,
    TITLE,
    AccountLine,
    BudgetRules,
    Declaration,
    DossierFile,
    FormFile,
    LetterFile,
    Option,
    Piece,
    Question,
    Section,
)
from app.domain.call_file.grid.ranking import Cut, Lottery, Pot, Quota, RankingRule, Reserve, Split
from app.domain.call_file.grid.scoring import (
    FILED_AT,
    Aggregation,
    Criterion,
    Scale,
    ScaleLabel,
    ScoringFile,
)
from app.domain.call_file.kinds import QuestionKind

__all__ = [
    "COMMUNE",
    "FILED_AT",
    "TERRITORY",
    "TITLE",
    "AccountLine",
    "AdmissibilityFile",
    "AdmissibilityRule",
    "Aggregation",
    "AidRule",
    "AmountRounding",
    "Article",
    "Authority",
    "BudgetRules",
    "CallDocument",
    "CallFile",
    "CallFolder",
    "College",
    "CommitteeFile",
    "Contact",
    "ConventionFile",
    "Criterion",
    "Cut",
    "Declaration",
    "DossierFile",
    "FollowUpFile",
    "FormFile",
    "IndicatorFile",
    "Instalment",
    "InstalmentKey",
    "LetterFile",
    "Lottery",
    "Option",
    "Piece",
    "Pot",
    "Question",
    "QuestionKind",
    "Quota",
    "RankingRule",
    "RateLine",
    "RendezvousFile",
    "RendezvousKind",
    "Reserve",
    "Scale",
    "ScaleLabel",
    "ScoringFile",
    "Section",
    "Signatory",
    "Split",
    "ThreeRendezvous",
    "WaveFile",
]
