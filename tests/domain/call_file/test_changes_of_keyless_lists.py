"""Lists without keys are laid side by side: one element that changes is one change, and no other is invented."""

from typing import Any

import pytest

from app.domain.call_file import RankingRule, ScoringFile
from app.domain.call_file.aid import RateLine
from app.domain.call_file.changes.alignment import aligned, likeness
from app.domain.call_file.changes.changes import grid_and_rule_changes
from app.words.calls.changes.told import change_sentence
from app.words.lexicon import grid_lexicon
from tests.domain.grids import criterion, grid, levels

FIVE = {"when": "habitants >= 5000", "mark": 12}
TWO = {"when": "habitants >= 2000", "mark": 6}
REST: dict[str, Any] = {"mark": 0}
ATTRIBUTES = [
    {"key": "habitants", "label": "Nombre d’habitants", "kind": "number"},
    {"key": "zone", "label": "Zone", "options": ["qpv", "rural"]},
]


def computed(*lines: dict[str, Any]) -> ScoringFile:
    taille = criterion("taille", "12", ("0", "12", "1"), label="Taille", computed=list(lines))
    return grid(criterion("fond", "88"), taille, attributes=ATTRIBUTES)


def told(before: ScoringFile, after: ScoringFile, *rules: dict[str, Any]) -> list[str]:
    old, new = (RankingRule.model_validate(one) for one in rules or ({}, {}))
    names = grid_lexicon(after)
    found = grid_and_rule_changes((before, old), (after, new))
    return [change_sentence(one, names).replace("\u202f", " ").replace("\u00a0", " ") for one in found]


@pytest.mark.parametrize(
    ("after", "sentences"),
    [
        (
            [{**FIVE, "when": "habitants >= 4000"}, TWO, REST],
            ["Nombre d’habitants : 4 000 ou plus (c’était 5 000 ou plus), note 12."],
        ),
        (
            [{**FIVE, "mark": 10}, TWO, REST],
            ["Nombre d’habitants : 5 000 ou plus, note 10 (c’était note 12)."],
        ),
        (
            [{"when": "habitants >= 6000", "mark": 11}, TWO, REST],
            ["Nombre d’habitants : 6 000 ou plus, note 11 (c’était 5 000 ou plus, note 12)."],
        ),
        ([FIVE, REST], ["Nombre d’habitants : 2 000 ou plus, note 6 (ligne supprimée)."]),
        (
            [FIVE, {"when": "zone == 'qpv'", "mark": "habitants / 1000"}, TWO, REST],
            ["Zone : « qpv », note « habitants / 1000 » (ligne ajoutée)."],
        ),
        ([FIVE, TWO, {"mark": 1}], ["tous les autres, note 1 (c’était note 0)."]),
    ],
)
def test_a_line_of_a_computed_mark_that_changes_is_one_change(
    after: list[dict[str, Any]], sentences: list[str]
) -> None:
    lead = "Le calcul du critère « Taille » – "
    assert told(computed(FIVE, TWO, REST), computed(*after)) == [lead + one for one in sentences]


def test_lines_that_change_places_are_told_as_an_order() -> None:
    assert told(computed(FIVE, TWO, REST), computed(TWO, FIVE, REST)) == [
        "La grille, « Taille » – Comment la note se calcule d’après le dossier, pour un critère que personne ne note : "
        "l’ordre change."
    ]


def test_a_criterion_that_begins_or_ends_to_be_computed_is_told_once() -> None:
    marked = grid(
        criterion("fond", "88"),
        criterion("taille", "12", ("0", "12", "1"), label="Taille"),
        attributes=ATTRIBUTES,
    )
    whole = computed(FIVE, REST)
    assert told(marked, whole) == [
        "Le critère « Taille » n’est plus noté : il se calcule d’après le dossier."
    ]
    assert told(whole, marked) == [
        "Le critère « Taille » ne se calcule plus d’après le dossier : les experts le notent."
    ]


def test_a_level_that_is_given_is_named_by_its_words() -> None:
    def lieu(mark: str) -> ScoringFile:
        given = levels("loin", "pres", values="0 1")
        place = criterion(
            "lieu", "10", given, computed=[{"when": "zone != 'rural' and amount > 1", "mark": mark}]
        )
        return grid(criterion("fond", "90"), place, attributes=ATTRIBUTES)

    assert told(lieu("loin"), lieu("pres")) == [
        "Le calcul du critère « Lieu » – « Zone » : autre que « rural », et « Montant de l’aide » : plus de 1 €, "
        "niveau « Pres » (c’était niveau « Loin »)."
    ]


