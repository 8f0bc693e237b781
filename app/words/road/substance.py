"""What an entry of the journal says beyond its verb: of whom, what, the days, the words that were written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.domain.workflow import Outcome
from app.words.formats import day, money
from app.words.labels import LEGAL_FORMS, OUTCOMES, VERDICTS
from app.words.typography import typo


def unmet(lines: Sequence[Mapping[str, str]]) -> str:
    """« Conditions non remplies : Article 2 : la structure est récente. Statuts du 3 mars. » as the mail says them."""
    said = (
        " ".join(filter(None, (f"{one['article']} : {one['refusal']}", one.get("note", "")))) for one in lines
    )
    return "Conditions non remplies : " + " – ".join(said)


def _verdict(read: str) -> str:
    return VERDICTS[read].word if read in VERDICTS else read


_FIELDS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "verdict": ("verdict", _verdict),
    "note": ("remarque", str),
    "name": ("nom", str),
    "siret": ("SIRET", str),
    "rna": ("RNA", str),
    "legal_form": ("forme juridique", lambda read: LEGAL_FORMS.get(read, read)),
    "representative_name": ("représentant légal", str),
    "representative_title": ("qualité du représentant", str),
    "address": ("adresse", str),
    "postal_code": ("code postal", str),
    "city": ("commune", str),
}
"""What was changed: its name, and the words of what it was and is."""

_TOLD: Final[Mapping[str, Callable[[Any], str]]] = {
    "article": str,
    "verdict": _verdict,
    "fields": lambda read: ", ".join(_FIELDS[one][0] for one in read if one in _FIELDS),
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


def substance(data: Mapping[str, Any], whom: str = "") -> str:
    """« 50 000,00 € ; délibération 2026.1016.CP ; du 16 novembre 2026 »; empty where the verb says all.

    ``whom``: of whom it is, when that is somebody else than who acted.
    """
    changed = _changes(data)
    left_out = {"fields"} if changed else set()
    said = [say(data[key]) for key, say in _TOLD.items() if data.get(key) and key not in left_out]
    first = [said.pop(0)] if data.get("article") else []
    return typo(" ; ".join(filter(None, (whom, *first, *changed, *said))))


def _changes(data: Mapping[str, Any]) -> list[str]:
    """« SIRET : avant 123, maintenant 456 », for each field whose values the entry keeps; else the field alone."""
    was, became = data.get("was"), data.get("became")
    if not isinstance(was, Mapping) or not isinstance(became, Mapping):
        return []
    if data.get("subject", "check") != "check":
        return []
    masked = [_FIELDS[one][0] for one in data.get("fields", ()) if one in _FIELDS and one not in became]
    return [*changes(was, became), *masked]


def changes(was: Mapping[str, Any], became: Mapping[str, Any]) -> list[str]:
    """« SIRET : avant rien, maintenant 123 », one for each field that is told."""
    return [
        f"{label} : avant {_or_nothing(was.get(key), say)}, maintenant {_or_nothing(became.get(key), say)}"
        for key, (label, say) in _FIELDS.items()
        if key in became
    ]


def _or_nothing(read: Any, say: Callable[[str], str]) -> str:
    return say(str(read)) if read else "rien"


def _day(read: str) -> str:
    return day(date.fromisoformat(read))
