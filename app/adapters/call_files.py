"""From a folder of `criteria/` to a `CallFolder`, or to all its faults at once with line and column."""

import difflib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, get_args

from app.adapters.sheet_faults import located, validated
from app.adapters.yaml_pages import YamlPage, read_page
from app.domain.call_file import CallFolder
from app.domain.call_file.aid import AidRule
from app.domain.call_file.breach import WARNINGS, Breach
from app.domain.call_file.breach import Path as Place
from app.domain.call_file.call import WaveFile
from app.domain.call_file.coherence import Pages, breaches, file_breaches, rule_breaches
from app.domain.call_file.faults import CallFileFaults, FileFault, ReadingCode, Shape
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.call_file.sheet import Sheet
from app.domain.workflow.stages import Group
from app.words.calls.faults import (
    fault_sentence,
    folder_is_sound,
    folder_is_unsound,
    grid_is_sound,
    warning_sentence,
)
from app.words.calls.schema import described

FOLDER_FAULTS: Final = 2
"""The exit status of a check that found faults."""


def _model_of(annotation: Any) -> type[Sheet] | None:
    candidates = (annotation, *get_args(annotation))
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, Sheet)), None)


MODELS: Final[dict[str, type[Sheet]]] = {
    name: model for name, field in CallFolder.model_fields.items() if (model := _model_of(field.annotation))
}
"""The model of each file, by its name without ending, in the order of the road."""


@dataclass(frozen=True)
class Inspection:
    """What a folder says: its sheets by the names of their files, its faults, and what is only worth a look."""

    sheets: Mapping[str, Any]
    faults: tuple[FileFault, ...]
    warnings: tuple[FileFault, ...]

    def call(self) -> CallFolder:
        """The call. Raises CallFileFaults with everything that was found, when there is a fault."""
        if self.faults:
            raise CallFileFaults(tuple(sorted((*self.faults, *self.warnings), key=_in_order)))
        return CallFolder(**self.sheets)

    def grid(self) -> ScoringFile:
        """The grid of a folder that holds one alone. Raises as `call` does."""
        if self.faults:
            raise CallFileFaults(tuple(sorted((*self.faults, *self.warnings), key=_in_order)))
        grid: ScoringFile = self.sheets["scoring"]
        return grid


def read_call(folder: Path) -> CallFolder:
    """The call that this folder describes.

    Raises:
        CallFileFaults: the folder or any of its files is at fault; all the faults are in it.
    """
    return inspect(folder).call()


def inspect(folder: Path, now: datetime | None = None) -> Inspection:
    """Everything that can be said of the folder of a call; with ``now``, what its dates say today as well."""
    return _inspect(folder, MODELS, ("call", "dossier"), partial(_call_breaches, now))


def inspect_grid(folder: Path) -> Inspection:
    """Everything that can be said of a grid without a call: `scoring.yaml`, and `ranking.yaml` if there is one."""
    return _inspect(
        folder,
        {"scoring": ScoringFile, "ranking": RankingRule},
        ("scoring",),
        lambda _pages, sheets: rule_breaches(sheets.get("scoring"), sheets.get("ranking")),
    )


def _call_breaches(
    now: datetime | None, pages: Mapping[str, YamlPage], sheets: dict[str, Any]
) -> Iterator[Breach]:
    """What the files do not agree on; of a call that is at fault, its stages at least, if they can be read."""
    present = frozenset(pages)
    if "call" not in sheets and (stages := _stages_of(pages["call"])):
        yield from file_breaches(stages, present)
    yield from breaches(Pages(present, now=now, **sheets))


def _stages_of(page: YamlPage) -> tuple[Group, ...]:
    """The stages that the page writes, when all of them can be read."""
    written = page.value.get("stages") if isinstance(page.value, dict) else None
    known = {group.value for group in Group}
    readable = isinstance(written, list) and all(one in known for one in written)
    return tuple(map(Group, written)) if readable and written else ()


def is_grid_alone(folder: Path) -> bool:
    """Does the folder hold a grid and no call?"""
    return (folder / "scoring.yaml").exists() and not (folder / "call.yaml").exists()


def _inspect(
    folder: Path,
    models: Mapping[str, type[Sheet]],
    needed: tuple[str, ...],
    compare: Callable[[Mapping[str, YamlPage], dict[str, Any]], Iterator[Breach]],
) -> Inspection:
    if not folder.is_dir():
        return Inspection(
            {}, (FileFault(str(folder), 1, 1, "", ReadingCode.FOLDER, shape=Shape.NOTHING),), ()
        )
    pages = {
        name: read_page(folder / f"{name}.yaml", str(folder / f"{name}.yaml"))
        for name in models
        if name in needed or (folder / f"{name}.yaml").exists()
    }
    faults = [*_unknown_files(folder, models)]
    sheets: dict[str, Any] = {}
    doubtful: dict[str, list[Place]] = {}
    for name, page in pages.items():
        sheet, found, doubtful[name] = validated(models[name], page)
        faults += [*page.faults, *found]
        if sheet is not None:
            sheets[name] = sheet
    warnings: list[FileFault] = []
    for breach in compare(pages, sheets):
        if not any(breach.path[: len(place)] == place for place in doubtful[breach.file]):
            (warnings if breach.code in WARNINGS else faults).append(located(breach, pages))
    return Inspection(sheets, tuple(sorted(faults, key=_in_order)), tuple(sorted(warnings, key=_in_order)))


