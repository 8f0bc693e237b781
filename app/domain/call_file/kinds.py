"""The kinds of answers, one record for each: how it is read, what it is worth in a condition, who may be shown it.

A kind has one more record in ``app.words.apply.kinds`` (how it is shown, helped, refused) and one macro of its name in
``templates/macros/kinds.html``. What is missing is told at the first start (``app.domain.whole``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

from app.domain.call_file import reading
from app.domain.call_file.reading import LONGEST_LONG_TEXT, LONGEST_TEXT, Reader
from app.domain.errors import ReasonCode
from app.domain.expressions import Kind
from app.domain.identifiers import possible_rna, possible_siret
from app.domain.typed.contacts import read_email, read_phone
from app.domain.typed.web_addresses import read_web_address
from app.domain.whole import whole


class QuestionKind(StrEnum):
    """What an answer is."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    SIRET = "siret"
    RNA = "rna"
    COMMUNE = "commune"


class Setting(Enum):
    """What only some kinds of questions may set: a number of words, bounds, options."""

    WORDS = auto()
    BOUNDS = auto()
    OPTIONS = auto()


@dataclass(frozen=True)
class AnswerKind:
    """One kind of answer.

    ``read``: its reader. ``value``: what it is in a condition. ``publishable``: may a call declare such an answer
    public (an address at which a person is reached is none of the public's). ``example``: one that is read, typed as a
    person would; the kinds that choose among options have none of their own. ``setting``: what its question may
    set. ``refusal``: the reason given for what is not of this kind, where the kind has one of its own.
    """

    read: Reader
    value: Kind
    publishable: bool
    example: str = ""
    setting: Setting | None = None
    refusal: ReasonCode | None = None
    several: bool = False
    """Is the answer a list?"""
    prose: bool = False
    """Is it a text of several paragraphs?"""
    integral: bool = False
    """Is it a number without decimals?"""
    euros: bool = False
    """Is it an amount?"""


def _known(read: reading.TypedReader, refusal: ReasonCode, example: str, *, publishable: bool) -> AnswerKind:
    """A kind of text that is written in a known way, with a reason of its own for what is not."""
    return AnswerKind(
        reading.known_by(read, refusal), Kind.TEXT, publishable, example=example, refusal=refusal
    )


KINDS: Final[Mapping[QuestionKind, AnswerKind]] = whole(
    QuestionKind,
    {
        QuestionKind.TEXT: AnswerKind(
            reading.text(LONGEST_TEXT),
            Kind.TEXT,
            publishable=True,
            example="La Grange",
            setting=Setting.WORDS,
        ),
        QuestionKind.LONG_TEXT: AnswerKind(
            reading.text(LONGEST_LONG_TEXT),
            Kind.TEXT,
            publishable=True,
            example="Nous nous réunissons chaque jeudi depuis deux ans.",
            setting=Setting.WORDS,
            prose=True,
        ),
        QuestionKind.INTEGER: AnswerKind(
            reading.whole_number,
            Kind.NUMBER,
            publishable=True,
            example="25",
            setting=Setting.BOUNDS,
            integral=True,
        ),
        QuestionKind.NUMBER: AnswerKind(
            reading.number, Kind.NUMBER, publishable=True, example="2,5", setting=Setting.BOUNDS
        ),
        QuestionKind.MONEY: AnswerKind(
            reading.money,
            Kind.NUMBER,
            publishable=True,
            example="12 000",
            setting=Setting.BOUNDS,
            refusal=ReasonCode.NOT_MONEY,
            euros=True,
        ),
        QuestionKind.DATE: AnswerKind(
            reading.day,
            Kind.DATE,
            publishable=True,
            example="12/03/2020",
            refusal=ReasonCode.NOT_A_DATE,
        ),
        QuestionKind.YES_NO: AnswerKind(reading.yes_no, Kind.BOOL, publishable=True, example="yes"),
        QuestionKind.CHOICE: AnswerKind(reading.choice, Kind.TEXT, publishable=True, setting=Setting.OPTIONS),
        QuestionKind.CHOICES: AnswerKind(
            reading.choices, Kind.TEXTS, publishable=True, setting=Setting.OPTIONS, several=True
        ),
        QuestionKind.EMAIL: _known(
            read_email, ReasonCode.NOT_AN_EMAIL, "contact@exemple.example", publishable=False
        ),
        QuestionKind.PHONE: _known(read_phone, ReasonCode.NOT_A_PHONE, "05 55 00 00 00", publishable=False),
        QuestionKind.URL: _known(
            read_web_address, ReasonCode.NOT_A_URL, "https://exemple.example", publishable=True
        ),
        QuestionKind.SIRET: _known(
            possible_siret, ReasonCode.NOT_A_SIRET, "200 053 759 00011", publishable=True
        ),
        QuestionKind.RNA: _known(possible_rna, ReasonCode.NOT_A_RNA, "W871234567", publishable=True),
        QuestionKind.COMMUNE: AnswerKind(
            reading.text(LONGEST_TEXT), Kind.TEXT, publishable=True, example="Bellac"
        ),
    },
)
