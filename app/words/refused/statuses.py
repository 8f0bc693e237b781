"""Refusals that no rule of the trade gives: titles for each HTTP status, and sentences for the edge's own."""

from collections.abc import Mapping
from http import HTTPStatus

from app.words.formats import size
from app.words.typography import typo

TITLES: Mapping[int, str] = {
    400: "La demande ne peut pas être lue",
    401: "Il faut se connecter",
    403: "Vous ne pouvez pas faire cela",
    404: "Cette adresse n’existe pas",
    405: "Cette adresse ne se demande pas ainsi",
    408: "L’envoi n’est pas arrivé",
    409: "Ce n’est plus possible",
    413: "L’envoi est trop volumineux",
    415: "Ce format n’est pas accepté",
    422: "Ce qui a été envoyé est à corriger",
    429: "Trop d’essais en peu de temps",
    500: "Une erreur s’est produite de notre côté",
    503: "Le service n’est pas prêt",
}
SENTENCES: Mapping[int, str] = {
    400: "La demande est mal formée. Rien n’a été changé.",
    401: "Connectez-vous, ou donnez un jeton d’API valable.",
    403: "Rien n’a été changé.",
    404: "L’adresse est fausse, ou ce qu’elle désigne ne vous est pas ouvert.",
    405: "L’adresse existe mais n’accepte pas cette méthode. Rien n’a été changé.",
    409: "Rien n’a été changé.",
    408: "L’envoi est trop lent : rien n’en a été gardé. Réessayez avec une meilleure liaison.",
    413: "Rien n’a été gardé de cet envoi : joignez des fichiers plus légers, un par un.",
    415: "Envoyez un formulaire ou du JSON.",
    422: "Corrigez ce qui est indiqué, puis recommencez.",
    429: "Attendez quelques minutes, puis recommencez.",
    500: "Rien n’a été enregistré. Recommencez ; si l’erreur revient, écrivez-nous avec la référence.",
    503: "Réessayez dans une minute.",
}
UNSEEN = "Un texte contient un caractère que rien n’affiche : retirez-le, puis recommencez."
FIELD_FAULTS: Mapping[str, str] = {
    "missing": "Ce champ est obligatoire.",
    "extra_forbidden": "Ce champ n’est pas connu.",
    "json_invalid": "Ce n’est pas du JSON.",
}
FIELD_FAULT = "Cette valeur ne peut pas être lue."


def title(status: int) -> str:
    """What happened, in a few words; an unknown status speaks as its family."""
    return TITLES.get(status) or TITLES[500 if status >= 500 else 400]


def sentence(status: int) -> str:
    """What it means for who asked, and what to do."""
    return SENTENCES.get(status) or SENTENCES[500 if status >= 500 else 400]


def field_fault(kind: str) -> str:
    """What is wrong in a field, from the kind of error that pydantic gives."""
    return FIELD_FAULTS.get(kind, FIELD_FAULT)


def too_heavy(octets: int) -> str:
    """What is told of a sending above the limit of the service, which is said."""
    return typo(f"Un envoi fait {size(octets)} au plus, toutes ses pièces ensemble. {SENTENCES[413]}")


def code(status: int) -> str:
    """The name of a status for programs, when no reason of the trade gives one: ``method_not_allowed``."""
    return HTTPStatus(status).name.lower()
