"""What a request names, what of it changed, what may be sent; and the days during which silence does not run."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.call_file.forms import DossierFile
from app.domain.completion import EVERYTHING, NOTHING_OPEN, Change, Named, Opened, Place
from app.domain.deadlines import silent_rejection_on
from tests import factories

PARIS = ZoneInfo("Europe/Paris")
FORM: DossierFile = factories.call_folder().dossier
ALL = Named(("projet",), ("surface",), ("bail",), budget=True)
OPEN = Opened(frozenset({"surface"}), frozenset({"bail"}), frozenset({"minimis"}), budget=True)


def change(place: Place, key: str) -> Change:
    return Change(place, key, "", "x")


HELD = {
    Place.ANSWER: ("surface", "title"),
    Place.PIECE: ("bail", "rib"),
    Place.DECLARATION: ("minimis", "exactitude"),
}


@pytest.mark.parametrize("place", HELD)
def test_a_change_may_be_sent_where_it_was_asked(place: Place) -> None:
    asked, other = HELD[place]
    assert (OPEN.holds(change(place, asked)), OPEN.holds(change(place, other))) == (True, False)
    assert not NOTHING_OPEN.holds(change(place, asked))


def test_a_budget_may_be_sent_when_it_was_asked_and_the_sheet_of_the_organisation_always() -> None:
    assert [one.holds(change(Place.BUDGET, "expenses.60.0")) for one in (OPEN, NOTHING_OPEN)] == [True, False]
    assert NOTHING_OPEN.holds(change(Place.ORGANISATION, "name"))


def test_what_a_request_names_is_told_by_its_titles() -> None:
    question, piece = FORM.question("surface"), next(one for one in FORM.pieces if one.key == "bail")
    assert question is not None
    section = next(one.title for one in FORM.sections if one.key == "projet")
    assert ALL.labels(FORM) == (section, question.label, piece.label)
    assert Named((EVERYTHING, "gone"), ("gone too",), (), budget=False).labels(FORM) == ("gone", "gone too")


def test_what_is_named_in_one_request_and_not_in_the_other() -> None:
    other = Named((), ("surface",), ("rib",), budget=False)
    assert ALL.without(other) == Named(("projet",), (), ("bail",), budget=True)
    assert other.without(ALL) == Named((), (), ("rib",), budget=False)


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


SPANS = [
    ((), date(2026, 5, 4)),
    (((at(3, 10), at(3, 20)),), date(2026, 5, 14)),
    (((at(3, 10, 8), at(3, 10, 18)),), date(2026, 5, 4)),
    (((at(3, 10), at(3, 20)), (at(3, 20), at(3, 25))), date(2026, 5, 19)),
    (((at(3, 10), at(3, 20)), (at(3, 15), at(3, 18))), date(2026, 5, 14)),
    (((at(5, 4), at(5, 10)),), date(2026, 5, 10)),
    (((at(5, 5), at(5, 10)),), date(2026, 5, 4)),
    (((at(3, 10), at(3, 20)), (at(5, 12), at(5, 15))), date(2026, 5, 17)),
    (((at(3, 10, 23), at(3, 11, 22)),), date(2026, 5, 4)),
]


@pytest.mark.parametrize(("spans", "day"), SPANS)
def test_each_day_of_the_time_given_moves_the_day_of_silence_by_one_and_none_after_it(
    spans: tuple[tuple[datetime, datetime], ...], day: date
) -> None:
    """Received on 4 March 2026, two months; days are those of Paris, where 23 h UTC is the day after."""
    assert silent_rejection_on(at(3, 4), 2, PARIS, spans) == day
