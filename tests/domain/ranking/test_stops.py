"""Why the money stops where it does, and how it is said."""

from typing import Any

import pytest

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.expressions import Kind, Value
from app.domain.ranking import Entries, Entry, Listing, listing, rank
from app.domain.ranking.stops import Stop, stops
from app.words.ranking.report import line_words
from tests.domain.grids import criterion, grid, marks, table

GRID = grid(criterion("projet", "100", ("0", "100", "1")))
NAMES = {"zone": Kind.TEXT, "taille": Kind.NUMBER}


def listed(
    rule: dict[str, Any], euros: int, scores: str = "90 80 70 60", seed: str | None = None, **zones: str
) -> Listing:
    """A to D, 10 000 € each, with these scores; A="qpv" gives a zone."""
    panel = {name: {"r": marks(projet=mark)} for name, mark in zip("ABCD", scores.split(), strict=False)}
    attributes: dict[str, dict[str, Value]] = {name: {"zone": zone} for name, zone in zones.items()}
    entries = Entries.of([Entry(name, 1_000_000, attributes=attributes.get(name)) for name in panel])
    scored = rank(table(GRID, panel, attributes), entries)
    return listing(scored, RankingRule.model_validate(rule), euros * 100, names=NAMES, seed=seed)


POTS = {
    "pots": [
        {"key": "q", "label": "QPV", "when": "zone == 'qpv'", "share": "0.5", "threshold": 75},
        {"key": "r", "label": "Rural", "when": "zone == 'rural'", "share": "0.5"},
    ]
}


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (listed({}, 0), {}),
        (listed({}, 20_000), {Stop.MONEY: 2}),
        (listed({}, 20_000, "90 80 80 60"), {Stop.TIE: 3}),
        (listed({"cut": "skip"}, 20_000), {Stop.MONEY: 2}),
        (listed({"winners": 1}, 20_000), {Stop.WINNERS: 3}),
        (listed({"winners": 2}, 0, "90 80 80 60"), {Stop.WINNERS: 3}),
        (
            listed({"quotas": [{"by": "zone", "most": 1}]}, 40_000, A="qpv", B="qpv", C="rural", D="x"),
            {Stop.QUOTA: 1},
        ),
        (
            listed(POTS, 20_000, A="qpv", B="qpv", C="qpv"),
            {Stop.POT: 1, Stop.THRESHOLD: 1, Stop.NO_POT: 1},
        ),
        (listed({"lottery": {"width": 15}}, 20_000), {Stop.DRAW: 4}),
        (listed({"cut": "partial"}, 25_000), {Stop.MONEY: 1}),
        (listed({"reserve": {"size": 1}}, 20_000), {Stop.MONEY: 2}),
    ],
)
def test_each_cause_is_counted(found: Listing, wanted: dict[Stop, int]) -> None:
    assert dict(stops(found)) == wanted


def plain(found: Listing) -> str:
    return line_words(found).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            listed({}, 25_000),
            "L’enveloppe de 25 000 € s’arrête à B (rang 2, total 80) : 2 candidatures financées pour 20 000 €, "
            "il reste 5 000 €.",
        ),
        (
            listed({"winners": 1}, 25_000),
            "La dernière servie est A (rang 1, total 90) : 1 candidature financée pour 10 000 € sur 25 000 €, il reste "
            "15 000 €. Non servies : 3 au-delà du nombre de lauréats.",
        ),
        (
            listed({"winners": 1}, 0),
            "Aucune enveloppe : 1 candidature financée, 10 000 € en tout. Non servies : 3 au-delà du nombre de "
            "lauréats.",
        ),
        (
            listed({"cut": "partial"}, 35_000),
            "L’enveloppe de 35 000 € les sert toutes, mais pas en entier : 4 candidatures financées pour 35 000 €, il "
            "ne reste rien.",
        ),
        (
            listed({}, 40_000),
            "L’enveloppe de 40 000 € suffit à toutes : 4 candidatures financées pour 40 000 €, il ne reste rien.",
        ),
        (
            listed({}, 15_000, "90 90 70 60"),
            "L’enveloppe de 15 000 € ne finance aucune candidature. Non servies : 4 faute d’argent pour tous les ex "
            "æquo.",
        ),
        (
            listed(POTS, 20_000, A="qpv", B="qpv", C="qpv"),
            "La dernière servie est A (rang 1, total 90) : 1 candidature financée pour 10 000 € sur 20 000 €, il reste "
            "10 000 €. Non servies : 1 faute d’argent dans leur sous-enveloppe, 1 sous le seuil de leur "
            "sous-enveloppe et 1 hors de toute sous-enveloppe.",
        ),
    ],
)
def test_the_line_says_what_stopped_it(found: Listing, sentence: str) -> None:
    assert plain(found) == sentence
