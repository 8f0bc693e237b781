"""A draw that nobody can bend: the list is fixed first, the seed is known after, and anybody does it again.

What could bend it: a list that moves once the seed is known, a seed chosen for its result, a second try. So a list is
fixed when nothing may enter it any more, with its SHA-256; where the seed will come from is told at that moment; and
a seed is published once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from app.domain.allocation import SERVED, Band
from app.domain.deadlines import is_late
from app.domain.errors import Reason, ReasonCode
from app.domain.explanation import StepCode
from app.domain.money import plain_euros
from app.domain.ranking.listing import Listing
from app.domain.scoring.exact import fixed
from app.domain.workflow.stages import Stage

LONGEST_SEED: Final = 200
_SEED = re.compile(r"[A-Za-z0-9]+(?:[.,:/_+-][A-Za-z0-9]+)*")
"""What everybody types alike: no line, no shell and no French typography changes a sign of it."""

_DRAFTS: Final = frozenset({Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT})
BEFORE_THE_LIST: Final = _DRAFTS | {
    Stage.LETTER_SUBMITTED,
    Stage.DOSSIER_SUBMITTED,
    Stage.COMPLETION_REQUESTED,
    Stage.ADMISSIBLE,
    Stage.IN_REVIEW,
}


def may_still_enter(stage: Stage, due_at: datetime | None, now: datetime) -> bool:
    """May an application that stands there still come into the ranked list? A draft may until its own deadline."""
    if stage in _DRAFTS:
        return due_at is None or not is_late(now, due_at)
    return stage in BEFORE_THE_LIST


@dataclass(frozen=True)
class FixedList:
    """A ranked list as it stood when it was fixed: a line for each application, and its band.

    A line is ``rank;reference;total;amount;outcome``, the amount in euros; the rank and the outcome of an application
    that has none are empty.
    """

    text: str
    band: Band

    @property
    def sha256(self) -> str:
        """That of the text in UTF-8, as ``sha256sum`` gives it."""
        return sha256(self.text.encode()).hexdigest()


def fix(listing: Listing) -> FixedList:
    """The list as it stands; its band is empty when there is nothing to draw."""
    members = frozenset(
        one.reference for one in listing.places if any(step.code is StepCode.TO_DRAW for step in one.steps)
    )
    above = frozenset(one.reference for one in listing.places if one.outcome in SERVED)
    return FixedList("".join(f"{line}\n" for line in _lines(listing)), Band(members, above - members))


def _lines(listing: Listing) -> Iterator[str]:
    scored = listing.ranked.scored
    for one in listing.places:
        total = ""
        if scored.assessed(one.at):
            total = str(fixed(scored.total.at(one.at), scored.grid.rounding.decimals))
        outcome = one.outcome.value if one.outcome is not None else ""
        yield f"{one.rank or ''};{one.reference};{total};{plain_euros(one.amount)};{outcome}"


def seed_of(typed: str) -> str:
    """A seed as it is kept: spaces, which a page may break or narrow, become hyphens."""
    return "-".join(typed.split())


def seed_fault(seed: str) -> Reason | None:
    """Why this may not be a seed, if it may not."""
    if not seed:
        return Reason.of(ReasonCode.REQUIRED)
    if len(seed) > LONGEST_SEED:
        return Reason.of(ReasonCode.TOO_LONG, max=LONGEST_SEED)
    return None if _SEED.fullmatch(seed) else Reason.of(ReasonCode.NOT_A_SEED, read=seed)
