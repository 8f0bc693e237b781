"""What makes somebody interested in an application, and what only brings them to it."""

from datetime import UTC, datetime

import pytest

from app.domain.interests import (
    Applying,
    Candidate,
    Interest,
    Kind,
    Suspicion,
    by_person,
    known_by,
    suspicions,
    who,
)

HOURS = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(3)]
ASKED = Applying(
    1, 7, "90000000100017", "W871234567", "Jean Faure", frozenset({"ada@la-grange.example", "jo@gmail.com"})
)
ELSEWHERE = Applying(2, 8, "91111111100017", "W330000001", "Paul Roux")


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (Candidate(9, "Zoé", "zoe@ailleurs.example"), ()),
        (Candidate(9, "Zoé", "zoe@LA-GRANGE.example"), (Suspicion.SAME_DOMAIN,)),
        (Candidate(9, "Zoé", "zoe@gmail.com"), ()),
        (Candidate(9, "FAURE Jean", "zoe@ailleurs.example"), (Suspicion.SAME_NAME,)),
        (Candidate(9, "", "zoe@ailleurs.example"), ()),
        (Candidate(9, "Zoé", "zoe@ailleurs.example", (ELSEWHERE,)), ()),
        (
            Candidate(9, "Zoé", "zoe@ailleurs.example", (Applying(2, 8, "90000000100025"),)),
            (Suspicion.SAME_ORGANISATION,),
        ),
        (
            Candidate(9, "Zoé", "zoe@ailleurs.example", (Applying(2, 8, None, "W871234567"),)),
            (Suspicion.SAME_ORGANISATION,),
        ),
        (Candidate(9, "Zoé", "zoe@ailleurs.example", (Applying(2, 7),)), (Suspicion.COMPETITOR,)),
        (Candidate(9, "Zoé", "zoe@ailleurs.example", (Applying(1, 7),)), ()),
        (Candidate(9, "Zoé", "zoe@ailleurs.example", (), frozenset({1})), (Suspicion.INVITED,)),
        (Candidate(9, "Zoé", "zoe@ailleurs.example", (), frozenset({2})), ()),
    ],
)
def test_each_thing_that_brings_a_person_to_an_application_is_told(
    person: Candidate, found: tuple[Suspicion, ...]
) -> None:
    assert suspicions(person, ASKED) == found


def test_an_interest_counts_from_when_it_was_so_and_each_kind_is_told_once() -> None:
    team, again, declared = (
        Interest(1, 9, Kind.ORGANISATION, HOURS[0]),
        Interest(1, 9, Kind.ORGANISATION, HOURS[1]),
        Interest(1, 8, Kind.DECLARED, HOURS[2], "family"),
    )
    every = (again, team, declared)
    assert known_by(every, HOURS[0]) == (team,)
    assert who(known_by(every, None)) == {8, 9}
    assert by_person(every) == {9: (team,), 8: (declared,)}
