"""What anybody does in a browser: sign in by mail, follow a link, answer a form, press a button, keep a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from app.domain.call_file.forms import Question, Section
from app.domain.call_file.kinds import QuestionKind
from tests import factories
from tests.browser.site import Site

TICKED = (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.YES_NO)


def sign_in(page: Page, site: Site, address: str) -> None:
    """From the sign-in form on the page to the page one wanted, through the mail."""
    received = len(site.inbox.links(address))
    page.fill("form[action='/connexion'] input[name=email]", address)
    page.get_by_role("button", name="Recevoir un lien de connexion").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez votre messagerie")
    page.goto(site.inbox.link(address, nth=received + 1))
    press(page, "Me connecter")


def write(page: Page, question: Question, said: str | list[str] | None = None) -> None:
    """Answer one question as its kind is answered: type, choose, tick."""
    answer: Any = said if said is not None else factories.answer_to(question)
    if question.kind not in TICKED:
        page.fill(f"[name='{question.key}']", str(answer))
        return
    for one in [answer] if isinstance(answer, str) else answer:
        page.check(f"[name='{question.key}'][value='{one}']")


def write_section(page: Page, section: Section, said: dict[str, str]) -> None:
    """Answer the questions that the page asks of this section, then save; again while saving asks more."""
    for _ in range(3):
        asked = [one for one in section.questions if page.locator(f"[name='{one.key}']").count()]
        for question in asked:
            write(page, question, said.get(question.key))
        here = page.url
        press(page, "Enregistrer et continuer")
        if page.url != here:
            return
    raise AssertionError(f"{section.key} is not accepted: {page.inner_text('main')}")


def press(page: Page, name: str) -> None:
    """Press the button and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


@dataclass(frozen=True)
class Someone:
    """A person at their own browser; the service asks who they are as often as it likes."""

    page: Page
    site: Site
    email: str

    def go(self, where: str) -> None:
        """To this address, through the sign-in when the session is over."""
        self.page.goto(where)
        if "/connexion" in self.page.url:
            sign_in(self.page, self.site, self.email)

    def follow(self, words: str, *, exact: bool = True) -> None:
        """Click the link with these words; when not ``exact``, the first one that has them."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=exact).first.click()

    def fill(self, answers: Mapping[str, str]) -> None:
        """Type each answer under its label."""
        for label, text in answers.items():
            self.page.get_by_label(label).fill(text)

    def press(self, button: str) -> None:
        press(self.page, button)

    def act(self, button: str, answers: Mapping[str, str] | None = None) -> None:
        """From where the action is offered: its button, what it asks, its button again; the page says it is done."""
        self.follow(button)
        self.fill(answers or {})
        self.press(button)
        self.is_told()

    def is_told(self, words: str = "") -> None:
        """The page that came says that it is done, with these words."""
        expect(self.page.get_by_role("status")).to_contain_text(words or ".")

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_read(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def download(self, link: str) -> bytes:
        """The file behind this link."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=link).first.click()
        return coming.value.path().read_bytes()
