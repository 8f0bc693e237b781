"""An answer as its reader is shown it."""

from collections.abc import Sequence

import pytest

from app.domain.call_file.forms import Option, Question
from app.domain.call_file.kinds import QuestionKind
from app.words.apply.answers import answer_text


def asked(labels: Sequence[str]) -> Question:
    options = tuple(Option(key=f"o{rank}", label=label) for rank, label in enumerate(labels))
    return Question(key="choix", label="Lesquels ?", kind=QuestionKind.CHOICES, options=options)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("Une visite", "Un regard", "Une rencontre"), "Une visite, un regard et une rencontre"),
        (("Landes", "Gironde"), "Landes et Gironde"),
        (("Santé", "Environnement et climat"), "Santé\u202f; Environnement et climat"),
    ],
)
def test_several_choices_run_as_one_sentence(labels: Sequence[str], said: str) -> None:
    assert answer_text(asked(labels), [f"o{rank}" for rank in range(len(labels))]) == said
