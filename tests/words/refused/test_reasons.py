from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.domain.errors import Reason, ReasonCode
from app.domain.workflow import Action, Outcome, Stage
from app.words.labels import Audience
from app.words.refused.reasons import next_step, sentence
from app.words.typography import typo

DUE = datetime(2026, 6, 18, 16, 0, tzinfo=UTC)


def told(code: ReasonCode, audience: Audience = Audience.APPLICANT, **values: Any) -> str:
    """The sentence with its spaces made plain, so that a test reads as the page does."""
    return sentence(Reason(code, values), audience).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("code", ReasonCode)
def test_a_reason_without_any_value_still_makes_whole_sentences(code: ReasonCode) -> None:
    for text in (sentence(Reason(code)), next_step(Reason(code))):
        assert text == typo(text)
        assert text[0].isupper() or text[0] == "«"
        assert text.endswith(".")
        for hole in ("None", "{", "?", "  ", " .", ": .", "()"):
            assert hole not in text


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        (
            ReasonCode.DEADLINE_PASSED,
            {"due_at": DUE, "now": DUE + timedelta(seconds=1)},
            "Le délai est passé : la limite était le 18 juin 2026 à 18 h ; votre envoi est arrivé le 18 juin 2026 à "
            "18 h 00 min 01 s (heure de Paris).",
        ),
        (
            ReasonCode.DEADLINE_PASSED,
            {"due_at": DUE, "zone": "Indian/Reunion"},
            "Le délai est passé : la limite était le 18 juin 2026 à 20 h.",
        ),
        (
            ReasonCode.NOT_OPEN_YET,
            {"opens_at": DUE},
            "L’appel n’est pas encore ouvert : il ouvre le 18 juin 2026 à 18 h.",
        ),
        (ReasonCode.FORM_INCOMPLETE, {"count": 1}, "Il reste 1 réponse à donner ou à corriger."),
        (ReasonCode.FORM_INCOMPLETE, {"count": 3}, "Il reste 3 réponses à donner ou à corriger."),
        (ReasonCode.COLLEGES_MISSING, {"colleges": ("Usagers",)}, "Il manque des expertises de « Usagers »."),
        (ReasonCode.PIECES_MISSING, {"pieces": ("Statuts",)}, "Il manque une pièce obligatoire : Statuts."),
        (
            ReasonCode.PIECES_MISSING,
            {"pieces": ("Statuts", "RIB")},
            "Il manque 2 pièces obligatoires : Statuts ; RIB.",
        ),
        (
            ReasonCode.BUDGET_UNBALANCED,
            {"expenses": 11_840_000, "income": 11_800_000, "difference": 40_000},
            "Le budget n’est pas en équilibre : 118 400,00 € de dépenses pour 118 000,00 € de recettes, soit 400,00 € "
            "d’écart.",
        ),
        (
            ReasonCode.NOT_YOUR_ROLE,
            {"action": Action.AWARD, "parts": ("manager",)},
            "Votre rôle ne permet pas cela : notifier l’attribution. Peut le faire : un responsable de l’appel.",
        ),
        (
            ReasonCode.QUORUM_MISSING,
            {"present": 4, "required": 5, "eligible": 9},
            "Le quorum n’est pas atteint pour ce dossier : 4 présents, 5 requis sur 9 membres sans intérêt dans le "
            "dossier.",
        ),
        (
            ReasonCode.REVIEWERS_MISSING,
            {"reviewers": 1, "wanted": 2},
            "Il manque des experts : 1 désigné sur 2 que l’appel demande.",
        ),
        (
            ReasonCode.CHECKLIST_FAILED,
            {"articles": ("Article 2", "Article 5")},
            "Une condition de recevabilité au moins n’est pas remplie : Article 2 et Article 5.",
        ),
        (
            ReasonCode.DECISION_DIFFERS,
            {"decided": Outcome.REJECT, "wanted": Outcome.AWARD},
            "La décision enregistrée n’est pas celle-ci : c’est « Non retenue ».",
        ),
        (
            ReasonCode.DECISION_RELEASED,
            {"at": DUE},
            "La décision est déjà notifiée : elle l’a été le 18 juin 2026 à 18 h. Elle ne se modifie plus.",
        ),
        (
            ReasonCode.ENVELOPE_EXCEEDED,
            {"total_cents": 150_000_00, "envelope_cents": 140_000_00},
            "L’enveloppe de la vague est dépassée : 150 000,00 € à attribuer pour 140 000,00 €.",
        ),
        (
            ReasonCode.PAYMENT_NOT_OPEN,
            {"label": "Solde", "state": "planned"},
            "Ce versement « Solde » n’est pas ouvert : il est « prévu ». Il s’ouvre quand son rendez-vous est tenu.",
        ),
        (
            ReasonCode.CONVENTION_INCOMPLETE,
            {"missing": ("beneficiary.address", "indicators[2].target", "a_name_of_tomorrow")},
            "La convention ne peut pas être établie. À compléter ou à corriger : l’adresse (le bénéficiaire) ; la "
            "cible (indicateur 2) ; a_name_of_tomorrow.",
        ),
        (
            ReasonCode.CONVENTION_INCOMPLETE,
            {"missing": ("indicators[Usagers, par mois].target",)},
            "La convention ne peut pas être établie. À compléter ou à corriger : la cible de l’indicateur « Usagers, "
            "par mois ».",
        ),
        (
            ReasonCode.INDICATORS_MISSING,
            {"indicators": ("Usagers",)},
            "Des indicateurs ne sont pas renseignés : Usagers.",
        ),
        (
            ReasonCode.BUDGET_REQUEST_MISMATCH,
            {"account": "74"},
            "L’aide demandée doit figurer dans les recettes, au compte 74.",
        ),
        (
            ReasonCode.TOO_MANY_TRIES,
            {"minutes": 2},
            "Trop de tentatives en peu de temps. Réessayez dans 2 minutes.",
        ),
        (ReasonCode.REQUIRED, {"label": "Titre du projet"}, "Répondez à « Titre du projet »."),
        (
            ReasonCode.NOT_A_NUMBER,
            {"read": "douze"},
            "« douze » n’est pas un nombre : écrivez par exemple 12 ou 12,5.",
        ),
        (
            ReasonCode.NOT_A_NUMBER,
            {"read": "12,5", "whole": True},
            "« 12,5 » n’est pas un nombre entier : écrivez par exemple 12.",
        ),
        (
            ReasonCode.TOO_LONG,
            {"read": 350, "max": 300},
            "Ce texte est trop long : 350 caractères ; le maximum est de 300 caractères.",
        ),
        (
            ReasonCode.TOO_LONG,
            {"read": "abc", "max": 300},
            "Ce texte est trop long ; le maximum est de 300 caractères.",
        ),
        (ReasonCode.TOO_LONG, {"maximum": 128}, "Ce texte est trop long ; le maximum est de 128 caractères."),
        (ReasonCode.TOO_SMALL, {"minimum": 12}, "C’est trop court : il faut au moins 12 caractères."),
        (
            ReasonCode.TOO_MANY_WORDS,
            {"read": 410, "max": 400},
            "Ce texte compte trop de mots : 410 mots ; le maximum est de 400.",
        ),
        (
            ReasonCode.TOO_SMALL,
            {"read": Decimal("0.5"), "min": Decimal(1)},
            "0,5 est trop petit : le minimum est 1.",
        ),
        (
            ReasonCode.TOO_EARLY,
            {"read": date(2027, 3, 1), "min": date(2027, 3, 4)},
            "C’est trop tôt : pas avant le 4 mars 2027.",
        ),
        (
            ReasonCode.TOO_LARGE,
            {"read_cents": 5_000_001, "max_cents": 5_000_000},
            "50 000,01 € est trop grand : le maximum est 50 000,00 €.",
        ),
        (ReasonCode.TOO_LARGE, {"read": "999999999999"}, "999999999999 est trop grand."),
        (ReasonCode.TOO_LARGE, {"max": 500}, "Le maximum est 500."),
        (ReasonCode.TOO_SMALL, {"min": 0}, "Le minimum est 0."),
        (ReasonCode.TOO_SMALL, {"read": "-3"}, "-3 est trop petit."),
        (
            ReasonCode.OFF_STEP,
            {"read": Decimal("2.3"), "step": Decimal("0.5")},
            "2,3 n’est pas une note de l’échelle : elle va de 0,5 en 0,5.",
        ),
        (ReasonCode.IN_THE_FUTURE, {"read": date(2027, 3, 4)}, "Le 4 mars 2027 est encore à venir."),
        (ReasonCode.IN_THE_PAST, {"read": DUE}, "Le 18 juin 2026 à 18 h est déjà passé."),
        (
            ReasonCode.FILE_TYPE,
            {"read": "plan.exe", "expected": "pdf, odt"},
            "Le contenu de « plan.exe » n’est pas d’un format accepté : il faut PDF ou ODT.",
        ),
        (
            ReasonCode.FILE_TOO_LARGE,
            {"read": "plan.pdf", "max": 10},
            "« plan.pdf » est trop lourd : 10 Mo au plus.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.islower() else "",
)
def test_a_sentence_says_what_was_read_and_what_is_expected(
    code: ReasonCode, values: Mapping[str, Any], expected: str
) -> None:
    assert told(code, **values) == expected


