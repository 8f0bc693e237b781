"""The ranked list of a wave: the marks, what the dossiers say that the rules ask for, and the money."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.ranking import draws, listed
from app.db.ranking.listed import Listed
from app.db.review import marks
from app.domain.allocation import Settled
from app.domain.allocation.lottery import Band
from app.domain.call_file import CallFolder
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import OF_REVIEWS, REFERENCE, ScoringFile
from app.domain.errors import NotReady, ReasonCode
from app.domain.ranking import Entries
from app.domain.ranking.beside import CalibrationError
from app.domain.ranking.result import Result, rank_panel
from app.domain.ranking.robustness import Firmness, firmness
from app.domain.scoring.conditions import ConditionError
from app.domain.workflow import Stage
from app.domain.workflow.envelope import Commitment, Hold
from app.services.apply.dossier_attributes import DOSSIER
from app.services.review.panels import asks_attributes, entries_of, panel_of
from app.services.work import Work

NOTHING_HELD: Final[Mapping[int, Commitment]] = {}
RANKED_STAGES = frozenset(
    {
        Stage.REVIEWED,
        Stage.SHORTLISTED,
        Stage.RECOMMENDED,
        Stage.RECOMMENDED_WITH_CONDITIONS,
        Stage.ON_RESERVE,
        Stage.POSTPONED,
        Stage.NOT_RECOMMENDED,
        Stage.AWARDED,
        Stage.REJECTED,
        Stage.CONVENTION_DRAFT,
        Stage.CONVENTION_SENT,
        Stage.CONVENTION_SIGNED,
        Stage.STARTED,
        Stage.MIDTERM_HELD,
        Stage.FINAL_HELD,
        Stage.CLOSED,
        Stage.RENOUNCED,
        Stage.TERMINATED,
    }
)
"""What was ranked stays ranked, whatever becomes of it; so does what is withdrawn after the committee's opinion."""


def listed_in(work: Work, wave_id: int) -> dict[int, Listed]:
    """The applications of the ranked list of a wave, by their numbers, whoever reads it: what an interest hides too."""
    return listed.in_wave(work.session, wave_id, RANKED_STAGES, DOSSIER)


def list_wave(
    work: Work,
    folder: CallFolder,
    grid: ScoringFile,
    found: Mapping[int, Listed],
    wave: Wave,
    *,
    by: datetime | None = None,
    held: Mapping[int, Commitment] = NOTHING_HELD,
) -> Result:
    """The list of these applications ({number: application}) of a wave, under its envelope and by its draw.

    ``by``: with the draw as it was known at that moment. ``held``: what those that are settled hold of the envelope;
    it is not played again, but before a draw, which is between all. Without it, the list is that of the marks alone.

    Raises NotReady when a rule of the call cannot be computed on one of them, which it does not name: it may be
    hidden from who reads.
    """
    rule = rule_of(folder)
    entries = entries_of(work, folder, found, with_facts=_asks(grid, rule))
    marked = marks.marked_in_wave(work.session, key_of(wave))
    panel = panel_of(work, grid, {identity: one.reference for identity, one in found.items()}, marked)
    names = grid_names(grid, folder.names)[0]
    seed, band = _draw(work, rule, wave, by)
    if not _waits_for_its_draw(rule, seed, held):
        known = {found[number].reference: one for number, one in held.items() if number in found}
        entries = _settling(entries, known)
    with computed():
        return rank_panel(grid, rule, names, entries, panel, wave.envelope, seed, band)


def _waits_for_its_draw(rule: RankingRule, seed: str | None, held: Mapping[int, Commitment]) -> bool:
    """Is a draw still to come? None is, once an award of the wave is known."""
    known = any(one.hold in (Hold.AWARDED, Hold.ENDED) for one in held.values())
    return rule.lottery is not None and seed is None and not known


def _settling(entries: Entries, held: Mapping[str, Commitment]) -> Entries:
    settled = {
        at: Settled(held[reference].cents, held[reference].wins)
        for at, reference in enumerate(entries.references)
        if reference in held
    }
    return replace(entries, settled=settled) if settled else entries


def firmness_in(work: Work, folder: CallFolder, wave: Wave, result: Result) -> tuple[Firmness, ...]:
    """How firm each place of this list of a wave is. Raises NotReady as `list_wave`."""
    rule, grid = rule_of(folder), result.listing.ranked.scored.grid
    seed, band = _draw(work, rule, wave, None)
    with computed():
        return firmness(result.listing, rule, grid_names(grid, folder.names)[0], seed=seed, held=band)


def rule_of(folder: CallFolder) -> RankingRule:
    """How the money of a call goes down its list."""
    return folder.committee.ranking if folder.committee is not None else RankingRule()


def _draw(work: Work, rule: RankingRule, wave: Wave, by: datetime | None) -> tuple[str | None, Band | None]:
    """The seed and the band of the draw of a wave, as far as they are known."""
    held = draws.of_wave(work.session, key_of(wave), by=by) if rule.lottery is not None else None
    return (held.seed, held.band) if held is not None else (None, None)


@contextmanager
def computed() -> Iterator[None]:
    """Raises NotReady, with the rule, where one cannot be computed on an application."""
    try:
        yield
    except ConditionError as error:
        raise NotReady(ReasonCode.RULE_NOT_COMPUTED, rule=error.condition) from error
    except CalibrationError as error:
        raise NotReady(ReasonCode.RULE_NOT_COMPUTED, rule=error.side) from error


def _asks(grid: ScoringFile, rule: RankingRule) -> bool:
    """Do the rules look at anything but marks, amounts and dates?"""
    own = {one.key for one in (*grid.criteria, *grid.leaves, *grid.groups)} | {
        "filed_at",
        "total",
        "ranking_score",
        REFERENCE,
        *OF_REVIEWS,
    }
    tied = any(one.by not in own for one in grid.tie_breaks)
    return bool(
        asks_attributes(grid)
        or tied
        or rule != RankingRule(cut=rule.cut, winners=rule.winners, reserve=rule.reserve)
    )
