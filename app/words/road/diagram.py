"""The road of a call, drawn from its table: Mermaid for a page of documentation, SVG for everything else.

A departure that may be taken from many stages (to withdraw, to expire) would hide the road: the SVG marks those stages
with a dot instead of an arrow, the Mermaid joins them on one line, the table names them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from app.domain.workflow import STAGES_OF, Group, Stage, Transition, Workflow
from app.words.labels import GROUPS, Audience, stage_word
from app.words.road.actions import button
from app.words.roles import PARTS

FULL_ROAD = tuple(group for group in Group if group is not Group.CODESIGN)
COMMON_TABLE = (
    Group.LETTER,
    Group.DOSSIER,
    Group.ADMISSIBILITY,
    Group.CODESIGN,
    Group.CONVENTION,
    Group.FOLLOW_UP,
)
OFF_THE_ROAD = frozenset({Stage.WITHDRAWN, Stage.EXPIRED})

WIDE, HIGH, GAP, BAND, LEFT, LETTERS = 150, 46, 44, 96, 170, 19
INK, PAPER, SHEET, GREEN, LINE = "#1c2a2f", "#f7f5f0", "#ffffff", "#0e5a4c", "#8b9590"


def _word(stage: Stage) -> str:
    return stage_word(stage, Audience.OFFICER)


def _act(line: Transition) -> str:
    return button(line.action, Audience.OFFICER)


def _in_order(stages: Iterator[Stage] | frozenset[Stage]) -> list[Stage]:
    rank = {stage: place for place, stage in enumerate(Stage)}
    return sorted(stages, key=rank.__getitem__)


def _bands(road: Workflow) -> list[tuple[Group, list[Stage]]]:
    """The groups of the road with the stages that it has, in order."""
    bands = [(group, [one for one in STAGES_OF[group] if one in road.stages]) for group in Group]
    return [(group, stages) for group, stages in bands if stages]


def mermaid(road: Workflow) -> str:
    """The road as a Mermaid flowchart: one box a stage, one frame a group, one arrow an action."""
    lines = ["flowchart TB"]
    for group, stages in _bands(road):
        lines.append(f'  subgraph g_{group.value}["{GROUPS[group]}"]')
        lines += [f'    {stage.value}["{_word(stage)}"]' for stage in stages]
        lines.append("  end")
    for line in road.transitions:
        sources = [stage.value for stage in _in_order(line.sources)]
        ends = (
            [(" & ".join(sources), line.target.value)] if line.target else zip(sources, sources, strict=True)
        )
        lines += [f'  {start} -->|"{_act(line)}"| {end}' for start, end in ends]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Box:
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


def svg(road: Workflow) -> str:
    """The road as a drawing of its own: bands from top to bottom, readable without colour, told in words too."""
    bands = _bands(road)
    boxes = {
        stage: _Box(LEFT + place * (WIDE + GAP), 20 + row * BAND)
        for row, (_, stages) in enumerate(bands)
        for place, stage in enumerate(stages)
    }
    width = max(box.x for box in boxes.values()) + WIDE + GAP
    height = 20 + len(bands) * BAND + 30
    leaving = {stage for line in road.transitions if _departs(line) for stage in line.sources}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="road-title road-told" font-family="sans-serif" font-size="13">',
        f'<title id="road-title">Parcours d’une candidature</title><desc id="road-told">{_told(road)}</desc>',
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="{GREEN}"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
    ]
    for row, (group, _) in enumerate(bands):
        y = 20 + row * BAND
        parts.append(f'<text x="20" y="{y + 28}" font-weight="bold" fill="{INK}">{GROUPS[group]}</text>')
        parts.append(f'<path d="M20 {y + HIGH + 25}H{width - 20}" stroke="{LINE}" stroke-opacity=".3"/>')
    parts += [
        _arrow(boxes, source, line.target, _act(line))
        for line in road.transitions
        if line.target is not None and not _departs(line)
        for source in _in_order(line.sources)
    ]
    parts += [_box(stage, box, stage in leaving, stage in road.final_stages) for stage, box in boxes.items()]
    parts.append(_legend(road, height))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _departs(line: Transition) -> bool:
    return line.target in OFF_THE_ROAD


def _reached(line: Transition) -> str:
    return "la même étape" if line.target is None else _word(line.target)


def _told(road: Workflow) -> str:
    return escape(
        " ".join(
            f"{', '.join(_word(stage) for stage in _in_order(line.sources))} → {_reached(line)} : {_act(line)}."
            for line in road.transitions
        )
    )


def _legend(road: Workflow, height: int) -> str:
    departures = [line for line in road.transitions if _departs(line)]
    if not departures:
        return ""
    told = " ; ".join(f"{_act(line)} → {_reached(line)}" for line in departures)
    return (
        f'<circle cx="26" cy="{height - 22}" r="4" fill="{INK}"/>'
        f'<text x="38" y="{height - 18}" fill="{INK}">{escape(told)}</text>'
    )


def _box(stage: Stage, box: _Box, leaving: bool, final: bool) -> str:
    lines = wrap(_word(stage), LETTERS) or [""]
    top = box.y + HIGH // 2 + 5 - 8 * (len(lines) - 1)
    words = "".join(
        f'<text x="{box.middle}" y="{top + 16 * place}" text-anchor="middle" fill="{INK}">{escape(text)}</text>'
        for place, text in enumerate(lines)
    )
    edge = 3 if final else 1
    dot = f'<circle cx="{box.x + WIDE - 9}" cy="{box.y + 9}" r="4" fill="{INK}"/>' if leaving else ""
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDE}" height="{HIGH}" rx="4" fill="{SHEET}" '
        f'stroke="{INK}" stroke-width="{edge}"/>{words}{dot}'
    )


def _arrow(boxes: dict[Stage, _Box], source: Stage, target: Stage, act: str) -> str:
    start, end = boxes[source], boxes[target]
    if start.y == end.y:
        path = _along(start, end)
    elif start.y < end.y:
        path = _curve(start.middle, start.y + HIGH, end.middle, end.y, 40)
    else:
        path = _curve(start.middle + 20, start.y, end.middle + 20, end.y + HIGH, -40)
    back = ' stroke-dasharray="5 4"' if (end.y, end.x) < (start.y, start.x) else ""
    return (
        f'<path d="{path}" fill="none" stroke="{GREEN}" stroke-width="1.5"{back} marker-end="url(#tip)">'
        f"<title>{escape(act)}</title></path>"
    )


def _along(start: _Box, end: _Box) -> str:
    if end.x == start.x + WIDE + GAP:
        return f"M{start.x + WIDE} {start.y + HIGH // 2}H{end.x}"
    return f"M{start.middle} {start.y}C{start.middle} {start.y - 22} {end.middle} {end.y - 22} {end.middle} {end.y}"


def _curve(x: int, y: int, to_x: int, to_y: int, bend: int) -> str:
    return f"M{x} {y}C{x} {y + bend} {to_x} {to_y - bend} {to_x} {to_y}"


def documentation() -> str:
    """The page docs/workflow.md: both roads drawn, then every line of the table."""
    return "\n".join(
        (
            "# Le parcours d’une candidature",
            "",
            "Cette page est écrite par `maillage docs` à partir de la table des transitions ; un essai la compare.",
            "Un appel choisit ses groupes d’étapes ; voici le plus long parcours, puis celui de la table commune.",
            "",
            *_chapter("Appel avec expertise, comité et décision", FULL_ROAD),
            *_chapter("Table commune (*coprogettazione*)", COMMON_TABLE),
        )
    )


def _chapter(title: str, groups: Sequence[Group]) -> Iterator[str]:
    road = Workflow.for_call(groups)
    yield from (f"## {title}", "", "```mermaid", mermaid(road).rstrip(), "```", "")
    yield from ("| Depuis | Action | Vers | Qui | Courriel |", "| --- | --- | --- | --- | --- |")
    for line in road.transitions:
        sources = ", ".join(_word(stage) for stage in _in_order(line.sources))
        who = ", ".join(PARTS[part] for part in sorted(line.parts))
        mail = f"`{line.message.value}`" if line.message else "aucun"
        yield f"| {sources} | {_act(line)} | {_reached(line)} | {who} | {mail} |"
    yield ""
