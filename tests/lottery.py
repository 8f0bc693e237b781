"""A call that draws the ex aequo of the line, and a wave of it where three of them stand for one place."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from app.db.base import key_of
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.ranking import Lottery
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.ports import Files
from app.services.work import Work
from tests import factories
from tests.remembered import once

WAVE = "automne_2026"
AFTER = datetime(2027, 2, 1, 9, tzinfo=UTC)
"""The wave takes no more dossiers."""
SOURCE = "Numéros du Loto du 15 février 2027, dans l’ordre croissant"
TYPED = " 4 8  15 16 23 "
SEED = "4-8-15-16-23"


@lru_cache
def folder() -> CallFolder:
    """The call of the tiers-lieux, without tie-breaks, with a lottery, and money for two of four."""
    real = factories.call_folder(factories.TIERS_LIEUX)
    assert real.scoring is not None
    assert real.committee is not None
    waves = tuple(
        wave.model_copy(update={"envelope": 100_000_00}) if wave.key == WAVE else wave
        for wave in real.call.waves
    )
    ranking = real.committee.ranking.model_copy(update={"lottery": Lottery(width=Decimal(0))})
    return real.model_copy(
        update={
            "call": real.call.model_copy(update={"waves": waves}),
            "scoring": real.scoring.model_copy(update={"tie_breaks": ()}),
            "committee": real.committee.model_copy(update={"ranking": ranking}),
        }
    )


def opened(work: Work) -> None:
    """Open that call, on a database that holds no other."""
    once(work, "lottery", lambda noted, _: key_of(open_call(noted, folder())))


def reviewed(work: Work, store: Files | None = None) -> tuple[str, tuple[str, ...]]:
    """Open that call; the first of the list, and the three whom only a draw can separate."""
    opened(work)
    found = [
        factories.at_stage(work, Stage.REVIEWED, title=title, mark=mark, store=store).reference
        for title, mark in (("Tête", "4"), ("Un", "3"), ("Deux", "3"), ("Trois", "3"))
    ]
    return found[0], tuple(found[1:])
