"""One line of the summary of a refused form: it makes sense alone, so it names its field."""

import re
from typing import Final

from app.words.typography import typo

_OPENINGS: Final = re.compile(
    r"(?:Ce|Cet|Cette|Ces|C’est|Choisissez|Cochez|Dites|Donnez|Écrivez|Enregistré|Le|La|Les|Répondez|Il|Un|Une)\b"
    r"|L’(?=[a-zà-ÿ])"
)
"""How a sentence begins whose capital is that of its place, not that of a name."""
_QUOTED: Final = re.compile("«[ \u00a0]([^«»]+)[ \u00a0]»")
COLON: Final = "\u00a0: "


def fault_line(label: str, sentence: str) -> str:
    """« Prénom : cette réponse est obligatoire. », from the label of a field and what is wrong there.

    A sentence that names its field already stays as it is.
    """
    label, sentence = typo(label.rstrip(".")), typo(sentence)
    quoted = _QUOTED.search(sentence)
    if label in sentence or (quoted is not None and quoted[1] in label):
        return sentence
    if label.endswith("?"):
        return f"{label} {sentence}"
    inside = sentence[:1].lower() + sentence[1:] if _OPENINGS.match(sentence) else sentence
    return f"{label}{COLON}{inside}"
