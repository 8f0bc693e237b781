"""The files of a call as it was frozen at its opening, read once per checksum."""

from collections import OrderedDict
from threading import Lock

from app.db.calls.calls import Call
from app.domain.call_file.folder import CallFolder
from app.domain.workflow import Group

KEPT = 64
_read: OrderedDict[str, CallFolder] = OrderedDict()
_groups: dict[str, tuple[Group, ...]] = {}
_lock = Lock()


def folder_of(call: Call) -> CallFolder:
    """The frozen folder of a call. The text is only fetched when its checksum was not read before."""
    with _lock:
        folder = _read.get(call.checksum)
        if folder is not None:
            _read.move_to_end(call.checksum)
            return folder
    folder = CallFolder.model_validate_json(call.content)
    with _lock:
        _read[call.checksum] = folder
        while len(_read) > KEPT:
            _read.popitem(last=False)
    return folder


def groups_of(call: Call) -> tuple[Group, ...]:
    """The groups of stages of a call: kept for every call, where a desk looks at all of them at once."""
    known = _groups.get(call.checksum)
    if known is None:
        known = _groups[call.checksum] = folder_of(call).groups
    return known
