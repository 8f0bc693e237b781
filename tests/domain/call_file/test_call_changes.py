"""What changed between two editions: each thing that a citizen may compare, and nothing unsaid."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.adapters.call_files import read_call
from app.domain.call_file import CallFolder, RankingRule, ScoringFile
from app.domain.call_file.changes.change import Change, What
from app.domain.call_file.changes.changes import call_changes, grid_and_rule_changes
from app.words.calls.changes.told import change_sentence
from tests.domain.grids import criterion, grid, levels, parted

CALL = read_call(Path(__file__).resolve().parents[3] / "criteria" / "tiers-lieux-2026")
CITIZENS = read_call(Path(__file__).resolve().parents[3] / "criteria" / "chercheurs-citoyens-2026")
BRESCIA = read_call(Path(__file__).resolve().parents[3] / "criteria" / "brescia")
OF_A_FILE = (What.FILE, What.LINE, What.LINE_ORDER)
NEVER_ALONE = (What.WEIGHT, What.OUT_OF)
NEVER_CHANGED = (What.COMPUTED,)
"""What is never added nor removed, and what is only added or removed."""
ONE = grid(criterion("a", "60"), criterion("b", "40"))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def told(found: tuple[Change, ...]) -> list[str]:
    return [plain(change_sentence(one)) for one in found]


def of_grid(before: ScoringFile, after: ScoringFile) -> list[str]:
    return told(grid_and_rule_changes((before, RankingRule()), (after, RankingRule())))


def of_rule(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    old, new = (RankingRule.model_validate(one) for one in (before, after))
    return told(grid_and_rule_changes((ONE, old), (ONE, new)))


def edited(call: CallFolder, edit: Callable[[dict[str, Any]], None]) -> CallFolder:
    """The same call with its JSON edited, whatever the coherence rules say of it."""
    content = call.model_dump(mode="json")
    edit(content)
    return CallFolder.model_validate(content)


def of_call(edit: Callable[[dict[str, Any]], None], call: CallFolder = CALL) -> list[str]:
    return told(call_changes(call, edited(call, edit)))


def test_the_same_edition_changes_nothing() -> None:
    assert of_call(lambda content: None) == []
    assert of_call(lambda content: None, BRESCIA) == []
    assert of_grid(ONE, ONE) == []


@pytest.mark.parametrize(
    ("after", "sentences"),
    [
        (
            grid(criterion("a", "50"), criterion("b", "50")),
            [
                "Le poids du critère « A » passe de 60 à 50 points.",
                "Le poids du critère « B » passe de 40 à 50 points.",
            ],
        ),
        (
            grid(criterion("a", "60", threshold="3", knock_out=True), criterion("b", "40")),
            ["Un seuil éliminatoire de 3 sur 5 est ajouté au critère « A »."],
        ),
        (
            grid(criterion("a", "60", threshold="70 %"), criterion("b", "40")),
            ["Un seuil de 70 % est ajouté au critère « A »."],
        ),
        (
            grid(criterion("a", "60")),
            ["Le critère « B » est supprimé (il valait 40 points).", "Le total se compte sur 60, et non plus sur 100."],
        ),
        (
            grid(criterion("a", "60"), criterion("b", "40"), criterion("c", "0")),
            ["Le critère « C » est ajouté, pour 0 point."],
        ),
        (
            grid(criterion("a", "60", label="Partenariat"), criterion("b", "40")),
            ["Le critère « A » s’appelle maintenant « Partenariat »."],
        ),
        (
            grid(criterion("z", "60", label="A"), criterion("b", "40")),
            ["La grille, « A » – la clé : « z » (c’était « a »)."],
        ),
        (
            grid(criterion("a", "60", ("0", "10", "1")), criterion("b", "40")),
            ["Le critère « A » se note autrement : de 0 à 10 par pas de 1 (c’était de 0 à 5 par pas de 0,5)."],
        ),
        (
            grid(criterion("a", "60", levels("bas", "haut", values="0 1")), parted("b", "40", criterion("p"))),
            [
                "Le critère « A » se note autrement : en niveaux (Bas, Haut) (c’était de 0 à 5 par pas de 0,5).",
                "Le critère « B » se note autrement : en 1 sous-critères (c’était de 0 à 5 par pas de 0,5).",
            ],
        ),
        (
            grid(criterion("a", "60", ranking_weight="90", when="amount > 5"), criterion("b", "40")),
            [
                "Le poids du critère « A » dans la note de classement est fixé : 90.",
                "Le critère « A » ne vaut plus pour tous : seulement si amount > 5.",
            ],
        ),
        (
            grid(criterion("a", "60"), criterion("b", "40", counts="bonus")),
            [
                "Le critère « B » : compte en bonus (c’était compte dans le total).",
                "Le total se compte sur 60, et non plus sur 100.",
            ],
        ),
        (
            grid(criterion("a", "60"), criterion("b", "40"), threshold="50", reviewers=3, least=2),
            [
                "Un seuil de 50 sur 100 est ajouté au total.",
                "Le nombre d’experts par dossier passe de 1 à 3.",
                "Le nombre d’expertises sans lesquelles il n’y a pas de rang passe de 1 à 2.",
            ],
        ),
        (
            grid(
                criterion("a", "60"),
                criterion("b", "40"),
                aggregation="median",
                rank_by="severity",
                tie_breaks=("b",),
            ),
            [
                "Les notes des experts en font une autrement : médiane (c’était moyenne).",
                "Ce qui donne le rang change : le total corrigé de la sévérité des experts (c’était le total).",
                "Ce qui départage les ex æquo : B (c’était rien).",
            ],
        ),
        (
            grid(
                criterion("a", "60"),
                criterion("b", "40"),
                groups=[{"key": "g", "label": "Fond", "threshold": "30", "each": "2.5"}, {"key": "h", "label": "Nu"}],
                gates=[{"key": "p", "label": "Partenaires", "conditions": ["amount > 1"]}],
                knock_outs=[{"label": "Trop petit", "when": "amount < 5"}],
            ),
            [
                "Un seuil est ajouté au groupe « Fond » : 30 sur son total et 2,5 sur chacun de ses critères.",
                "La condition d’entrée « Partenaires » est ajoutée.",
                "Une élimination est ajoutée : « Trop petit », si amount < 5.",
                "La grille – Les familles de critères, avec leurs propres seuils : « Fond » (ajouté).",
                "La grille – Les familles de critères, avec leurs propres seuils : « Nu » (ajouté).",
            ],
        ),
    ],
)  # fmt: skip
def test_a_grid_is_compared_criterion_by_criterion(after: ScoringFile, sentences: list[str]) -> None:
    assert of_grid(ONE, after) == sentences


def test_a_threshold_that_stays_may_become_eliminating_and_a_level_is_named_by_its_words() -> None:
    scale = levels("faible", "satisfaisant")
    before = grid(
        criterion("a", "0", scale, counts="nothing", threshold="satisfaisant"), criterion("b", "40")
    )
    after = grid(
        criterion("a", "0", scale, counts="nothing", threshold="satisfaisant", knock_out=True),
        criterion("b", "40"),
    )
    assert of_grid(before, after) == ["Le seuil du critère « A » devient éliminatoire."]
    assert of_grid(after, before) == ["Le seuil du critère « A » n’est plus éliminatoire."]
    assert of_grid(after, grid(criterion("a", "0", scale, counts="nothing"), criterion("b", "40"))) == [
        "Le seuil éliminatoire de « Satisfaisant » du critère « A » est supprimé."
    ]


def test_a_gate_that_asks_for_something_else_is_told() -> None:
    def gated(*conditions: str) -> ScoringFile:
        gate = {"key": "p", "label": "Taille", "conditions": conditions, "needs": 1}
        return grid(criterion("a", "60"), gates=[gate])

    assert of_grid(gated("amount > 1"), gated("amount > 1", "amount < 9")) == [
        "La condition d’entrée « Taille » change : 1 sur 2 parmi amount > 1 ; amount < 9 (c’était 1 sur 1 parmi "
        "amount > 1)."
    ]


RATES = {"rates": [{"label": "Tous", "rate": "0.5"}]}


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ({}, {"order": "filed_at"}, ["L’ordre de la liste : la date de dépôt (c’était la note)."]),
        (
            {},
            {"cut": "skip", "winners": 3},
            [
                "L’argent ne descend plus la liste de même : une candidature qui ne tient pas laisse passer la "
                "suivante (c’était la liste s’arrête à la première candidature qui ne tient pas dans l’argent "
                "restant).",
                "Le nombre de lauréats est fixé : 3.",
            ],
        ),
        (
            {"winners": 3},
            {"quotas": [{"by": "zone", "stocks": {"qpv": 4}, "most": 2, "first": 1}]},
            [
                "Il n’y a plus de limite pour le nombre de lauréats (c’était 3).",
                "Un quota est ajouté sur « zone » : qpv : 4, 2 au plus pour chaque valeur, 1 servies d’abord.",
            ],
        ),
        (
            {"quotas": [{"by": "zone", "most": 2}]},
            {},
            ["Le quota sur « zone » est supprimé (c’était 2 au plus pour chaque valeur)."],
        ),
        (
            {
                "pots": [
                    {"key": "n", "label": "Nord", "share": "0.5"},
                    {"key": "s", "label": "Sud", "amount": 5},
                ]
            },
            {"pots": [{"key": "n", "label": "Nord", "share": "0.4", "threshold": "20"}]},
            [
                "La part de la sous-enveloppe « Nord » passe de 50 % à 40 %.",
                "Le seuil de la sous-enveloppe « Nord » est fixé : 20.",
                "La sous-enveloppe « Sud » est supprimée.",
            ],
        ),
        (
            {"reserve": {"until": "2027-06-30"}},
            {"reserve": {"until": "2027-07-31", "size": 3}, "lottery": {"width": "2"}},
            [
                "La fin de la liste complémentaire passe du 30 juin 2027 au 31 juillet 2027.",
                "Le nombre de places sur la liste complémentaire est fixé : 3.",
                "Un tirage au sort est ajouté entre ceux que 2 points séparent de la ligne.",
            ],
        ),
        (
            {"amount": RATES},
            {
                "amount": {
                    "rates": [
                        {"label": "Tous", "rate": "0.4", "ceiling": 60000},
                        {"label": "Zones", "rate": "0.5"},
                    ],
                    "ceiling": 50000,
                    "yearly_ceiling": 20000,
                    "minimum": 1000,
                }
            },
            [
                "Le taux d’aide « Tous » passe de 50 % à 40 %.",
                "Le plafond de l’aide pour « Tous » est fixé : 60 000 €.",
                "Un taux d’aide est ajouté : 50 % (Zones).",
                "Le plafond de l’aide est fixé : 50 000 €.",
                "Le plafond de l’aide par an est fixé : 20 000 €.",
                "Le minimum de l’aide est fixé : 1 000 €.",
            ],
        ),
        (
            {},
            {"amount": RATES},
            ["La règle de classement – Comment se calcule le montant de chacun : ajouté."],
        ),
    ],
)
def test_the_rule_of_the_money_is_compared(
    before: dict[str, Any], after: dict[str, Any], sentences: list[str]
) -> None:
    assert of_rule(before, after) == sentences


def test_the_money_the_days_and_the_waves_of_a_call_are_compared() -> None:
    def edit(content: dict[str, Any]) -> None:
        call = content["call"]
        call["title"], call["envelope"] = "AMI 2027", "9000000"
        first = call["waves"][0]
        first["name"], first["envelope"] = "Vague du printemps", "7"
        first["dossier_due_at"] = first["dossier_due_at"].replace("T", "T")
        call["waves"] = [first]

    found = of_call(edit)
    assert found[0] == f"L’appel « {CALL.call.title} » s’appelle maintenant « AMI 2027 »."
    assert found[1].startswith("L’enveloppe de l’appel passe de ")
    assert found[1].endswith(" à 9 000 000 €.")
    assert f"La vague « {CALL.call.waves[0].name} » s’appelle maintenant « Vague du printemps »." in found
    assert any(one.startswith("L’enveloppe de la vague « Vague du printemps » passe de ") for one in found)
    gone = [one for one in found if "est supprimée (elle avait " in one]
    assert len(gone) == len(CALL.call.waves) - 1


def test_a_deadline_that_moves_is_told_in_days() -> None:
    def edit(content: dict[str, Any]) -> None:
        content["call"]["waves"][-1]["results_on"] = "2031-05-01"

    (found,) = of_call(edit)
    assert "L’annonce des résultats de la vague" in found
    assert found.endswith("1er mai 2031.")


def test_forms_pieces_and_conditions_are_compared() -> None:
    def edit(content: dict[str, Any]) -> None:
        dossier = content["dossier"]
        piece = dossier["pieces"][0]
        piece["label"], piece["required"] = "Une autre pièce", not piece["required"]
        dossier["pieces"].append({"key": "neuve", "label": "Un plan"})
        dossier["declarations"].append({"key": "neuve", "text": "Je le dis."})
        question = dossier["sections"][-1]["questions"][-1]
        question["label"], question["required"] = "Une autre question ?", not question["required"]
        content["admissibility"]["completion_days"] = 3
        content["admissibility"]["rules"][0]["text"] = "Autre chose."

    found = of_call(edit)
    pieces = CALL.dossier.pieces
    assert f"La pièce « {pieces[0].label} » s’appelle maintenant « Une autre pièce »." in found
    assert "La pièce « Un plan » est ajoutée." in found
    assert "Une déclaration est ajoutée : « Je le dis. »" in found
    assert any(one.endswith("s’appelle maintenant « Une autre question ? ».") for one in found)
    assert any(one.startswith("La question « Une autre question ? » devient ") for one in found)
    assert any(
        one.startswith("Une condition de recevabilité change : « Autre chose. » (c’était « ") for one in found
    )
    assert any(one.startswith("Le délai pour compléter un dossier, en jours, passe de ") for one in found)


def test_the_committee_the_convention_and_the_rendezvous_are_compared() -> None:
    def edit(content: dict[str, Any]) -> None:
        content["committee"]["quorum"] = "0.6"
        content["committee"]["colleges"][0]["seats"] = 50
        content["convention"]["duration_months"] = 99
        content["follow_up"]["rendezvous"]["final"]["after_months"] += 1
        content["follow_up"]["indicators"] = content["follow_up"]["indicators"][1:]

    found = of_call(edit)
    assert "Le quorum du comité passe de 50 % à 60 %." in found
    assert "Le nombre de sièges du collège « Élus régionaux » passe de 5 à 50." in found
    assert any(one.startswith("La durée de la convention passe de ") for one in found)
    assert any(one.startswith("Le rendez-vous « ") for one in found)
    assert any(one.startswith("L’indicateur « ") and one.endswith(" est supprimé.") for one in found)


def test_a_line_without_a_sentence_of_its_own_is_told_by_its_name() -> None:
    assert of_call(lambda content: content["dossier"]["budget"].update(years=5)) == [
        "Le dossier – Nombre d’années du budget, de un à cinq : 5 (c’était 2)."
    ]


def test_two_different_calls_are_compared_stage_by_stage() -> None:
    away = told(call_changes(CALL, BRESCIA))
    assert "L’étape « Lettre d’intention » quitte le parcours." in away
    assert "La grille : cette étape n’est plus décrite." in away
    back = told(call_changes(BRESCIA, CALL))
    assert "La grille : cette étape est décrite, elle ne l’était pas." in back
    assert told(call_changes(CALL, CITIZENS))


@pytest.mark.parametrize("what", list(What))
def test_every_change_has_its_sentence(what: What) -> None:
    label, line = ("call", "CallFile.summary") if what in OF_A_FILE else ("x", "")
    for before, after in ((None, "letter"), ("letter", None), ("letter", "dossier")):
        assert change_sentence(Change(what, label, before, after, line)) or what in (
            *NEVER_ALONE,
            *NEVER_CHANGED,
        )
