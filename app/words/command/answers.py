"""What the commands of who keeps the service answer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from app.words.formats import number, plural, size
from app.words.typography import typo

MIGRATED: Final = typo("La base de données est à la dernière version de son schéma.")
RESTORED: Final = typo(
    "La copie est remise. Ses courriels sont retenus : maillage mails release les laisse partir."
)
_BROKEN: Final[Mapping[str, str]] = {"missing": "elle manque", "altered": "elle a été modifiée"}


def journal_holds(entries: int) -> str:
    """The chain of the journal is whole."""
    return typo(f"Le journal tient : {plural(entries, 'entrée')}.")


def journal_broken(entry: int, why: str) -> str:
    """The first entry that breaks the chain, and how."""
    return typo(f"Le journal est rompu à l’entrée {entry} : {_BROKEN[why]}.")


def copied(into: str, octets: int) -> str:
    """Where a copy is, and what it weighs."""
    return f"{into}\u00a0: {size(octets)}"


def demo_loaded(acts: int, seconds: float) -> str:
    """How much the demo did to be there."""
    took = number(Decimal(seconds), 1)
    return typo(f"Démonstration chargée : {plural(acts, 'acte')} en {took} s.")


def demo_address(address: str) -> str:
    """Where the demo is, above the links that sign in."""
    return f"\nMaillage\u00a0: {address}\n\n{typo('Se connecter, par rôle :')}"


def undescribed(names: Sequence[str]) -> str:
    """What ``maillage docs`` lacks to describe the files of a call."""
    return typo(f"Sans description dans app/words/calls/schema.py : {', '.join(names)}.")
