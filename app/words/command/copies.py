"""Why a copy of the service is not taken, or not put back."""

from collections.abc import Sequence
from typing import Final

from app.words.formats import plural
from app.words.typography import typo

DATABASE_ON_A_SERVER: Final = typo("La base est sur un serveur : prenez ses propres outils, comme pg_dump.")
FILES_IN_A_STORE: Final = typo(
    "Les fichiers sont dans un entrepôt à part : prenez ses versions ou ses copies."
)


def there_already(copy: str) -> str:
    """A copy writes over nothing."""
    return f"{copy}\u00a0: {typo('ce fichier existe déjà.')}"


def not_empty(database: str, files: str) -> str:
    """A copy is put back where there is nothing."""
    why = typo("l’un des deux n’est pas vide ; remettez la copie dans un endroit vide.")
    return f"{database}, {files}\u00a0: {why}"


def foreign(copy: str, name: str) -> str:
    """Something that no copy holds."""
    return f"{copy}\u00a0: {typo('la copie contient ce qu’aucune copie ne contient')}\u00a0: {name}."


def unreadable(copy: str, why: str) -> str:
    """A file that is no archive."""
    return f"{copy}\u00a0: {typo('la copie ne se lit pas')} ({why})."


def without_database(name: str) -> str:
    """A copy that lacks what makes it one."""
    return typo(f"La copie ne contient pas {name}.")


def damaged_database(why: str) -> str:
    """The database of the copy does not hold."""
    return typo(f"La base de la copie est abîmée : {why}.")


def nothing_there(database: str) -> str:
    """No database where the settings say it is."""
    return f"{database}\u00a0: {typo('il n’y a pas de base à copier.')}"


def not_written(into: str, why: str) -> str:
    """The disk refused: it is full, read-only, or the folder is not there."""
    return f"{into}\u00a0: {typo('rien n’a pu être écrit')} ({why})."


def lacking(digests: Sequence[str]) -> str:
    """What a copy should hold and does not: it is not put back unless one says so."""
    told = "".join(f"\n  {one}" for one in digests)
    count = plural(
        len(digests),
        "fichier nommé par la base manque ou est abîmé",
        "fichiers nommés par la base manquent ou sont abîmés",
    )
    advice = typo("Une telle copie ne se remet qu’avec --incomplete.")
    return f"{typo(count)}\u00a0:{told}\n{advice}"


def left_out(count: int) -> str:
    """What a copy held that no row of its database names."""
    told = plural(
        count,
        "fichier que rien ne nomme dans la base a été laissé de côté",
        "fichiers que rien ne nomme dans la base ont été laissés de côté",
    )
    return f"{typo(told)}."
