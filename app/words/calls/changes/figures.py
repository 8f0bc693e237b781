"""How a figure of a call is written in the sentence that says it changed; what is absent is written empty."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.domain.call_file.changes.change import Figure
from app.words import formats

Write = Callable[[Figure], str]

_ORDERS: Final = {"score": "la note", "filed_at": "la date de dépôt", "reference": "la référence"}


def text(value: Figure) -> str:
    return "" if value is None else str(value)


def quoted(value: Figure) -> str:
    return f"« {text(value)} »"


def number(value: Figure) -> str:
    return formats.number(value) if isinstance(value, int | Decimal) else text(value)


def points(value: Figure) -> str:
    if not isinstance(value, int | Decimal):
        return ""
    return f"{formats.number(value)} {'point' if -2 < value < 2 else 'points'}"


def drawn(value: Figure) -> str:
    if isinstance(value, str):
        return "ceux dont l’intervalle croise la ligne"
    return f"ceux que {points(value)} séparent de la ligne"


def money(value: Figure) -> str:
    return formats.money_short(value) if isinstance(value, int) else ""


def share(value: Figure) -> str:
    return formats.percent(value) if isinstance(value, Decimal | int) else ""


def moment(value: Figure) -> str:
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.day(value) if isinstance(value, date) else ""


def threshold(value: Figure) -> str:
    if isinstance(value, tuple) and len(value) == 2:
        return f"{number(value[0])} sur {number(value[1])}"
    return _percent(value)


def _percent(value: Figure) -> str:
    said = text(value)
    return said.replace(".", ",") if said.endswith("%") else f"« {said} »"


def bounds(value: Figure) -> str:
    """(on the points of the group, on each of its criteria)."""
    whole, each = (value if isinstance(value, tuple) else ("", ""))[:2]
    said = [f"{_plain(whole)} sur son total"] if whole else []
    return " et ".join([*said, *([f"{_plain(each)} sur chacun de ses critères"] if each else [])])


def _plain(value: Figure) -> str:
    return text(value).replace(".", ",")


def scale(value: Figure) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], Decimal):
        low, high, step = (number(one) for one in value)
        return f"de {low} à {high} par pas de {step}"
    if isinstance(value, tuple):
        return f"en niveaux ({', '.join(map(str, value))})"
    return f"en {number(value)} sous-critères"


def orders(value: Figure) -> str:
    return " puis ".join(_ORDERS.get(str(one), str(one)) for one in value) if isinstance(value, tuple) else ""


def quota(value: Figure) -> str:
    parts = [str(one).rpartition(":") for one in value] if isinstance(value, tuple) else []
    named = {"*": "{count} au plus pour chaque valeur", "first": "{count} servies d’abord"}
    return ", ".join(named.get(name, f"{name} : {{count}}").format(count=count) for name, _, count in parts)


def gate(value: Figure) -> str:
    needed, *conditions = value if isinstance(value, tuple) else ("",)
    return f"{needed} sur {len(conditions)} parmi {' ; '.join(map(str, conditions))}"


def chosen(table: Mapping[str, str]) -> Write:
    return lambda value: table.get(str(value), "")


def months(value: Figure) -> str:
    return f"{number(value)} mois"
