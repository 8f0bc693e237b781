"""A draw in words: its list fixed, its seed published, how anybody does it again; and why it is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.allocation import digest, draw
from app.domain.errors import ReasonCode
from app.words import formats
from app.words.typography import typo
from app.words.values import ReasonValues

C = ReasonCode


@dataclass(frozen=True)
class Drawn:
    """An application of a draw, with the SHA-256 that places it."""

    reference: str
    sha256: str


def drawn(seed: str, members: Iterable[str]) -> tuple[Drawn, ...]:
    """The members of a band in the order of the draw."""
    return tuple(Drawn(reference, digest(seed, reference)) for reference in draw(seed, members))


def fixed_words(at: datetime, zone: ZoneInfo, sha256: str, by: str = "") -> str:
    """When the list was fixed, and what proves it."""
    who = f" par {by}" if by else ""
    return typo(
        f"La liste est arrêtée{who} depuis le {formats.moment(at, zone)}, avant que la graine du tirage soit connue. "
        f"Empreinte SHA-256 de la liste : {sha256}"
    )


def source_words(source: str) -> str:
    """Where the seed comes from, told before it is known."""
    if not source:
        return typo(
            "La plateforme tire la graine à l’instant où elle est publiée : personne ne la voit avant."
        )
    return typo(f"Source de la graine, annoncée d’avance : {source.rstrip('.')}.")


def seed_words(seed: str, at: datetime, zone: ZoneInfo, by: str = "") -> str:
    """The seed, once published."""
    who = f" par {by}" if by else ""
    return typo(f"La graine du tirage est « {seed} », publiée{who} le {formats.moment(at, zone)}.")


AGAIN = typo(
    "Chacun peut refaire le tirage : la graine, deux-points et la référence donnent une empreinte SHA-256 ; la plus "
    "petite passe d’abord."
)


def command(seed: str, reference: str = "RÉFÉRENCE") -> str:
    """What anybody types in a terminal to find the digest of one application."""
    return f"printf '%s' \"{seed}:{reference}\" | sha256sum"


def _open(told: ReasonValues) -> str:
    if until := told.when("until"):
        return (
            f"La liste n’est pas arrêtée : la vague prend des dossiers jusqu’au {until.removeprefix('le ')}."
        )
    many = told.count("count", "candidature peut", "candidatures peuvent")
    return f"La liste n’est pas arrêtée : {many} encore y entrer."


def _published(told: ReasonValues) -> str:
    who = f" par {told.text('by')}" if told.text("by") else ""
    which = f" : c’est {told.quoted('seed')}" if told.text("seed") else ""
    when = f" {told.when('at')}" if told.when("at") else ""
    return f"La graine est déjà publiée{who}{when}{which}. Elle ne change plus."


DRAW_REFUSALS: Mapping[ReasonCode, Callable[[ReasonValues], str] | str] = {
    C.DRAW_PENDING: lambda told: (
        "Le tirage au sort de cette vague n’est pas fait : sa liste est arrêtée"
        f"{' depuis ' + told.when('at') if told.when('at') else ''}, sa graine n’est pas publiée. "
        "Aucune décision ne se publie entre les deux."
    ),
    C.LIST_DRAWN: lambda told: (
        f"La liste de la vague est arrêtée{' depuis ' + told.when('at') if told.when('at') else ''} pour un tirage au "
        "sort : les notes qui l’ont faite ne changent plus."
    ),
    C.DRAW_TOO_LATE: "Des décisions de cette vague sont déjà publiées : le tirage au sort les précède.",
    C.LIST_STILL_OPEN: _open,
    C.LIST_FIXED: lambda told: (
        f"La liste est déjà arrêtée pour le tirage{', ' + told.when('at') if told.when('at') else ''}. "
        "Elle ne l’est qu’une fois."
    ),
    C.LIST_NOT_FIXED: "La liste n’est pas encore arrêtée : la graine se publie après elle.",
    C.NOTHING_TO_DRAW: "Rien n’est à tirer au sort dans cette vague : l’enveloppe et les notes suffisent à départager.",
    C.SEED_PUBLISHED: _published,
}
DRAW_REMEDIES: Mapping[ReasonCode, str] = {
    C.DRAW_PENDING: "Publiez d’abord la graine du tirage.",
    C.LIST_DRAWN: "L’expertise de cette candidature ne se rouvre pas.",
    C.DRAW_TOO_LATE: "Les décisions publiées restent celles de l’autorité.",
    C.LIST_STILL_OPEN: "Attendez la fin du dépôt, puis closez la recevabilité et l’expertise de chaque dossier.",
    C.LIST_FIXED: "Publiez la graine du tirage.",
    C.LIST_NOT_FIXED: "Arrêtez d’abord la liste.",
    C.NOTHING_TO_DRAW: "Suivez le classement.",
    C.SEED_PUBLISHED: "Le classement montre l’ordre tiré et comment le refaire.",
}
