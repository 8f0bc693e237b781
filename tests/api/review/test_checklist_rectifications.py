"""A line of the checklist put right after the verdict, by program."""

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api.conftest import known_application


def test_a_program_puts_a_line_right_and_reads_what_it_means(database: Database) -> None:
    known = known_application(database, Stage.IN_REVIEW)
    file = factories.call_folder().admissibility
    assert file is not None
    path = f"/applications/{known.names['reference']}/checklist/{file.rules[0].key}/rectifications"
    officer, sent = (
        known.callers.named("officer"),
        {"verdict": "fails", "note": "Aucun usager.", "version": 0},
    )
    officer.put(path, sent | {"reason": ""}, 422)
    found = officer.put(path, sent | {"reason": "Lu trop vite."})
    assert (found["contradicted"], found["rectifications"][0]["was"]["verdict"]) == ("admitted", "holds")
    officer.put(path, sent | {"note": "Encore.", "reason": "Bis."}, 409)
    assert known.callers.named("auditor").get(path) == found
