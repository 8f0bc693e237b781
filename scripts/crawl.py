"""Which pages does the demo have? Follow every link from each role's sign-in, and keep the fullest page of each kind.

A kind is a route's pattern (``/candidatures/{reference}``), and for a page about one action, that action. A link that
leads nowhere (an answer of 400 or more) is kept aside: there must be none.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
from fastapi.routing import APIRoute

from app.demo.keys import Key
from app.web.pages import ROUTERS

VISITOR = "visitor"
PAGE = "text/html"
LINK = re.compile(r"""<a\b[^>]*?\bhref="([^"#]+)""")
TAG = re.compile(r"<([a-z]\w*)((?:[^>\"]|\"[^\"]*\")*)>")
CLASS = re.compile(r"""\bclass="([^"]*)""")
NAME = re.compile(r"""\s([a-z-]+)(?==)""")
LOOKS = 2
"""How many pages of a kind are opened, to choose the fullest from and to find what they lead to."""

HUBS = ("/candidatures", "/candidatures/{reference}", "/bureau/appels/{slug}")
HUB_LOOKS = 4
"""The pages from which one goes everywhere: each person opens several of them."""
EVERYBODY = "applicant"
"""The role whose every holder is followed: their applications stand at different stages."""

TOLD_APART = ("action", "form")
VIEWS = frozenset({"point", "vue"})
WAVE = "vague"
"""Parameters that draw another page at the same address; each wave holds other things."""

DOCUMENT = (".pdf", "{handle}")
"""Ends of the patterns of what is not a page; typesetting takes a second, so one of each kind is enough."""


@dataclass(frozen=True)
class Found:
    """A page as somebody of this role reads it; ``sign_in``: the link that makes one that person."""

    role: str
    sign_in: str
    pattern: str
    kind: str
    address: str
    size: int
    media: str
    shape: frozenset[str]

    @property
    def is_page(self) -> bool:
        return self.media == PAGE


@dataclass
class Trip:
    """What the people of one role found, kind by kind, and the links that led nowhere: from, to, status."""

    role: str
    pages: dict[str, Found] = field(default_factory=dict)
    broken: list[tuple[str, str, int]] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)

    def wants(self, pattern: str, kind: str, met: int) -> bool:
        """Is another page of this kind worth opening? ``met``: how many this person opened."""
        if pattern in HUBS:
            return met < HUB_LOOKS
        return self.opened[kind] < (1 if pattern.endswith(DOCUMENT) else LOOKS)

    def keep(self, found: Found) -> None:
        known = self.pages.get(found.kind)
        if known is None or known.size < found.size:
            self.pages[found.kind] = found


def routes() -> list[APIRoute]:
    """Every page that can be read, in the order in which the service looks for them."""
    every = (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))
    return [route for route in every if "GET" in (route.methods or ())]


def kind_of(address: str, known: Iterable[APIRoute]) -> tuple[str, str]:
    """The pattern of this address, and its kind; the path itself where no page is known."""
    parts = urlsplit(address)
    for route in known:
        match = route.path_regex.match(parts.path)
        if match:
            apart = [match[name] for name in TOLD_APART if f"{{{name}}}" in route.path]
            asked = parse_qsl(parts.query)
            views = sorted({name for name, _ in asked} & VIEWS)
            waves = [value for name, value in asked if name == WAVE]
            return route.path, " ".join((route.path, *apart, *views, *waves))
    return parts.path, parts.path


def crawl(url: str, client: httpx.Client, trip: Trip, *, sign_in: str = "") -> None:
    """Follow the links of one person, from the desk that the sign-in leads to."""
    start = client.get(sign_in).headers["location"] if sign_in else "/"
    known, seen, met = routes(), set(), Counter[str]()
    waiting: deque[tuple[str, str]] = deque([("", start), ("", "/")])
    while waiting:
        origin, address = waiting.popleft()
        pattern, kind = kind_of(address, known)
        if address in seen or not trip.wants(pattern, kind, met[kind]):
            continue
        seen.add(address)
        met[kind] += 1
        trip.opened[kind] += 1
        answer = client.get(url + address, follow_redirects=True)
        if answer.status_code >= 400:
            trip.broken.append((origin, address, answer.status_code))
            continue
        media = answer.headers.get("content-type", "").split(";")[0]
        sorts = shape(answer.text) if media == PAGE else frozenset()
        if not answer.history:
            size = len(answer.content)
            trip.keep(Found(trip.role, sign_in, pattern, kind, address, size, media, sorts))
        if media == PAGE:
            waiting.extend((address, link) for link in links(url, str(answer.url), answer.text))


def shape(html: str) -> frozenset[str]:
    """The sorts of elements in a page: tags with their classes and the names of their attributes, without values."""
    sorts = set()
    for tag, attributes in TAG.findall(html):
        classes = CLASS.search(attributes)
        sorts.add(" ".join((tag, *sorted(NAME.findall(attributes)), classes[1] if classes else "")))
    return frozenset(sorts)


def links(url: str, here: str, html: str) -> list[str]:
    """The addresses on this service that a page links to, as written without their fragment."""
    whole = [urljoin(here, unescape(href)) for href in LINK.findall(html)]
    return [one.removeprefix(url) for one in whole if one.startswith(f"{url}/")]


def crawl_all(url: str, keys: Iterable[Key]) -> dict[str, Trip]:
    """What a visitor finds, the first person of each role, and every applicant, by role."""
    trips = {VISITOR: Trip(VISITOR)}
    with httpx.Client(timeout=60) as client:
        crawl(url, client, trips[VISITOR])
    for key in keys:
        if key.role in trips and key.role != EVERYBODY:
            continue
        trip = trips.setdefault(key.role, Trip(key.role))
        with httpx.Client(timeout=60) as client:
            crawl(url, client, trip, sign_in=key.sign_in)
    return trips
