"""The names that the conditions of a call may use, and what kind of value each is.

Answers go by the key of their question. Money is in euros, a choice is the key of its option, several choices
are the list of their keys, everything else written is a text. The budget adds `BUDGET_NAMES`; `pieces` and
`declarations` are the keys of the pieces attached and of the declarations ticked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from app.domain.call_file.forms import Question
from app.domain.call_file.kinds import KINDS, Setting
from app.domain.expressions import Kind

BUDGET_NAMES: Final[Mapping[str, Kind]] = {
    "expenses_total": Kind.NUMBER,
    "eligible_total": Kind.NUMBER,
    "income_total": Kind.NUMBER,
    "requested": Kind.NUMBER,
    "own_share": Kind.NUMBER,
    "years": Kind.NUMBER,
}
"""Euros; `years` counts those with expenses; `own_share` is the part of the income not asked for, from 0 to 1."""

ATTACHED: Final[Mapping[str, Kind]] = {"pieces": Kind.TEXTS, "declarations": Kind.TEXTS}
RESERVED_NAMES: Final = frozenset(BUDGET_NAMES) | frozenset(ATTACHED)


@dataclass(frozen=True)
class Bounds:
    """Between what the answer to a question lies, where it says so; `whole`: without decimals; `money`: in euros."""

    least: Decimal | None = None
    most: Decimal | None = None
    whole: bool = False
    money: bool = False

    @classmethod
    def of(cls, question: Question) -> "Bounds":
        """What a question with a number for an answer says of it."""
        kind = KINDS[question.kind]
        return cls(question.min, question.max, kind.integral, kind.euros)


@dataclass(frozen=True)
class Names:
    """Names with their kinds, for choices the keys they may take, and the bounds of the numbers that are asked."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    options: Mapping[str, frozenset[str]] = field(default_factory=dict)
    bounds: Mapping[str, Bounds] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Iterable[Question]) -> "Names":
        """The names of the answers to these questions; the last of two with one key counts."""
        asked = {question.key: question for question in questions}
        return cls(
            {key: KINDS[question.kind].value for key, question in asked.items()},
            {
                key: frozenset(option.key for option in question.options)
                for key, question in asked.items()
                if question.options
            },
            {
                key: Bounds.of(question)
                for key, question in asked.items()
                if KINDS[question.kind].setting is Setting.BOUNDS
            },
        )

    def without(self, name: str) -> "Names":
        """The same names but one: a question does not depend on itself."""
        return replace(self, kinds={key: kind for key, kind in self.kinds.items() if key != name})

    def with_budget(self) -> "Names":
        """The same, and those of the budget."""
        return replace(self, kinds={**self.kinds, **BUDGET_NAMES})

    def with_dossier(self, pieces: Iterable[str], declarations: Iterable[str]) -> "Names":
        """The same, and all that a filed dossier tells."""
        return replace(
            self,
            kinds={**self.kinds, **BUDGET_NAMES, **ATTACHED},
            options={**self.options, "pieces": frozenset(pieces), "declarations": frozenset(declarations)},
        )
