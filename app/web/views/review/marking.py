"""The grid as its reader fills it: criterion by criterion, part by part, with what the dossier says beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.db.review.marks import ConsensusMark, MarkRow
from app.domain.call_file import CallFolder
from app.domain.call_file.grid.rules import GridGroup
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.scoring import CANNOT_ASSESS, read_mark
from app.web.views.apply.filed import FiledForm
from app.words import formats
from app.words.calls import grids
from app.words.review import grid_results

MOST_RADIOS = 11
ABSTAIN = "Ne peut pas se prononcer"


@dataclass(frozen=True)
class Option:
    """One mark as a radio: what is sent, its words, its anchor."""

    value: str
    label: str
    help: str = ""
    checked: bool = False

    @property
    def triple(self) -> tuple[str, str, str]:
        """As the macro ``choice`` takes it."""
        return self.value, self.label, self.help


@dataclass(frozen=True)
class Leaf:
    """What is marked: a criterion, or a part of one. Without `options`, a number is typed."""

    key: str
    label: str
    description: str
    share: str
    options: tuple[Option, ...]
    in_words: bool
    ends: str
    unit: str
    bands: tuple[tuple[str, str, str], ...]
    anchors: tuple[tuple[str, str], ...]
    abstains: bool
    abstained: bool
    typed: str
    error: str

    @property
    def picked(self) -> str:
        """What is sent by the radio that is chosen; empty when none is."""
        return next((one.value for one in self.options if one.checked), "")

    @property
    def name(self) -> str:
        return f"note-{self.key}"


@dataclass(frozen=True)
class MarkingLine:
    """One criterion, what was typed, what is wrong; `group` on the first of its group."""

    key: str
    label: str
    description: str
    group: GridGroup | None
    worth: str
    said: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    leaves: tuple[Leaf, ...]
    parted: bool
    justified: bool
    why: str
    why_error: str
    beside: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Handed:
    """One criterion or part as it was marked: its words, and the points that it gives alone."""

    label: str
    mark: str
    max: str
    why: str
    points: Decimal | None = None


def lines(
    folder: CallFolder,
    grid: ScoringFile,
    criteria: Iterable[Criterion],
    kept: Mapping[str, MarkRow] | Mapping[str, ConsensusMark],
    sent: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    filed: FiledForm | None = None,
    beside: Mapping[str, list[tuple[str, MarkRow]]] | None = None,
) -> tuple[MarkingLine, ...]:
    """The criteria to mark, with what was typed, else what is kept; `beside`: what each expert said."""
    groups, last, found = {one.key: one for one in grid.groups}, None, []
    said = _answers(folder, filed)
    for one in criteria:
        row = kept.get(one.key)
        found.append(
            MarkingLine(
                key=one.key,
                label=one.label,
                description=one.description,
                group=groups.get(one.group) if one.group is not None and one.group != last else None,
                worth=grids.weight_words(grid, one),
                said=_said(folder, grid, one),
                reads=tuple(said[key] for key in one.reads if key in said),
                leaves=tuple(_leaf(grid, one, leaf, kept.get(leaf.key), sent, errors) for leaf in one.leaves),
                parted=bool(one.parts),
                justified=one.justification,
                why=sent.get(f"motif-{one.key}", row.justification if row else ""),
                why_error=errors.get(f"motif-{one.key}", ""),
                beside=beside_of(one, beside or {}),
            )
        )
        last = one.group
    return tuple(found)


def sent_marks(grid: ScoringFile, sent: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a form sent, as the services read it. A box « ne peut pas » ticked beside an empty number is "na"."""
    found = {}
    for key in dict.fromkeys(key for one in grid.criteria for key in (one.key, *(x.key for x in one.leaves))):
        names = (f"note-{key}", f"sans-{key}", f"motif-{key}")
        if any(name in sent for name in names):
            mark = sent.get(names[0], "")
            if names[1] in sent:
                mark = f"{mark} {CANNOT_ASSESS}".strip()
            found[key] = {"mark": mark, "justification": sent.get(names[2], "")}
    return found


def handed(
    grid: ScoringFile, kept: Mapping[str, MarkRow] | Mapping[str, ConsensusMark]
) -> tuple[Handed, ...]:
    """What was marked, criterion by criterion and part by part; a justification written before its mark too."""
    found = []
    for one in grid.criteria:
        row = kept.get(one.key)
        if one.parts and (any(part.key in kept for part in one.parts) or (row and row.justification)):
            found.append(Handed(one.label, "", "", row.justification if row else ""))
        for leaf in one.leaves:
            given = kept.get(leaf.key)
            if given is None:
                continue
            marked = given.value is not None or is_abstention(given)
            if not marked and (one.parts or not given.justification):
                continue
            absent = ABSTAIN if marked else ""
            found.append(
                Handed(
                    f"{one.label} : {leaf.label}" if one.parts else leaf.label,
                    absent if given.value is None else grids.mark_words(leaf.scale, given.value),
                    formats.number(leaf.scale.highest)
                    if marked and leaf.scale and leaf.scale.is_numeric
                    else "",
                    "" if one.parts else given.justification,
                    grid_results.points_alone(grid, leaf, given.value) if one.is_counted else None,
                )
            )
    return tuple(found)


