"""What the commands on a folder of criteria refuse, in French."""

import difflib
from collections.abc import Collection

from app.domain.expressions import ExpressionError
from app.words.calls.faults import CONDITIONS, remedy
from app.words.formats import listing, plural
from app.words.typography import typo


def no_grid(folder: str) -> str:
    """A call that is judged without a grid has nothing to rank."""
    return f"{folder}{typo(' : cet appel n’a pas de grille (scoring.yaml) ; il n’y a rien à classer.')}"


def condition(text: str, reference: str, error: ExpressionError) -> str:
    """A condition that cannot be computed for one application."""
    what = "Le montant" if text == "amount" else f"La condition « {text} »"
    why = CONDITIONS[error.code].format_map({**error.said, "remedy": remedy(text)})
    return typo(f"{what} ne se calcule pas pour la candidature {reference} : {why}.")


def no_application(reference: str, known: Collection[str]) -> str:
    """A reference that is in no table."""
    near = difflib.get_close_matches(reference, known, 1)
    perhaps = f", peut-être « {near[0]} »" if near else ""
    return typo(f"--explain : lu « {reference} » ; attendu : une candidature du classement{perhaps}.")


def heed_the_warnings(count: int) -> str:
    """What a call is not opened with, unless one says so."""
    told = f"L’appel n’est pas ouvert : {plural(count, 'avertissement')}. Corriger le dossier"
    return f"{typo(told)}, ou ajouter --malgre-les-avertissements."


def no_wave(key: str, known: Collection[str]) -> str:
    """A wave that the call does not have."""
    if not known:
        return typo(
            f"--wave : lu « {key} » ; une grille seule n’a pas de vague, donnez l’argent par --money."
        )
    return typo(f"--wave : lu « {key} » ; attendu : {listing(list(known), 'ou')}.")


WAVE_AND_MONEY = typo(
    "--wave : lu avec --money ; attendu : l’un ou l’autre, --money prend la place de l’enveloppe."
)
"""Two options that do not go together."""

NO_AMOUNT = typo(
    "Attention : aucune candidature n’a de montant. Ajoutez à la table des candidatures une colonne amount, ou "
    "eligible_total et requested pour que la règle d’aide du dossier s’applique."
)
"""What a ranking without any amount says: the money would not be tried."""

CUT_WITHOUT_MONEY = typo(
    "Attention : le seuil de ce tour (cut) se fixe d’après l’enveloppe, et aucune n’est donnée : il n’est pas "
    "appliqué. Donnez-la par --money."
)
"""What a round says whose threshold the money fixes, when there is none."""

ROBUSTNESS_AS_JSON = typo(
    "--robustness : lu avec --json ; attendu : l’un ou l’autre, la solidité se lit en phrases."
)
"""Two options that do not go together."""
