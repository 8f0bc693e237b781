"""Why the money stops where it does: « 12 faute d’argent, 3 au-delà du nombre de lauréats »."""

from collections.abc import Mapping
from typing import Final

from app.domain.ranking.stops import Stop
from app.words import formats

_WHY: Final[Mapping[Stop, str]] = {
    Stop.MONEY: "faute d’argent",
    Stop.TIE: "faute d’argent pour tous les ex æquo",
    Stop.POT: "faute d’argent dans leur sous-enveloppe",
    Stop.WINNERS: "au-delà du nombre de lauréats",
    Stop.QUOTA: "au-delà d’un quota",
    Stop.THRESHOLD: "sous le seuil de leur sous-enveloppe",
    Stop.NO_POT: "hors de toute sous-enveloppe",
    Stop.DRAW: "par le tirage au sort, ou en l’attendant",
}


def is_money_alone(stops: Mapping[Stop, int]) -> bool:
    """Is the envelope all that keeps the others from being served?"""
    return set(stops) <= {Stop.MONEY}


def stops_words(stops: Mapping[Stop, int]) -> str:
    """« Non servies : 12 faute d’argent et 3 au-delà d’un quota. »"""
    told = [f"{formats.number(count)} {_WHY[stop]}" for stop, count in stops.items()]
    return f"Non servies : {formats.listing(told)}."
