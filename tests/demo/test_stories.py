"""What the files of the demo say: invented, complete, and possible."""

import re
from datetime import UTC, date, datetime
from itertools import zip_longest

import pytest

from app.demo.budgets import budget_of
from app.demo.calendar import LAST_ACT, Calendar
from app.demo.command import demo_calls
from app.demo.story import Story, address_of, plain, read_cast, read_phrases, read_stories, siret
from app.domain.budget import BudgetLine, budget_faults
from app.domain.budget_form import read_budget
from app.domain.call_file.folder import CallFolder
from app.domain.identifiers import is_siret
from app.domain.workflow import Stage

STORIES = read_stories()


@pytest.fixture(scope="module")
def folders() -> dict[str, CallFolder]:
    return {folder.call.slug: folder for folder in demo_calls()}


def test_some_forty_applications_stand_at_every_stage() -> None:
    assert 40 <= len(STORIES) <= 50
    assert {story.stage for story in STORIES} == set(Stage)


def test_every_place_has_its_own_project_and_words() -> None:
    told = [str(story.answers.get("resume", story.answers.get("liens"))) for story in STORIES]
    assert len(set(told)) == len(STORIES)
    assert len({story.key for story in STORIES}) == len(STORIES)
    assert len({story.organisation.name for story in STORIES}) == len(STORIES)


def test_every_number_of_an_organisation_is_possible_and_nobodys() -> None:
    numbers = [siret(rank) for rank in range(1, len(STORIES) + 1)]
    assert all(is_siret(one) and one.startswith("999") for one in numbers)
    assert len(set(numbers)) == len(numbers)


def by_year(lines: tuple[BudgetLine, ...]) -> list[int]:
    return [sum(amounts) for amounts in zip_longest(*(line.amounts for line in lines), fillvalue=0)]


@pytest.mark.parametrize(
    "story", [one for one in STORIES if one.eligible_cents], ids=lambda one: str(one.key)
)
def test_a_budget_balances_to_the_cent_and_asks_what_the_story_asks(
    story: Story, folders: dict[str, CallFolder]
) -> None:
    rules = folders[story.call].dossier.budget
    budget, unreadable = read_budget(budget_of(story, rules), rules)
    assert unreadable == []
    assert budget_faults(budget, rules) == ()
    assert sum(line.total for line in budget.eligible(rules)) == story.eligible_cents
    assert sum(line.total for line in budget.requested(rules)) == story.asked_cents
    assert by_year(budget.expenses) == by_year(budget.income)


def test_every_address_is_of_an_example_domain() -> None:
    cast = read_cast()
    told = [one.email for one in (*cast.person, *cast.applicant)]
    told += [address_of(story.owner, story.domain) for story in STORIES]
    assert [one for one in told if not re.fullmatch(r"[a-z.\-]+@[a-z0-9.\-]+\.example", one)] == []


def test_a_name_becomes_an_address_without_accents() -> None:
    assert plain("L’Étincelle des Couronneries") == "l-etincelle-des-couronneries"
    assert address_of("Émeline Sauzeau", "sevre.example") == "emeline.sauzeau@sevre.example"


def test_every_mark_of_the_stories_has_its_sentences(folders: dict[str, CallFolder]) -> None:
    phrases = read_phrases()["marks"]
    for story in STORIES:
        grid = folders[story.call].scoring
        for marks in filter(None, story.marks):
            assert grid is not None
            for criterion, mark in zip(grid.criteria, marks.split(","), strict=True):
                assert phrases[criterion.key][mark], (story.key, criterion.key, mark)


@pytest.mark.parametrize(
    ("today", "weeks"),
    [
        (datetime(2026, 11, 22, tzinfo=UTC), 0),
        (datetime(2026, 12, 11, tzinfo=UTC), 0),
        (datetime(2026, 11, 20, tzinfo=UTC), -1),
        (datetime(2028, 2, 29, tzinfo=UTC), 66),
    ],
)
def test_the_calls_keep_their_dates_while_they_are_open_and_follow_today_by_whole_weeks(
    today: datetime, weeks: int
) -> None:
    calendar = Calendar(today)
    assert calendar.shift.days == 7 * weeks
    assert calendar.day(LAST_ACT) < today.date()


def test_a_moved_call_keeps_its_hours_in_its_own_zone(folders: dict[str, CallFolder]) -> None:
    moved = Calendar(datetime(2028, 2, 29, tzinfo=UTC)).folder(folders["tiers-lieux-2026"])
    wave = moved.call.wave("automne_2026")
    assert wave.letter_due_at is not None
    assert wave.letter_due_at.astimezone(moved.call.zone).strftime("%A %H:%M") == "Friday 17:00"
    assert CallFolder.model_validate_json(moved.canonical_json()).checksum == moved.checksum
    assert wave.committee_on == date(2027, 3, 18) + Calendar(datetime(2028, 2, 29, tzinfo=UTC)).shift
