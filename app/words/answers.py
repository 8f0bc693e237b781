"""What somebody answered, as a reader is shown it: « Oui », the label of a choice, an amount, a date in words."""

from datetime import date
from decimal import Decimal

from app.domain.answers import AnswerError, Raw, read_answer
from app.domain.call_file.forms import Question, QuestionKind
from app.domain.money import to_cents
from app.words import formats


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
        return formats.listing([labels.get(one, one) for one in value])
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return _figure(question, value)
    if question.kind is QuestionKind.SIRET:
        return formats.siret(value)
    return labels.get(value, value)


def _figure(question: Question, value: Decimal) -> str:
    if question.kind is QuestionKind.MONEY:
        return formats.money(to_cents(value))
    written = formats.number(value)
    return f"{written}{formats.NBSP}{question.unit}" if question.unit else written