def _in_order(fault: FileFault) -> tuple[int, int, int, str]:
    order = {name: rank for rank, name in enumerate((*MODELS, "ranking"))}
    return order.get(Path(fault.file).stem, -1), fault.line, fault.column, fault.path


@dataclass(frozen=True)
class Rules:
    """What ranks the applications of a folder, call or grid alone: the grid, the ranking, the names they may use.

    `waves`: those of the call, each with its envelope; none for a grid alone. `aid` is the rule of its dossier, for
    who gives expenses and no amount. `screened`: does the call check who is admissible, which no ranking replays?
    """

    title: str
    grid: ScoringFile
    ranking: RankingRule
    names: Names
    waves: tuple[WaveFile, ...] = ()
    zone: str = "Europe/Paris"
    aid: AidRule | None = None
    screened: bool = False


def read_rules(folder: Path) -> Rules | None:
    """The rules of a folder; None for a call that has no grid. Raises CallFileFaults."""
    if is_grid_alone(folder):
        found = inspect_grid(folder)
        grid = found.grid()
        return Rules(
            folder.name, grid, found.sheets.get("ranking") or RankingRule(), grid_names(grid, Names())[0]
        )
    call = read_call(folder)
    if call.scoring is None:
        return None
    rule = call.committee.ranking if call.committee is not None else RankingRule()
    names = grid_names(call.scoring, call.names)[0]
    aid = call.dossier.budget.aid
    screened = call.admissibility is not None
    return Rules(
        call.call.title, call.scoring, rule, names, call.call.waves, call.call.timezone, aid, screened
    )


def read_calls(folder: Path) -> tuple[CallFolder, ...]:
    """Every call of a folder of folders, by name. Raises CallFileFaults with the faults of all."""
    calls: list[CallFolder] = []
    faults: list[FileFault] = []
    for path in sorted(folder.iterdir()):
        if (path / "call.yaml").exists():
            try:
                calls.append(read_call(path))
            except CallFileFaults as error:
                faults += error.faults
    if faults:
        raise CallFileFaults(tuple(faults))
    return tuple(calls)


def _unknown_files(folder: Path, models: Mapping[str, type[Sheet]]) -> Iterator[FileFault]:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml") and (path.stem not in models or path.suffix == ".yml"):
            near = difflib.get_close_matches(path.stem, models, 1)
            said = {"near": f"{near[0]}.yaml" if near else ""}
            place, name = (one.encode("utf-8", "backslashreplace").decode() for one in (str(path), path.name))
            yield FileFault(place, 1, 1, "", ReadingCode.FILE_UNKNOWN, name, Shape.TEXT, said)


def check(folders: Sequence[Path], say: Callable[[str], None], now: datetime | None = None) -> int:
    """Read each folder and say what was found; 0 when all are sound, 2 otherwise (`maillage criteria check`).

    What stands beside the calls (the notice, the schemas, the folder of the grids that stand alone) is passed
    over, so that `criteria/*` can be given.
    """
    status = 0
    for folder in folders:
        if _stands_beside_the_calls(folder):
            continue
        alone = is_grid_alone(folder)
        found = inspect_grid(folder) if alone else inspect(folder, now)
        for fault in found.faults:
            say(fault_sentence(fault))
        for warning in found.warnings:
            say(warning_sentence(warning))
        if found.faults:
            status = FOLDER_FAULTS
            say(folder_is_unsound(str(folder), len(found.faults)))
        else:
            say(
                grid_is_sound(str(folder), found.grid())
                if alone
                else folder_is_sound(str(folder), found.call())
            )
    return status


def _stands_beside_the_calls(path: Path) -> bool:
    if path.is_dir():
        others = any(path.glob("*.json")) or any(path.glob("*/scoring.yaml"))
        return others and not any(path.glob("*.y*ml"))
    return path.is_file() and path.suffix == ".md"


def schemas() -> dict[str, str]:
    """The JSON Schema of each file ("call.json"…), with French descriptions, as text ready to be written."""
    return {
        f"{name}.json": json.dumps(described(name, model), ensure_ascii=False, indent=2, sort_keys=True)
        + "\n"
        for name, model in MODELS.items()
    }


def write_schemas(into: Path) -> tuple[Path, ...]:
    """Write the JSON Schemas (`maillage criteria schema`); what was there is replaced."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        (into / name).write_text(text, encoding="utf-8")
        written.append(into / name)
    return tuple(written)
