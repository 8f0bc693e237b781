"""Each step of the money is said in French, with its figures."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.allocation import allocate
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.explanation import Figure, StepCode
from app.domain.expressions import Kind
from app.words.ranking.allocation_steps import ALLOCATION_STEPS, allocation_sentence
from tests.domain.ranked import candidate

C = StepCode
NO_BREAK = {"\u00a0": " ", "\u202f": " "}
SAID: list[tuple[StepCode, dict[str, Figure], str]] = [
    (C.IN_POT, {"pot": "Projets collectifs"}, "Sous-enveloppe « Projets collectifs »."),
    (
        C.NO_POT,
        {"pots": ("Grands", "Villes")},
        "N’entre dans aucune sous-enveloppe : ni « Grands » ni « Villes ».",
    ),
    (C.NO_POT, {"pots": ()}, "N’entre dans aucune sous-enveloppe."),
    (
        C.POT_UNREADABLE,
        {"pots": ("Sobres",)},
        "La condition de « Sobres » ne se calcule pas avec ses réponses : à regarder par l’instructeur.",
    ),
    (
        C.POT_THRESHOLD,
        {"score": Decimal("24.50"), "threshold": Decimal(25), "pot": "Projets individuels"},
        "La sous-enveloppe « Projets individuels » demande 25 points : 24,5 points.",
    ),
    (
        C.POT_THRESHOLD,
        {"score": None, "threshold": Decimal(25), "pot": "Projets individuels"},
        "La sous-enveloppe « Projets individuels » demande 25 points : aucun total.",
    ),
    (
        C.ORDER_UNKNOWN,
        {"orders": ("agriculteurs",)},
        "Sans réponse à « agriculteurs », qui fait l’ordre de la liste : placée après les autres.",
    ),
    (
        C.FITS,
        {"amount_cents": 150_000_00, "left_cents": 100_000_00},
        "Servie : 150 000 € ; il reste 100 000 €.",
    ),
    (C.FITS, {"amount_cents": 150_000_00, "left_cents": 0}, "Servie : 150 000 € ; il ne reste rien."),
    (C.FITS, {"amount_cents": 150_000_00, "left_cents": None}, "Servie : 150 000 €."),
    (
        C.SETTLED,
        {"amount_cents": 45_000_00, "wins": True},
        "Servie d’abord, par ce qui est déjà avisé ou décidé : 45 000 €.",
    ),
    (C.SETTLED, {"amount_cents": 0, "wins": True}, "Servie d’abord, par ce qui est déjà avisé ou décidé."),
    (
        C.SETTLED,
        {"amount_cents": 18_000_00, "wins": False},
        "Ne reçoit plus rien, et garde 18 000 € déjà payés.",
    ),
    (
        C.SETTLED,
        {"amount_cents": 0, "wins": False},
        "Ce qui en est avisé ou décidé ne prend rien sur l’enveloppe.",
    ),
    (
        C.SERVED_FIRST,
        {"by": "theme", "value": "eau", "first": 1},
        "Servie avant les autres : la règle sert d’abord la première candidature de « theme : eau ».",
    ),
    (
        C.SERVED_FIRST,
        {"by": "theme", "value": "", "first": 2},
        "Servie avant les autres : la règle sert d’abord les 2 premières candidatures de « theme » sans réponse.",
    ),
    (
        C.SPILLED,
        {"received_cents": 50_000_00, "donors": ("Projets individuels",)},
        "Dont 50 000 € laissés par « Projets individuels », où personne ne peut plus être servi.",
    ),
    (
        C.PARTLY,
        {"amount_cents": 40_000_00, "left_cents": 0, "asked_cents": 70_000_00},
        "Servie en partie : 40 000 € sur 70 000 €, tout ce qui restait pour elle.",
    ),
    (
        C.PARTIAL_TOO_SMALL,
        {"left_cents": 40_000_00, "amount_cents": 81_000_00, "least_share": Decimal("0.5")},
        "Il reste 40 000 € pour 81 000 € : moins que la part la plus petite admise, 50 %.",
    ),
    (
        C.DOES_NOT_FIT,
        {"amount_cents": 70_000_00, "left_cents": 40_000_00},
        "Ne tient pas dans l’argent restant : 70 000 € ; il reste 40 000 €.",
    ),
    (
        C.TIE_DOES_NOT_FIT,
        {"count": 2, "amount_cents": 80_000_00, "left_cents": 50_000_00},
        "Ex æquo : 2 candidatures demandent ensemble 80 000 €, il reste 50 000 €. Rien ne les sépare : aucune n’est "
        "servie. C’est au comité de les départager.",
    ),
    (
        C.LINE_CLOSED,
        {"at": ("TL26-0007",)},
        "La liste s’arrête plus haut, à TL26-0007, qui ne tient pas dans l’argent restant.",
    ),
    (
        C.LINE_CLOSED,
        {"at": ("TL26-0007", "TL26-0009")},
        "La liste s’arrête plus haut, à TL26-0007 et TL26-0009, qui ne tiennent pas ensemble dans l’argent restant.",
    ),
    (C.WINNERS_REACHED, {}, "Le nombre de lauréats de la vague est atteint."),
    (
        C.WINNERS_REACHED,
        {"late": True},
        "À son tour, l’argent de sa sous-enveloppe ne suffisait pas ; quand une autre lui en a laissé, le nombre de "
        "lauréats de la vague était atteint.",
    ),
    (
        C.TIE_ABOVE_WINNERS,
        {"count": 2, "left": 1},
        "Ex æquo : 2 candidatures pour 1 place de lauréat. Rien ne les sépare : aucune n’est retenue. C’est au comité "
        "de les départager.",
    ),
    (
        C.WINNERS_HELD,
        {"at": ("TL26-0007", "TL26-0009"), "left": 1},
        "La place de lauréat qui reste attend que soient départagées TL26-0007 et TL26-0009.",
    ),
    (
        C.WINNERS_HELD,
        {"at": ("TL26-0007", "TL26-0009", "TL26-0011"), "left": 2},
        "Les 2 places qui restent attendent que soient départagées TL26-0007, TL26-0009 et TL26-0011.",
    ),
    (
        C.QUOTA_REACHED,
        {"by": "zone", "value": "qpv", "most": 4},
        "Les 4 places de « zone : qpv » sont prises.",
    ),
    (
        C.QUOTA_REACHED,
        {"by": "zone", "value": "qpv", "most": 1},
        "La seule place de « zone : qpv » est prise.",
    ),
    (
        C.QUOTA_REACHED,
        {"by": "zone", "value": "qpv", "most": 0},
        "Aucune place n’est ouverte pour « zone : qpv ».",
    ),
    (
        C.TIE_ABOVE_QUOTA,
        {"by": "zone", "value": "qpv", "most": 4},
        "Les places qui restent pour « zone : qpv » ne suffisent pas à tous les ex æquo : rien ne les sépare, aucun "
        "n’en prend. C’est au comité de les départager.",
    ),
    (
        C.QUOTA_HELD,
        {"by": "zone", "value": "qpv", "most": 4, "at": ("TL26-0007", "TL26-0009")},
        "Les places qui restent pour « zone : qpv » attendent que soient départagées TL26-0007 et TL26-0009.",
    ),
    (
        C.DRAWN,
        {"place": 1, "count": 5, "seed": "Loto", "digest": "f12eabaf6cd8df5d"},
        "Tirage au sort : 1re sur 5. Empreinte f12eabaf6cd8…, que donne la commande sha256sum avec la graine publiée "
        "« Loto », deux-points et la référence.",
    ),
    (
        C.TO_DRAW,
        {"count": 5, "amount_cents": 500_000_00, "left_cents": 400_000_00},
        "À tirer au sort entre 5 candidatures trop proches de la ligne. Elles demandent 500 000 €, il reste 400 000 €.",
    ),
    (
        C.TO_DRAW,
        {"count": 2, "amount_cents": 5, "left_cents": None},
        "À tirer au sort entre 2 candidatures trop proches de la ligne.",
    ),
    (
        C.BEYOND_DRAW,
        {"amount_cents": 100_00, "left_cents": 99_99},
        "Le tirage au sort autour de la ligne laissera 99,99 € au plus, quel qu’en soit le résultat : 100 € n’y "
        "tiennent pas.",
    ),
    (C.AFTER_DRAW, {}, "Dépend d’un tirage au sort qui n’a pas encore eu lieu."),
    (
        C.ON_RESERVE,
        {"place": 2, "until": date(2027, 6, 30)},
        "Sur la liste complémentaire, à la 2e place, jusqu’au 30 juin 2027.",
    ),
    (C.ON_RESERVE, {"place": 1, "until": None}, "Sur la liste complémentaire, à la 1re place."),
    (C.RESERVE_FULL, {"size": 10}, "La liste complémentaire est complète : 10 places."),
    (
        C.RESERVE_OVER,
        {},
        "La liste complémentaire n’est plus valable : l’argent rendu n’est pas redistribué.",
    ),
    (C.WITHDREW, {"amount_cents": 60_000_00}, "A renoncé : 60 000 € reviennent à l’enveloppe."),
    (C.PROMOTED, {"place": 1}, "Appelée de la liste complémentaire, où elle était à la 1re place."),
    (
        C.COMPLETED,
        {"amount_cents": 20_000_00, "total_cents": 70_000_00},
        "Complétée de 20 000 €, rendus par un lauréat : 70 000 € en tout.",
    ),
]


@pytest.mark.parametrize(("code", "said", "sentence"), SAID)
def test_a_step_of_the_money_is_one_sentence(code: StepCode, said: dict[str, Figure], sentence: str) -> None:
    assert allocation_sentence(code, said).translate(str.maketrans(NO_BREAK)) == sentence


def test_every_step_of_the_money_has_its_sentence() -> None:
    assert set(ALLOCATION_STEPS) == {code for code, _, _ in SAID}


def test_what_the_engine_says_is_what_the_words_expect() -> None:
    rule = RankingRule.model_validate(
        {
            "quotas": [{"by": "zone", "most": 1}],
            "pots": [
                {
                    "key": "a",
                    "label": "A",
                    "when": "zone == 'x'",
                    "amount": "100",
                    "threshold": 5,
                    "spills_to": ["b"],
                },
                {"key": "b", "label": "B", "when": "zone == 'y'", "amount": "100", "order": "size"},
            ],
            "reserve": {"until": "2027-06-30"},
        }
    )
    four = [
        candidate("A", 1, 60, score="9", zone="x"),
        candidate("B", 2, 60, score="3", zone="x"),
        candidate("C", 3, 120, score="8", zone="y", size=Decimal(2)),
        candidate("D", 4, 20, score="7", zone="y"),
        candidate("E", 5, 20, score="6"),
    ]
    found = allocate(four, rule, None, names={"zone": Kind.TEXT})
    told = {
        award.reference: [allocation_sentence(step.code, step.said) for step in award.steps]
        for award in found.awards
    }
    assert all(one.endswith(".") and "None" not in one for lines in told.values() for one in lines)
    assert [line.translate(str.maketrans(NO_BREAK)) for line in told["C"]] == [
        "Sous-enveloppe « B ».",
        "Dont 20 € laissés par « A », où personne ne peut plus être servi.",
        "Servie : 120 € ; il ne reste rien.",
    ]
    assert [line.translate(str.maketrans(NO_BREAK)) for line in told["D"]] == [
        "Sous-enveloppe « B ».",
        "Sans réponse à « size », qui fait l’ordre de la liste : placée après les autres.",
        "La seule place de « zone : y » est prise.",
        "Sur la liste complémentaire, à la 1re place, jusqu’au 30 juin 2027.",
    ]