def test_too_late_an_act_says_where_the_application_stands_and_who_moved_it() -> None:
    values: dict[str, Any] = {
        "action": Action.COMPLETE,
        "stage": Stage.ADMISSIBLE,
        "by": "Hélène V.",
        "did": "declare_admissible",
        "at": DUE,
    }
    assert told(ReasonCode.WRONG_STAGE, **values) == (
        "Cela ne se fait pas maintenant (envoyer le complément) : la candidature en est à « Recevable ». Hélène V. a "
        "déclaré le dossier recevable le 18 juin 2026 à 18 h."
    )


def test_the_stage_is_named_in_the_words_of_who_reads() -> None:
    values: dict[str, Any] = {"stage": Stage.DOSSIER_SUBMITTED}
    assert "« Dossier déposé »" in told(ReasonCode.WRONG_STAGE, Audience.APPLICANT, **values)
    assert "« À instruire »" in told(ReasonCode.WRONG_STAGE, Audience.OFFICER, **values)


def test_an_applicant_is_told_that_the_authority_acted_and_not_who() -> None:
    assert told(ReasonCode.STALE, by="", did="", at=DUE) == (
        "La candidature a changé pendant que vous la lisiez. Elle a avancé le 18 juin 2026 à 18 h."
    )


def test_who_rectifies_what_was_rectified_meanwhile_is_not_told_of_an_application() -> None:
    assert told(ReasonCode.STALE, by="Hélène V.", at=DUE, fields=("rectified",)) == (
        "Hélène V. a modifié ce que vous rectifiez le 18 juin 2026 à 18 h, pendant que vous écriviez."
    )


