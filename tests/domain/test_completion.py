"""What a request for completion opens, and what two filings differ by."""

from typing import Any

from app.domain.completion import EVERYTHING, Change, Opened, Place, changes
from tests.factories import call_folder

FORM = call_folder().dossier
KEYS = {question.key for question in FORM.questions}
CONDITIONAL = {question.key for question in FORM.questions if question.when is not None}
NAMED: dict[str, Any] = {"sections": (), "questions": (), "pieces": (), "budget": False}


def opened(*, asked_before: bool = True, **named: Any) -> Opened:
    return Opened.of(FORM, lambda when: when is None or asked_before, **{**NAMED, **named})


def test_only_what_is_named_is_open() -> None:
    assert opened() == Opened(frozenset(), frozenset(), frozenset(), False)
    assert opened(questions=("surface",)).questions == {"surface"}
    section = next(one for one in FORM.sections if one.key == "modele")
    assert opened(sections=("modele",)).questions == {one.key for one in section.questions}
    assert opened(pieces=("bail",)) == Opened(frozenset(), frozenset({"bail"}), frozenset(), False)
    assert opened(budget=True) == Opened(frozenset(), frozenset(), frozenset(), True)


def test_what_was_not_asked_when_it_was_filed_is_open_too() -> None:
    found = opened(asked_before=False, pieces=("bail",))
    assert found.questions == CONDITIONAL
    assert found.pieces == {"bail", "bilan"}


def test_a_request_of_before_names_were_given_opens_everything() -> None:
    found = opened(sections=(EVERYTHING,))
    assert found.questions == KEYS
    assert found.pieces == {piece.key for piece in FORM.pieces}
    assert found.declarations == {one.key for one in FORM.declarations}
    assert found.budget is True


BEFORE: dict[str, Any] = {
    "answers": {"surface": "240", "resume": " ", "site": ["a"], "title": "La Grange"},
    "budget": {"expenses": {"60": ["100", "", "  "]}},
    "declarations": ["exactitude"],
    "pieces": [
        {"piece": "bail", "name": "bail.pdf", "handle": "1"},
        {"piece": "rib", "name": "rib.pdf", "handle": "2"},
    ],
    "organisation": {"name": "La Grange", "siret": None},
}
AFTER: dict[str, Any] = {
    "answers": {"surface": "260", "resume": "", "site": ["a"], "title": "La Grange"},
    "budget": {"expenses": {"60": ["100", "50", ""]}},
    "declarations": ["exactitude", "minimis"],
    "pieces": [
        {"piece": "rib", "name": "rib.pdf", "handle": "2"},
        {"piece": "bail", "name": "bail-signe.pdf", "handle": "3"},
    ],
    "organisation": {"name": "La Grange", "siret": ""},
}


def test_two_filings_differ_by_their_answers_amounts_declarations_and_pieces() -> None:
    assert changes(BEFORE, BEFORE) == ()
    assert changes(BEFORE, AFTER) == (
        Change(Place.ANSWER, "surface", "240", "260"),
        Change(Place.BUDGET, "expenses.60.1", "", "50"),
        Change(Place.DECLARATION, "minimis", "", "yes"),
        Change(Place.PIECE, "bail", "bail.pdf", ""),
        Change(Place.PIECE, "bail", "", "bail-signe.pdf"),
    )
    again = {"pieces": [{"piece": "bail", "name": "b.pdf", "handle": "9", "sha256": "a"}]}
    assert (
        changes({"pieces": [{"piece": "bail", "name": "bail.pdf", "handle": "1", "sha256": "a"}]}, again)
        == ()
    )
    assert changes({}, {"organisation": {"siret": "9"}}) == (Change(Place.ORGANISATION, "siret", "", "9"),)
