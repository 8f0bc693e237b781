"""What a trial of a call found, in sentences for the officer who is about to open it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from app.domain.call_file.call import WaveFile
from app.domain.explanation import Figure
from app.domain.ranking.beside import CalibrationError
from app.domain.ranking.stops import Stop
from app.domain.scoring.conditions import ConditionError
from app.domain.scoring.exact import decimal_of
from app.domain.simulation import Finding, FindingCode, Spread, reference_of
from app.words import formats
from app.words.ranking import refused as command_faults
from app.words.ranking import report as ranking_report
from app.words.ranking.stops import is_money_alone, stops_words
from app.words.typography import typo

Said = Mapping[str, Figure]
C = FindingCode


def invented(count: int, reviewers: int, seed: str) -> str:
    """What was tried: nothing of it is real."""
    many = formats.plural(count, "candidature inventée", "candidatures inventées")
    by = formats.plural(reviewers, "expert")
    return typo(f"Essai sur {many}, {by} par dossier, graine « {seed} ». Rien de ceci n’est réel.")


def envelope_of(wave: WaveFile) -> str:
    """« 450 000 € », « sans limite »."""
    return formats.money_short(wave.envelope) if wave.envelope else "sans limite"


def uncomputed(error: ConditionError | CalibrationError) -> str:
    """Why nothing could be ranked."""
    if isinstance(error, CalibrationError):
        return ranking_report.uncalibrated(error)
    return command_faults.condition(error.condition, reference_of(error.place + 1), error)


def spread_sentence(spread: Spread) -> str:
    """« Les totaux vont de 41 à 93,5, la moitié à 70 ou plus. »"""
    low, middle, high = (
        formats.number(decimal_of(one, 2)) for one in (spread.lowest, spread.middle, spread.highest)
    )
    if low == high:
        return typo(f"Tous les totaux sont à {low}.")
    return typo(f"Les totaux vont de {low} à {high}, la moitié à {middle} ou plus.")


def bars(spread: Spread) -> list[tuple[str, int]]:
    """Each bar by the total from which it counts."""
    return [(formats.number(decimal_of(one.low)), one.count) for one in spread.bars]


def no_idle(criteria: int) -> str:
    """Why nothing was said of the criteria that decide nothing."""
    return typo(
        f"La grille est trop lourde ({formats.plural(criteria, 'critère')}) pour chercher ici ceux qui ne décident de "
        "rien : la commande « maillage criteria simulate » le fait."
    )


def finding_sentence(finding: Finding) -> str:
    """One finding."""
    return typo(_SENTENCES[finding.code](finding.said))


def _whole(said: Said, key: str) -> int:
    value = said.get(key)
    return value if isinstance(value, int) else 0


def _money(said: Said, key: str) -> str:
    return formats.money_short(_whole(said, key))


def _many(said: Said, one: str = "candidature", many: str = "") -> str:
    return formats.plural(_whole(said, "count"), one, many)


def _stops(what: str, nobody: str, everybody: str) -> Callable[[Said], str]:
    """`what` stops so many; `nobody` and `everybody` are what is to be wondered at."""

    def told(said: Said) -> str:
        label, count, of = said.get("label"), _whole(said, "count"), _whole(said, "of")
        head = what.format(label=label)
        if not count:
            return f"{head} n’écarte personne : {nobody}"
        if count == of:
            return f"{head} écarte tout le monde : {everybody}"
        return f"{head} écarte {_many(said)} sur {of}."

    return told


def _same_total(said: Said) -> str:
    count, of = _whole(said, "count"), _whole(said, "of")
    if not count:
        return "Tous les totaux sont différents."
    share = formats.percent(Decimal(count) / of, 0)
    return f"{share} des candidatures classées ont le même total qu’une autre ({formats.number(count)} sur {of})."


def _tied(said: Said) -> str:
    if not _whole(said, "count"):
        return "Les règles de départage ne laissent aucun ex æquo."
    return (
        f"Après les règles de départage, {_many(said, 'candidature reste', 'candidatures restent')} ex æquo."
    )


def _why(said: Said) -> Mapping[Stop, int]:
    told = said["stops"] if isinstance(said["stops"], tuple) else ()
    pairs = (str(one).partition(":") for one in told)
    return {Stop(name): int(count) for name, _, count in pairs}


def _no_line(said: Said) -> str:
    why = _why(said)
    if not why:
        return f"Aucune enveloppe n’arrête la liste : {_many(said)} pour {_money(said, 'asked')} en tout."
    return (
        f"Aucune enveloppe : {_many(said, 'candidature financée', 'candidatures financées')} sur {said['of']}, "
        f"{_money(said, 'spent')} en tout. {stops_words(why)}"
    )


def _line(said: Said) -> str:
    total = said.get("total")
    at = formats.mark(total) if isinstance(total, Decimal) else "aucun"
    why = _why(said)
    first = "L’argent s’arrête à" if is_money_alone(why) else "La dernière servie est"
    return (
        f"{first} {said['reference']} (rang {said['rank']}, total {at}) : "
        f"{_many(said, 'candidature financée', 'candidatures financées')} sur {said['of']}, "
        f"{_money(said, 'spent')} sur {_money(said, 'envelope')} ; il faudrait {_money(said, 'asked')} pour toutes les "
        f"candidatures classées.{'' if is_money_alone(why) else f' {stops_words(why)}'}"
    )


_SENTENCES: Final[Mapping[FindingCode, Callable[[Said], str]]] = {
    C.RANKED: lambda said: f"{_many(said, 'candidature classée', 'candidatures classées')} sur {said['of']}.",
    C.UNREAD: lambda said: f"{_many(said)} sur {said['of']} sans les expertises qu’un rang demande.",
    C.GATE: _stops(
        "La condition d’entrée « {label} »",
        "elle est peut-être superflue.",
        "elle est peut-être mal écrite.",
    ),
    C.ELIMINATION: _stops(
        "L’élimination « {label} »", "elle est peut-être superflue.", "elle est peut-être mal écrite."
    ),
    C.CRITERION: _stops(
        "Le seuil éliminatoire de « {label} »",
        "personne ne le manque, il est peut-être trop bas.",
        "personne ne l’atteint, il est peut-être trop haut.",
    ),
    C.GROUP: _stops(
        "Le seuil du groupe « {label} »",
        "personne ne le manque, il est peut-être trop bas.",
        "personne ne l’atteint, il est peut-être trop haut.",
    ),
    C.TOTAL: _stops(
        "Le seuil du total",
        "personne ne le manque, il est peut-être trop bas.",
        "personne ne l’atteint, il est peut-être trop haut.",
    ),
    C.SAME_TOTAL: _same_total,
    C.TIED: _tied,
    C.LINE: _line,
    C.NO_LINE: _no_line,
    C.ENOUGH: lambda said: (
        f"L’argent suffit à toutes les candidatures classées : {_money(said, 'spent')} sur {_money(said, 'envelope')}. "
        "Essayez davantage de candidatures ou moins d’argent pour voir où il s’arrêterait."
    ),
    C.NOBODY_SERVED: lambda said: (
        f"L’enveloppe de {_money(said, 'envelope')} ne finance personne : la première candidature n’y tient pas, ou "
        "des ex æquo n’y tiennent pas ensemble."
    ),
    C.QUOTA: lambda said: f"Les quotas écartent {_many(said)} sur {said['of']}.",
    C.POT_LEFT: lambda said: (
        f"La sous-enveloppe « {said['label']} » garde {_money(said, 'left')}, après {_money(said, 'spent')} attribués."
    ),
    C.IDLE: lambda said: (
        f"Sans le critère « {said['label']} », la liste et l’argent seraient les mêmes : il ne décide de rien ici."
    ),
}
