"""The pages' Jinja environment: escaping on, an unknown name is an error, the house's formats as filters.

What the edge gives to every page: ``request``, ``actor``, ``csrf``, ``settings``, ``now``, ``nav``; optional:
``flashes`` (pairs of tone and sentence), ``trail`` (pairs of address and label).
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from app.domain.typed.conditions import conditions_in
from app.services.committee.minuted_items import votes_of
from app.web.faults import at_fault, drawn
from app.words import formats
from app.words.documents import votes_said
from app.words.typography import typo
from app.words.zones import hour, zone_told, zone_words

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
STATIC = Path(__file__).resolve().parent / "static"

COMPILED = "maillage_2_%s.cache"
"""How compiled templates are called: another number, another way of compiling them."""

DRAWN = 256
"""How many drawings an environment keeps."""

log = logging.getLogger(__name__)

FILTERS: Mapping[str, Callable[..., Any]] = {
    "before": formats.before,
    "conditions": conditions_in,
    "day": formats.day,
    "day_figures": formats.day_figures,
    "day_month": formats.day_month,
    "iso": formats.iso,
    "listing": formats.listing,
    "mark": formats.mark,
    "moment": formats.moment,
    "moment_figures": formats.moment_figures,
    "money": formats.money,
    "money_short": formats.money_short,
    "money_words": formats.money_words,
    "month": formats.month,
    "number": formats.number,
    "number_words": formats.number_words,
    "ordinal": formats.ordinal,
    "percent": formats.percent,
    "percent_points": formats.percent_points,
    "plural": formats.plural,
    "remaining": formats.remaining,
    "siret": formats.siret,
    "size": formats.size,
    "time": formats.time,
    "typo": typo,
    "votes": lambda opinion: votes_said(votes_of(opinion)),
    "weekday": formats.weekday,
    "hour": hour,
    "zone_told": zone_told,
    "zone_words": zone_words,
}


@cache
def static_url(path: str) -> str:
    """The address of a static file, with eight digits of its hash so that a browser may keep it for ever.

    Raises ``FileNotFoundError`` for a file that is not there. A face of type that was not built yet is not
    asked for here: the style sheets name the faces themselves.
    """
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]
    return f"/static/{path}?v={digest}"


def once() -> Callable[..., Any]:
    """``once(macro, …)``: what a macro draws of these values, drawn again only when it was forgotten.

    For a macro that reads nothing but its values, all of them immutable: a list draws the same few roads again.
    """

    @lru_cache(maxsize=DRAWN)
    def draw(macro: Callable[..., Any], *values: Any) -> Any:
        return macro(*values)

    return draw


class SpareCache(FileSystemBytecodeCache):
    """Compiled templates that spare a start some time; a folder that takes nothing more only costs that time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            super().dump_bytecode(bucket)
        except OSError as error:
            log.warning("a compiled template is not kept: %s", error.strerror)


def _kept_in(folder: Path) -> SpareCache | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        log.warning("compiled templates are not kept: %s", error.strerror)
        return None
    return SpareCache(str(folder), COMPILED)


def make_environment(
    templates: Path = TEMPLATES, bytecode: Path | None = None, reload: bool = False
) -> Environment:
    """The environment of the pages. ``bytecode``: a folder that keeps compiled templates between starts."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=400,
        bytecode_cache=_kept_in(bytecode) if bytecode else None,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(static_url=static_url, once=once(), at_fault=at_fault, drawn=drawn)
    return environment
