"""The rules of a call tried on invented applications, as far as a page may spend on it."""

from dataclasses import dataclass
from typing import Final

from app.domain.call_file.call import WaveFile
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.errors import Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.people import Part
from app.domain.simulation import Rules, Tried, try_rules
from app.services.calls.calls import OpenedCall
from app.services.ranking.ranked_list import open_committee
from app.services.work import Work

READERS: Final = frozenset({Part.OFFICER, Part.MANAGER, Part.AUDITOR})
USUAL, SEED = 60, "maillage"
MOST: Final = 300
MOST_BY_EXPECTED_RANK: Final = 60
"""An expected rank compares every application with every other."""

MOST_MARKS: Final = 12_000
"""Marks that a page invents: less than half a second."""

MOST_CRITERIA: Final = 30
"""Beyond this nothing looks for the criteria that decide nothing: each of them costs a list."""

LONGEST_SEED: Final = 60


@dataclass(frozen=True)
class Simulation:
    """What was tried, and under how much money in cents. ``idle``: were the idle criteria looked for?"""

    tried: Tried
    count: int
    seed: str
    envelope: int
    readers: int
    idle: bool


def open_rules(work: Work, slug: str) -> OpenedCall:
    """An opened call, for who may try its rules. Raises Hidden, Forbidden."""
    return open_committee(work, slug, READERS)


def wave_of(folder: CallFolder, key: str = "") -> WaveFile:
    """The wave of this key, the first one for ''. Raises Invalid."""
    found = next((one for one in folder.call.waves if key in ("", one.key)), None)
    if found is None:
        raise Invalid(Fault("wave", Reason.of(ReasonCode.NOT_A_CHOICE, read=key)))
    return found


def rules_of(folder: CallFolder, envelope: int | None = None, wave: str = "") -> Rules | None:
    """What ranks in this call, under the envelope of a wave or another in cents; None without a grid.

    Raises Invalid.
    """
    grid = folder.grid
    if grid is None:
        return None
    ranking = folder.committee.ranking if folder.committee is not None else RankingRule()
    names = grid_names(grid, folder.names)[0]
    own = wave_of(folder, wave).envelope if envelope is None else envelope
    return Rules(grid, ranking, names, folder.dossier.budget.aid, own)


def most_of(rules: Rules) -> int:
    """How many applications may be invented for these rules at once."""
    most = MOST_BY_EXPECTED_RANK if rules.grid.rank_by == "expected_rank" else MOST
    return max(1, min(most, MOST_MARKS // (rules.readers * max(1, len(rules.grid.leaves)))))


def faults_of(rules: Rules, count: int, seed: str) -> tuple[Fault, ...]:
    """What is wrong in a trial that is asked for."""
    found, most = [], most_of(rules)
    if count < 1:
        found.append(Fault("applications", Reason.of(ReasonCode.TOO_SMALL, read=count, min=1)))
    if count > most:
        found.append(Fault("applications", Reason.of(ReasonCode.TOO_LARGE, read=count, max=most)))
    if len(seed) > LONGEST_SEED:
        found.append(Fault("seed", Reason.of(ReasonCode.TOO_LONG, max=LONGEST_SEED)))
    return tuple(found)


def simulate(
    folder: CallFolder,
    *,
    count: int | None = None,
    seed: str = SEED,
    envelope: int | None = None,
    wave: str = "",
) -> Simulation:
    """Try a call on so many invented applications; the same seed invents the same ones.

    Raises Hidden when the call has no grid, Invalid; ConditionError and CalibrationError as `try_rules`.
    """
    rules = rules_of(folder, envelope, wave)
    if rules is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="grid")
    asked = min(USUAL, most_of(rules)) if count is None else count
    faults = faults_of(rules, asked, seed)
    if faults:
        raise Invalid(*faults)
    idle = len(rules.grid.criteria) <= MOST_CRITERIA and rules.grid.rank_by != "expected_rank"
    tried = try_rules(rules, count=asked, seed=seed, idle=idle)
    return Simulation(tried, asked, seed, rules.envelope, rules.readers, idle)
