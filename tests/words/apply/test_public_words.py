"""The rule of the aid and the timeline, as the public and the applicant read them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from app.domain.aid import AidComputation, AidStep, StepKind
from app.words.calls.aid import aid_sentences, in_brief, rule_sentences
from app.words.road.timeline import told
from tests.factories import CHERCHEURS, TIERS_LIEUX, call_folder

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass
class Line:
    verb: str
    source: str | None = None
    target: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    at: datetime = AT
    actor_name: str = "Ada"


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_rule_of_a_call_is_said_in_sentences() -> None:
    rules = call_folder(TIERS_LIEUX).dossier.budget
    assert [plain(one) for one in rule_sentences(rules)] == [
        "50 % des dépenses éligibles, 50 000 € au plus.",
        "Le budget porte sur 2 ans au plus, hors taxes.",
    ]
    assert plain(in_brief(rules)) == "50 %, 50 000 € au plus"
    assert plain(in_brief(call_folder(CHERCHEURS).dossier.budget)).endswith("50 000 € au plus par an")


def test_each_step_of_the_highest_aid_is_explained() -> None:
    steps = (
        AidStep(StepKind.RATE, 20_000_000, 8_000_000, rate=Decimal("0.4"), label="Montagne"),
        AidStep(StepKind.CEILING, 8_000_000, 6_000_000, limit=6_000_000, label="Montagne"),
        AidStep(StepKind.CEILING, 6_000_000, 5_000_000, limit=5_000_000),
        AidStep(StepKind.YEARLY_CEILING, 6_000_000, 5_000_000, limit=5_000_000, year=2),
        AidStep(StepKind.REQUEST, 5_000_000, 4_000_000, limit=4_000_000),
        AidStep(StepKind.MINIMUM, 40_000, 0, limit=100_000),
        AidStep(StepKind.NO_RATE, 40_000, 0),
    )
    assert [plain(one) for one in aid_sentences(AidComputation(0, steps))] == [
        "Montagne : 40 % de 200 000 € de dépenses éligibles, soit 80 000 €.",
        "Ramené au plafond de « Montagne » : 60 000 €.",
        "Ramené au plafond de l’appel : 50 000 €.",
        "Année 2 : 60 000 € demandés, 50 000 € au plus par an.",
        "Ramené à ce que vous demandez : 40 000 €.",
        "Moins que le minimum de 1 000 € : aucune aide n’est versée.",
        "Aucun taux de l’appel ne s’applique à vos réponses : aucune aide n’est possible.",
    ]


def test_the_timeline_keeps_the_opinion_secret_until_the_release() -> None:
    entries = [
        Line("begin"),
        Line("return_letter", "letter_submitted", "letter_draft", {"reason": "Précisez le lieu."}),
        Line("not_recommend", "shortlisted", "not_recommended", {"comment": "Trop faible."}),
        Line("take_charge"),
    ]
    assert [one.note for one in told(entries, released=False)] == ["Précisez le lieu.", ""]
    after = told(entries, released=True)
    assert len(after) == 3
    assert not any("Trop faible" in one.what + one.note for one in after)
