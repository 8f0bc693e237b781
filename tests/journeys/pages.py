"""Reading a page as a person does: its title, its sentences, its links, its forms and their labels.

::

    someone = Visitor(browser)
    page = someone.go("/connexion")
    page = someone.fill(page.form("/connexion"), {"Votre adresse électronique": "zoe@exemple.example"})

A field is found by the words in front of it; what the page does not ask cannot be sent.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from tests.edges import Browser

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
TICKED = ("radio", "checkbox")
Answer = str | bool | list[str]


def plain(text: str) -> str:
    """Words without their typography: one ordinary space between them, no « (facultatif) »."""
    return re.sub(r"\s+", " ", text).strip().removesuffix("(facultatif)").strip()


@dataclass
class Control:
    """One box of a form. ``group``: the legend above a radio button or a ticked box."""

    name: str
    kind: str
    value: str = ""
    label: str = ""
    group: str = ""
    checked: bool = False
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Button:
    label: str
    name: str = ""
    value: str = ""


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def labels(self) -> list[str]:
        """What the form asks, in order."""
        return list(dict.fromkeys(one.group or one.label for one in self.controls if one.kind != "hidden"))

    def named(self, words: str) -> list[Control]:
        """The boxes under these words: the whole label, or else the only one that begins so."""
        shown = [one for one in self.controls if one.kind != "hidden"]
        for agrees in (str.__eq__, str.startswith, str.__contains__):
            found = [one for one in shown if agrees(one.group or one.label, plain(words))]
            if not found:
                found = [one for one in shown if one.label and agrees(one.label, plain(words))]
            if found:
                break
        assert found, f"« {words} » is not asked; asked: {self.labels()}"
        assert len({one.name for one in found}) == 1, f"« {words} » says several: {found}"
        return found

    def set(self, words: str, answer: Answer) -> None:
        """Type, choose or tick under these words. AssertionError when the page does not offer it."""
        self._put(words, self.named(words), answer)

    def put(self, name: str, answer: Answer) -> None:
        """The same by the name that is sent, for a label that several boxes of a table share."""
        boxes = [one for one in self.controls if one.name == name and one.kind != "hidden"]
        assert boxes, f"{name} is not asked; asked: {sorted({one.name for one in self.controls})}"
        self._put(name, boxes, answer)

    def asks(self, name: str) -> bool:
        """Does the page show a box of this name?"""
        return any(one.name == name and one.kind != "hidden" for one in self.controls)

    def _put(self, words: str, boxes: list[Control], answer: Answer) -> None:
        if boxes[0].kind in TICKED:
            self._tick(words, boxes, answer)
            return
        (box,) = boxes
        if box.kind != "select":
            box.value = str(answer)
            return
        values = [value for value, label in box.options if plain(str(answer)) in (label, value)]
        assert values, f"« {answer} » is not in {box.options}"
        box.value = values[0]

    @staticmethod
    def _tick(words: str, boxes: list[Control], answer: Answer) -> None:
        if isinstance(answer, bool):
            assert len(boxes) == 1, f"« {words} » is not one box"
            boxes[0].checked = answer
            return
        wanted = [answer] if isinstance(answer, str) else answer
        for one in wanted:
            assert any(plain(one) in (box.label, box.value) for box in boxes), f"« {one} » not in {boxes}"
        for box in boxes:
            box.checked = any(plain(one) in (box.label, box.value) for one in wanted)

    def sent(self, button: Button | None) -> dict[str, list[str]]:
        """What a browser would send with this button."""
        pairs: dict[str, list[str]] = {}
        for one in self.controls:
            if one.kind == "file" or not one.name or (one.kind in TICKED and not one.checked):
                continue
            pairs.setdefault(one.name, []).append(one.value)
        if button is not None and button.name:
            pairs.setdefault(button.name, []).append(button.value)
        return pairs

    def button(self, words: str = "") -> Button | None:
        """The button with these words; the first one unless said."""
        if not words:
            return self.buttons[0] if self.buttons else None
        found = [one for one in self.buttons if plain(words) in one.label]
        assert found, f"no button « {words} » among {[one.label for one in self.buttons]}"
        return found[0]


@dataclass
class Page:
    address: str
    status: int
    title: str = ""
    text: str = ""
    forms: list[Form] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def form(self, action: str = "", button: str = "") -> Form:
        """The form that is sent to this address (the end of it is enough), or that has this button."""
        found = [
            one
            for one in self.forms
            if one.action.split("?")[0].endswith(action)
            and (not button or any(plain(button) in each.label for each in one.buttons))
            and one.action != "/deconnexion"
        ]
        assert found, f"no form {action or button} at {self.address}: {[one.action for one in self.forms]}"
        return found[0]

    def link(self, words: str) -> str:
        """Where these words lead."""
        for agrees in (str.__eq__, str.startswith, str.__contains__):
            found = [href for href, label in self.links if agrees(label, plain(words))]
            if found:
                return found[0]
        raise AssertionError(f"no link « {words} » at {self.address}: {[one for _, one in self.links]}")

    def says(self, words: str) -> bool:
        return plain(words) in self.text


class _Reader(HTMLParser):
    """Fills a page from its HTML."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.form: Form | None = None
        self.legends: list[str] = []
        self.by_id: dict[str, Control] = {}
        self.labels: dict[str, str] = {}
        self.taking: list[tuple[str, dict[str, str], list[str]]] = []
        self.whole: list[str] = []
        self.select: Control | None = None
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action") or self.page.address, given.get("method", "get").lower())
            self.page.forms.append(self.form)
        elif tag == "fieldset":
            self.legends.append("")
        elif tag == "input":
            self._control(given, given.get("type", "text"))
        elif tag == "select":
            self.select = self._control(given, "select")
        elif tag in ("script", "style", "template"):
            self.quiet += 1
        if tag in ("label", "legend", "a", "button", "textarea", "option", "title", "h1"):
            self.taking.append((tag, given, []))

    def _control(self, given: dict[str, str], kind: str) -> Control:
        value = given.get("value", "on" if kind in TICKED else "")
        one = Control(given.get("name", ""), kind, value, checked="checked" in given)
        one.label = plain(given.get("aria-label", ""))
        one.group = (
            next((legend for legend in reversed(self.legends) if legend), "") if kind in TICKED else ""
        )
        if self.form is not None:
            self.form.controls.append(one)
        if given.get("id"):
            self.by_id[given["id"]] = one
        return one

    def handle_data(self, data: str) -> None:
        if self.quiet:
            return
        self.whole.append(data)
        for _, _, words in self.taking:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "fieldset":
            self.legends.pop()
        elif tag == "select":
            self.select = None
        elif tag in ("script", "style", "template"):
            self.quiet -= 1
        if self.taking and self.taking[-1][0] == tag:
            _, given, words = self.taking.pop()
            self._taken(tag, given, "".join(words))
        if tag not in ("a", "b", "span", "em", "strong", "code", "sup"):
            self.whole.append(" ")

    def _taken(self, tag: str, given: dict[str, str], words: str) -> None:
        match tag:
            case "label":
                self.labels[given.get("for", "")] = words
            case "legend" if self.legends:
                self.legends[-1] = plain(words)
            case "a":
                self.page.links.append((given.get("href", ""), plain(words)))
            case "button" if self.form is not None and given.get("type", "submit") == "submit":
                button = Button(plain(words), given.get("name", ""), given.get("value", ""))
                self.form.buttons.append(button)
            case "textarea":
                self._control({**given, "value": words.removeprefix("\n")}, "textarea")
            case "option" if self.select is not None:
                self._option(given, plain(words))
            case "title":
                self.page.title = plain(words)

    def _option(self, given: dict[str, str], label: str) -> None:
        assert self.select is not None
        value = given.get("value", label)
        if "selected" in given or not self.select.options:
            self.select.value = value
        self.select.options.append((value, label))

    def close(self) -> None:
        super().close()
        for identity, control in self.by_id.items():
            words = plain(self.labels.get(identity, ""))
            control.label = words or control.label
        self.page.text = plain("".join(self.whole))


