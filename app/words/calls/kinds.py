"""The words of each kind of answer: what who writes a call reads of it, how it is shown, what is said of a wrong one.

The record of a kind itself is in ``app.domain.call_file.kinds``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain.call_file.forms import Question
from app.domain.call_file.kinds import KINDS, QuestionKind
from app.domain.errors import ReasonCode
from app.domain.money import to_cents
from app.domain.whole import whole
from app.words import formats
from app.words.typography import typo
from app.words.values import ReasonValues

_ARTICLE: Final = re.compile(r"(?:Une?|Les?|La|Des|Du) |[LD]’")


def _as_kept(_question: Question, value: Any) -> str:
    return str(value)


@dataclass(frozen=True)
class KindWords:
    """What is said of a kind.

    ``named``: what it is, for who writes a call. ``shown``: a value of it, for its readers. ``wrong`` and ``remedy``:
    what is said of something that is not of it, and what to do then, for a kind with a refusal of its own.
    """

    named: str
    shown: Callable[[Question, Any], str] = _as_kept
    wrong: Callable[[ReasonValues], str] | None = None
    remedy: str = ""


def _figure(question: Question, value: Any) -> str:
    written = formats.number(value)
    return f"{written}{formats.NBSP}{question.unit}" if question.unit else written


def _label(question: Question, value: Any) -> str:
    return {option.key: option.label for option in question.options}.get(value, str(value))


def _labels(question: Question, value: Any) -> str:
    return _together([_label(question, one) for one in value])


def _together(labels: list[str]) -> str:
    """« Une visite et un regard »; with semicolons where a label already holds « et » or a comma."""
    if any(" et " in label or "," in label for label in labels):
        return typo(" ; ".join(labels))
    later = [one[:1].lower() + one[1:] if _ARTICLE.match(one) else one for one in labels[1:]]
    return formats.listing(labels[:1] + later)


KIND_WORDS: Final[Mapping[QuestionKind, KindWords]] = whole(
    QuestionKind,
    {
        QuestionKind.TEXT: KindWords("un texte court"),
        QuestionKind.LONG_TEXT: KindWords("un texte de plusieurs paragraphes"),
        QuestionKind.INTEGER: KindWords("un nombre entier", _figure),
        QuestionKind.NUMBER: KindWords("un nombre", _figure),
        QuestionKind.MONEY: KindWords(
            "un montant en euros",
            lambda _question, euros: formats.money(to_cents(euros)),
            lambda told: f"{told.quoted()} n’est pas un montant : écrivez par exemple 12 345,67.",
        ),
        QuestionKind.DATE: KindWords(
            "un jour",
            lambda _question, day: formats.day(day),
            lambda told: (
                f"{told.quoted()} n’est pas une date : écrivez par exemple 31/12/2026, ou 31 décembre 2026."
            ),
        ),
        QuestionKind.YES_NO: KindWords("oui ou non", lambda _question, yes: "Oui" if yes else "Non"),
        QuestionKind.CHOICE: KindWords("une des options", _label),
        QuestionKind.CHOICES: KindWords("plusieurs des options", _labels),
        QuestionKind.EMAIL: KindWords(
            "une adresse électronique",
            wrong=lambda told: (
                f"{told.quoted()} n’est pas une adresse électronique, comme nom@exemple.fr."
                if told.text("read").strip()
                else "Écrivez une adresse électronique, comme nom@exemple.fr."
            ),
        ),
        QuestionKind.PHONE: KindWords(
            "un numéro de téléphone",
            wrong=lambda told: (
                f"{told.quoted()} n’est pas un numéro de téléphone : écrivez par exemple 05 56 00 00 00, ou "
                "+32 2 555 12 12."
            ),
        ),
        QuestionKind.URL: KindWords(
            "l’adresse d’un site",
            wrong=lambda told: f"{told.quoted()} n’est pas une adresse de site, comme www.exemple.fr.",
        ),
        QuestionKind.SIRET: KindWords(
            "un SIRET",
            lambda _question, number: formats.siret(number),
            lambda told: (
                f"{told.quoted()} n’est pas un numéro SIRET : il a 14 chiffres, dont le dernier vérifie les autres."
            ),
            "Recopiez les 14 chiffres de l’avis de situation de l’Insee.",
        ),
        QuestionKind.RNA: KindWords(
            "le numéro d’une association",
            wrong=lambda told: (
                f"{told.quoted()} n’est pas un numéro d’association : un W suivi de 9 chiffres ; en Alsace et en "
                "Moselle, le volume et le folio, comme 178-236."
            ),
            remedy="Recopiez le numéro qui figure sur le récépissé de la préfecture.",
        ),
        QuestionKind.COMMUNE: KindWords("une commune"),
    },
)


def answers_named() -> str:
    """Every kind with what it is: « text (un texte court), … »."""
    return ", ".join(f"{kind.value} ({words.named})" for kind, words in KIND_WORDS.items())


def wrong_answers() -> Mapping[ReasonCode, Callable[[ReasonValues], str]]:
    """What is said of an answer that is not of its kind, for the kinds with a refusal of their own."""
    return {
        code: words.wrong
        for kind, words in KIND_WORDS.items()
        if (code := KINDS[kind].refusal) and words.wrong
    }


def remedies() -> Mapping[ReasonCode, str]:
    """What to do then, where a kind says it."""
    return {
        code: words.remedy
        for kind, words in KIND_WORDS.items()
        if (code := KINDS[kind].refusal) and words.remedy
    }
