"""``maillage demo``: an embedded database with a year of invented applications, opened for whoever wants to look."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from app.adapters.call_files import read_calls
from app.adapters.clock import system_clock
from app.adapters.migrations import ROOT
from app.bootstrap import House, build
from app.db.calls import calls
from app.demo.calendar import Calendar
from app.demo.director import play_all
from app.demo.keys import Key, cut_keys, first_of_each
from app.demo.next_edition import begin_next_edition
from app.demo.play import Play
from app.demo.story import read_stories
from app.domain.call_file.folder import CallFolder
from app.services.ports import Clock
from app.settings import Settings
from app.words.command import answers as command_answers

DATA = Path("var/demo")
CRITERIA, OWN_CALLS = ROOT / "criteria", Path(__file__).resolve().parent / "calls"
PUBLISHER = {
    "authority_name": "Démonstration",
    "authority_contact": "contact@demonstration.example",
    "publication_director": "Personne : ces appels, ces gens et ces projets sont inventés",
    "host": "La machine sur laquelle la démonstration est lancée ; rien n’en sort",
}
"""Who the demo says it is, where the environment of its operator says nothing."""
Say = Callable[[str], None]


def open_house(data: Path, host: str, port: int, *, clock: Clock = system_clock) -> House:
    """The service wired on its own folder, whatever the environment says of another database; migrated."""
    settings = Settings(
        demo=True,
        data_dir=data,
        base_url=f"http://{host}:{port}",
        cookie_secure=False,
        database_url=f"sqlite:///{data / 'maillage.db'}",
        files_url=(data / "files").resolve().as_uri(),
    )
    said = {name: words for name, words in PUBLISHER.items() if name not in settings.model_fields_set}
    house = build(settings.model_copy(update=said), clock=clock)
    house.prepare()
    return house


def demo_calls() -> tuple[CallFolder, ...]:
    """The real calls, and those that the demo invents."""
    return (*read_calls(CRITERIA), *read_calls(OWN_CALLS))


def load(house: House, *, clock: Clock | None = None) -> int:
    """Play the stories when the database has no call yet; the number of acts, 0 when it was loaded before.

    One transaction: a load that is cut leaves nothing behind.
    """
    wired = house.wiring
    with wired.database.read() as session:
        if calls.headings(session):
            return 0
    with wired.database.write() as session:
        play = Play(
            session,
            wired.files,
            wired.antivirus,
            Calendar((clock or wired.clock)()),
            demo_calls(),
            wired.settings.base_url,
        )
        acts = play_all(play, read_stories())
        begin_next_edition(play, wired.call_texts)
        return acts


def welcome(house: House, say: Say) -> tuple[Key, ...]:
    """Load the demo if needed, and say how to sign in as each role."""
    began = perf_counter()
    acts = load(house)
    if acts:
        say(command_answers.demo_loaded(acts, perf_counter() - began))
    address = house.settings.base_url
    keys = cut_keys(house.wiring, address)
    say(command_answers.demo_address(address))
    for key in first_of_each(keys):
        say(f"  {key.role:<15} {key.name:<22} {key.sign_in}")
    say("")
    return keys
