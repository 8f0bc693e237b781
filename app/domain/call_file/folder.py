"""A call: the files of its folder, read together. Its JSON is what is frozen at opening.

A `CallFolder` is coherent or does not exist: see `coherence` for the rules between files.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from app.domain.call_file.admissibility import AdmissibilityFile
from app.domain.call_file.breach import WARNINGS
from app.domain.call_file.call import CallFile
from app.domain.call_file.coherence import Pages, breaches
from app.domain.call_file.committee import CommitteeFile
from app.domain.call_file.convention import ConventionFile
from app.domain.call_file.follow_up import FollowUpFile
from app.domain.call_file.forms import DossierFile, LetterFile, Question
from app.domain.call_file.grid.figures import at_round
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.call_file.sheet import Sheet
from app.domain.expressions import Expression, Kind, Value, read_expression
from app.domain.workflow.stages import Group


class CallFolder(Sheet):
    """All that a call says. A group without its file is None."""

    call: CallFile
    letter: LetterFile | None = None
    dossier: DossierFile
    admissibility: AdmissibilityFile | None = None
    scoring: ScoringFile | None = None
    committee: CommitteeFile | None = None
    convention: ConventionFile | None = None
    follow_up: FollowUpFile | None = None

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        for breach in breaches(self.pages()):
            if breach.code in WARNINGS:
                continue
            where = ".".join(str(step) for step in (breach.file, *breach.path))
            raise PydanticCustomError(
                "incoherent", "{where}: {code}", {"where": where, "code": breach.code.value}
            )
        return self

    def pages(self) -> Pages:
        """The same files, for whoever checks them one against another."""
        return Pages(
            frozenset(name for name in type(self).model_fields if getattr(self, name) is not None),
            **{name: getattr(self, name) for name in type(self).model_fields},
        )

    @property
    def groups(self) -> tuple[Group, ...]:
        """The stretches of road of this call, in order."""
        return self.call.stages

    @property
    def grid(self) -> ScoringFile | None:
        """What the experts of this call mark, and what ranks: the grid at the round of the dossier.

        The one stage where applications are reviewed comes after their dossier is filed.
        """
        return None if self.scoring is None else at_round(self.scoring, "dossier")

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the letter and of the dossier; where both ask under one key, the dossier's."""
        asked = {
            question.key: question
            for form in (self.letter, self.dossier)
            if form
            for question in form.questions
        }
        return tuple(asked.values())

    @cached_property
    def names(self) -> Names:
        """Every name that a condition of this call may use."""
        return self.pages().names_of_a_dossier

    @cached_property
    def _read(self) -> dict[str, Expression]:
        return {}

    def verdict(self, condition: str | None, known: Mapping[str, Value | None]) -> bool | None:
        """Is a condition of this call true with what is known? None when it cannot be told; true without
        condition.

        `known` goes by the names of `names`: money in euros as Decimal, a choice by the key of its option.

        Raises:
            ExpressionError: a value is not of its kind, or a division by zero.
        """
        if condition is None:
            return True
        if condition not in self._read:
            self._read[condition] = read_expression(
                condition, self.names.kinds, Kind.BOOL, self.names.options
            )
        answer = self._read[condition].evaluate(known)
        return None if answer is None else answer is True

    def canonical_json(self) -> str:
        """The one JSON text of this call: keys sorted, nothing between tokens, accents as they are."""
        content: dict[str, Any] = self.model_dump(mode="json")
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def checksum(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()
