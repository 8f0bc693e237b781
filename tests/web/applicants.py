"""An application at a stage, and the browsers of the people around it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.adapters.verifier import Verifier
from app.db import people
from app.domain.people import Actor
from app.domain.workflow import Stage
from app.services.desk.verifications import VERIFY
from app.services.wiring import Wiring
from app.services.work import Work
from tests import factories
from tests.edges import Browser
from tests.factories import TIERS_LIEUX, Cast
from tests.fakes import FakeClock, FakeJobs


@dataclass(frozen=True)
class Around:
    """One application with its people; the service's clock stands on a day when the calls are open."""

    wired: Wiring
    reference: str
    cast: Cast

    @property
    def home(self) -> str:
        return f"/candidatures/{self.reference}"

    def browser(self, actor: Actor) -> "SignedIn":
        """The browser of this person, signed in."""
        return signed_in(self.wired, actor)


class SignedIn(Browser):
    """A browser whose forms take their token from the person's own account."""

    def submit(
        self, address: str, fields: dict[str, Any] | None = None, *, drawn_at: str = "/mon-compte"
    ) -> Any:
        return super().submit(address, fields, drawn_at=drawn_at)

    def press(self, address: str, fields: dict[str, Any]) -> Any:
        """Send the form of a page as it was drawn, its hidden fields with what is typed in the others."""
        drawn = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.get(address).text))
        return self.submit(address, drawn | fields)

    def publish(self, decisions: str, wave: str) -> Any:
        """Read what waits on the page that publishes the decisions of a wave, then publish that."""
        page = self.get(f"{decisions}/publier?vague={wave}").text
        read = re.search(r'name="decisions_sha256" value="([0-9a-f]{64})"', page)
        assert read is not None
        return self.submit(f"{decisions}/publier", {"vague": wave, "decisions_sha256": read[1]})


def at(wired: Wiring, stage: Stage, slug: str = TIERS_LIEUX, **said: Any) -> Around:
    """An application of that call brought to this stage, through the door."""
    clock = wired.clock
    assert isinstance(clock, FakeClock)
    clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        work = factories.work(session, now=clock.now)
        cast = factories.cast(work, slug)
        application = factories.at_stage(work, stage, slug, store=wired.files, **said)
        return Around(wired, application.reference, cast)


def signed_in(wired: Wiring, actor: Actor) -> SignedIn:
    browser = SignedIn(wired)
    with wired.database.read() as session:
        person = people.by_id(session, actor.person_id or 0)
    assert person is not None
    browser.enter(person)
    return browser


def as_house(wired: Wiring, session: Any) -> Work:
    """The house at work in this session, now."""
    return factories.work(session, now=wired.clock())


def verify_record(wired: Wiring) -> None:
    """Run the verification of the record that was asked for, without a witness."""
    assert isinstance(wired.jobs, FakeJobs)
    wired.jobs.run({VERIFY: Verifier(wired.database, Path("no-witness"), wired.clock).read_again})
