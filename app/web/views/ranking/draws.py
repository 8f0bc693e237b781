"""A draw as the ranked list shows it: what was fixed and published, the order, what the manager does next."""

from dataclasses import dataclass

from app.db.calls.calls import Wave
from app.db.ranking.draws import Held
from app.domain.allocation import Outcome
from app.domain.people import Role
from app.services.calls.calls import OpenedCall
from app.services.ranking import draws
from app.services.ranking.draws import Named
from app.services.ranking.ranked_list import Row
from app.services.work import Work
from app.words import formats
from app.words.ranking.draws import AGAIN, Drawn, command, drawn, fixed_words, seed_words, source_words
from app.words.typography import typo


@dataclass(frozen=True)
class Panel:
    """The section of a draw. ``act``: what the manager does next, an address and its words; ``listing``: the address
    of the fixed list.
    """

    sentences: tuple[str, ...]
    again: str
    order: tuple[Drawn, ...]
    act: tuple[str, str] | None
    listing: str = ""


@dataclass(frozen=True)
class Announced:
    """The draw of a wave, as anybody reads it; ``again``: the command, once the seed is published."""

    name: str
    sentences: tuple[str, ...]
    again: str


def panel(work: Work, opened: OpenedCall, wave: Wave, rows: tuple[Row, ...], *, masked: bool) -> Panel | None:
    """The section; None where nothing is drawn. ``masked``: without the order, of which an interest hides a part."""
    if not draws.has_draw(opened):
        return None
    found = draws.named_draw(work, opened, wave)
    address = f"/bureau/appels/{opened.row.slug}/tirage?vague={wave.key}"
    acts = work.actor.has(Role.MANAGER, opened.id) and not masked
    if found is None:
        waiting = sum(row.place.outcome is Outcome.TO_DRAW for row in rows)
        if not waiting:
            return None
        many = formats.plural(waiting, "candidature est", "candidatures sont")
        told = f"{many} à tirer au sort, ou en dépendent. Le tirage se fait une fois la liste arrêtée."
        return Panel((typo(told),), "", (), (address, "Arrêter la liste") if acts else None)
    published = found.held.published
    listing = "" if masked else f"/bureau/appels/{opened.row.slug}/tirage/liste.txt?vague={wave.key}"
    if published is None:
        act = (address, "Publier la graine") if acts else None
        return Panel(sentences(opened, found), "", (), act, listing)
    order = () if masked else drawn(published.seed, found.held.draw.members)
    return Panel((*sentences(opened, found), AGAIN), command(published.seed), order, None, listing)


def sentences(opened: OpenedCall, found: Named) -> tuple[str, ...]:
    """What is fixed and what is published, by whom."""
    return _told(opened, found.held, found.fixed_by, found.published_by)


def in_public(work: Work, opened: OpenedCall) -> tuple[Announced, ...]:
    """The draws of a call as its public page announces them, wave by wave; no officer is named."""
    return tuple(
        Announced(
            wave.name,
            (*_told(opened, held), *((AGAIN,) if held.seed is not None else ())),
            command(held.seed) if held.seed is not None else "",
        )
        for wave, held in draws.of_call(work, opened)
    )


def _told(opened: OpenedCall, held: Held, fixer: str = "", publisher: str = "") -> tuple[str, ...]:
    zone, (draw, published) = opened.folder.call.zone, held
    told = (fixed_words(draw.fixed_at, zone, draw.sha256, fixer), source_words(draw.source))
    if published is None:
        return told
    return (*told, seed_words(published.seed, published.published_at, zone, publisher))
