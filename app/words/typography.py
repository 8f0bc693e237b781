"""French typography of a plain text: the spaces that may not break, the apostrophe, the ellipsis.

Rules of the *Lexique des règles typographiques en usage à l’Imprimerie nationale*: narrow no-break space
before ; ! ? and inside numbers, no-break space before : and inside « », and before €, % and units.
"""

import re
from functools import lru_cache

from markupsafe import Markup

NARROW = "\u202f"
NBSP = "\u00a0"
_ANY = "[ \u00a0\u202f]"
_RUN = f"(?<!{_ANY}){_ANY}"
"""A space that no other precedes: a run looked for from each of its spaces would take the square of their number."""
CACHED = 200
"""The longest text whose typography is remembered: labels come back, what people write does not."""

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"«{_ANY}*"), f"«{NBSP}"),
    (re.compile(rf"{_RUN}*»"), f"{NBSP}»"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\.(?!\.)"), "…"),
    (re.compile(rf"(?<!^){_RUN}+([;!?])"), rf"{NARROW}\1"),
    (re.compile(r"(?<=[\w»)\]%€…])([!?])(?=[\s»)]|$)"), rf"{NARROW}\1"),
    (re.compile(r"(?<=[\w»)\]%€…])(;)(?=[\s»)]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"(?<!^){_RUN}+:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"(?<=\d){_ANY}?(?=[%€])"), NBSP),
    (re.compile(rf"(?<=[\d€]){_ANY}(?=(?:HT|TTC|km|m²|ETP|Mo|ko|min|ans?)\b)"), NBSP),
    (re.compile(rf"(?<=[\d…]){_ANY}([×÷=]){_ANY}(?=\d)"), rf"{NBSP}\1{NBSP}"),
    (re.compile(rf"([≤≥±]){_ANY}(?=\d)"), rf"\1{NBSP}"),
    (re.compile(rf"(?<![\w,.])(\d{{1,3}}(?:{_ANY}\d{{3}})+)(?!\d)"), "grouped"),
    (re.compile(rf"(?<=\d){_ANY}sur{_ANY}(?=\d)"), f"{NBSP}sur{NBSP}"),
    (re.compile(rf"\b([LRD]\.|[Aa]nnexes?){_ANY}(?=\d|[IVX]+\b)"), rf"\1{NBSP}"),
    (re.compile(rf"\b([nN]°){_ANY}*(?=\w)"), rf"\1{NBSP}"),
    (re.compile(rf"\b([Aa]rt\.|[Aa]rticles?|p\.|M\.|MM\.|Mmes?){_ANY}(?=[\w])"), rf"\1{NBSP}"),
    (re.compile(rf"\b(\d{{1,2}}){_ANY}h(?:{_ANY}(\d\d)\b|\b)"), "hour"),
    (
        re.compile(
            rf"\b(1er|\d{{1,2}}){_ANY}(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|"
            rf"novembre|décembre)(?:{_ANY}(\d{{4}})\b)?"
        ),
        "date",
    ),
)
_SPACE = re.compile(_ANY)
_TAG = re.compile(r"(<[^<>]*>|&[#\w]+;)")


def _grouped(match: re.Match[str]) -> str:
    return _SPACE.sub(NARROW, match[1])


def _held(match: re.Match[str]) -> str:
    return NBSP.join(part for part in match.groups() if part)


def _hour(match: re.Match[str]) -> str:
    return f"{match[1]}{NBSP}h" + (f"{NBSP}{match[2]}" if match[2] else "")


def _set(text: str) -> str:
    return _remembered(text) if len(text) <= CACHED else _typeset(text)


def _typeset(text: str) -> str:
    for pattern, change in _RULES:
        match change:
            case "grouped":
                text = pattern.sub(_grouped, text)
            case "date":
                text = pattern.sub(_held, text)
            case "hour":
                text = pattern.sub(_hour, text)
            case _:
                text = pattern.sub(change, text)
    return text


_remembered = lru_cache(maxsize=4096)(_typeset)


def typo(text: str) -> str:
    """The text with its French spaces; in a ``Markup``, tags and character references are left alone.

    Idempotent. Addresses (« https://… », « a?b=c ») keep their signs because nothing precedes or follows them
    as in a sentence.
    """
    if isinstance(text, Markup):
        parts = _TAG.split(str(text))
        set_parts = (part if i % 2 else _set(part) for i, part in enumerate(parts))
        return Markup("".join(set_parts))  # noqa: S704, it was safe and only spaces and signs changed
    return _set(text)


def quoted(text: str) -> str:
    """« text »"""
    return f"« {text} »"
