"""Why a copy of the service is not taken, or not put back."""

from typing import Final

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


def damaged_file(name: str) -> str:
    """A file whose content is not that of its name."""
    return typo(f"Le fichier {name} de la copie n’est pas celui qui avait été gardé.")
