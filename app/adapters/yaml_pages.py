"""One YAML file as plain values, each with the place where it stands.

Built from the node graph, not by a constructor: every repeated key is told, aliases and tags are refused (no bomb,
no object), a number with a dot is an exact Decimal, a day stays text, `NO` and `on` are texts (YAML 1.2).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.domain.call_file.breach import Path as Place
from app.domain.call_file.faults import FileFault, ReadingCode, Shape

LARGEST: Final = 256 * 1024
"""Bytes. The largest real file of a call has about thirty thousand."""

MOST_SIGNS: Final = 20_000
"""Lines, commas, colons and opening brackets together: what reading takes time for. A real file has some hundreds."""

DEEPEST: Final = 30

_CORE: Final = "tag:yaml.org,2002:"
_KNOWN_TAGS: Final = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge")
)
_INTEGER: Final = re.compile(r"[-+]?\d{1,18}")
_DECIMAL: Final = re.compile(r"[-+]?\d{1,18}\.\d{1,12}")


@dataclass(frozen=True)
class Spot:
    """Where a value stands (from 1), what is written there, and how far its first character is from the start."""

    line: int
    column: int
    read: str
    shape: Shape
    lead: int | None = None


@dataclass
class YamlPage:
    """A file: its values, where each stands, and what is wrong with it as YAML."""

    name: str
    value: Any = None
    spots: dict[Place, Spot] = field(default_factory=dict)
    keys: dict[Place, Spot] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)

    def spot(self, path: Place) -> Spot:
        """The place of a value; that of the nearest value around it when it has none."""
        while path and path not in self.spots:
            path = path[:-1]
        own = self.spots.get(path, Spot(1, 1, "", Shape.NOTHING))
        key = self.keys.get(path)
        return (
            own if key is None or own.shape is Shape.TEXT else Spot(key.line, key.column, own.read, own.shape)
        )

    def fault(self, code: str, path: Place, spot: Spot, **said: str) -> FileFault:
        """A fault of this file at that spot."""
        dotted = ".".join(str(step) for step in path)
        return FileFault(self.name, spot.line, spot.column, dotted, code, spot.read[:80], spot.shape, said)


def read_page(path: Path, name: str) -> YamlPage:
    """The file at `path`, told as `name` in its faults. Never raises for what is in the file."""
    page = YamlPage(name)
    start = Spot(1, 1, "", Shape.NOTHING)
    if not path.is_file():
        page.faults.append(page.fault(ReadingCode.FILE_ABSENT, (), start))
        return page
    size = path.stat().st_size
    if size > LARGEST:
        page.faults.append(
            page.fault(ReadingCode.FILE_TOO_LARGE, (), start, size=str(size), most=str(LARGEST))
        )
        return page
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8-sig", "replace")
        spot = Spot(
            good.count("\n") + 1, len(good) - good.rfind("\n"), f"0x{raw[error.start]:02x}", Shape.TEXT
        )
        page.faults.append(page.fault(ReadingCode.ENCODING, (), spot))
        return page
    signs = sum(map(text.count, "\n,:[{"))
    if signs > MOST_SIGNS:
        said = {"size": str(signs), "most": str(MOST_SIGNS)}
        page.faults.append(page.fault(ReadingCode.TOO_FULL, (), start, **said))
        return page
    _compose(page, text)
    return page


class _ShallowComposer(Composer):
    """Stops at `DEEPEST` levels, long before Python's own stack would."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.depth >= DEEPEST:
            raise RecursionError
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _compose(page: YamlPage, text: str) -> None:
    start = Spot(1, 1, "", Shape.NOTHING)
    try:
        reader = YAML(typ="safe", pure=True)
        reader.Composer = _ShallowComposer
        root = reader.compose(text)
    except RecursionError:
        page.faults.append(page.fault(ReadingCode.TOO_NESTED, (), start))
        return
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        spot = Spot(mark.line + 1, mark.column + 1, _line(text, mark.line), Shape.TEXT) if mark else start
        problem = str(error.problem or error.context)
        if mark is not None and text[mark.index : mark.index + 1] == "\t":
            problem = f"tab: {problem}"
        page.faults.append(page.fault(ReadingCode.YAML, (), spot, problem=problem))
        return
    except YAMLError as error:
        page.faults.append(page.fault(ReadingCode.YAML, (), start, problem=str(error)))
        return
    if root is None:
        page.faults.append(page.fault(ReadingCode.FILE_EMPTY, (), start))
        return
    page.value = _Builder(page).build(root, ())


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number].strip() if number < len(lines) else ""


class _Builder:
    def __init__(self, page: YamlPage) -> None:
        self.page = page
        self.seen: set[int] = set()

    def build(self, node: Node, path: Place) -> Any:
        spot = _spot(node)
        self.page.spots[path] = spot
        if id(node) in self.seen or node.anchor:
            self.page.faults.append(self.page.fault(ReadingCode.ALIAS, path, spot))
            return None
        self.seen.add(id(node))
        if str(node.tag) not in _KNOWN_TAGS:
            self.page.faults.append(self.page.fault(ReadingCode.TAG, path, spot, tag=str(node.tag)))
            return None
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        return _scalar(str(node.tag), node.value)

    def _pairs(self, node: MappingNode, path: Place) -> Iterator[tuple[str, Any]]:
        lines: dict[str, int] = {}
        for key, value in node.value:
            spot = _spot(key)
            if not isinstance(key, ScalarNode) or _scalar(str(key.tag), key.value) != key.value:
                self.page.faults.append(self.page.fault(ReadingCode.KEY_NOT_TEXT, path, spot))
                continue
            if key.value in lines:
                said = {"line": str(lines[key.value])}
                self.page.faults.append(self.page.fault(ReadingCode.KEY_REPEATED, path, spot, **said))
                continue
            lines[key.value] = spot.line
            self.page.keys[(*path, key.value)] = spot
            yield key.value, self.build(value, (*path, key.value))


def _spot(node: Node) -> Spot:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, ScalarNode):
        if not node.value and node.style is None:
            return Spot(line, column, "", Shape.NOTHING)
        inline = node.start_mark.line == node.end_mark.line and node.style not in ("|", ">")
        return Spot(line, column, node.value, Shape.TEXT, (1 if node.style else 0) if inline else None)
    return Spot(line, column, "", Shape.LIST if isinstance(node, SequenceNode) else Shape.MAPPING)


def _scalar(tag: str, text: str) -> Any:
    match tag.removeprefix(_CORE):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int" if _INTEGER.fullmatch(text):
            return int(text)
        case "float" if _DECIMAL.fullmatch(text):
            return Decimal(text)
        case _:
            return text
