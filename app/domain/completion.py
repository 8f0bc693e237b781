"""A request for completion: what it opens again, and what changed between two filings. All the rest stays as filed.

A request names sections, questions, pieces and the budget. What was not asked of the applicant when the dossier was
filed (its condition was false then) was never answered: it is open as well, or an answer that may change could ask
for one that may not be given.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from app.domain.answers import IsAsked, Raw, is_blank
from app.domain.call_file.forms import DossierFile

EVERYTHING = "*"
"""In the sections of a request that was sent before requests named places: the whole dossier is open."""


@dataclass(frozen=True)
class Opened:
    """What may change until the completion is sent, by key."""

    questions: frozenset[str]
    pieces: frozenset[str]
    declarations: frozenset[str]
    budget: bool

    @classmethod
    def of(
        cls,
        form: DossierFile,
        asked_before: IsAsked,
        *,
        sections: Collection[str],
        questions: Collection[str],
        pieces: Collection[str],
        budget: bool,
    ) -> Self:
        """What these names open; ``asked_before``: was what carries this condition asked when it was filed?"""
        everything = EVERYTHING in sections
        return cls(
            frozenset(
                question.key
                for section in form.sections
                for question in section.questions
                if everything
                or section.key in sections
                or question.key in questions
                or not asked_before(question.when)
            ),
            frozenset(
                piece.key
                for piece in form.pieces
                if everything or piece.key in pieces or not asked_before(piece.when)
            ),
            frozenset(one.key for one in form.declarations if everything or not asked_before(one.when)),
            everything or budget,
        )

    def holds(self, change: "Change") -> bool:
        """May this change be sent? The sheet of the organisation is not the dossier's."""
        if change.place is Place.BUDGET:
            return self.budget
        held = {
            Place.ANSWER: self.questions,
            Place.PIECE: self.pieces,
            Place.DECLARATION: self.declarations,
        }
        return change.place not in held or change.key in held[change.place]


NOTHING_OPEN = Opened(frozenset(), frozenset(), frozenset(), budget=False)
"""All stays as it was filed."""


@dataclass(frozen=True)
class Named:
    """What a request names, by key."""

    sections: tuple[str, ...]
    questions: tuple[str, ...]
    pieces: tuple[str, ...]
    budget: bool

    def labels(self, form: DossierFile) -> tuple[str, ...]:
        """The titles that the call gives to what is named; the budget has none."""
        titles = {section.key: section.title for section in form.sections}
        asked = {question.key: question.label for question in form.questions}
        pieces = {piece.key: piece.label for piece in form.pieces}
        return (
            *(titles.get(key, key) for key in self.sections if key != EVERYTHING),
            *(asked.get(key, key) for key in self.questions),
            *(pieces.get(key, key) for key in self.pieces),
        )

    def without(self, other: "Named") -> "Named":
        """What is named here and not there."""
        return Named(
            tuple(key for key in self.sections if key not in other.sections),
            tuple(key for key in self.questions if key not in other.questions),
            tuple(key for key in self.pieces if key not in other.pieces),
            self.budget and not other.budget,
        )


class Place(StrEnum):
    """Where two filings differ."""

    ANSWER = "answer"
    BUDGET = "budget"
    DECLARATION = "declaration"
    PIECE = "piece"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Change:
    """One thing that differs. ``key``: the question, « expenses.60.0 », the declaration, the piece, the field.

    A piece that came has its name after, a piece that went has its name before.
    """

    place: Place
    key: str
    before: Raw
    after: Raw


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What changed from the content of one filing to the next; what is blank in both is no change."""
    return (
        *_of(Place.ANSWER, before.get("answers", {}), after.get("answers", {})),
        *_of(Place.BUDGET, cells(before.get("budget", {})), cells(after.get("budget", {}))),
        *_of(Place.DECLARATION, _made(before), _made(after)),
        *_pieces(before.get("pieces", ()), after.get("pieces", ())),
        *_of(Place.ORGANISATION, _described(before), _described(after)),
    )


def cells(budget: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, str]:
    """What was typed in each box of a budget that is not blank, by the name of its place: « expenses.60.0 »."""
    return {
        f"{table}.{code}.{year}": text
        for table, rows in budget.items()
        for code, texts in rows.items()
        for year, text in enumerate(texts)
        if text.strip()
    }


def _of(place: Place, before: Mapping[str, Raw], after: Mapping[str, Raw]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new and not (is_blank(old) and is_blank(new)):
            yield Change(place, key, old, new)


def _made(content: Mapping[str, Any]) -> dict[str, Raw]:
    return dict.fromkeys(content.get("declarations", ()), "yes")


def _described(content: Mapping[str, Any]) -> dict[str, Raw]:
    return {key: value or "" for key, value in content.get("organisation", {}).items()}


def _pieces(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    """A piece taken away and joined again is the same one when its octets are."""
    old, new = ({_content(one) for one in pieces} for pieces in (before, after))
    for one in before:
        if _content(one) not in new:
            yield Change(Place.PIECE, one["piece"], one["name"], "")
    for one in after:
        if _content(one) not in old:
            yield Change(Place.PIECE, one["piece"], "", one["name"])


def _content(piece: Mapping[str, Any]) -> tuple[str, str]:
    return piece["piece"], piece.get("sha256") or piece["handle"]