def read(address: str, status: int, html: str) -> Page:
    """The page of this HTML."""
    page = Page(address, status)
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    return page


class Visitor:
    """Somebody at a browser: follows redirections, reads pages, sends their forms as they are."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def go(self, address: str, *, status: int = 200) -> Page:
        return self._read(self.browser.get(address), status)

    def follow(self, page: Page, words: str) -> Page:
        """Click the link with these words."""
        return self.go(page.link(words))

    def send(
        self,
        form: Form,
        answers: dict[str, Answer] | None = None,
        *,
        button: str = "",
        files: dict[str, tuple[str, bytes]] | None = None,
        status: int = 200,
    ) -> Page:
        """Fill the form by its labels, press its button, and read the page that comes."""
        for words, answer in (answers or {}).items():
            form.set(words, answer)
        data = form.sent(form.button(button))
        if form.method == "get":
            return self._read(self.browser.get(form.action, params=data), status)
        joined = {form.named(words)[0].name: one for words, one in (files or {}).items()}
        return self._read(self.browser.post(form.action, data=data, files=joined or None), status)

    def download(self, address: str) -> bytes:
        answer = self.browser.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return bytes(answer.content)

    def _read(self, answer: Any, status: int) -> Page:
        for _ in range(5):
            if answer.status_code not in (302, 303, 307):
                break
            answer = self.browser.get(answer.headers["location"])
        address = answer.request.url.path
        page = read(address, answer.status_code, answer.text)
        assert page.status == status, f"{page.status} at {address}: {page.text[:1500]}"
        return page