def is_abstention(row: MarkRow | ConsensusMark) -> bool:
    """Does it say "cannot assess"? (A mark agreed by all always says something.)"""
    return row.abstained if isinstance(row, MarkRow) else row.value is None


def _leaf(
    grid: ScoringFile,
    one: Criterion,
    leaf: Criterion | Part,
    row: MarkRow | ConsensusMark | None,
    sent: Mapping[str, str],
    errors: Mapping[str, str],
) -> Leaf:
    scale = leaf.scale or Scale()
    name = f"note-{leaf.key}"
    typed = sent.get(name, _typed(scale, row))
    radios = not scale.is_numeric or (scale.highest - scale.lowest) / (scale.step or 1) < MOST_RADIOS
    return Leaf(
        key=leaf.key,
        label=leaf.label,
        description=leaf.description if leaf is not one else "",
        share=grids.share_words(grid, one, leaf) if isinstance(leaf, Part) else "",
        options=_options(scale, typed) if radios else (),
        in_words=not scale.is_numeric,
        ends=grids.scale_words(scale) if not radios or scale.lower_is_better else "",
        unit=f"/ {formats.number(scale.highest)}",
        bands=grids.band_words(scale),
        anchors=_anchors(scale),
        abstains=scale.cannot_assess,
        abstained=f"sans-{leaf.key}" in sent or typed == CANNOT_ASSESS,
        typed="" if typed == CANNOT_ASSESS else typed,
        error=errors.get(name, ""),
    )


def _typed(scale: Scale, row: MarkRow | ConsensusMark | None) -> str:
    if row is None:
        return ""
    if row.value is None:
        return CANNOT_ASSESS if is_abstention(row) else ""
    if not scale.is_numeric and row.value in scale.values:
        return scale.steps[scale.values.index(row.value)].key
    return formats.number(row.value)


def _options(scale: Scale, typed: str) -> tuple[Option, ...]:
    picked = read_mark(scale, typed) if typed.strip() else ""
    if scale.is_numeric:
        step = scale.step or Decimal(1)
        marks = [
            scale.lowest + place * step for place in range(int((scale.highest - scale.lowest) / step) + 1)
        ]
        helps = {label.value: label.label for label in scale.labels if label.to is None}
        found = [Option(str(m), formats.number(m), helps.get(m, ""), picked == m) for m in marks]
    else:
        found = [
            Option(level.key, level.label, level.help, picked == value)
            for level, value in zip(scale.steps, scale.values, strict=True)
        ]
    if scale.cannot_assess:
        found.append(Option(CANNOT_ASSESS, ABSTAIN, "", picked is None))
    return tuple(found)


def _anchors(scale: Scale) -> tuple[tuple[str, str], ...]:
    """What a single mark of a numeric scale means, where the file says more than a word."""
    own = (label for label in scale.labels if label.to is None and label.help)
    return tuple((f"{formats.number(one.value)}, {one.label}", one.help) for one in own)


def _said(folder: CallFolder, grid: ScoringFile, one: Criterion) -> tuple[str, ...]:
    """What a reviewer should know of a criterion beside its words."""
    said = [grids.threshold_sentence(grid, one)]
    if one.when is not None:
        said.append(f"Ce critère s’applique à ce dossier : {grids.when_words(folder, one.when)}.")
    return tuple(text for text in said if text)


def _answers(folder: CallFolder, filed: FiledForm | None) -> dict[str, tuple[str, str]]:
    """The answers that were filed, by the key of their question."""
    if filed is None:
        return {}
    given = {one.question: one.answer for section in filed.sections for one in section.answers}
    return {one.key: (one.label, given[one.label]) for one in folder.questions if one.label in given}


def beside_of(
    one: Criterion, said: Mapping[str, list[tuple[str, MarkRow]]]
) -> tuple[tuple[str, str, str], ...]:
    """(expert, mark in words, why), for each expert who marked the criterion or its parts."""
    found = []
    for leaf in one.leaves:
        for name, row in said.get(leaf.key, ()):
            mark = ABSTAIN if row.abstained else grids.mark_words(leaf.scale, row.value)
            where = f"{leaf.label} : " if one.parts else ""
            found.append((name, f"{where}{mark}", "" if one.parts else row.justification))
    if one.parts:
        found += [(name, "", row.justification) for name, row in said.get(one.key, ()) if row.justification]
    return tuple(found)
