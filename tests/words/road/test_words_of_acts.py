"""Buttons, journal and the panel of the next step."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.people import Role, TeamRole
from app.domain.road import StepKey
from app.domain.workflow import Action, Stage
from app.words import roles
from app.words.labels import Audience, stage_sentence, stage_tone, stage_word
from app.words.road import actions
from app.words.road.action_fields import field_words
from app.words.road.next_steps import next_for
from app.words.road.road import step_word

DUE = datetime(2026, 6, 18, 16, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_act_has_a_button_a_confirmation_a_journal_word_and_a_line_for_the_applicant() -> None:
    action = Action.DECLARE_ADMISSIBLE
    assert actions.button(action, Audience.OFFICER) == "Déclarer recevable"
    assert actions.button(action, Audience.APPLICANT) == "Dossier recevable"
    assert actions.tone(action) == "primary"
    assert actions.confirmation(action)[0] == "Déclarer le dossier recevable"
    assert actions.journal_word("declare_admissible") == "a déclaré le dossier recevable"
    assert actions.told_to_applicant(action, "la Région") == "La Région a déclaré votre dossier recevable."
    assert actions.done(action) == "Le dossier est déclaré recevable. Le porteur est averti."


def test_the_journal_words_what_is_not_a_move_and_keeps_a_verb_it_does_not_know() -> None:
    assert actions.journal_word("begin") == "a commencé la candidature"
    assert actions.journal_word("verb_of_tomorrow") == "verb_of_tomorrow"
    assert actions.doing("join_piece") == "joindre une pièce"
    assert actions.doing("deed_of_tomorrow") == ""


def test_a_field_is_worded_for_its_action_and_else_for_all() -> None:
    assert field_words(Action.INVITE, "due_on").label == "Date limite du dossier"
    assert field_words(Action.INVITE, "note").label == "Un mot pour le porteur"


def test_a_stage_is_said_in_two_voices() -> None:
    assert stage_word(Stage.DOSSIER_SUBMITTED, Audience.APPLICANT) == "Dossier déposé"
    assert stage_word(Stage.DOSSIER_SUBMITTED, Audience.OFFICER) == "À instruire"
    assert stage_tone(Stage.DOSSIER_SUBMITTED, Audience.OFFICER) == "turn"
    assert stage_sentence(Stage.AWARDED, Audience.APPLICANT, "le Département") == (
        "Votre projet est retenu\u00a0: le Département vous l’a écrit."
    )


def test_people_are_named_by_their_part() -> None:
    assert roles.role_word(Role.PRESIDENT) == "président du comité"
    assert roles.team_word(TeamRole.EDITOR) == "rédaction"
    assert roles.played_by(("owner", "representative")) == "le porteur ou le représentant légal"


def test_the_next_step_of_a_draft_says_by_when_and_how_long_is_left() -> None:
    step = next_for(Stage.LETTER_DRAFT, Audience.APPLICANT, due_at=DUE, now=DUE - timedelta(days=12))
    assert (plain(step.title), step.turn) == ("À vous : écrivez votre lettre", True)
    assert plain(step.sentence).startswith(
        "Déposez-la avant le jeudi 18 juin 2026 à 18 h (il reste 12 jours)."
    )


def test_without_a_clock_the_zone_is_told_and_without_a_deadline_nothing_is() -> None:
    dated = next_for(Stage.LETTER_DRAFT, Audience.APPLICANT, due_at=DUE)
    assert "(heure de Paris)" in dated.sentence
    assert "avant" not in next_for(Stage.LETTER_DRAFT, Audience.APPLICANT).sentence


def test_the_law_of_silence_is_told_before_its_day_and_after() -> None:
    before = next_for(Stage.IN_REVIEW, Audience.APPLICANT, due_at=DUE, now=DUE - timedelta(days=1))
    after = next_for(Stage.IN_REVIEW, Audience.OFFICER, due_at=DUE, now=DUE + timedelta(days=1))
    assert "sera considérée comme rejetée" in before.sentence
    assert "vaut rejet depuis le 18 juin 2026" in plain(after.sentence)


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        (Audience.APPLICANT, "Sans réponse le 18 juin 2026, votre demande sera considérée comme rejetée"),
        (
            Audience.OFFICER,
            "avant le jeudi 18 juin 2026 à 18 h (demain à 18 h) : ensuite, le silence vaut rejet",
        ),
    ],
)
def test_a_letter_is_the_first_step_of_a_request_so_silence_refuses_it(audience: Audience, told: str) -> None:
    said = next_for(Stage.LETTER_SUBMITTED, audience, due_at=DUE, now=DUE - timedelta(days=1)).sentence
    assert told in plain(said)


def test_the_day_of_the_coming_rendezvous_is_told() -> None:
    step = next_for(Stage.STARTED, Audience.OFFICER, planned_on=date(2027, 4, 2))
    assert (plain(step.sentence), step.tone) == ("Il est prévu vers le 2 avril 2027.", "turn")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            datetime(2027, 4, 2, 21, 59, tzinfo=UTC),
            "Il est prévu vers le 2 avril 2027. D’ici là, renseignez les indicateurs.",
        ),
        (
            datetime(2027, 4, 2, 22, 1, tzinfo=UTC),
            "Il était prévu vers le 2 avril 2027. Renseignez les indicateurs.",
        ),
    ],
    ids=["before midnight in Paris", "after midnight in Paris"],
)
def test_a_rendezvous_whose_day_is_past_is_said_in_the_past(now: datetime, said: str) -> None:
    step = next_for(Stage.STARTED, Audience.APPLICANT, planned_on=date(2027, 4, 2), now=now)
    assert plain(step.sentence) == said


def test_each_stage_has_a_next_step_without_a_mark_left_in_it() -> None:
    for audience in Audience:
        for stage in Stage:
            for due in (None, DUE):
                step = next_for(stage, audience, due_at=due, planned_on=None, called="la Région")
                assert "{" not in step.title + step.sentence
                assert step.sentence.endswith(".")


@pytest.mark.parametrize("audience", Audience)
def test_a_convention_that_nothing_follows_is_the_end_for_both(audience: Audience) -> None:
    told = next_for(Stage.CONVENTION_SIGNED, audience, ends=True)
    assert (told.tone, told.turn) == ("ok", False)
    assert "ne prévoit pas de suivi" in told.sentence


def test_a_rendezvous_is_said_as_its_call_calls_it_and_plainly_without_a_call() -> None:
    named = {"midterm": "Point d’étape"}
    action = Action.HOLD_MIDTERM
    assert plain(actions.button(action, Audience.OFFICER)) == "Enregistrer le rendez-vous à mi-parcours"
    said = [
        actions.button(action, Audience.OFFICER, named),
        *actions.confirmation(action, meetings=named),
        actions.done(action, meetings=named),
        actions.journal_word("hold_midterm", named),
        actions.told_to_applicant(action, meetings=named),
        next_for(Stage.STARTED, Audience.OFFICER, meetings=named).title,
        next_for(Stage.STARTED, Audience.APPLICANT, meetings=named).title,
    ]
    assert [text for text in map(plain, said) if "rendez-vous « Point d’étape »" not in text] == [
        "Le compte rendu et les ajustements sont gardés, l’échéance qui en dépend s’ouvre, et le porteur reçoit un "
        "courriel."
    ]
    assert step_word(StepKey.MIDTERM, named) == "Point d’étape"
    assert [step_word(one) for one in (StepKey.MIDTERM, StepKey.REVIEW)] == ["Mi-parcours", "Expertise"]
