"""What is wrong in what was typed: said next to the field, with what was read and what is expected."""

from collections.abc import Callable, Mapping

from app.domain.aid import ASKED
from app.domain.errors import ReasonCode
from app.words.calls.aid import step_sentence
from app.words.calls.kinds import wrong_answers
from app.words.documents import of
from app.words.formats import number
from app.words.motives import MOTIVE_WANTED
from app.words.values import ReasonValues

C = ReasonCode


def _required(told: ReasonValues) -> str:
    return (
        f"Répondez à « {told.text('label')} »."
        if told.values.get("label")
        else "Cette réponse est obligatoire."
    )


def _too_long(told: ReasonValues) -> str:
    """The service that reads a form gives the length; the one that reads an action gives the text, cut."""
    read = told.values.get("read")
    longest = told.number("max", "") or told.number("maximum", "")
    if not longest:
        return "Ce texte est trop long."
    counted = f" : {number(read)} caractères" if isinstance(read, int) else ""
    return f"Ce texte est trop long{counted} ; le maximum est de {longest} caractères."


def _too_many_words(told: ReasonValues) -> str:
    most = told.number("max", "")
    counted = f" : {told.count('read', 'mot')}" if told.number("read", "") else ""
    return f"Ce texte compte trop de mots{counted}" + (f" ; le maximum est de {most}." if most else ".")


def _too_small(told: ReasonValues) -> str:
    if told.values.get("minimum"):
        return f"C’est trop court : il faut au moins {told.count('minimum', 'caractère')}."
    least, read = told.amount("min"), told.amount("read")
    if not least:
        return f"{read} est trop petit." if read else "Cette valeur est trop petite."
    return f"{read} est trop petit : le minimum est {least}." if read else f"Le minimum est {least}."


def _too_large(told: ReasonValues) -> str:
    most, read = told.amount("max"), told.amount("read")
    if not most:
        return f"{read} est trop grand." if read else "Cette valeur est trop grande."
    return f"{read} est trop grand : le maximum est {most}." if read else f"Le maximum est {most}."


def _day_read(told: ReasonValues) -> str:
    """The day that was read, at the beginning of a sentence."""
    return f"Le {told.amount('read')}" if told.amount("read") else "Cette date"


def _above_aid(told: ReasonValues) -> str:
    """The rule's most, then how it is found; what was asked is told apart."""
    read, most = told.amount("read"), told.amount("max")
    steps = tuple(step for step in told.values.get("steps", ()) if step.kind not in ASKED)
    start = f"{read} est trop élevé" if read else "Ce montant est trop élevé"
    limit = f" : la règle de l’appel permet {most} au plus." if most else " pour la règle de l’appel."
    return " ".join((start + limit, *(step_sentence(step) for step in steps)))


def _time(told: ReasonValues, side: str) -> str:
    day = told.amount("read")
    return f"Le {day} est {side}." if day else f"Cette date est {side}."


def _file_type(told: ReasonValues) -> str:
    expected = told.text("expected")
    return f"Le contenu de {told.quoted(unknown='ce fichier')} n’est pas d’un format accepté" + (
        f" : il faut {expected.upper().replace(', ', ' ou ')}." if expected else "."
    )


def _unreadable(told: ReasonValues) -> str:
    several = told.values.get("several")
    if several is None:
        return f"{told.quoted()} ne peut pas être lu."
    wanted = "une liste de réponses" if several else "une seule réponse, pas une liste"
    return f"{told.quoted()} ne peut pas être lu : il faut {wanted}."


def _file_size(told: ReasonValues) -> str:
    most = told.number("max", "")
    return f"{told.quoted(unknown='Ce fichier')} est trop lourd" + (f" : {most} Mo au plus." if most else ".")


