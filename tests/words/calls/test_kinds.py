"""Each kind of answer from what was typed to what its readers see: one example of each, whole."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from app.domain.answers import Raw, read_answer
from app.domain.call_file.forms import Question
from app.domain.call_file.kinds import KINDS, QuestionKind, Setting
from app.domain.call_file.reading import AnswerError
from app.domain.whole import whole
from app.web.templating import make_environment
from app.words.apply.answers import answer_text
from app.words.calls.kinds import KIND_WORDS
from app.words.refused.reasons import next_step, sentence


class Example(NamedTuple):
    """What was typed, how it is shown, and, for what is not of the kind, the beginning of what is said of it."""

    typed: Raw
    shown: str
    wrong: Raw
    said: str


EXAMPLES: Mapping[QuestionKind, Example] = whole(
    QuestionKind,
    {
        QuestionKind.TEXT: Example(" La Grange ", "La Grange", "a" * 301, "Ce texte est trop long"),
        QuestionKind.LONG_TEXT: Example(
            "Un.\n\nDeux.", "Un.\n\nDeux.", "a" * 40_001, "Ce texte est trop long"
        ),
        QuestionKind.INTEGER: Example("1250", "1 250 m²", "1,5", "« 1,5 » n’est pas un nombre entier"),
        QuestionKind.NUMBER: Example("2,50", "2,5 m²", "douze", "« douze » n’est pas un nombre"),
        QuestionKind.MONEY: Example("12000", "12 000,00 €", "beaucoup", "« beaucoup » n’est pas un montant"),
        QuestionKind.DATE: Example("12/03/2020", "12 mars 2020", "demain", "« demain » n’est pas une date"),
        QuestionKind.YES_NO: Example("yes", "Oui", "oui", "« oui » ne fait pas partie des choix proposés"),
        QuestionKind.CHOICE: Example("a", "Une visite", "c", "« c » ne fait pas partie des choix proposés"),
        QuestionKind.CHOICES: Example(
            ["b", "a"], "Une visite et un repas", ["c"], "« c » ne fait pas partie"
        ),
        QuestionKind.EMAIL: Example(
            "Ada@Exemple.FR", "ada@exemple.fr", "ada", "« ada » n’est pas une adresse"
        ),
        QuestionKind.PHONE: Example(
            "0555000000", "05 55 00 00 00", "55", "« 55 » n’est pas un numéro de tél"
        ),
        QuestionKind.URL: Example(
            "exemple.fr", "https://exemple.fr", "ici", "« ici » n’est pas une adresse de site"
        ),
        QuestionKind.SIRET: Example(
            "20005375900011", "200 053 759 00011", "12", "« 12 » n’est pas un numéro SIRET"
        ),
        QuestionKind.RNA: Example(
            "w75 1234567", "W751234567", "75", "« 75 » n’est pas un numéro d’association"
        ),
        QuestionKind.COMMUNE: Example(" Bellac ", "Bellac", "a" * 301, "Ce texte est trop long"),
    },
)
ENVIRONMENT = make_environment()


def asked(kind: QuestionKind, **more: Any) -> Question:
    options = [{"key": "a", "label": "Une visite"}, {"key": "b", "label": "Un repas"}]
    said = {
        "options": options if KINDS[kind].setting is Setting.OPTIONS else [],
        "unit": "m²" if kind in (QuestionKind.INTEGER, QuestionKind.NUMBER) else None,
    }
    return Question.model_validate({"key": "q", "label": "Question", "kind": kind, **said, **more})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("kind", QuestionKind)
def test_an_answer_is_shown_as_its_kind_is_written(kind: QuestionKind) -> None:
    assert plain(answer_text(asked(kind), EXAMPLES[kind].typed)) == EXAMPLES[kind].shown


@pytest.mark.parametrize("kind", QuestionKind)
def test_what_is_not_of_the_kind_is_told_with_what_to_do(kind: QuestionKind) -> None:
    with pytest.raises(AnswerError) as refused:
        read_answer(asked(kind), EXAMPLES[kind].wrong)
    assert plain(sentence(refused.value.reason)).startswith(EXAMPLES[kind].said)
    assert next_step(refused.value.reason) != ""
    assert KINDS[kind].refusal in (None, refused.value.reason.code)


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_kind_with_a_refusal_of_its_own_words_it(kind: QuestionKind) -> None:
    assert (KIND_WORDS[kind].wrong is None) == (KINDS[kind].refusal is None)


@pytest.mark.parametrize("kind", QuestionKind)
def test_the_example_of_a_kind_is_read(kind: QuestionKind) -> None:
    chosen = KINDS[kind].setting is Setting.OPTIONS
    assert (KINDS[kind].example == "") is chosen
    assert chosen or read_answer(asked(kind), KINDS[kind].example) is not None


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_is_drawn_with_its_words_what_was_typed_and_what_is_wrong(kind: QuestionKind) -> None:
    macros = ENVIRONMENT.get_template("macros/question.html").module
    drawn = macros.question(asked(kind, help="Une aide."), EXAMPLES[kind].typed, "Une faute.")  # type: ignore[attr-defined]
    assert all(words in drawn for words in ("Question", "Une aide.", "Une faute.", 'name="q"'))


def test_each_macro_of_the_kinds_is_that_of_a_kind() -> None:
    macros = ENVIRONMENT.get_template("macros/kinds.html").module
    assert {name for name in vars(macros) if not name.startswith("_")} - {"box"} == set(QuestionKind)
