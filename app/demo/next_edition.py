"""The demo's officer prepares the next edition of a call: its rules are being written."""

import re
from typing import Final

from app.db.base import key_of
from app.demo.play import Play
from app.services.calls import editions
from app.services.ports import CallTexts

WRITER: Final = "officer"
CALL: Final = "tiers-lieux-2026"
NEXT: Final = "tiers-lieux-2027"
REASON: Final = "Préparer l’édition 2027 après le retour d’expérience des premières vagues."
CHANGES: Final = (
    (
        "call",
        "Une édition par an : ses deux vagues de 2027, sous leur enveloppe.",
        (
            (re.compile(r"(?m)^prefix: .*"), "prefix: TL27"),
            (re.compile(r"(?m)^edition: .*"), "edition: '2027'"),
            (re.compile(r"(?ms)^  - key: hiver_2026$.*?(?=^  - key: hiver_2027$)"), ""),
            (re.compile(r"(?m)^envelope: .*"), "envelope: 1400000"),
        ),
    ),
    (
        "scoring",
        "La place des usagers pèse davantage, l’accès numérique un peu moins.",
        (
            (re.compile(r"(?s)(- key: numerique\b.*?weight: )20"), r"\g<1>15"),
            (re.compile(r"(?s)(- key: implication\b.*?weight: )20"), r"\g<1>25"),
        ),
    ),
)
"""What is changed so far: the file, why, and what is replaced by what."""


def begin_next_edition(play: Play, texts: CallTexts) -> None:
    """Begin it from the rules of the open call, as they were frozen, and change a few."""
    edition = editions.start_from_call(play.work(WRITER), NEXT, CALL, REASON, texts)
    for file, why, changes in CHANGES:
        text = edition.files[file]
        for pattern, said in changes:
            text = pattern.sub(said, text, count=1)
        editions.save(play.work(WRITER), key_of(edition), file, text, reason=why)
