"""The reviews of somebody who is no expert any more: given back, and the officers told to name another."""

from app.db import journal, people
from app.db.apply import applications
from app.db.base import key_of
from app.db.people import Person
from app.db.review import reviews
from app.db.review.reviews import ReviewState
from app.domain.people import Role
from app.services.cases import open_case
from app.services.review.officers import tell_officers
from app.services.work import Work

OPEN_STATES = frozenset({ReviewState.ASSIGNED, ReviewState.ACCEPTED})


def give_back(work: Work, expert: Person) -> None:
    """Give back each open review of a call whose expert this person is no longer; what was submitted stays."""
    house = work.as_system()
    open_rows = [row for row in reviews.of_expert(work.session, key_of(expert)) if row.state in OPEN_STATES]
    found = {
        key_of(one): one
        for one in applications.with_ids(work.session, {row.application_id for row in open_rows})
    }
    for row in open_rows:
        application = found[row.application_id]
        able = people.holding(work.session, Role.EXPERT, application.call_id)
        if expert.id in {one.id for one in able}:
            continue
        case = open_case(house, application.reference, lock=True)
        row.state, row.version = ReviewState.WITHDRAWN, row.version + 1
        work.session.add(row)
        work.session.flush()
        journal.write(
            work.session,
            work.actor,
            "unassign_reviewer",
            work.now,
            call_id=application.call_id,
            application_id=case.id,
            data={"expert": expert.id},
        )
        tell_officers(
            work,
            case,
            "review_returned",
            {"expert": expert.name},
            key=f"returned:{row.id}:{row.version}",
            page="experts",
        )
