"""What people do in a browser: sign in by mail, write a form, send it."""

from typing import Any

from playwright.sync_api import Page, expect

from app.domain.call_file.forms import Question, QuestionKind, Section
from tests import factories
from tests.browser.site import Site

TICKED = (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.YES_NO)


def sign_in(page: Page, site: Site, address: str, *, nth: int = 1) -> None:
    """From the sign-in form on the page to the page one wanted, through the mail."""
    page.fill("form[action='/connexion'] input[name=email]", address)
    page.get_by_role("button", name="Recevoir un lien de connexion").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez votre messagerie")
    page.goto(site.inbox.link(address, nth=nth))
    page.get_by_role("button", name="Me connecter").click()


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