FAULTS: Mapping[ReasonCode, Callable[[ReasonValues], str] | str] = {
    C.REQUIRED: _required,
    C.NOT_A_NUMBER: lambda told: (
        f"{told.quoted()} n’est pas un nombre entier : écrivez par exemple 12."
        if told.values.get("whole")
        else f"{told.quoted()} n’est pas un nombre : écrivez par exemple 12 ou 12,5."
    ),
    C.COLLEGE_FULL: lambda told: (
        f"Le collège « {told.text('label')} » est complet : "
        f"{told.count('seats', 'siège, qui est pris', 'sièges, tous pris')}."
    ),
    C.NOT_A_CHOICE: lambda told: f"{told.quoted()} ne fait pas partie des choix proposés.",
    C.NOTHING_RECTIFIED: "Rien ne diffère de ce qui est enregistré.",
    C.VOTES_CONTRADICT: lambda told: (
        f"Le vote dit l’avis contraire : {told.number('votes_for')} pour, {told.number('votes_against')} contre."
        if "votes_for" in told.values
        else "Le vote dit l’avis contraire."
    ),
    C.FAVOURABLE_WITHOUT_MONEY: "Un avis favorable de 0,00 € ne donne rien à ce dossier, qui demande une aide.",
    C.PROXY_TO_ABSENT: lambda told: (
        f"{told.text('holder', 'Cette personne')} n’est pas là : le pouvoir {of(told.text('giver', 'ce membre'))} "
        "ne peut pas lui être donné."
    ),
    C.PROXY_TWICE: lambda told: f"{told.text('holder', 'Cette personne')} porterait plus d’un pouvoir.",
    C.PROXY_OF_PRESENT: lambda told: (
        f"{told.text('giver', 'Cette personne')} est là : qui est là vote, et ne donne pas de pouvoir."
    ),
    C.NOT_A_POSTAL_CODE: lambda told: (
        f"{told.quoted()} n’est pas un code postal : il a 5 chiffres, comme 33000 ; celui d’un autre pays commence "
        "par ses lettres, comme B-1000."
    ),
    **wrong_answers(),
    C.NOT_A_COMMUNE: lambda told: f"{told.quoted()} n’est pas une commune connue.",
    C.TOO_LONG: _too_long,
    C.TOO_MANY_WORDS: _too_many_words,
    C.TOO_SMALL: _too_small,
    C.TOO_LARGE: _too_large,
    C.TOO_EARLY: lambda told: (
        f"C’est trop tôt : pas avant le {told.amount('min')}." if told.amount("min") else "C’est trop tôt."
    ),
    C.BEFORE_MEETING: lambda told: (
        "Cette date précède le rendez-vous qui ouvre le versement"
        f"{', tenu le ' + told.amount('min') if told.amount('min') else ''} : dites pourquoi."
    ),
    C.ABOVE_AID: _above_aid,
    C.OFF_STEP: lambda told: (
        f"{told.amount('read') or 'Cette note'} n’est pas une note de l’échelle"
        + (f" : elle va de {told.amount('step')} en {told.amount('step')}." if told.amount("step") else ".")
    ),
    C.NOT_A_LEVEL: lambda told: (
        f"{told.quoted()} n’est pas un niveau de cette échelle"
        + (f" : {', '.join(told.values['among'])}." if told.values.get("among") else ".")
    ),
    C.MUST_ASSESS: "Ce critère doit être noté : « ne peut pas se prononcer » n’y est pas prévu.",
    C.IN_THE_PAST: lambda told: _time(told, "déjà passé" if told.amount("read") else "déjà passée"),
    C.IN_THE_FUTURE: lambda told: _time(told, "encore à venir"),
    C.UNREADABLE: _unreadable,
    C.UNKNOWN_FIELD: "Ce champ n’est pas attendu ici.",
    C.FILE_EMPTY: lambda told: f"{told.quoted(unknown='Ce fichier')} est vide (0 octet).",
    C.FILE_TOO_LARGE: _file_size,
    C.FILE_TYPE: _file_type,
    C.FILE_LOCKED: lambda told: f"{told.quoted(unknown='Ce fichier')} est protégé par un mot de passe.",
    C.FILE_BROKEN: lambda told: (
        f"{told.quoted(unknown='Ce fichier')} ne s’ouvre pas : il est incomplet ou abîmé."
    ),
    C.FILE_INFECTED: lambda told: (
        f"{told.quoted(unknown='Ce fichier')} contient un programme dangereux : il n’a pas été gardé."
    ),
    C.TOO_MANY_FILES: lambda told: (
        (f"La pièce « {told.text('label')} »" if told.values.get("label") else "Cette pièce")
        + (
            f" tient en {told.count('max', 'fichier')} au plus."
            if told.values.get("max")
            else " a trop de fichiers."
        )
    ),
    C.INTEREST_COUNTED: lambda told: (
        f"Le comité a donné son avis{' ' + told.when('at') if told.when('at') else ''} sans compter cette personne : "
        "l’intérêt ne se lève pas avant."
    ),
    C.INTEREST_SUSPECTED: "Un rapprochement entre cette personne et la candidature reste à examiner.",
    C.OFFICER_OF_CALL: "Vous instruisez cet appel : ne commencez pas de candidature, n’entrez dans aucune équipe.",
    C.NOTHING_NAMED: "Dites ce que le porteur peut revoir : tout ce que vous ne cochez pas demeure tel que déposé.",
    C.AGAINST_ADVICE: (
        "Le comité a donné un avis défavorable : dites pourquoi l’autorité s’en écarte, en une phrase que le porteur "
        "pourra lire."
    ),
    C.JUSTIFICATION_MISSING: "Dites pourquoi, en quelques mots.",
    C.NOT_A_MOTIVE: lambda told: (
        f"{told.quoted(unknown='Ce qui est écrit')} n’est pas un motif : {MOTIVE_WANTED[0].lower()}{MOTIVE_WANTED[1:]}"
    ),
    C.SIRET_SHARED: lambda told: (
        "Ce SIRET est déjà celui d’une autre candidature de l’appel"
        f"{' : ' + ', '.join(told.items('references')) if told.items('references') else ''}. "
        "Confirmez, si c’est bien la même structure qui dépose deux fois."
    ),
    C.SHORTER_THAN_PROMISED: lambda told: (
        f"{_day_read(told)} est trop tôt : l’appel promet au porteur "
        f"{'jusqu’au ' + told.amount('min') + ' au moins' if told.amount('min') else 'plus de temps'}."
    ),
    C.TOO_FAR: lambda told: (
        f"{_day_read(told)} est trop loin : une date limite se donne à un an au plus"
        f"{', soit le ' + told.amount('max') if told.amount('max') else ''}."
    ),
    C.NOT_A_SLUG: "Une adresse courte s’écrit en minuscules sans accent, chiffres et tirets, comme tiers-lieux-2027.",
    C.NOT_A_SEED: "Une graine s’écrit en chiffres et en lettres sans accent, séparés par des tirets, des points, des "
    "virgules ou des barres : ainsi, chacun la recopie telle quelle.",
    C.GUESSABLE: "Ce mot de passe est parmi les premiers qu’on essaie : répétition, suite du clavier, mot "
    "courant, votre nom ou votre adresse.",
    C.UNPROVED: "Avant de changer votre mot de passe, prouvez que c’est vous.",
    C.EDITION_REASON: "Dites pourquoi une nouvelle édition : elle suit un appel ouvert.",
}
