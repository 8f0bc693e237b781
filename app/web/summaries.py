"""The summary of what is wrong on top of a form makes sense alone: each of its lines names its field."""

import re
from collections.abc import Mapping
from typing import Final

_SUMMARY: Final = re.compile(r'<div class="summary".*?</div>', re.DOTALL)
_LINE: Final = re.compile(r'(<a href="#([^"]+)">)([^<]*)(</a>)')
_LABEL: Final = re.compile(
    r'<label(?: class="hidden")? for="([^"]+)">(.*?)</label>'
    r'|<fieldset[^>]* id="([^"]+)"[^>]*>\s*<legend>(.*?)</legend>'
    r'|<input[^>]* id="([^"]+)"[^>]* aria-label="([^"]+)"',
    re.DOTALL,
)
_ASIDE: Final = re.compile(r'<span class="(?:optional|help)".*?</span>|<[^>]+>', re.DOTALL)
_SPACES: Final = re.compile(r"[ \n\t]+")
_OPENINGS: Final = re.compile(
    r"(?:Ce|Cet|Cette|Ces|C’est|Choisissez|Cochez|Dites|Donnez|Écrivez|Le|La|Les|Répondez|Il|Un|Une)\b"
)
_QUOTED: Final = re.compile("«[ \u00a0](.+?)[ \u00a0]»")
COLON: Final = "\u00a0: "


def named_lines(page: str) -> str:
    """The page, each line of its summary after the label of its field: « Prénom : cette réponse est obligatoire. ».

    A line that names its field already stays as it is, and so does one whose field has no label in the page.
    """
    page = str(page)  # a Markup, as a filter gets it, escapes what one adds to it
    found = _SUMMARY.search(page)
    if found is None:
        return page
    labels = {
        key: _words(label) for one in _LABEL.finditer(page) for key, label in [filter(None, one.groups())]
    }
    told = _LINE.sub(lambda line: _named(line, labels), found[0])
    return page[: found.start()] + told + page[found.end() :]


def _words(label: str) -> str:
    return _SPACES.sub(" ", _ASIDE.sub("", label)).strip()


def _named(line: re.Match[str], labels: Mapping[str, str]) -> str:
    opening, field, sentence, end = line.groups()
    label = labels.get(field, "").rstrip(".")
    quoted = _QUOTED.search(sentence)
    if not label or label in sentence or (quoted is not None and quoted[1] in label):
        return line[0]
    if label.endswith("?"):
        return f"{opening}{label} {sentence}{end}"
    inside = sentence[:1].lower() + sentence[1:] if _OPENINGS.match(sentence) else sentence
    return f"{opening}{label}{COLON}{inside}{end}"
