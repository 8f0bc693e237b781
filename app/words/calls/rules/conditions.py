"""A condition of a call as a paragraph of its rules."""

import ast

from app.domain.documents.rules import Paragraph
from app.words.calls.conditions import condition_words
from app.words.calls.rules.blocks import said
from app.words.documents import sentence_start
from app.words.lexicon import Lexicon
from app.words.typography import quoted


def told(lead: str, condition: str, names: Lexicon, end: str = ".") -> Paragraph:
    """« lead : condition », in French when it can be said so, else as the file writes it."""
    words = condition_words(condition, names)
    head = f"{lead} : " if lead else ""
    if words is not None:
        return said(f"{head}{words if lead else sentence_start(words)}{end}")
    used = sorted(
        {one.id for one in ast.walk(ast.parse(condition, mode="eval")) if isinstance(one, ast.Name)}
    )
    called = [f"{name}, {quoted(names[name].label)}" for name in used if name in names]
    return said(f"{lead or 'La condition'} :", condition, f"où {' ; '.join(called)}." if called else "")
