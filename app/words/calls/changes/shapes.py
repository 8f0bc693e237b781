"""The shapes that the sentences of a change have: a thing appears, leaves, takes another name, passes from … to …"""

from dataclasses import dataclass

from app.words.calls.changes import figures as figures
from app.words.calls.changes.figures import Write


@dataclass(frozen=True)
class ChangeWords:
    """The three sentences of one thing: {label}, {before} and {after} are written in; {was} is a bare number."""

    added: str
    removed: str
    changed: str
    write: Write = figures.text


def named(the: str, *, feminine: bool = False) -> ChangeWords:
    """What is only there or not there."""
    e = "e" if feminine else ""
    return ChangeWords(
        f"{the} « {{label}} » est ajouté{e}.",
        f"{the} « {{label}} » est supprimé{e}.",
        f"{the} « {{label}} » change.",
    )


def renamed(the: str) -> ChangeWords:
    said = f"{the} « {{before}} » s’appelle maintenant « {{after}} »."
    return ChangeWords(said, said, said)


def passes(the: str, write: Write, *, feminine: bool = False) -> ChangeWords:
    """A figure: « Le poids … passe de 60 à 50 points. »"""
    e = "e" if feminine else ""
    low = the[0].lower() + the[1:]
    return ChangeWords(
        f"{the} est fixé{e} : {{after}}.",
        f"Il n’y a plus de limite pour {low} (c’était {{before}}).",
        f"{the} passe de {{before}} à {{after}}.",
        write,
    )


def moves(the: str) -> ChangeWords:
    """A day: « La date limite … passe du 30 mars au 15 avril 2026. »"""
    return ChangeWords(
        f"{the} : {{after}}.",
        f"{the} : plus de date (c’était le {{before}}).",
        f"{the} passe du {{before}} au {{after}}.",
        figures.moment,
    )


def becomes(the: str, write: Write) -> ChangeWords:
    """A choice: « X : c’était …, c’est maintenant … »"""
    return ChangeWords(
        f"{the} : {{after}}.",
        f"{the} : plus rien (c’était {{before}}).",
        f"{the} : {{after}} (c’était {{before}}).",
        write,
    )
