"""Who wrote in the same fields of an application meanwhile, as far as the second one may know."""

from collections.abc import Mapping

from app.db import journal
from app.db.apply import teams
from app.domain.access import reads_only_as_applicant
from app.domain.errors import ReasonCode, Stale
from app.services.cases import Case
from app.services.work import Work


def crossed(work: Work, case: Case, verb: str, place: str, kept: Mapping[str, str]) -> Stale:
    """The refusal of who changed fields that somebody else changed: ``kept``, what they now hold.

    The journal of ``verb`` tells its fields under « fields »; an entry that does not may be of any. A team is told
    the names of its members, and of no officer. ``place`` words the fields: « indicator » gives « indicator.usagers ».
    """
    found = (
        entry
        for entry in reversed(journal.of_application(work.session, case.id))
        if entry.verb == verb and set(entry.data.get("fields", kept)) & set(kept)
    )
    told: dict[str, object] = {}
    if (last := next(found, None)) is not None:
        members = {one.person_id for one in teams.team(work.session, case.id)}
        named = last.actor_id in members or not reads_only_as_applicant(case.parts)
        own = last.actor_id == work.person_id
        told = {"at": last.at, "own": own, "by": last.actor_name if named else ""}
    fields = tuple(f"{place}.{key}" for key in kept)
    return Stale(ReasonCode.STALE, fields=fields, kept=dict(kept), **told)
