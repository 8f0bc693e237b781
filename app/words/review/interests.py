"""The natures of an interest that a person may declare, in words (CGCT, art. L. 2131-11; loi 2013-907, art. 2)."""

from collections.abc import Mapping

from app.domain.interests import Interest, Kind, Nature, Suspicion
from app.words.formats import plural

NATURES: Mapping[str, str] = {
    Nature.MEMBER: "Je suis membre, salarié ou bénévole de la structure, ou d’un de ses partenaires",
    Nature.MANDATE: "Je siège dans une de ses instances, ou j’y ai un mandat",
    Nature.FAMILY: "Un proche y a un intérêt",
    Nature.WORK: "J’ai travaillé à ce projet, ou je le conseille",
    Nature.MONEY: "J’ai un intérêt financier dans ce projet",
    Nature.OTHER: "Autre raison",
}

IN_SHORT: Mapping[str, str] = {
    Nature.MEMBER: "membre, salarié, bénévole",
    Nature.MANDATE: "mandat ou instance",
    Nature.FAMILY: "un proche",
    Nature.WORK: "travail ou conseil",
    Nature.MONEY: "intérêt financier",
    Nature.OTHER: "autre raison",
}
"""The same in a list of many applications, where a sentence would not hold."""

KINDS: Mapping[Kind, str] = {
    Kind.TEAM: "dans l’équipe de la candidature",
    Kind.FORMER_TEAM: "a fait partie de l’équipe de la candidature",
    Kind.FILER: "a déposé la candidature",
    Kind.ORGANISATION: "dans l’équipe d’une autre candidature du même établissement",
    Kind.DECLARED: "l’a déclaré",
    Kind.FOUND: "reconnu par le service",
}
"""What makes an interest, for who names the experts: nobody else is told."""

ADDRESSES: Mapping[Kind, str] = {
    Kind.TEAM: "equipe",
    Kind.FORMER_TEAM: "ancienne-equipe",
    Kind.FILER: "depot",
    Kind.ORGANISATION: "etablissement",
    Kind.DECLARED: "declare",
    Kind.FOUND: "reconnu",
}
"""What the address of a page calls each kind."""

SUSPICIONS: Mapping[Suspicion, str] = {
    Suspicion.SAME_ORGANISATION: "a une candidature d’une structure de même SIREN ou de même RNA",
    Suspicion.SAME_DOMAIN: "a une adresse du même domaine que l’équipe",
    Suspicion.SAME_NAME: "porte le nom du représentant légal",
    Suspicion.COMPETITOR: "est dans l’équipe d’une autre candidature à cet appel",
    Suspicion.INVITED: "est invité dans l’équipe de la candidature, et n’a pas répondu",
}


def said(interest: Interest) -> str:
    """« l’a déclaré : Un proche y a un intérêt »."""
    return of_kind(interest.kind, interest.said)


def of_kind(kind: Kind, told: str) -> str:
    """The same, of the nature or the reason that was told."""
    words = NATURES.get(told, told)
    return f"{KINDS[kind]} : {words}" if words else KINDS[kind]


def declared_so_far(count: int, attested: bool) -> str:
    """What was just recorded of a wave, in one sentence."""
    told = [plural(count, "intérêt déclaré", "intérêts déclarés")] if count else []
    if attested:
        told.append("votre attestation est enregistrée, à sa date")
    return (
        f"C’est enregistré : {' ; '.join(told)}." if told else "Rien de nouveau : tout cela était déjà dit."
    )
