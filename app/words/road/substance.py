"""What an entry of the journal says beyond its verb: the outcome, the amount, the days, the words that were written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.domain.workflow import Outcome
from app.words.formats import day, money
from app.words.labels import OUTCOMES
from app.words.typography import typo


def unmet(lines: Sequence[Mapping[str, str]]) -> str:
    """« Conditions non remplies : Article 2 : la structure est récente. Statuts du 3 mars. » as the mail says them."""
    said = (
        " ".join(filter(None, (f"{one['article']} : {one['refusal']}", one.get("note", "")))) for one in lines
    )
    return "Conditions non remplies : " + " – ".join(said)


_TOLD: Final[Mapping[str, Callable[[Any], str]]] = {
    "outcome": lambda read: OUTCOMES[Outcome(read)].word,
    "amount_cents": money,
    "paid_cents": lambda read: f"déjà payé : {money(read)}",
    "deliberation": lambda read: f"délibération {read}",
    "deliberated_on": lambda read: f"du {_day(read)}",
    "signed_by_beneficiary_on": lambda read: f"signée par le bénéficiaire le {_day(read)}",
    "signed_by_authority_on": lambda read: f"par l’autorité le {_day(read)}",
    "held_on": lambda read: f"tenu le {_day(read)}",
    "reason": str,
    "failed": unmet,
    "reasons": str,
    "conditions": str,
    "comment": str,
    "text": str,
    "note": str,
}
"""By the key of what the entry keeps, in the order in which it is read."""


def substance(data: Mapping[str, Any]) -> str:
    """« 50 000,00 € ; délibération 2026.1016.CP ; du 16 novembre 2026 »; empty where the verb says all."""
    return typo(" ; ".join(say(data[key]) for key, say in _TOLD.items() if data.get(key)))


def _day(read: str) -> str:
    return day(date.fromisoformat(read))
