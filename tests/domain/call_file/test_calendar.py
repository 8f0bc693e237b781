"""What is worth a look in the calendar of a call, and in its money."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.call_file import CallFile
from app.domain.call_file.aid import AidRule
from app.domain.call_file.breach import BreachCode
from app.domain.call_file.calendar_checks import calendar_breaches
from app.domain.call_file.coherence import Pages, breaches
from app.domain.call_file.folder import CallFolder
from tests import factories

C = BreachCode
BEFORE, AFTER = datetime(2026, 11, 30, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def a_call(*waves: tuple[str, str], timezone: str = "Europe/Paris", **said: Any) -> CallFile:
    written = factories.call_folder().call.model_dump(mode="json")
    told = [
        {"key": f"v{n}", "name": f"Vague {n}", "opens_at": opens, "dossier_due_at": due, "envelope": 1}
        for n, (opens, due) in enumerate(waves, 1)
    ]
    return CallFile.model_validate({**written, "timezone": timezone, "waves": told, **said})


def found(call: CallFile, now: datetime | None = None) -> list[tuple[str, BreachCode]]:
    return [(".".join(str(step) for step in one.path), one.code) for one in calendar_breaches(call, now)]


SPRING = ("2027-01-11 09:00", "2027-03-31 12:00")


def test_a_plain_calendar_says_nothing() -> None:
    assert found(a_call(SPRING, ("2027-06-01 09:00", "2027-09-30 12:00")), BEFORE) == []


def test_two_waves_that_are_open_together() -> None:
    overlap = a_call(SPRING, ("2027-02-01 09:00", "2027-09-30 12:00"))
    assert found(overlap) == [("waves.1.opens_at", C.WAVES_OVERLAP)]
    one_after_the_other = a_call(SPRING, ("2027-03-31 12:00", "2027-09-30 12:00"))
    assert found(one_after_the_other) == []


@pytest.mark.parametrize(
    "day", ["2027-05-01", "2027-05-15", "2027-05-16", "2027-05-06", "2027-05-17", "2027-07-14"]
)
def test_a_deadline_on_a_day_off(day: str) -> None:
    assert found(a_call((SPRING[0], f"{day} 12:00"))) == [("waves.0.dossier_due_at", C.DUE_ON_A_DAY_OFF)]


def test_dates_that_are_all_past_are_told_by_who_has_a_clock() -> None:
    call = a_call(SPRING)
    assert [found(call, now) for now in (None, BEFORE, AFTER)] == [[], [], [("waves", C.WAVES_PAST)]]


def test_a_committee_or_a_decision_that_silence_precedes_is_told_once() -> None:
    written = a_call(SPRING).model_dump(mode="json")
    told = {}
    for last in ("2027-05-31", "2027-06-01"):
        wave = {**written["waves"][0], "committee_on": "2027-05-20", "decision_on": last}
        call = CallFile.model_validate({**written, "waves": [wave]})
        told[last] = found(call, BEFORE)
        assert found(call) == []
    assert told == {"2027-05-31": [], "2027-06-01": [("waves.0.decision_on", C.SILENCE_FIRST)]}
    late = {**written["waves"][0], "committee_on": "2027-06-10", "decision_on": "2027-06-20"}
    both = CallFile.model_validate({**written, "waves": [late]})
    assert found(both, BEFORE) == [("waves.0.committee_on", C.SILENCE_FIRST)]


def test_an_hour_that_the_clocks_skip_does_not_exist() -> None:
    with pytest.raises(ValidationError) as refused:
        a_call((SPRING[0], "2027-03-28 02:30"))
    assert [one["type"] for one in refused.value.errors()] == ["clock_skipped"]
    there = a_call((SPRING[0], "2027-03-30 02:30"), timezone="America/Martinique")
    assert found(there) == []


def test_an_hour_that_the_clocks_repeat_is_told() -> None:
    call = a_call(("2027-10-31 02:30", "2027-12-01 12:00"))
    assert found(call) == [("waves.0.opens_at", C.CLOCK_REPEATED)]
    assert found(a_call(("2027-10-31 02:30", "2027-12-01 12:00"), timezone="Indian/Reunion")) == []


def codes(folder: CallFolder, **changed: Any) -> set[BreachCode]:
    pages = {name: getattr(folder, name) for name in type(folder).model_fields} | changed
    return {
        one.code
        for one in breaches(
            Pages(frozenset(name for name, file in pages.items() if file is not None), **pages)
        )
    }


def test_an_authority_whose_siret_fails_its_key() -> None:
    folder = factories.call_folder()
    wrong = folder.call.authority.model_copy(update={"siret": "12345678901234"})
    call = folder.call.model_copy(update={"authority": wrong})
    assert (C.SIRET_KEY in codes(folder), C.SIRET_KEY in codes(folder, call=call)) == (False, True)


def test_a_contact_that_nobody_could_reach() -> None:
    folder = factories.call_folder()
    told = {}
    for name, typed in (("email", "a@b..fr"), ("phone", "abc")):
        contact = folder.call.contact.model_copy(update={name: typed})
        told[name] = codes(folder, call=folder.call.model_copy(update={"contact": contact})) - codes(folder)
    assert told == {"email": {C.NO_EMAIL}, "phone": {C.NO_PHONE}}


def test_a_minimum_above_what_the_rule_can_give() -> None:
    folder = factories.call_folder()
    aid = AidRule.model_validate(
        {"rates": [{"label": "PME", "rate": "50 %", "ceiling": 30000}], "minimum": 50000}
    )
    dossier = folder.dossier.model_copy(
        update={"budget": folder.dossier.budget.model_copy(update={"aid": aid})}
    )
    assert C.MINIMUM_ABOVE_CEILING not in codes(folder)
    assert C.MINIMUM_ABOVE_CEILING in codes(folder, dossier=dossier)


@pytest.mark.parametrize(
    ("rates", "ceiling", "most"),
    [
        ([30_000, 50_000], None, 50_000_00),
        ([30_000, None], None, None),
        ([30_000, None], 40_000, 40_000_00),
        ([30_000], 40_000, 30_000_00),
        ([None], None, None),
    ],
)
def test_the_most_that_a_rule_can_give(
    rates: list[int | None], ceiling: int | None, most: int | None
) -> None:
    lines = [{"label": "A", "rate": "50 %", "ceiling": one} for one in rates]
    assert AidRule.model_validate({"rates": lines, "ceiling": ceiling}).most == most


def test_money_above_the_threshold_on_a_road_without_a_convention() -> None:
    folder = factories.call_folder()
    stages = tuple(one for one in folder.call.stages if one.value not in ("convention", "follow_up"))
    call = folder.call.model_copy(update={"stages": stages})
    bare = {"call": call, "convention": None, "follow_up": None}
    assert (C.CONVENTION_DUE in codes(folder), C.CONVENTION_DUE in codes(folder, **bare)) == (False, True)
    aid = folder.dossier.budget.aid.model_copy(update={"ceiling": 23_000_00})
    budget = folder.dossier.budget.model_copy(update={"aid": aid})
    small = folder.dossier.model_copy(update={"budget": budget})
    assert C.CONVENTION_DUE not in codes(folder, **bare, dossier=small)


def test_a_question_that_waits_for_itself_is_told() -> None:
    folder = factories.call_folder()
    section = folder.dossier.sections[0]
    keyed = {one.key: one for one in section.questions}
    yes_no = next(iter(keyed.values())).model_copy(
        update={"kind": "yes_no", "options": (), "max_words": None}
    )
    first = yes_no.model_copy(update={"key": "premier", "when": "second"})
    second = yes_no.model_copy(update={"key": "second", "when": "premier"})
    third = yes_no.model_copy(update={"key": "troisieme", "when": "premier"})
    ringed = section.model_copy(update={"questions": (*section.questions, first, second, third)})
    dossier = folder.dossier.model_copy(update={"sections": (ringed, *folder.dossier.sections[1:])})
    rings = [
        one.path[-2]
        for one in breaches(Pages(frozenset({"dossier"}), dossier=dossier))
        if one.code is C.WHEN_RING
    ]
    count = len(section.questions)
    assert rings == [count, count + 1]
