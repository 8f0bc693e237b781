"""What silence means is said with the same words in the mails, the pages and the guide."""

from pathlib import Path

from app.domain.workflow import Action, Stage
from app.words.labels import Audience
from app.words.road.actions import confirmation
from app.words.road.next_steps import PANELS
from app.words.silence import LETTER, THEIRS, suspended
from tests.words.mail_samples import FACTS, FULL
from tests.words.test_mails import written

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide-du-charge-de-mission.md"


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_guide_says_what_silence_means_as_the_service_does() -> None:
    guide = plain(GUIDE.read_text(encoding="utf-8"))
    assert plain(LETTER) in guide
    assert plain(suspended(THEIRS)) in guide


def test_the_mails_and_the_pages_say_that_the_delay_is_suspended_in_the_same_words() -> None:
    for kind in ("completion_requested", "completion_extended", "completion_corrected", "dossier_received"):
        assert suspended() in written(kind, {**FACTS, **FULL[kind]})[1]
    for action in (Action.REQUEST_COMPLETION, Action.EXTEND_COMPLETION):
        assert confirmation(action)[1].endswith(suspended(THEIRS))
    assert PANELS[Audience.OFFICER][Stage.COMPLETION_REQUESTED].sentence == suspended(THEIRS)


def test_the_mail_of_a_letter_says_that_silence_refuses_it_as_a_dossier() -> None:
    assert LETTER in written("letter_received", {**FACTS, **FULL["letter_received"]})[1]
