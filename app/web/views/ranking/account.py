"""The account of an envelope as every page shows it."""

from app.db.calls.calls import Wave
from app.services.ranking import envelopes
from app.services.work import Work
from app.words.ranking.envelope import Entry, entries


def account_of(work: Work, wave: Wave) -> tuple[Entry, ...]:
    """Its lines; none without an envelope, and for who has something hidden in the wave."""
    found = envelopes.account_shown(work, wave)
    return entries(found) if found is not None else ()
