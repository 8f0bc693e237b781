"""`admissibility.yaml`: the articles that an officer checks before anyone judges the project."""

from typing import Annotated

from pydantic import Field

from app.domain.call_file.sheet import Condition, Key, LongText, OptionalText, Sheet, ShortText, Whole


class AdmissibilityRule(Sheet):
    """One condition. `automatic` answers it from the dossier when it can; the officer has the last word."""

    key: Key
    article: ShortText
    text: LongText
    help: OptionalText = ""
    automatic: Condition | None = None
    refusal: LongText
    """The sentence of the notice when the condition is not met."""


class AdmissibilityFile(Sheet):
    """Every rule must be met; `completion_days` is what an applicant has to send a missing piece."""

    rules: Annotated[tuple[AdmissibilityRule, ...], Field(min_length=1)]
    completion_days: Annotated[Whole, Field(ge=1, le=365)]

    def rule(self, key: str) -> AdmissibilityRule | None:
        """The rule of that key, if the file has it."""
        return next((rule for rule in self.rules if rule.key == key), None)
