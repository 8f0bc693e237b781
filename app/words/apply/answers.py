"""What somebody answered, as a reader is shown it: « Oui », the label of a choice, an amount, a date in words."""

import re
from datetime import date
from decimal import Decimal

from app.domain.answers import AnswerError, Raw, read_answer
from app.domain.call_file.forms import Question, QuestionKind
from app.domain.money import to_cents
from app.words import formats
from app.words.typography import typo

ARTICLE = re.compile(r"(?:Une?|Les?|La|Des|Du) |[LD]’")


def answer_text(question: Question, raw: Raw) -> str:
    """The answer in words; what cannot be read is given back as it was typed."""
    try:
        value = read_answer(question, raw)
    except AnswerError:
        return ", ".join(raw) if isinstance(raw, list) else raw
    if value is None:
        return ""
    labels = {option.key: option.label for option in question.options}
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, tuple):
        return _together([labels.get(one, one) for one in value])
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return _figure(question, value)
    if question.kind is QuestionKind.SIRET:
        return formats.siret(value)
    return labels.get(value, value)


def _together(labels: list[str]) -> str:
    """« Une visite et un regard »; with semicolons where a label already holds « et » or a comma."""
    if any(" et " in label or "," in label for label in labels):
        return typo(" ; ".join(labels))
    later = [one[:1].lower() + one[1:] if ARTICLE.match(one) else one for one in labels[1:]]
    return formats.listing(labels[:1] + later)


def _figure(question: Question, value: Decimal) -> str:
    if question.kind is QuestionKind.MONEY:
        return formats.money(to_cents(value))
    written = formats.number(value)
    return f"{written}{formats.NBSP}{question.unit}" if question.unit else written
