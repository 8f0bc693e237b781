"""The answers that the rules read and that nobody gave are told, with what was done without them."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.aid import highest
from app.domain.call_file import RankingRule
from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.names import Names
from app.domain.ranking import Entry
from app.domain.ranking.result import result_of
from app.domain.ranking.unanswered import unanswered
from app.words.ranking.unanswered import too_high, unanswered_sentence
from tests.domain.grids import criterion, grid, scale

ATTRIBUTES = [
    {"key": "zone", "label": "Zone", "options": ["qpv", "rural"]},
    {"key": "habitants", "label": "Habitants", "kind": "number"},
    {"key": "collectif", "label": "Collectif", "kind": "bool"},
]
RATES = [{"label": "QPV", "when": "zone == 'qpv'", "rate": "0.5"}, {"label": "Ailleurs", "rate": "0.3"}]


def told(rule: dict[str, Any], *attributes: dict[str, Any], **of_grid: Any) -> list[str]:
    one = grid(criterion("fond", "90"), *of_grid.pop("more", ()), attributes=ATTRIBUTES, **of_grid)
    names = grid_names(one, Names())[0]
    entries = [Entry(name, attributes=known) for name, known in zip("ABCDEFGHIJ", attributes, strict=False)]
    ranking = RankingRule.model_validate(rule)
    aids = result_of(one, ranking, names, entries, []).aids
    found = unanswered(one, ranking, names, entries, aids)
    return [unanswered_sentence(each).replace("\u202f", " ").replace("\u00a0", " ") for each in found]


TOTAL = {"eligible_total": Decimal(1000)}


def test_the_rate_tells_the_answers_that_it_lacks_and_of_whom() -> None:
    rule = {"amount": {"rates": RATES}}
    assert told(rule, {**TOTAL, "zone": "qpv"}, TOTAL, {**TOTAL, "zone": "rural"}) == [
        "Attention : le taux de l’aide lit « zone », sans réponse pour B : la condition est inconnue, une ligne "
        "suivante a donné le taux, ou aucune."
    ]
    assert told(rule, {**TOTAL, "zone": "qpv"}) == []
    (whole,) = told(rule, TOTAL, TOTAL)
    assert "sans réponse pour toutes les candidatures" in whole
    some = told(rule, {**TOTAL, "zone": "qpv"}, *[TOTAL] * 8)
    assert "sans réponse pour B, C, D, E, F et 3 autres" in some[0]


def test_an_amount_without_expenses_or_activity_is_told() -> None:
    aid = {"rates": RATES[1:], "activity_ceiling": {"of": "habitants", "share": "0.5"}}
    lead = "Attention : le montant de l’aide lit"
    assert told({"amount": aid}, {"zone": "qpv"}) == [
        f"{lead} « eligible_total », sans réponse pour toutes les candidatures : aucune aide n’est calculée.",
        f"{lead} « habitants », sans réponse pour toutes les candidatures : aucune aide n’est calculée.",
    ]


def test_the_pots_and_the_split_tell_theirs() -> None:
    pots = [
        {"key": "c", "label": "Collectifs", "when": "collectif", "share": "0.5"},
        {"key": "z", "label": "Petits", "when": "1 / habitants > 2", "share": "0.3"},
        {"key": "a", "label": "Autres", "share": "0.2"},
    ]
    answered = {"collectif": False, "habitants": Decimal(0)}
    assert told({"pots": pots}, answered, {"collectif": True}) == []
    assert told({"pots": pots}, answered, {"habitants": Decimal(9)}) == [
        "Attention : le choix de la sous-enveloppe lit « collectif », sans réponse pour B : la condition est inconnue, "
        "une sous-enveloppe suivante a été prise, ou aucune."
    ]
    assert told({"split": {"by": "zone", "in_proportion_to": "count"}}, {"zone": "qpv"}, {}) == [
        "Attention : le partage de l’enveloppe lit « zone », sans réponse pour B : aucune sous-enveloppe n’est prise."
    ]


@pytest.mark.parametrize(
    ("of_grid", "sentence"),
    [
        (
            {
                "more": [
                    criterion(
                        "taille",
                        "5",
                        ("0", "5", "1"),
                        computed=[{"when": "habitants > 9", "mark": 5}, {"mark": 0}],
                    )
                ]
            },
            "le calcul du critère « Taille » lit « habitants », sans réponse pour B : une ligne suivante a donné la "
            "note, ou bien c’est la plus faible.",
        ),
        (
            {"more": [criterion("prix", "5", ("0", "5", "1"), computed="5 * lowest(habitants) / habitants")]},
            "le calcul du critère « Prix » lit « habitants », sans réponse pour B : une ligne suivante a donné la "
            "note, ou bien c’est la plus faible.",
        ),
        (
            {"more": [criterion("grand", "5", when="habitants > 9")]},
            "la condition du critère « Grand » lit « habitants », sans réponse pour B : le critère n’est pas appliqué.",
        ),
        (
            {"gates": [{"key": "p", "label": "Assez grande", "conditions": ["habitants > 9 and total > 1"]}]},
            "la porte « Assez grande » lit « habitants », sans réponse pour B : cette condition n’est pas remplie.",
        ),
        (
            {"knock_outs": [{"label": "Trop grande", "when": "habitants > 90"}]},
            "l’élimination « Trop grande » lit « habitants », sans réponse pour B : rien n’est écarté à ce titre.",
        ),
    ],
)
def test_the_grid_tells_the_answers_that_it_lacks(of_grid: dict[str, Any], sentence: str) -> None:
    assert told({}, {"habitants": Decimal(20)}, {}, **of_grid) == [f"Attention : {sentence}"]


def test_the_highest_aid_is_that_of_the_lines_under_the_common_ceiling() -> None:
    def most(*ceilings: int | None, ceiling: int | None = None) -> int | None:
        rates = [{"label": "x", "rate": "0.5", "ceiling": one} for one in ceilings]
        return highest(AidRule.model_validate({"rates": rates, "ceiling": ceiling}))

    assert most(10, 30) == 3000
    assert most(10, None) is None
    assert most(10, None, ceiling=20) == 2000
    assert most(10, 30, ceiling=20) == 2000
    assert "60 000 € pour A" in too_high("A", 6_000_000, 1_000_000).replace("\u202f", " ").replace(
        "\u00a0", " "
    )


def test_whom_one_compares_with_tells_whose_answer_it_lacks() -> None:
    least = {"key": "petit", "label": "Petit", "weight": 10, "scale": scale("0", "10", "1")}
    more = [{**least, "computed": "10 * lowest(habitants) / habitants"}]
    known = {"habitants": Decimal(9)}
    assert told({}, {**known, "collectif": True}, known, more=more, compare_among="collectif") == [
        "Attention : la condition de ceux que l’on compare (compare_among) lit « collectif », sans réponse pour B : "
        "la candidature ne compte ni dans le plus bas, ni dans le plus haut, ni dans la moyenne."
    ]
