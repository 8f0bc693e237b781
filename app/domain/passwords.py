"""Is this password one that is tried first? Long enough is not enough: « aaaaaaaaaaaa » has twelve characters.

What NIST SP 800-63B (§ 5.1.1.2) asks to refuse, and ANSSI with it (*Recommandations relatives à l’authentification
multifacteur et aux mots de passe*): what comes first in the lists of stolen passwords, repetitions, runs of the
keyboard or of the alphabet, the words of the person or of the service.
"""

from collections.abc import Iterable
from typing import Final
from unicodedata import combining, normalize

FEWEST_SIGNS: Final = 5
LEAST_LEFT: Final = 6
"""How many characters a password keeps beside what anybody would guess in it."""
SHORTEST_WORD: Final = 4
RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "1234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1a2z3e4r5t6y7u8i9o0p",
)
"""What fingers type without thinking, on the keyboards of here and of elsewhere."""
_COMMON: Final = """
abonnement abracadabra access accueil adieu admin administrateur administration administrator amoureux ananas
angelique anniversaire argent association baseball bienvenue bisounours bonheur bonjour bonsoir calimero camille
caroline celine chamallow changeme changezmoi charlotte chocolat chouchou coucou courage dauphin default
demonstration dolphin doudou dragon effacer elephant emmanuel entreprise essai etoile famille fatigue football
formation france francois freedom fripouille garfield gateau general gericault gregory guitare hello histoire
iloveyou informatique internet invite jardin jerome jesus jetaime julien laurent letmein liberte license loulou
lundi maillage mairie maison mamanpapa marine marseille marvel master michel mignon minecraft modifier monamour
monange monkey mononoke motdepasse musique naruto nathalie nicolas nouveau olivier ordinateur papamaman paris
parole partout passe passwd password patate pauline philippe pokemon poussin prefecture princess princesse
printemps provisoire quentin region romain sandrine sebastien secret secure soleil sophie starwars stephanie
summer sunshine superman superuser temporaire test thomas toulouse trustno utilisateur vacances valentin vanille
welcome winter
"""
COMMON: Final = frozenset(_COMMON.split())
"""Whole words that open the lists of stolen passwords, in French and in English."""
_ENDS: Final = "0123456789 !?.*#-_"
_LIKE: Final = str.maketrans("@4301$5!7€", "aaeoissite")


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Would it be among the first tried? ``about``: the name and the address of who chooses it, the service’s name."""
    bare = _bare(password)
    if len(set(bare)) < FEWEST_SIGNS or _repeats(bare):
        return True
    words = {part for text in about for part in _words(text)} | COMMON
    return min(_left(bare, words), _left(bare.translate(_LIKE), words)) < LEAST_LEFT


def _left(text: str, words: Iterable[str]) -> int:
    """How many letters and figures remain without the end of figures, the known words and the runs."""
    text = text.rstrip(_ENDS)
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    for run in RUNS:
        for length in range(len(run), SHORTEST_WORD - 1, -1):
            for start in range(len(run) - length + 1):
                piece = run[start : start + length]
                text = text.replace(piece, " ").replace(piece[::-1], " ")
    return sum(sign.isalnum() for sign in text)


def _repeats(text: str) -> bool:
    """Is it one piece written twice or more?"""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _bare(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text.lower()) if not combining(sign))


def _words(text: str) -> list[str]:
    parted = "".join(sign if sign.isalnum() else " " for sign in _bare(text))
    return [word for word in parted.split() if len(word) >= SHORTEST_WORD]
