"""Answers: kept as typed, read into values, or told why not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answers import Raw, answered, form_faults, is_blank, read_answer, readable, shape_fault
from app.domain.call_file.forms import LetterFile, Question
from app.domain.call_file.kinds import QuestionKind
from app.domain.call_file.reading import LONGEST_LONG_TEXT, LONGEST_TEXT, AnswerError, count_words, read_date
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.expressions import Value

OPTIONS = [{"key": "visite", "label": "Une visite"}, {"key": "reseau", "label": "Le réseau"}]


def question(kind: str, **more: Any) -> Question:
    options = OPTIONS if kind in ("choice", "choices") else []
    return Question.model_validate(
        {"key": "q", "label": "Question", "kind": kind, "options": options, **more}
    )


@pytest.mark.parametrize("raw", [None, "", "  ", "\n", "\u200b", []])
@pytest.mark.parametrize("kind", QuestionKind)
def test_what_was_not_typed_is_no_value(kind: QuestionKind, raw: Raw | None) -> None:
    assert is_blank(raw) is True
    assert read_answer(question(kind), raw) is None


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  La Grange ", "La Grange"),
        ("text", "La \u202eGrange", "La Grange"),
        ("long_text", "Deux\nlignes", "Deux\nlignes"),
        ("phone", "05 55 00 00 00", "05 55 00 00 00"),
        ("commune", "Bellac", "Bellac"),
        ("integer", "1 250", Decimal(1250)),
        ("integer", "12,0", Decimal(12)),
        ("number", "0,5", Decimal("0.5")),
        ("number", "1 250.25", Decimal("1250.25")),
        ("money", "12 345,67 €", Decimal("12345.67")),
        ("date", "31/12/2026", date(2026, 12, 31)),
        ("date", "1.2.2026", date(2026, 2, 1)),
        ("date", "2026-12-31", date(2026, 12, 31)),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("choice", "visite", "visite"),
        ("choices", ["reseau", "visite"], ("visite", "reseau")),
        ("choices", "reseau", ("reseau",)),
        ("email", "Ada@Exemple.FR", "ada@exemple.fr"),
        ("url", "https://exemple.fr/lieu", "https://exemple.fr/lieu"),
        ("url", "www.exemple.fr", "https://www.exemple.fr"),
        ("url", "HTTPS://EXEMPLE.FR/Lieu?a=B", "https://exemple.fr/Lieu?a=B"),
        ("money", "1234 euros", Decimal(1234)),
        ("date", "15 janvier 2023", date(2023, 1, 15)),
        ("phone", "+262 692 12 34 56", "0692 12 34 56"),
        ("rna", "178-236", "178-236"),
        ("siret", "200 053 759 00011", "20005375900011"),
        ("rna", "w75 1234567", "W751234567"),
    ],
)
def test_an_answer_is_read_as_its_question_wants(kind: str, raw: Raw, value: Value) -> None:
    assert read_answer(question(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("text", "a" * (LONGEST_TEXT + 1), ReasonCode.TOO_LONG),
        ("long_text", "a" * (LONGEST_LONG_TEXT + 1), ReasonCode.TOO_LONG),
        ("text", ["a", "b"], ReasonCode.UNREADABLE),
        ("integer", "1,5", ReasonCode.NOT_A_NUMBER),
        ("integer", "douze", ReasonCode.NOT_A_NUMBER),
        ("number", "1,2,3", ReasonCode.NOT_A_NUMBER),
        ("number", "1e400", ReasonCode.NOT_A_NUMBER),
        ("number", "9" * 16, ReasonCode.NOT_A_NUMBER),
        ("money", "beaucoup", ReasonCode.NOT_MONEY),
        ("date", "demain", ReasonCode.NOT_A_DATE),
        ("date", "31/02/2026", ReasonCode.NOT_A_DATE),
        ("date", "2026-13-01", ReasonCode.NOT_A_DATE),
        ("date", "01/03/0027", ReasonCode.NOT_A_DATE),
        ("date", "31/12/9999", ReasonCode.NOT_A_DATE),
        ("date", "٠١/٠٣/٢٠٢٧", ReasonCode.NOT_A_DATE),
        ("money", "12 34", ReasonCode.NOT_MONEY),
        ("number", "12 34", ReasonCode.NOT_A_NUMBER),
        ("integer", "-5", ReasonCode.TOO_SMALL),
        ("number", "−0,5", ReasonCode.TOO_SMALL),
        ("phone", "abc", ReasonCode.NOT_A_PHONE),
        ("phone", "0000", ReasonCode.NOT_A_PHONE),
        ("email", "jean@exemple..fr", ReasonCode.NOT_AN_EMAIL),
        ("siret", "0" * 14, ReasonCode.NOT_A_SIRET),
        ("yes_no", "oui", ReasonCode.NOT_A_CHOICE),
        ("choice", "autre", ReasonCode.NOT_A_CHOICE),
        ("choices", ["visite", "autre"], ReasonCode.NOT_A_CHOICE),
        ("email", "ada", ReasonCode.NOT_AN_EMAIL),
        ("email", f"{'a' * 250}@b.fr", ReasonCode.NOT_AN_EMAIL),
        ("url", "javascript:alert(1)", ReasonCode.NOT_A_URL),
        ("url", "https://deux mots", ReasonCode.NOT_A_URL),
        ("siret", "20005375900012", ReasonCode.NOT_A_SIRET),
        ("rna", "75", ReasonCode.NOT_A_RNA),
    ],
)
def test_an_answer_that_cannot_be_read_says_why(kind: str, raw: Raw, code: ReasonCode) -> None:
    with pytest.raises(AnswerError) as refused:
        read_answer(question(kind), raw)
    assert refused.value.reason.code is code


@pytest.mark.parametrize(
    ("kind", "raw", "read"),
    [
        ("text", ["a", "b"], "a, b"),
        ("date", ["01/03/2027"], "01/03/2027"),
        ("choices", "visite", "visite"),
        ("text", "a", None),
        ("choices", ["visite"], None),
        ("choices", "", None),
        ("text", [], ""),
    ],
)
def test_a_list_is_no_answer_to_one_question_nor_one_text_to_a_list(
    kind: str, raw: Raw, read: str | None
) -> None:
    several = kind == "choices"
    said = (
        Fault("q", Reason.of(ReasonCode.UNREADABLE, read=read, several=several)) if read is not None else None
    )
    assert shape_fault(question(kind), raw) == said


def test_a_text_has_at_most_the_words_that_the_question_allows() -> None:
    short = question("text", max_words=3)
    assert read_answer(short, "un deux  trois") == "un deux  trois"
    with pytest.raises(AnswerError) as refused:
        read_answer(short, "un deux trois quatre")
    assert refused.value.reason == Reason.of(ReasonCode.TOO_MANY_WORDS, read=4, max=3)


@pytest.mark.parametrize("kind", ["integer", "number", "money"])
def test_a_number_stays_within_its_bounds(kind: str) -> None:
    bounded = question(kind, min="1", max="3")
    assert [read_answer(bounded, text) for text in ("1", "3")] == [1, 3]
    with pytest.raises(AnswerError) as low:
        read_answer(bounded, "0")
    with pytest.raises(AnswerError) as high:
        read_answer(bounded, "4")
    assert low.value.reason == Reason.of(ReasonCode.TOO_SMALL, read=Decimal(0), min=Decimal(1))
    assert high.value.reason == Reason.of(ReasonCode.TOO_LARGE, read=Decimal(4), max=Decimal(3))


def test_signs_between_words_are_not_words() -> None:
    short = question("text", max_words=5)
    asked = "un, deux ; trois : quatre ! cinq ?"
    assert read_answer(short, asked) == asked
    assert [count_words(text) for text in ("", "« L’été » – c’est 2027 !", "— …")] == [0, 3, 0]


@pytest.mark.parametrize("typed", ["-3", "−3"])
def test_a_number_below_zero_answers_where_the_file_says_so(typed: str) -> None:
    assert read_answer(question("integer", min="-10"), typed) == Decimal(-3)


CHAIN = (
    question("yes_no", required=True).model_copy(update={"key": "employs"}),
    question("yes_no").model_copy(update={"key": "helped", "when": "employs"}),
    question("text").model_copy(update={"key": "number", "when": "helped"}),
)


def holds(condition: str | None, known: Mapping[str, Value | None]) -> bool | None:
    value = True if condition is None else known[condition]
    return None if value is None else value is True


def test_an_answer_to_a_question_that_was_closed_tells_nothing_even_through_another() -> None:
    asked = {"employs": "yes", "helped": "yes", "number": "12"}
    assert answered(CHAIN, asked, holds) == {"employs": True, "helped": True, "number": "12"}
    closed = {**asked, "employs": "no"}
    assert answered(CHAIN, closed, holds) == {"employs": False, "helped": None, "number": None}
    assert answered(CHAIN, {**asked, "employs": ""}, holds) == dict.fromkeys(asked, None)


@given(st.text(max_size=60), st.sampled_from(QuestionKind))
def test_whatever_is_typed_is_read_or_refused_and_never_breaks(raw: str, kind: QuestionKind) -> None:
    asked = question(kind)
    value = readable([asked], {"q": raw})["q"]
    if value is None and not is_blank(raw):
        with pytest.raises(AnswerError) as refused:
            read_answer(asked, raw)
        assert "read" in refused.value.reason.values


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_from_both_writings(day: date) -> None:
    assert read_date(day.isoformat()) == read_date(f"{day.day:02d}/{day.month:02d}/{day.year:04d}") == day


LETTER = LetterFile.model_validate(
    {
        "sections": [
            {
                "key": "projet",
                "title": "Projet",
                "questions": [
                    {"key": "title", "label": "Titre", "kind": "text"},
                    {"key": "site", "label": "Site", "kind": "url", "required": False},
                    {"key": "ans", "label": "Années", "kind": "integer", "when": "ouvert"},
                ],
            },
            {
                "key": "qui",
                "title": "Qui",
                "questions": [{"key": "siret", "label": "SIRET", "kind": "siret"}],
            },
        ]
    }
)
REQUIRED_TITLE = Fault("title", Reason.of(ReasonCode.REQUIRED, label="Titre"))


def test_the_faults_of_a_form_are_told_by_section_all_at_once() -> None:
    faults = form_faults(LETTER, {"site": "x", "siret": "12"}, lambda when: True)
    assert faults == {
        "projet": [
            REQUIRED_TITLE,
            Fault("site", Reason.of(ReasonCode.NOT_A_URL, read="x")),
            Fault("ans", Reason.of(ReasonCode.REQUIRED, label="Années")),
        ],
        "qui": [Fault("siret", Reason.of(ReasonCode.NOT_A_SIRET, read="12"))],
    }


def test_what_is_not_asked_of_this_applicant_is_not_missing() -> None:
    raws: dict[str, Raw] = {"title": "La Grange", "siret": "20005375900011"}
    assert form_faults(LETTER, raws, lambda when: when is None) == {"projet": [], "qui": []}
