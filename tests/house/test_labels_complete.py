"""Every state, act, role and reason has its words, for both audiences, before a page may need them."""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

import pytest

from app.db.calls.calls import CallState
from app.db.follow_up.payments import PaymentState
from app.db.review.reviews import ReviewState
from app.db.screening.screening import Verdict
from app.domain.access import Permission
from app.domain.call_file.follow_up import RendezvousKind
from app.domain.errors import ReasonCode
from app.domain.people import Part, Role, TeamRole
from app.domain.road import StepKey, StepState
from app.domain.workflow import Action, Group, Message, Outcome, Stage, Workflow, every_legal_road
from app.services.apply.applications import LEGAL_FORMS
from app.services.road.acts.records import ACTS
from app.words import labels, meetings, roles
from app.words.labels import Audience
from app.words.refused import reasons as reason_words
from app.words.refused import remedies
from app.words.road import action_fields, actions, next_steps, road
from app.words.road.actions import ACTIONS, button
from app.words.typography import typo

ROOT = Path(__file__).resolve().parent.parent.parent
MAILS = {file.stem for file in (ROOT / "templates" / "mail").glob("*/*.txt") if file.parent.name != "parts"}
ROADS = every_legal_road()
TONES = {"", "info", "ok", "turn", "no"}

TABLES: list[tuple[str, Collection[str], type[StrEnum]]] = [
    *((f"stages of the {who}", labels.STAGES[who], Stage) for who in Audience),
    *((f"payments of the {who}", labels.PAYMENT_STATES[who], PaymentState) for who in Audience),
    *((f"next step of the {who}", next_steps.PANELS[who], Stage) for who in Audience),
    ("groups", labels.GROUPS, Group),
    ("outcomes", labels.OUTCOMES, Outcome),
    ("verdicts", labels.VERDICTS, Verdict),
    ("reviews", labels.REVIEW_STATES, ReviewState),
    ("calls", labels.CALL_STATES, CallState),
    ("rendezvous", meetings.names(), RendezvousKind),
    ("rendezvous in a sentence", meetings.phrases(), RendezvousKind),
    ("roles", roles.ROLES, Role),
    ("team", roles.TEAM_ROLES, TeamRole),
    ("rights in the team", roles.TEAM_RIGHTS, TeamRole),
    ("parts", roles.PARTS, Part),
    ("deeds", roles.PERMISSIONS, Permission),
    ("steps", {one: road.step_word(one) for one in StepKey}, StepKey),
    ("actions", ACTIONS, Action),
    ("reasons", reason_words.SENTENCES, ReasonCode),
    ("remedies", remedies.NEXT, ReasonCode),
]


@pytest.mark.parametrize(("name", "worded", "values"), TABLES, ids=[name for name, _, _ in TABLES])
def test_each_value_is_worded_and_nothing_else(
    name: str, worded: Collection[str], values: type[StrEnum]
) -> None:
    assert set(worded) == set(values), name


def test_the_legal_forms_are_those_that_a_form_offers() -> None:
    assert tuple(labels.LEGAL_FORMS) == LEGAL_FORMS


def test_whoever_is_appointed_or_plays_a_part_can_be_named_in_a_refusal() -> None:
    everybody = {*(part.value for part in Part), *(role.value for role in Role)}
    assert all(roles.played_by((one,)) for one in everybody)


def test_the_steps_are_drawn_by_the_states_that_the_template_knows() -> None:
    template = (ROOT / "templates" / "macros" / "road.html").read_text(encoding="utf-8")
    assert all(f"'{state.value}'" in template for state in StepState)


@pytest.mark.parametrize("action", Action)
def test_each_action_has_all_its_words(action: Action) -> None:
    words = ACTIONS[action]
    said = (words.applicant, words.officer, words.journal, words.told, words.title, words.effect, words.done)
    assert all(said)
    assert words.tone in {"primary", "quiet", "no"}
    assert words.journal.startswith("a ")
    assert all(text.endswith(".") for text in (words.told, words.effect, words.done))


@pytest.mark.parametrize("action", Action)
def test_each_action_says_which_mail_it_sends_or_that_it_sends_none(action: Action) -> None:
    lines = [
        line for groups in ROADS for line in Workflow.for_call(groups).transitions if line.action is action
    ]
    messages = {line.message for line in lines}
    assert len(messages) == 1
    assert messages - {None} <= MAILS


@pytest.mark.parametrize("audience", Audience)
def test_two_buttons_offered_at_one_stage_never_read_the_same(audience: Audience) -> None:
    for groups in ROADS:
        workflow = Workflow.for_call(groups)
        for stage in workflow.stages:
            offered = {line.action for line in workflow.leaving(stage) if _offered(line.parts, audience)}
            assert len({button(action, audience) for action in offered}) == len(offered)


def _offered(parts: frozenset[Part], audience: Audience) -> bool:
    team = {Part.OWNER, Part.REPRESENTATIVE, Part.EDITOR, Part.READER}
    return bool(parts & team) if audience is Audience.APPLICANT else bool(parts - team)


def test_the_actions_of_the_team_are_those_that_nobody_else_does() -> None:
    lines = [line for groups in ROADS for line in Workflow.for_call(groups).transitions]
    by_others = {line.action for line in lines if _offered(line.parts, Audience.OFFICER)}
    assert set(Action) - by_others == actions.DONE_BY_TEAM


def test_each_field_of_each_action_has_a_label() -> None:
    asked = {(action, name) for action, act in ACTS.items() for name in act.payload.model_fields}
    assert all(action_fields.field_words(action, name).label for action, name in asked)
    assert set(action_fields.FIELDS) <= {name for _, name in asked}
    assert {(action, name) for action, words in ACTIONS.items() for name in words.fields} <= asked


def test_every_mail_of_the_table_has_its_template_and_each_template_its_mail() -> None:
    other = {
        "sign_in",
        "password_changed",
        "role_given",
        "team_invitation",
        "review_assigned",
        "review_reopened",
        "review_moved",
        "review_returned",
        "review_declined",
        "interest_declared",
        "interest_entered",
        "interest_lifted",
        "opinion_asked",
        "organisation_corrected",
        "payment_made",
        "payment_rectified",
        "deadline_reminder",
    }
    assert set(MAILS) == set(Message) | other


def test_words_have_their_french_spaces_and_tones_that_the_sheets_know() -> None:
    said = [one for table in labels.STAGES.values() for one in table.values()]
    assert {one.tone for one in said} <= TONES
    for audience in Audience:
        for stage in Stage:
            sentence = labels.stage_sentence(stage, audience, "la Région")
            assert sentence == typo(sentence)
            assert "{" not in sentence
            assert len(labels.stage_word(stage, audience)) <= 26


def test_an_applicant_never_reads_the_opinion_of_the_committee_in_a_word() -> None:
    secret = (Stage.RECOMMENDED, Stage.RECOMMENDED_WITH_CONDITIONS, Stage.POSTPONED, Stage.NOT_RECOMMENDED)
    assert len({labels.APPLICANT_STAGES[stage] for stage in secret}) == 1
    assert len({next_steps.next_for(stage, Audience.APPLICANT) for stage in secret}) == 1
    told = {action: actions.told_to_applicant(action) for action in Action}
    assert len({told[one] for one in (Action.RECOMMEND, Action.NOT_RECOMMEND, Action.PLACE_ON_RESERVE)}) == 1
