"""Why an application gets what it gets: a French sentence for each step of the money down the list."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from app.domain.explanation import Figure, StepCode
from app.words import formats
from app.words.typography import typo

Said = Mapping[str, Figure]
Teller = Callable[[Said], str]
C = StepCode
_TO_PART: Final = " C’est au comité de les départager."


def _euros(said: Said, key: str) -> str:
    cents = said.get(key)
    return formats.money_short(cents) if isinstance(cents, int) else "un montant sans limite"


def _count(said: Said, key: str) -> int:
    value = said.get(key)
    return value if isinstance(value, int) else 0


def _figure(said: Said, key: str) -> str:
    value = said.get(key)
    return formats.number(value) if isinstance(value, int | Decimal) else "aucun"


def _share(said: Said) -> Decimal:
    value = said.get("least_share")
    return value if isinstance(value, Decimal) else Decimal(0)


def _names(said: Said, key: str, last: str = "et") -> str:
    value = said.get(key)
    return formats.listing([f"« {one} »" for one in value], last) if isinstance(value, tuple) else ""


def _listed(said: Said, key: str) -> str:
    value = said.get(key)
    return formats.listing([str(one) for one in value]) if isinstance(value, tuple) else ""


def _value(said: Said) -> str:
    """« zone : qpv », « zone sans réponse »."""
    return f"« {said['by']} : {said['value']} »" if said.get("value") else f"« {said['by']} » sans réponse"


def _left(said: Said) -> str:
    if said.get("left_cents") is None:
        return ""
    return f" ; il reste {_euros(said, 'left_cents')}" if said["left_cents"] else " ; il ne reste rien"


def _no_pot(said: Said) -> str:
    names = _names(said, "pots", "ni")
    return f"N’entre dans aucune sous-enveloppe{f' : ni {names}' if names else ''}."


def _below(said: Said) -> str:
    had = f"{_figure(said, 'score')} points" if said.get("score") is not None else "aucun total"
    return f"La sous-enveloppe « {said['pot']} » demande {_figure(said, 'threshold')} points : {had}."


def _first(said: Said) -> str:
    count = _count(said, "first")
    best = "la première candidature" if count == 1 else f"les {count} premières candidatures"
    return f"Servie avant les autres : la règle sert d’abord {best} de {_value(said)}."


def _quota(said: Said) -> str:
    most = _count(said, "most")
    if not most:
        return f"Aucune place n’est ouverte pour {_value(said)}."
    if most == 1:
        return f"La seule place de {_value(said)} est prise."
    return f"Les {formats.number(most)} places de {_value(said)} sont prises."


def _tie_quota(said: Said) -> str:
    return (
        f"Les places qui restent pour {_value(said)} ne suffisent pas à tous les ex æquo : rien ne les sépare, "
        f"aucun n’en prend.{_TO_PART}"
    )


def _quota_held(said: Said) -> str:
    return (
        f"Les places qui restent pour {_value(said)} attendent que soient départagées {_listed(said, 'at')}."
    )


def _tie(said: Said) -> str:
    return (
        f"Ex æquo : {_figure(said, 'count')} candidatures demandent ensemble {_euros(said, 'amount_cents')}, il reste "
        f"{_euros(said, 'left_cents')}. Rien ne les sépare : aucune n’est servie.{_TO_PART}"
    )


def _tie_winners(said: Said) -> str:
    left = _count(said, "left")
    return (
        f"Ex æquo : {_figure(said, 'count')} candidatures pour {formats.plural(left, 'place')} de lauréat. Rien ne les "
        f"sépare : aucune n’est retenue.{_TO_PART}"
    )


def _winners_held(said: Said) -> str:
    left = _count(said, "left")
    what = "La place de lauréat qui reste attend" if left == 1 else f"Les {left} places qui restent attendent"
    return f"{what} que soient départagées {_listed(said, 'at')}."


def _reached(said: Said) -> str:
    if said.get("late"):
        return (
            "À son tour, l’argent de sa sous-enveloppe ne suffisait pas ; quand une autre lui en a laissé, le nombre "
            "de lauréats de la vague était atteint."
        )
    return "Le nombre de lauréats de la vague est atteint."


def _closed(said: Said) -> str:
    at = said.get("at")
    several = isinstance(at, tuple) and len(at) > 1
    who = f"{_listed(said, 'at')}, {'qui ne tiennent pas ensemble' if several else 'qui ne tient pas'}"
    return f"La liste s’arrête plus haut, à {who} dans l’argent restant."


def _drawn(said: Said) -> str:
    place, digest = _count(said, "place"), str(said["digest"])
    return (
        f"Tirage au sort : {formats.ordinal(place, feminine=True)} sur {_figure(said, 'count')}. Empreinte "
        f"{digest[:12]}…, que donne la commande sha256sum avec la graine publiée « {said['seed']} », deux-points et la "
        "référence."
    )


def _to_draw(said: Said) -> str:
    rest = said.get("left_cents")
    asked = (
        f" Elles demandent {_euros(said, 'amount_cents')}, il reste {_euros(said, 'left_cents')}."
        if rest
        else ""
    )
    return f"À tirer au sort entre {_figure(said, 'count')} candidatures trop proches de la ligne.{asked}"


def _reserve(said: Said) -> str:
    until = said.get("until")
    end = f", jusqu’au {formats.day(until)}" if isinstance(until, date) else ""
    return f"Sur la liste complémentaire, à la {formats.ordinal(_count(said, 'place'), feminine=True)} place{end}."


def _reserve_full(said: Said) -> str:
    return f"La liste complémentaire est complète : {formats.plural(_count(said, 'size'), 'place')}."


def _settled(said: Said) -> str:
    cents = _count(said, "amount_cents")
    if said.get("wins"):
        amount = f" : {_euros(said, 'amount_cents')}" if cents else ""
        return f"Servie d’abord, par ce qui est déjà avisé ou décidé{amount}."
    if cents:
        return f"Ne reçoit plus rien, et garde {_euros(said, 'amount_cents')} déjà payés."
    return "Ce qui en est avisé ou décidé ne prend rien sur l’enveloppe."


ALLOCATION_STEPS: Final[Mapping[StepCode, Teller]] = {
    C.IN_POT: lambda said: f"Sous-enveloppe « {said['pot']} ».",
    C.NO_POT: _no_pot,
    C.POT_UNREADABLE: lambda said: (
        f"La condition de {_names(said, 'pots')} ne se calcule pas avec ses réponses : à regarder par l’instructeur."
    ),
    C.POT_THRESHOLD: _below,
    C.ORDER_UNKNOWN: lambda said: (
        f"Sans réponse à {_names(said, 'orders')}, qui fait l’ordre de la liste : placée après les autres."
    ),
    C.FITS: lambda said: (
        f"Servie : {_euros(said, 'amount_cents')}{_left(said)}."
        if _count(said, "amount_cents")
        else "Aucun montant à attribuer."
    ),
    C.SERVED_FIRST: _first,
    C.SPILLED: lambda said: (
        f"Dont {_euros(said, 'received_cents')} laissés par {_names(said, 'donors')}, où personne ne peut plus être "
        "servi."
    ),
    C.PARTLY: lambda said: (
        f"Servie en partie : {_euros(said, 'amount_cents')} sur {_euros(said, 'asked_cents')}, tout ce qui restait "
        "pour elle."
    ),
    C.PARTIAL_TOO_SMALL: lambda said: (
        f"Il reste {_euros(said, 'left_cents')} pour {_euros(said, 'amount_cents')} : moins que la part la plus petite "
        f"admise, {formats.percent(_share(said))}."
    ),
    C.DOES_NOT_FIT: lambda said: (
        f"Ne tient pas dans l’argent restant : {_euros(said, 'amount_cents')}{_left(said)}."
    ),
    C.TIE_DOES_NOT_FIT: _tie,
    C.LINE_CLOSED: _closed,
    C.WINNERS_REACHED: _reached,
    C.TIE_ABOVE_WINNERS: _tie_winners,
    C.WINNERS_HELD: _winners_held,
    C.QUOTA_REACHED: _quota,
    C.TIE_ABOVE_QUOTA: _tie_quota,
    C.QUOTA_HELD: _quota_held,
    C.DRAWN: _drawn,
    C.TO_DRAW: _to_draw,
    C.AFTER_DRAW: lambda _said: "Dépend d’un tirage au sort qui n’a pas encore eu lieu.",
    C.BEYOND_DRAW: lambda said: (
        f"Le tirage au sort autour de la ligne laissera {_euros(said, 'left_cents')} au plus, quel qu’en soit le "
        f"résultat : {_euros(said, 'amount_cents')} n’y tiennent pas."
    ),
    C.ON_RESERVE: _reserve,
    C.RESERVE_FULL: _reserve_full,
    C.RESERVE_OVER: lambda _said: (
        "La liste complémentaire n’est plus valable : l’argent rendu n’est pas redistribué."
    ),
    C.WITHDREW: lambda said: f"A renoncé : {_euros(said, 'amount_cents')} reviennent à l’enveloppe.",
    C.PROMOTED: lambda said: (
        "Appelée de la liste complémentaire, où elle était à la "
        f"{formats.ordinal(_count(said, 'place'), feminine=True)} place."
    ),
    C.SETTLED: _settled,
    C.COMPLETED: lambda said: (
        f"Complétée de {_euros(said, 'amount_cents')}, rendus par un lauréat : {_euros(said, 'total_cents')} en tout."
    ),
}


def allocation_sentence(code: StepCode, said: Said) -> str:
    """What this step did, in a sentence. KeyError when the code is not of the allocation."""
    return typo(ALLOCATION_STEPS[code](said))
