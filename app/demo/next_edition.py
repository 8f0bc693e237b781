"""The demo's officer prepares the next edition of a call: its rules are being written."""

from typing import Final

from app.demo.play import Play
from app.services import editions
from app.services.ports import CallTexts

WRITER: Final = "officer"
CALL: Final = "tiers-lieux-2026"
NEXT: Final = "tiers-lieux-2027"
REASON: Final = "Préparer l’édition 2027 après le retour d’expérience des premières vagues."


def begin_next_edition(play: Play, texts: CallTexts) -> None:
    """Begin it from the rules of the open call, as they were frozen."""
    editions.start_from_call(play.work(WRITER), NEXT, CALL, REASON, texts)
