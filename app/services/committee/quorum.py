"""The quorum of a sitting, and of each of its items."""

from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Sitting
from app.db.review import interests
from app.domain.quorum import Quorum, item_quorum
from app.services.calls.calls import OpenedCall
from app.services.work import Work


def quorum_of(
    work: Work, opened: OpenedCall, sitting: Sitting, application_id: int | None = None
) -> Quorum | None:
    """The quorum of a sitting, or of one of its items without those who have an interest in it."""
    if opened.folder.committee is None:
        return None
    rows = committee.attendance(work.session, key_of(sitting))
    recused = interests.interested_in(work.session, application_id) if application_id else frozenset[int]()
    return item_quorum(
        members=frozenset(row.person_id for row in rows),
        present=frozenset(row.person_id for row in rows if row.present),
        recused=recused,
        share=opened.folder.committee.quorum,
    )
