"""Words that a volunteer does not read in everyday life are not written to them; the code keeps its own names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.workflow import Stage
from app.words.labels import APPLICANT_STAGES
from app.words.road import next_steps
from app.words.road.actions import ACTIONS
from app.words.roles import TEAM_RIGHTS, TEAM_ROLES

ROOT = Path(__file__).resolve().parents[2]
NOBODY_READS = re.compile(
    r"\b(copil|caduqu\w*|caducité|portage|fig[ée]e?s?|emplois en nature)\b", re.IGNORECASE
)
"""What each is called instead: « comité de pilotage », « délai passé », « conduite du projet », « demeure tel que »,
« ce à quoi servent les apports en nature »."""
NO_APPLICANT_READS = re.compile(r"\b(vagues?|CRPA)\b(?![=}'.])", re.IGNORECASE)
"""« Période de dépôt », and the law where it is cited in full."""
NOT_ITS_NAME = re.compile(r"\{#.*?#\}|comité de pilotage \(COPIL\)", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|<!--.*?-->", re.DOTALL)
"""What a template reckons: « vague » is there the name of a parameter. The texts that it prints are in its literals."""
LITERAL = re.compile(r"'([^'\n]*[A-ZÀ-Ýa-zà-ÿ][^'\n]* [^'\n]*|[A-ZÀ-Ý][^'\n]+)'")
OFFICERS = {"officer_case.html", "officer_parts.html", "officer_journal.html"}
TO_APPLICANTS = (
    *(ROOT / "templates" / room for room in ("apply", "identity", "info", "errors", "mail", "pdf")),
    *(ROOT / "templates" / "calls" / f"{name}.html" for name in ("apply", "call", "home", "past", "results")),
    ROOT / "templates/road/case.html",
    ROOT / "templates/ranking/rules.html",
    ROOT / "templates/follow_up/follow_up.html",
    ROOT / "templates/convention/convention.html",
)


def files(*places: Path) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.rglob("*.*")) if place.is_dir() else [place]


def printed(path: Path) -> str:
    """What a template may print: its text, and the texts in its code; a whole file of words or of a call."""
    text = NOT_ITS_NAME.sub("", path.read_text(encoding="utf-8"))
    if path.suffix not in {".html", ".txt"}:
        return text
    told = [match for code in CODE.findall(text) for match in LITERAL.findall(code)]
    return "\n".join([CODE.sub("", text), *told])


def said(pattern: re.Pattern[str], *places: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in files(*places)
        if path.suffix in {".html", ".txt", ".py", ".yaml"}
        for found in pattern.finditer(printed(path))
    ]


def test_no_template_nor_word_says_what_nobody_says() -> None:
    assert said(NOBODY_READS, ROOT / "templates", ROOT / "app/words") == []


@pytest.mark.parametrize(
    "folder", ["criteria/tiers-lieux-2026", "criteria/chercheurs-citoyens-2026", "criteria/brescia"]
)
def test_no_call_says_it_either(folder: str) -> None:
    assert said(NOBODY_READS, ROOT / folder) == []
    assert said(re.compile(r"\b[Vv]agues?\b"), ROOT / folder) == []


def test_no_page_mail_nor_paper_of_an_applicant_speaks_of_waves_nor_by_initials_of_a_code() -> None:
    assert (
        said(NO_APPLICANT_READS, *TO_APPLICANTS, ROOT / "app/words/calls/rules", ROOT / "app/words/apply")
        == []
    )


def test_nothing_that_an_applicant_is_told_of_a_stage_or_an_act_does() -> None:
    panels = [f"{one.title} {one.sentence} {one.dated}" for one in next_steps.APPLICANT.values()]
    silence = [text for (audience, _), text in next_steps.SILENCE.items() if audience.value == "applicant"]
    stages = [f"{APPLICANT_STAGES[stage].word} {APPLICANT_STAGES[stage].sentence}" for stage in Stage]
    acts = [f"{one.applicant} {one.told}" for one in ACTIONS.values()]
    team = [*TEAM_ROLES.values(), *TEAM_RIGHTS.values()]
    everything = [*panels, *silence, *stages, *acts, *team]
    assert [one for one in everything if NO_APPLICANT_READS.search(one) or NOBODY_READS.search(one)] == []
