"""A condition of a call, read aloud."""

import pytest

from app.domain.documents.rules import Paragraph
from app.words.calls.conditions import condition_words
from app.words.calls.rules.conditions import told
from app.words.lexicon import Term, lexicon
from tests import factories

N, S = "\u202f", "\u00a0"
NAMES = {
    "minutes_voiture": Term("Minutes en voiture"),
    "annees": Term("Ancienneté", unit="ans"),
    "nature": Term("Nature", {"creation": "Création", "reprise": "Reprise"}),
    "apports": Term("Apports", {"benevoles": "Des bénévoles"}),
    "pieces": Term("Pièces jointes", {"rib": "RIB"}),
    "declarations": Term("Déclarations", {"exact": "Tout est exact."}),
    "requested": Term("Aide demandée", unit="€"),
    "eligible_total": Term("Dépenses éligibles", unit="€"),
    "collectif": Term("Projet collectif"),
    "ouvert_le": Term("Ouvert le"),
    "commune": Term("Commune"),
}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("minutes_voiture >= 20", "Minutes en voiture : 20 ou plus"),
        ("20 <= minutes_voiture", "Minutes en voiture : 20 ou plus"),
        ("minutes_voiture < 20", "Minutes en voiture : moins de 20"),
        ("minutes_voiture > 20.5", "Minutes en voiture : plus de 20,5"),
        ("minutes_voiture != 20", "Minutes en voiture : autre que 20"),
        ("annees >= 1", f"Ancienneté : 1{S}an ou plus"),
        ("annees <= 3", f"Ancienneté : 3{S}ans ou moins"),
        ("requested <= 50000", f"Aide demandée : 50{N}000{S}€ ou moins"),
        ("requested <= eligible_total * 0.5", f"Aide demandée : au plus 50{S}% de « Dépenses éligibles »"),
        ("requested <= eligible_total - 10", "Aide demandée : au plus « Dépenses éligibles » − 10"),
        ("requested / eligible_total > 0.5", "« Aide demandée » ÷ « Dépenses éligibles » : plus de 0,5"),
        (
            "requested < min(eligible_total, 9)",
            "Aide demandée : moins que le plus petit de « Dépenses éligibles » et 9",
        ),
        ("nature == 'creation'", "Nature : « Création »"),
        ("nature != 'creation'", "Nature : autre que « Création »"),
        ("nature in ['creation', 'reprise']", "Nature : « Création » ou « Reprise »"),
        ("nature not in ['creation', 'reprise']", "Nature : ni « Création » ni « Reprise »"),
        ("'benevoles' in apports", "Apports : avec « Des bénévoles »"),
        ("not 'benevoles' in apports", "Apports : sans « Des bénévoles »"),
        ("'rib' in pieces", "pièce « RIB » jointe"),
        ("'rib' not in pieces", "pièce « RIB » absente"),
        ("'exact' in declarations", "déclaration « Tout est exact. » cochée"),
        ("collectif", "Projet collectif : oui"),
        ("not collectif", "Projet collectif : non"),
        ("not not collectif", "Projet collectif : oui"),
        ("collectif == false", "Projet collectif : non"),
        ("collectif == False", "Projet collectif : non"),
        ("collectif != True", "Projet collectif : non"),
        ("between(annees, 1, 5)", f"Ancienneté : de 1{S}an à 5{S}ans"),
        ("1 <= minutes_voiture <= 5", "Minutes en voiture : de 1 à 5"),
        ("ouvert_le >= date('2026-03-01')", f"Ouvert le : le 1er{S}mars{S}2026 ou après"),
        ("ouvert_le < date('2026-03-01')", f"Ouvert le : avant le 1er{S}mars{S}2026"),
        ("answered(commune)", "Commune : avec une réponse"),
        ("not answered(commune)", "Commune : sans réponse"),
        ("starts_with(commune, '24', '33')", "Commune : commence par « 24 » ou « 33 »"),
        ("collectif and annees > 2", f"« Projet collectif » : oui, et « Ancienneté » : plus de 2{S}ans"),
        ("collectif or annees > 2", f"« Projet collectif » : oui, ou « Ancienneté » : plus de 2{S}ans"),
        (
            "nature != 'creation' or minutes_voiture >= 20",
            "si « Nature » : « Création », alors « Minutes en voiture » : 20 ou plus",
        ),
        (
            "collectif and (annees > 2 or nature == 'reprise')",
            f"« Projet collectif » : oui, et (« Ancienneté » : plus de 2{S}ans, ou « Nature » : « Reprise »)",
        ),
    ],
)
def test_a_condition_is_said(condition: str, words: str) -> None:
    assert condition_words(condition, NAMES) == words


@pytest.mark.parametrize(
    "condition",
    ["(1 if collectif else 2) < annees", "unknown > 2", "not (collectif and annees > 2)", "1 < annees < 4"],
)
def test_what_has_no_words_is_given_as_the_file_writes_it(condition: str) -> None:
    assert condition_words(condition, NAMES) is None
    assert told("Écarté", condition, NAMES).code == condition


def test_the_names_of_a_condition_without_words_are_told_beside_it() -> None:
    found = told("Écarté", "(1 if collectif else 2) < annees", NAMES)
    assert found == Paragraph(
        f"Écarté{S}:",
        "(1 if collectif else 2) < annees",
        f"où annees, «{S}Ancienneté{S}»{N}; collectif, «{S}Projet collectif{S}».",
    )


def test_a_condition_alone_begins_with_a_capital() -> None:
    assert told("", "'rib' in pieces", NAMES).text == f"Pièce «{S}RIB{S}» jointe."


@pytest.mark.parametrize("slug", [factories.TIERS_LIEUX, factories.CHERCHEURS, factories.BRESCIA])
def test_every_condition_of_the_real_calls_has_words(slug: str) -> None:
    folder = factories.call_folder(slug)
    names = lexicon(folder)
    rules = folder.admissibility.rules if folder.admissibility else ()
    conditions = [rule.automatic for rule in rules] + [question.when for question in folder.questions]
    conditions += [line.when for line in folder.dossier.budget.aid.rates]
    assert [one for one in conditions if one is not None and condition_words(one, names) is None] == []
