"""Whom an entry of the journal is about, and who may learn it."""

from app.db import journal
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.cases import open_case
from app.services.review import reviews
from app.services.road.whom import whom
from tests import factories
from tests.services.acting import given


def test_the_journal_names_the_experts_and_tells_interests_to_who_names_them_only(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    first, second = people.experts[:2]
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.unassign(work, reference, first.person_id or 0)
        reviews.declare_interest(factories.work(session, second), reference, "work")
        case = open_case(work, reference)
        entries = [
            one
            for one in journal.story_of(session, case.id)
            if one.verb in ("assign_reviewer", "unassign_reviewer", "declare_interest")
        ]
        entries[-1] = entries[-1]._replace(actor_name="Une autre")
        told = {
            read: [
                (one.verb, name)
                for one, name in zip(entries, whom(session, entries, interests=read), strict=True)
            ]
            for read in (True, False)
        }
    assert ("unassign_reviewer", first.name) in told[False]
    assert [name for verb, name in told[False] if verb == "assign_reviewer"][:2] == [first.name, second.name]
    assert told[True][-1] == ("declare_interest", second.name)
    assert told[False][-1] == ("declare_interest", "")
