"""What is said of one action: its names, its journal word, what will happen, what was done."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["primary", "quiet", "no"]


@dataclass(frozen=True)
class ActionWords:
    """The words of one action.

    ``applicant`` and ``officer`` name it for each audience: an infinitive for who does it (the button), a noun for
    who only learns of it. ``journal`` follows a person's name: « a déclaré le dossier recevable ». ``told`` is the
    line that the applicant reads, with {Called} for the authority. ``effect`` says what will happen, to whom, and
    whether it can be undone; ``done`` is said once it happened.
    """

    applicant: str
    officer: str
    journal: str
    told: str
    title: str
    effect: str
    done: str
    tone: Tone = "primary"