def test_a_tie_break_that_moves_is_told_once() -> None:
    before, after = (
        grid(criterion("a", "60"), criterion("b", "40"), tie_breaks=ties) for ties in (("a", "b"), ("b", "a"))
    )
    assert told(before, after) == ["Ce qui départage les ex æquo : B puis A (c’était A puis B)."]


def test_what_a_tie_break_prefers_is_said_with_it_and_only_once() -> None:
    before, after = (
        grid(
            criterion("a", "100"),
            attributes=ATTRIBUTES,
            tie_breaks=[{"by": "habitants", "prefer": prefer}, "filed_at"],
        )
        for prefer in ("uncovered", "lower")
    )
    assert told(before, after) == [
        "Ce qui départage les ex æquo : Nombre d’habitants (le plus bas d’abord) puis la date de dépôt (c’était Nombre "
        "d’habitants (d’abord ce qu’aucune mieux classée n’a) puis la date de dépôt)."
    ]


def test_a_quota_is_called_by_what_it_counts() -> None:
    one = grid(criterion("a", "100"), attributes=ATTRIBUTES)
    two, three = ({"quotas": [{"by": "zone", "stocks": {"qpv": count}}]} for count in (2, 3))
    assert told(one, one, two, three) == ["Le quota sur « Zone » devient qpv : 3 (c’était qpv : 2)."]


def test_a_rate_that_is_renamed_or_given_to_others_is_the_same_rate() -> None:
    grid_ = grid(criterion("a", "100"), attributes=ATTRIBUTES)
    qpv = {"label": "Quartiers", "when": "zone == 'qpv'", "rate": "0.5"}
    rest = {"label": "Ailleurs", "rate": "0.3"}

    def rule(*rates: dict[str, str]) -> dict[str, Any]:
        return {"amount": {"rates": list(rates)}}

    assert told(grid_, grid_, rule(qpv, rest), rule({**qpv, "label": "QPV"}, rest)) == [
        "La règle de classement, « QPV » – l’intitulé : « QPV » (c’était « Quartiers »)."
    ]
    assert told(grid_, grid_, rule(qpv, rest), rule({**qpv, "when": "zone == 'rural'"}, rest)) == [
        "La règle de classement, « Quartiers » – la condition : « zone == 'rural' » (c’était « zone == 'qpv' »)."
    ]
    new = {"label": "Montagne", "when": "habitants < 300", "rate": "0.8"}
    assert told(grid_, grid_, rule(qpv, rest), rule(new, rest)) == [
        "Le taux d’aide de 50 % est supprimé (Quartiers).",
        "Un taux d’aide est ajouté : 80 % (Montagne).",
    ]


def test_an_elimination_keeps_its_place_when_its_condition_or_its_words_change() -> None:
    def out(label: str, when: str) -> ScoringFile:
        return grid(criterion("a", "100"), attributes=ATTRIBUTES, knock_outs=[{"label": label, "when": when}])

    small = out("Trop petite", "habitants < 100")
    assert told(small, out("Trop petite", "habitants < 200")) == [
        "L’élimination « Trop petite » vaut si habitants < 200 (c’était si habitants < 100)."
    ]
    assert told(small, out("Hors du champ", "habitants < 100")) == [
        "La grille, « Hors du champ » – l’intitulé : « Hors du champ » (c’était « Trop petite »)."
    ]


def test_pairs_keep_their_order_and_leave_out_what_has_no_like() -> None:
    one, two, three = (
        RateLine(label=name, rate=part) for name, part in (("a", "0.1"), ("b", "0.2"), ("c", "0.3"))
    )
    assert list(aligned([one, two, three], [one, three])) == [(0, 0), (2, 1)]
    assert list(aligned([one, three], [one, two, three])) == [(0, 0), (1, 2)]
    assert list(aligned([], [one])) == []
    assert likeness(one, one) == 1
    far = RateLine(label="zzzz", when="x", rate="1", ceiling=7)
    assert likeness(one, far) < 0.5
    assert list(aligned([one], [far])) == []
