"""One application that everybody of the cast may know of, and a program for each person."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db.apply import files, filings
from app.db.base import key_of
from app.db.committee import committee
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.calls import editions
from app.services.calls.calls import open_call
from app.services.screening import opinions
from tests import factories, lottery
from tests.api_client import Callers
from tests.fakes import FakeClock
from tests.servers import SqliteTemplate


@dataclass(frozen=True)
class Known:
    """A started application of the tiers-lieux: reviewed, advised, awarded, signed; its names in an address.

    The next edition of its call is begun.
    """

    callers: Callers
    names: dict[str, str]

    def path(self, template: str) -> str:
        return template.format(**self.names)


@pytest.fixture(scope="module")
def started(sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    folder: Path = tmp_path_factory.mktemp("started")
    with sqlite_template.copy(folder) as url:
        database = Database.open(url)
        yield known_application(database)
        database.close()


def known_application(database: Database, stage: Stage = Stage.STARTED) -> Known:
    """An application at this stage whose expert was named and whose consulted service was asked.

    Its call draws the ex aequo of the line, so that it has every address.
    """
    with database.write() as session:
        open_call(factories.work(session), lottery.folder())
    callers = Callers.around(database, factories.TIERS_LIEUX, FakeClock(), files=factories.memory_store())
    cast = callers.cast
    with database.write() as session:
        work = factories.work(session, now=callers.clock.now)
        work.session.info["cast"] = {factories.TIERS_LIEUX: cast}
        application = factories.at_stage(work, stage)
        opinions.ask(factories.by(work, cast.officer), application.reference, cast.consulted.person_id or 0)
        sitting = next(iter(committee.sittings_of_wave(session, application.wave_id)), None)
        committee_opinion = committee.opinion(session, key_of(application))
        piece = files.joined(session, key_of(application))[0]
        filing = filings.filings(session, key_of(application))[-1]
        text, why = callers.wired.call_texts, "L’an prochain."
        begun = editions.start_from_call(
            factories.by(work, cast.officer), "apres", factories.TIERS_LIEUX, why, text
        )
    admissibility = factories.call_folder().admissibility
    assert admissibility is not None
    names = {
        "reference": application.reference,
        "slug": factories.TIERS_LIEUX,
        "wave": "automne_2026",
        "opinion": str(committee_opinion.id if committee_opinion else 0),
        "sitting": str(sitting.id if sitting else 0),
        "person_id": "0",
        "role": "expert",
        "holder_id": str(cast.owner.person_id),
        "interest": "team",
        "handle": piece.handle,
        "expert_id": str(cast.experts[0].person_id),
        "form": filing.form,
        "number": str(filing.number),
        "name": "dossier",
        "kind": "midterm",
        "rule": admissibility.rules[0].key,
        "key": "advance",
        "piece": piece.piece,
        "action": "expire",
        "edition": str(begun.id),
        "edition_id": str(begun.id),
    }
    return Known(callers, names)
