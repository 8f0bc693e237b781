"""Every mail is rendered with what its act gives, full and bare: no hole, no « None », French spaces."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.adapters.mailer import MailWriter
from app.services.ports import Mail, MailRefused
from app.words.mail_filters import MAIL_FILTERS
from app.words.typography import typo
from tests.words.mail_samples import BARE, FACTS, FULL

MAILS = Path(__file__).resolve().parent.parent.parent / "templates" / "mail"
ACKNOWLEDGED = ("letter_received", "dossier_received", "completion_received")
CONTESTED = (
    "letter_declined",
    "inadmissible",
    "awarded",
    "kept_on_reserve",
    "rejected",
    "terminated",
    "expired",
)


def written(kind: str, data: dict[str, Any]) -> tuple[str, str]:
    """The subject and the text of a mail."""
    writer = MailWriter(
        MAILS,
        sender="Région <aap@region.example>",
        clock=lambda: datetime(2026, 6, 2, 15, 42, tzinfo=UTC),
        filters=MAIL_FILTERS,
        named_everywhere={
            "authority_name": "Région Nouvelle-Aquitaine",
            "authority_contact": "aap@region.example",
        },
    )
    message = writer.message(Mail(key=kind, kind=kind, to="claire@forge.example", data=data))
    body = message.get_body(("plain",))
    assert body is not None
    return str(message["Subject"]), str(body.get_content()).split("\n-- \n")[0].strip()


OF_A_PERSON = {"password_changed", "role_given"}
"""The mails that tell somebody of their own account, not of an application."""


def test_each_mail_has_its_samples() -> None:
    mails = {file.stem for file in MAILS.glob("*/*.txt") if file.parent.name != "parts"}
    assert set(FULL) == set(BARE) == mails - {"sign_in"}


@pytest.mark.parametrize("kind", sorted(FULL))
@pytest.mark.parametrize("samples", [FULL, BARE], ids=["full", "bare"])
def test_a_mail_is_whole_and_well_set(kind: str, samples: dict[str, dict[str, Any]]) -> None:
    subject, text = written(kind, {**FACTS, **samples[kind]})
    assert subject.endswith("(TL26-0042)") is (kind not in OF_A_PERSON)
    assert text.startswith("Bonjour")
    assert text.endswith(FACTS["link"])
    for hole in ("None", "{{", "{%", "\n\n\n", " ,", " .", "  ", "()"):
        assert hole not in text
    assert text == typo(text)


@pytest.mark.parametrize("kind", sorted(FULL))
def test_a_mail_that_lacks_a_fact_is_refused_rather_than_sent_with_a_hole(kind: str) -> None:
    data = {**FACTS, **FULL[kind]}
    data.pop("link")
    with pytest.raises(MailRefused):
        written(kind, data)


@pytest.mark.parametrize("kind", ACKNOWLEDGED)
def test_an_acknowledgement_says_what_the_law_wants(kind: str) -> None:
    """CRPA R112-5 and R112-11-1: receipt, service, implicit decision and its date, appeals."""
    _, text = written(kind, {**FACTS, **FULL[kind]})
    for mention in (
        "2\u00a0juin\u00a02026 à 17\u00a0h\u00a042\u00a0min\u00a005\u00a0s (heure de Paris)",
        FACTS["service"],
        FACTS["address"],
        FACTS["phone"],
        FACTS["contact"],
        "première étape d’une demande d’aide"
        if kind == "letter_received"
        else "Sous réserve que votre demande",
        "réputée rejetée",
        "2\u00a0août\u00a02026",
        FACTS["appeal"],
        "ab" * 32,
    ):
        assert mention in text


@pytest.mark.parametrize("kind", CONTESTED)
def test_a_decision_says_how_it_is_challenged(kind: str) -> None:
    assert FACTS["appeal"] in written(kind, {**FACTS, **FULL[kind]})[1]


def test_a_refusal_gives_its_reasons_and_the_conditions_that_fail() -> None:
    full = FULL["inadmissible"]
    text = written("inadmissible", {**FACTS, **full})[1]
    assert "il concerne un commerce" in text
    assert "Article\u00a03\u00a0: Le lieu n’est pas dans la région." in text
    noted = {**full, "failed": [{**one, "note": "Il est à Nantes."} for one in full["failed"]]}
    assert "n’est pas dans la région. Il est à Nantes." in written("inadmissible", {**FACTS, **noted})[1]


def test_an_award_is_right_to_the_cent() -> None:
    assert "48\u202f000,00\u00a0€" in written("awarded", {**FACTS, **FULL["awarded"]})[1]


def test_a_call_without_convention_promises_none() -> None:
    facts = {**FACTS, "convention": False, "follow_up": False}
    assert "convention" not in written("awarded", {**facts, **FULL["awarded"]})[1]
    assert "convention" not in written("agreed", {**facts, **FULL["agreed"]})[1]
    assert "trois rendez-vous" not in written("convention_signed", {**facts, **FULL["convention_signed"]})[1]


def test_a_mail_calls_the_rendezvous_as_the_call_does_and_one_written_before_it_could_still_goes() -> None:
    for kind in ("convention_signed", "kickoff_held", "midterm_held", "final_held"):
        named = " ".join(written(kind, {**FACTS, **FULL[kind]}))
        assert any(label in named for label in FACTS["meetings"].values()), kind
        assert "COPIL" not in named
        earlier = {key: value for key, value in FACTS.items() if key != "meetings"}
        plainly = " ".join(written(kind, {**earlier, **FULL[kind]}))
        assert "mi-parcours" in plainly or "bilan" in plainly.lower()
        assert "«\u00a0»" not in plainly


def test_a_deadline_is_told_on_the_clocks_of_the_call() -> None:
    overseas = {**FACTS, "timezone": "Indian/Reunion"}
    text = written("invited", {**overseas, **FULL["invited"]})[1]
    assert "avant le jeudi 18\u00a0juin\u00a02026 à 20\u00a0h" in text


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("letter_draft", "lettre d’intention n’est pas encore déposée"),
        ("dossier_draft", "dossier n’est pas encore déposé"),
        ("completion_requested", "complément n’est pas encore envoyé"),
    ],
)
def test_a_reminder_names_what_is_waited_for(stage: str, words: str) -> None:
    assert words in written("deadline_reminder", {**FACTS, **FULL["deadline_reminder"], "stage": stage})[1]
