"""What each action asks of the person who does it: the same fields for the page's form and for the JSON.

A field's kind (``long_text``, ``date``, ``euros``…) tells the page how to ask; its name is worded in ``app.words``.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.domain.call_file.reading import AnswerError, read_date
from app.domain.deadlines import is_of_our_time
from app.domain.documents import Opinion as Advice
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.money import MoneyError, parse_euros, plain_euros
from app.domain.typed.motives import motivates
from app.domain.typed.texts import bare


def _day(value: Any) -> date:
    try:
        day = value if isinstance(value, date) else read_date(str(value).strip())
    except AnswerError as error:
        raise PydanticCustomError(
            "reason", "{code}", {"code": error.reason.code, "read": str(value)}
        ) from error
    if not is_of_our_time(day):
        raise PydanticCustomError("reason", "{code}", {"code": ReasonCode.NOT_A_DATE, "read": str(value)})
    return day


def _seen(value: Any) -> Any:
    return bare(value) if isinstance(value, str) else value


def _motive(text: str) -> str:
    if not motivates(text):
        raise PydanticCustomError("reason", "{code}", {"code": ReasonCode.NOT_A_MOTIVE, "read": text[:200]})
    return text


def _euros(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("reason", "{code}", {"code": ReasonCode.NOT_MONEY, "read": str(value)})
    try:
        return parse_euros(str(value))
    except MoneyError as error:
        raise PydanticCustomError(
            "reason", "{code}", {"code": error.reason.code, "read": str(value)}
        ) from error


def _ticked(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).lower() in ("yes", "on", "true", "1")


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), BeforeValidator(_seen)
]
Prose = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000), BeforeValidator(_seen)
]
OptionalProse = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20_000), BeforeValidator(_seen)
]
Motive = Annotated[Prose, AfterValidator(_motive)]
Day = Annotated[date, BeforeValidator(_day)]
Euros = Annotated[
    int,
    BeforeValidator(_euros),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,12}([.,]\d{1,2})?$", "examples": ["48000.00"]}),
]
"""Euros as they are typed or answered, « 48000.00 »; cents inside."""
Ticked = Annotated[bool, BeforeValidator(_ticked)]
Keys = Annotated[tuple[Annotated[str, StringConstraints(max_length=100)], ...], Field(max_length=500)]
Key = Annotated[int, Field(ge=1, le=999_999_999)]
Votes = Annotated[int, Field(ge=0, le=500)]


def asks(kind: str, default: Any = ..., example: Any = None) -> Any:
    """A field that the page asks for as this kind; without a default it is compulsory."""
    extra: dict[str, Any] = {"kind": kind}
    return Field(default, json_schema_extra=extra, examples=None if example is None else [example])


class Payload(BaseModel):
    """What comes with an action. Nothing unknown is accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Payload):
    """The action speaks for itself."""


class Note(Payload):
    note: OptionalProse = asks("long_text", "")


class Reasoned(Payload):
    reason: Prose = asks("long_text", example="Le projet ne relève pas de l’appel.")


class Motivated(Payload):
    """What refuses for good: see ``typed.motives`` for what is no motive."""

    reason: Motive = asks("long_text", example="Le projet ne relève pas de l’appel.")


class MaybeReasoned(Payload):
    reason: OptionalProse = asks("long_text", "")


class Invitation(Payload):
    note: OptionalProse = asks("long_text", "")
    due_on: Day | None = asks("date", None, "2027-01-31")


class Completion(Payload):
    text: Prose = asks("long_text", example="L’attestation d’assurance a expiré.")
    sections: Keys = asks("sections", ())
    questions: Keys = asks("questions", ())
    budget: Ticked = asks("tick", False)
    pieces: Keys = asks("pieces", ())
    due_on: Day | None = asks("date", None, "2027-01-15")


class Correction(Completion):
    """The whole request as it should read, and what is said of the change; without a day, that of the request stays."""

    reason: Prose = asks("long_text", example="Le bail n’était pas à refaire.")


class Extension(Payload):
    due_on: Day = asks("date", example="2027-01-31")
    note: OptionalProse = asks("long_text", "")


class ReviewOpening(Payload):
    due_on: Day | None = asks("date", None, "2027-02-15")


class ReviewClosing(Payload):
    gap_reason: OptionalProse = asks("gap", "", "Les deux experts s’accordent sur le seuil.")


class ReviewReopening(Payload):
    """Why; the applicant is not told."""

    reopening_reason: Prose = asks("long_text", example="Les notes s’écartent : un troisième expert lira.")


class Opinion(Payload):
    """What the committee advises, in the sitting that is on the screen; without one, the only one that is held.

    Votes, or ``consensus``: by consensus, without a vote. ``casting_vote``: the voice of who presides breaks the tie.
    ``presides``: who presides this item, when an interest keeps out of it who presides the sitting.
    """

    sitting: Key | None = asks("sitting", None, 3)
    votes_for: Votes = asks("count", 0)
    votes_against: Votes = asks("count", 0)
    abstentions: Votes = asks("count", 0)
    consensus: Ticked = asks("consensus", False)
    casting_vote: Ticked = asks("casting", False)
    presides: Key | None = asks("presider", None)
    comment: OptionalProse = asks("long_text", "")


