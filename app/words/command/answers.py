"""What the commands of who keeps the service answer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from app.words.formats import number, plural, size
from app.words.proof import BROKEN
from app.words.typography import typo

MIGRATED: Final = typo("La base de données est à la dernière version de son schéma.")
RESTORED: Final = typo(
    "La copie est remise. Ses courriels sont retenus : maillage mails release les laisse partir."
)


def no_database(why: str) -> str:
    """The database that the settings name cannot be opened or written."""
    said = typo("La base ne s’ouvre pas : est-elle là, son dossier s’écrit-il, son serveur répond-il ?")
    return f"{said} ({why})"


def no_folder(folder: str, why: str) -> str:
    """The folder of the data cannot be made, or a file of it cannot be written."""
    return f"{typo(f'« {folder} » ne s’écrit pas : vérifiez les droits de ce dossier.')} ({why})"


_DIFFERS: Final[Mapping[str, str]] = {
    "altered": "elle a été modifiée depuis.",
    "missing": "elle a été retirée.",
    "unsealed": "elle a été ajoutée hors du service.",
    "moved": "son étape n’est pas celle où cette entrée l’a laissée.",
}


def journal_holds(entries: int, sealed: int, contents: int) -> str:
    """The chain is whole, each sealed row is what its deed made, each content is what was joined."""
    held = [plural(entries, "entrée")]
    held += [plural(sealed, "ligne scellée", "lignes scellées")] if sealed else []
    held += [plural(contents, "fichier")] if contents else []
    return typo(f"Le journal tient : {', '.join(held)}.")


def journal_broken(entry: int, why: str) -> str:
    """The first entry that breaks the chain, and how."""
    return typo(f"Le journal est rompu à l’entrée {entry} : {BROKEN[why]}")


def row_differs(table: str, identity: int, entry: int | None, why: str) -> str:
    """A row that is not what its deed made."""
    deed = (
        "" if entry is None else f", entrée {entry}" if why == "moved" else f", scellée par l’entrée {entry}"
    )
    return typo(f"{table} {identity}{deed} : {_DIFFERS[why]}")


def no_witness(file: str) -> str:
    """The file of the witness is not there: nothing was compared with it."""
    return typo(
        f"Le témoin {file} n’est pas là : le journal n’a été comparé à rien qui soit hors de la base."
    )


def content_differs(sha256: str) -> str:
    """A file that a row names and that the store no longer holds as it was joined."""
    return typo(f"Le fichier {sha256} manque, ou n’est plus celui qui a été joint.")


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
