"""Who is interested in an application, and by what: one notion, asked wherever somebody judges, reads or counts.

Source: CGCT, art. L2131-11 (the interest bars the preparatory work and the presence, not only the vote); loi 2013-907,
art. 2. Some kinds are so by nature, whatever anybody says: nobody judges what they wrote, nor what their own
organisation asks. The others are said: declared by the person, or found by who appoints.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """By what a person is interested in an application.

    ``TEAM`` and ``FORMER_TEAM``: they have, or had, a part in its team, its representative included. ``FILER``: they
    filed it. ``ORGANISATION``: they have, or had, a part in the team of another application that the same establishment
    filed. ``DECLARED``: they say so. ``FOUND``: who appoints found it, from a suspicion.
    """

    TEAM = "team"
    FORMER_TEAM = "former_team"
    FILER = "filer"
    ORGANISATION = "organisation"
    DECLARED = "declared"
    FOUND = "found"


SAID = frozenset({Kind.DECLARED, Kind.FOUND})
"""What somebody said; the others are so by nature."""


class Nature(StrEnum):
    """What a person declares: the box that they tick."""

    MEMBER = "member"
    MANDATE = "mandate"
    FAMILY = "family"
    WORK = "work"
    MONEY = "money"
    OTHER = "other"


@dataclass(frozen=True)
class Interest:
    """One interest of one person in one application. ``said``: the nature declared, or the reason of the finding.

    ``until``: from when it was lifted, for one that somebody said; None while it stands.
    """

    application_id: int
    person_id: int
    kind: Kind
    since: datetime
    said: str = ""
    until: datetime | None = None


def known_by(interests: Iterable[Interest], instant: datetime | None) -> tuple[Interest, ...]:
    """Those that were so at this instant, lifted since or not; those that stand when none is given."""
    return tuple(
        one
        for one in interests
        if (
            one.until is None
            if instant is None
            else one.since <= instant and (one.until is None or one.until > instant)
        )
    )


def who(interests: Iterable[Interest]) -> frozenset[int]:
    """The people who have one of these interests: they have no part in judging the application."""
    return frozenset(one.person_id for one in interests)


def by_person(interests: Iterable[Interest]) -> dict[int, tuple[Interest, ...]]:
    """The interests of each person, one a kind: the first known of it."""
    found: dict[int, dict[Kind, Interest]] = {}
    for one in sorted(interests, key=lambda each: each.since):
        found.setdefault(one.person_id, {}).setdefault(one.kind, one)
    return {person: tuple(kinds.values()) for person, kinds in found.items()}


class Suspicion(StrEnum):
    """What the files bring together, and that a person must judge: a fact, not yet an interest.

    ``SAME_ORGANISATION``: a part in the team of an application by an organisation with the same SIREN or RNA.
    ``SAME_DOMAIN``: an e-mail address at the domain of somebody of the team, not that of a public provider.
    ``SAME_NAME``: the name of the legal representative. ``COMPETITOR``: a part in the team of another application to
    the same call. ``INVITED``: an invitation into the team of this application that they have not answered.
    """

    SAME_ORGANISATION = "same_organisation"
    SAME_DOMAIN = "same_domain"
    SAME_NAME = "same_name"
    COMPETITOR = "competitor"
    INVITED = "invited"


SIREN_DIGITS = 9
"""A SIRET begins with the SIREN of the legal person (Code de commerce, art. R123-221)."""

PUBLIC_PROVIDERS = frozenset(
    {
        "aol.com", "bbox.fr", "free.fr", "gmail.com", "gmx.com", "gmx.fr", "googlemail.com", "hotmail.com",
        "hotmail.fr", "icloud.com", "laposte.net", "live.com", "live.fr", "mail.com", "me.com", "msn.com", "neuf.fr",
        "numericable.fr", "orange.fr", "outlook.com", "outlook.fr", "pm.me", "proton.me", "protonmail.com", "sfr.fr",
        "wanadoo.fr",
        "yahoo.com", "yahoo.fr",
    }
)  # fmt: skip
"""Domains where anybody has an address: the same one brings nobody together."""


@dataclass(frozen=True)
class Applying:
    """What is known of who applies: of one application, or of one in whose team the person is or was."""

    application_id: int
    call_id: int
    siret: str | None = None
    rna: str | None = None
    representative: str = ""
    emails: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """Somebody who might judge: who they are, and the applications in whose team they are or were.

    ``invited``: the applications whose team invites them and waits for their answer.
    """

    person_id: int
    name: str
    email: str
    applies: tuple[Applying, ...] = ()
    invited: frozenset[int] = frozenset()


def suspicions(person: Candidate, application: Applying) -> tuple[Suspicion, ...]:
    """What brings this person and this application together, in the order of `Suspicion`."""
    elsewhere = [one for one in person.applies if one.application_id != application.application_id]
    domain = domain_of(person.email)
    found = {
        Suspicion.SAME_ORGANISATION: any(_same_organisation(one, application) for one in elsewhere),
        Suspicion.SAME_DOMAIN: bool(domain) and domain in set(map(domain_of, application.emails)),
        Suspicion.SAME_NAME: _same_name(person.name, application.representative),
        Suspicion.COMPETITOR: any(one.call_id == application.call_id for one in elsewhere),
        Suspicion.INVITED: application.application_id in person.invited,
    }
    return tuple(one for one, holds in found.items() if holds)


def domain_of(email: str) -> str:
    """The domain of an address; empty for that of a public provider, which brings nobody together."""
    domain = email.rpartition("@")[2].lower()
    return "" if domain in PUBLIC_PROVIDERS else domain


def _same_organisation(one: Applying, other: Applying) -> bool:
    if one.siret and other.siret and one.siret[:SIREN_DIGITS] == other.siret[:SIREN_DIGITS]:
        return True
    return bool(one.rna) and one.rna == other.rna


def _same_name(one: str, other: str) -> bool:
    """Are these the same words, in any order and whatever their capitals?"""
    return bool(one.split()) and _words(one.split()) == _words(other.split())


def _words(name: Collection[str]) -> list[str]:
    return sorted(word.casefold() for word in name)