class Recommendation(Opinion):
    amount: Euros | None = asks("euros", None, "48000.00")


class ConditionalRecommendation(Recommendation):
    conditions: Prose = asks("long_text", example="Fournir l’accord du propriétaire.")


class ReasonedOpinion(Opinion):
    comment: Prose = asks("long_text", example="Le partenariat n’est pas encore formé.")


class RectifiedOpinion(Payload):
    """An opinion as it should have been recorded, all of it: see ``acts.committee`` for what each kind keeps.

    ``version``: how many rectifications of it were read.
    """

    opinion: Advice = Field(examples=["not_recommended"])
    amount: Euros | None = Field(None, examples=["48000.00"])
    conditions: OptionalProse = ""
    comment: OptionalProse = Field("", examples=["Le partenariat n’est pas encore formé."])
    votes_for: Votes = 0
    votes_against: Votes = 0
    abstentions: Votes = 0
    consensus: Ticked = False
    casting_vote: Ticked = False
    reason: OptionalProse = Field("", examples=["Les voix étaient inversées."])
    version: Annotated[int, Field(ge=0, le=999_999_999)] = 0


class Agreement(Payload):
    amount: Euros = asks("euros", 0, "30000.00")
    commitments: Prose = asks("long_text", example="Locaux, deux animateurs, trente bénévoles.")
    deliberation: Annotated[Words, Field(max_length=80)] = asks("text", example="2026-88")
    deliberated_on: Day = asks("date", example="2027-02-11")


class ConventionDraft(Payload):
    starts_on: Day | None = asks("date", None, "2027-03-01")


class ConventionSending(Note):
    """``content_sha256``: the fingerprint of the draft that was read; nothing else is sent."""

    content_sha256: Annotated[Words, Field(max_length=64)] = asks("fingerprint", example="3f9a…")


class Signatures(Payload):
    signed_by_beneficiary_on: Day = asks("date", example="2027-03-04")
    signed_by_authority_on: Day = asks("date", example="2027-03-12")


class Meeting(Payload):
    held_on: Day = asks("date", example="2027-04-02")
    place: Annotated[Words, Field(max_length=200)] = asks("text", example="Bellac, mairie")
    attendees: Prose = asks("long_text", example="Le collectif, la commune, la Région.")
    minutes: Prose = asks("long_text", example="Le plan de financement a été revu poste par poste.")


class Kickoff(Meeting):
    plan_studied: Ticked = asks("tick", example=True)


class Midterm(Meeting):
    adjustments: OptionalProse = asks("long_text", "")


class FinalMeeting(Meeting):
    prospects: OptionalProse = asks("long_text", "")


P = TypeVar("P", bound=Payload)

_CODES = {
    "missing": ReasonCode.REQUIRED,
    "string_too_short": ReasonCode.REQUIRED,
    "string_too_long": ReasonCode.TOO_LONG,
    "too_long": ReasonCode.TOO_LONG,
    "extra_forbidden": ReasonCode.UNKNOWN_FIELD,
    "greater_than_equal": ReasonCode.TOO_SMALL,
    "less_than_equal": ReasonCode.TOO_LARGE,
    "enum": ReasonCode.NOT_A_CHOICE,
    "int_parsing": ReasonCode.NOT_A_NUMBER,
    "int_type": ReasonCode.NOT_A_NUMBER,
    "int_from_float": ReasonCode.NOT_A_NUMBER,
}
_WHOLE = frozenset({"int_parsing", "int_type", "int_from_float"})
_BOUNDS = {"ge": "min", "le": "max", "max_length": "max"}


def read_payload(model: type[P], sent: Mapping[str, Any]) -> P:
    """What was sent, as the action wants it; blanks count as absent.

    Raises Invalid with one fault per field, each repeating what was read.
    """
    given = {key: value for key, value in sent.items() if value is not None and value != ""}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise Invalid(*(_fault(dict(one)) for one in error.errors(include_url=False))) from error


def _fault(error: Mapping[str, Any]) -> Fault:
    context: dict[str, Any] = dict(error.get("ctx", {}))
    code = context.pop("code", None) or _CODES.get(error["type"], ReasonCode.UNREADABLE)
    values: dict[str, Any] = {
        _BOUNDS.get(key, key): value for key, value in context.items() if key != "error"
    }
    if error["type"] in _WHOLE:
        values["whole"] = True
    if error["type"] != "missing":
        values.setdefault("read", str(error.get("input"))[:200])
    return Fault(".".join(str(step) for step in error["loc"]), Reason(ReasonCode(code), values))


def as_sent(payload: Payload) -> dict[str, Any]:
    """The payload as plain JSON for the journal: dates in ISO, money in euros."""
    plain = payload.model_dump(mode="json", exclude_defaults=True)
    for name, field in type(payload).model_fields.items():
        extra = field.json_schema_extra
        if (
            name in plain
            and isinstance(extra, dict)
            and extra.get("kind") == "euros"
            and plain[name] is not None
        ):
            plain[name] = plain_euros(plain[name])
    return plain
