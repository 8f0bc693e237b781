"""What a command line says by itself, around the help and the refusals of its commands."""

import difflib
from collections.abc import Collection, Sequence
from typing import Final

from app.words.formats import listing
from app.words.typography import typo

USAGE: Final = typo("Emploi : ")
GROUP_USAGE: Final = "COMMANDE …"
OPTIONS_USAGE: Final = "[OPTIONS]"
COMMANDS: Final = "Commandes"
ARGUMENTS: Final = "À donner"
OPTIONS: Final = "Options"
HELP: Final = "Montre cette aide."
REQUIRED: Final = "obligatoire"
STOPPED: Final = "Interrompu."
KINDS: Final = {"int": "un nombre entier", "float": "un nombre", "Path": "un chemin", "str": "un texte"}
"""What is expected, by the name of a type of Python."""
NAMES: Final = {
    "folder": "DOSSIER",
    "folders": "DOSSIER…",
    "scores": "NOTES",
    "before": "AVANT",
    "after": "APRÈS",
    "copy": "COPIE",
    "into": "COPIE",
    "address": "ADRESSE",
    "role": "RÔLE",
    "number": "NUMÉRO",
}
"""What is written in the place of an argument, by its name in the code."""
METAVARS: Final = {"int": "NOMBRE", "float": "NOMBRE", "Path": "CHEMIN", "str": "TEXTE"}


def by_default(value: object) -> str:
    """What an option is when it is not given."""
    return typo(f"par défaut : {value}")


def expected(kind: str, least: float | None, most: float | None, choices: Sequence[str]) -> str:
    """« un nombre entier de 1 à 50 », « letter, dossier ou audition »."""
    if choices:
        return listing(list(choices), "ou")
    return " ".join(part for part in (KINDS.get(kind, kind), bounds(least, most)) if part)


def bounds(least: float | None, most: float | None) -> str:
    """« de 1 à 50 », or nothing."""
    return f"de {least} à {most}" if least is not None and most is not None else ""


def wrong(where: str, what: str) -> str:
    """A value that cannot be read."""
    return typo(f"{where} : cette valeur ne convient pas ; attendu : {what}.")


def missing(where: str, what: str) -> str:
    """An argument or an option that the command cannot do without."""
    return typo(f"Il manque {where} ; attendu : {what}.")


def valueless(option: str) -> str:
    """An option that is given without its value."""
    return typo(f"{option} : il manque sa valeur.")


def no_value(option: str) -> str:
    """A value that is given to an option that takes none."""
    return typo(f"{option} ne prend pas de valeur.")


def unknown_option(option: str, known: Collection[str]) -> str:
    """An option that the command does not have."""
    return typo(f"Il n’y a pas d’option {option}{_perhaps(option, known)}.")


def unknown_command(name: str, known: Collection[str]) -> str:
    """A command that does not exist."""
    return typo(f"Il n’y a pas de commande « {name} »{_perhaps(name, known)}.")


def too_many(words: Sequence[str]) -> str:
    """What is left of the line once the command has taken all that it takes."""
    return typo(f"En trop : {' '.join(words)}.")


def see_help(command: str) -> str:
    """Where to read more."""
    return typo(f"L’aide : {command} --help")


def _perhaps(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, 1)
    return f" ; peut-être {near[0]}" if near else ""
