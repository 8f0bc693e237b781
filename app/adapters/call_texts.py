"""The files of a call as texts: what `maillage criteria check` says of a folder, said of what is being typed.

The texts are laid down in a folder of their own for as long as the reading lasts, so that one reader judges both.
"""

import io
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode

from app.adapters import call_files
from app.domain.call_file.faults import FileFault, ReadingCode, Shape
from app.domain.call_file.folder import CallFolder
from app.domain.deadlines import to_utc
from app.services.ports import ReadCall

MOST_SIGNS: Final = 8_000
"""Lines, commas, colons and opening brackets of all the files together: what keeps a reading under a second.

The largest real call has fewer than two thousand.
"""

KEPT: Final = 32
"""Readings kept, so that a page drawn again reads nothing again."""

_INT, _FLOAT, _DAY = (f"tag:yaml.org,2002:{name}" for name in ("int", "float", "timestamp"))


class YamlTexts:
    """The port `CallTexts` over the reader of folders."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, ReadCall] = OrderedDict()
        self._lock = Lock()

    def read(self, texts: Mapping[str, str], now: datetime | None = None) -> ReadCall:
        """What is kept of a reading is that of its day: what its dates say changes with it."""
        whole = "\0".join((str(now and now.date()), *(f"{name}\0{texts[name]}" for name in sorted(texts))))
        key = sha256(whole.encode("utf-8", "replace")).hexdigest()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        found = _read(texts, now)
        with self._lock:
            self._known[key] = found
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return found

    def write(self, folder: CallFolder) -> dict[str, str]:
        exact = folder.model_dump(exclude_defaults=True)
        told = folder.model_dump(mode="json", exclude_defaults=True)
        zone = folder.call.zone
        return {name: _yaml(_as_typed(exact[name], told[name], zone)) for name in told}


def _read(texts: Mapping[str, str], now: datetime | None) -> ReadCall:
    unknown = sorted(set(texts) - set(call_files.MODELS))
    if unknown:
        return ReadCall(None, tuple(_whole(name, ReadingCode.FILE_UNKNOWN, near="") for name in unknown), ())
    signs = {name: sum(map(text.count, "\n,:[{")) for name, text in texts.items()}
    if sum(signs.values()) > MOST_SIGNS:
        fullest = max(signs, key=lambda name: signs[name])
        said = {"size": str(sum(signs.values())), "most": str(MOST_SIGNS)}
        return ReadCall(None, (_whole(fullest, ReadingCode.TOO_FULL, **said),), ())
    with TemporaryDirectory(prefix="edition-") as where:
        folder = Path(where)
        for name, text in texts.items():
            (folder / f"{name}.yaml").write_bytes(text.encode("utf-8", "replace"))
        found = call_files.inspect(folder, now)
    return ReadCall(
        None if found.faults else found.call(), tuple(_named(found.faults)), tuple(_named(found.warnings))
    )


def _whole(name: str, code: ReadingCode, **said: str) -> FileFault:
    return FileFault(f"{name}.yaml", 1, 1, "", code, "", Shape.NOTHING, said)


def _named(faults: tuple[FileFault, ...]) -> Iterator[FileFault]:
    for fault in faults:
        yield replace(fault, file=Path(fault.file).name)


class _Plain(str):
    """A scalar written as it is, without quotes; `tag` is what a reader will take it for."""

    __slots__ = ("tag",)
    tag: str


def _plain(text: str, tag: str) -> _Plain:
    written = _Plain(text)
    written.tag = tag
    return written


def _as_typed(exact: Any, told: Any, zone: ZoneInfo) -> Any:
    """The value as an officer types it: money and decimals as numbers, days as days, instants in the call's zone."""
    if isinstance(exact, dict):
        return {name: _as_typed(exact[name], told[name], zone) for name in told}
    if isinstance(exact, list | tuple):
        return [_as_typed(one, said, zone) for one, said in zip(exact, told, strict=True)]
    if isinstance(exact, datetime):
        return _moment(exact, zone)
    if isinstance(exact, date):
        return _plain(exact.isoformat(), _DAY)
    if isinstance(exact, Decimal):
        return _number(f"{exact:f}")
    if isinstance(exact, int) and isinstance(told, str):
        return _number(told.removesuffix(".00"))
    return told


def _number(text: str) -> _Plain:
    return _plain(text, _FLOAT if "." in text else _INT)


def _moment(exact: datetime, zone: ZoneInfo) -> str:
    local = exact.astimezone(zone).replace(tzinfo=None)
    told = local.strftime("%Y-%m-%d %H:%M")
    return told if to_utc(datetime.fromisoformat(told), zone) == exact else exact.isoformat()


def _yaml(value: Any) -> str:
    writer = YAML()
    writer.width = 110
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.representer.add_representer(_Plain, _represented)
    into = io.StringIO()
    writer.dump(value, into)
    return into.getvalue()


def _represented(representer: Any, value: _Plain) -> ScalarNode:
    node: ScalarNode = representer.represent_scalar(value.tag, str(value))
    return node
