"""The words of the main navigation: the address of each desk and its name."""

from collections.abc import Sequence

from app.domain.people import Actor, Role

VISITORS: tuple[tuple[str, str], ...] = (("/", "Appels"),)
APPLICANTS: tuple[tuple[str, str], ...] = (("/candidatures", "Mes candidatures"),)
DESKS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("/bureau", "Bureau", frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})),
    ("/expertises", "Expertises", frozenset({Role.EXPERT})),
    ("/avis-demandes", "Avis", frozenset({Role.CONSULTED})),
    ("/comite", "Comité", frozenset({Role.MEMBER, Role.PRESIDENT, Role.OFFICER, Role.MANAGER})),
    ("/versements", "Versements", frozenset({Role.FINANCE, Role.MANAGER, Role.AUDITOR})),
    ("/journal", "Journal", frozenset({Role.AUDITOR})),
    ("/acces", "Accès", frozenset({Role.ADMIN, Role.AUDITOR})),
    ("/bureau/editions", "Règles des appels", frozenset({Role.ADMIN})),
    ("/personnes", "Personnes", frozenset({Role.ADMIN})),
)


def offered(actor: Actor) -> Sequence[tuple[str, str]]:
    """The addresses that this person may want, with their names, in the order of the road."""
    if not actor.signed_in:
        return VISITORS
    held = actor.roles()
    desks = tuple((address, label) for address, label, roles in DESKS if roles & held)
    return (*VISITORS, *(desks or APPLICANTS))