def test_two_people_who_write_in_one_place_are_told_of_each_other() -> None:
    assert told(ReasonCode.STALE, by="Karim B.", at=DUE, fields=("title",)) == (
        "Karim B. a modifié cette réponse le 18 juin 2026 à 18 h, pendant que vous écriviez."
    )
    assert told(ReasonCode.STALE, fields=("title", "summary")) == (
        "Une autre personne a modifié ces réponses, pendant que vous écriviez."
    )


def test_what_was_typed_is_cut_when_it_is_long() -> None:
    read = told(ReasonCode.NOT_A_DATE, read="x" * 500)
    assert len(read) < 180
    assert "…" in read


@pytest.mark.parametrize("code", ReasonCode)
def test_no_sentence_grows_with_what_was_typed(code: ReasonCode) -> None:
    typed = "x" + " " * 20_000 + "x"
    keys = (
        "account",
        "action",
        "by",
        "college",
        "label",
        "name",
        "read",
        "reference",
        "rule",
        "stage",
        "wave",
    )
    assert len(sentence(Reason(code, dict.fromkeys(keys, typed) | {"fields": [typed]}))) < 600


def test_an_act_without_a_name_is_not_named() -> None:
    assert told(ReasonCode.WRONG_STAGE, action="report_jamais") == "Cela ne se fait pas maintenant."
