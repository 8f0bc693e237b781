"""What is said of one action: its names, its journal word, what will happen, what was done; its fields, its button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Literal, NamedTuple

Tone = Literal["primary", "quiet", "no"]
Mark = Literal["", "ok", "turn", "no"]


class Place(Enum):
    """Where the button of an action is, besides the page of the application."""

    CASE = auto()
    """Nowhere else."""
    FILING = auto()
    """On the page that checks and files, and there only."""
    CONVENTION = auto()
    FOLLOW_UP = auto()


class FieldWords(NamedTuple):
    """The label of a field and the help under it."""

    label: str
    help: str = ""


@dataclass(frozen=True)
class ActionWords:
    """The words of one action.

    ``applicant`` and ``officer`` name it for each audience: an infinitive for who does it (the button), a noun for
    who only learns of it. ``journal`` follows a person's name: « a déclaré le dossier recevable ». ``told`` is the
    line that the applicant reads, with {Called} for the authority, and ``mark`` how that line stands out. ``effect``
    says what will happen, to whom, and whether it can be undone; ``done`` is said once it happened. ``fields``: the
    words of its fields that are not those of every action (``action_fields.FIELDS``).
    """

    applicant: str
    officer: str
    journal: str
    told: str
    title: str
    effect: str
    done: str
    place: Place
    tone: Tone = "primary"
    mark: Mark = ""
    fields: Mapping[str, FieldWords] = field(default_factory=dict)
