"""What somebody answered, as a reader is shown it: « Oui », the label of a choice, an amount, a date in words."""

from app.domain.answers import Raw, read_answer
from app.domain.call_file.forms import Question
from app.domain.call_file.reading import AnswerError
from app.words.calls.kinds import KIND_WORDS


def answer_text(question: Question, raw: Raw) -> str:
    """The answer in words; what cannot be read is given back as it was typed."""
    try:
        value = read_answer(question, raw)
    except AnswerError:
        return ", ".join(raw) if isinstance(raw, list) else raw
    return "" if value is None else KIND_WORDS[question.kind].shown(question, value)
