"""The files of a call as it was frozen at its opening, read once per checksum."""

import logging
from collections import OrderedDict
from threading import Lock

from pydantic import ValidationError

from app.db.calls.calls import Call
from app.domain.call_file.folder import CallFolder
from app.domain.errors import Conflict, ReasonCode
from app.domain.workflow import Group

log = logging.getLogger(__name__)

KEPT, SOME_FAULTS = 64, 3
_read: OrderedDict[str, CallFolder] = OrderedDict()
_groups: dict[str, tuple[Group, ...]] = {}
_lock = Lock()


def folder_of(call: Call) -> CallFolder:
    """The frozen folder of a call. The text is only fetched when its checksum was not read before.

    Raises Conflict CALL_UNREADABLE when what was kept is no more what a call says.
    """
    with _lock:
        folder = _read.get(call.checksum)
        if folder is not None:
            _read.move_to_end(call.checksum)
            return folder
    try:
        folder = CallFolder.model_validate_json(call.content)
    except ValidationError as error:
        where = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)][:SOME_FAULTS]
        log.error("the kept files of the call %s cannot be read: %s", call.slug, ", ".join(where))
        raise Conflict(ReasonCode.CALL_UNREADABLE, what=call.slug) from error
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


def is_readable(call: Call) -> bool:
    """Can the frozen files of this call still be read? A list shows the others, and names the one that cannot."""
    try:
        groups_of(call)
    except Conflict:
        return False
    return True
