"""The marks of a grid as a form or a client sends them, read leaf by leaf."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.call_file.grid.scoring import Criterion
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.scoring import read_mark
from app.services.lengths import LONGEST_WORDS, whole

Sent = Mapping[str, Mapping[str, str]]
"""{criterion or part: {"mark": text, "justification": text}}; what is absent is left as it was."""


@dataclass
class TypedMarks:
    """What was read: a mark or None for "cannot assess"; `blank`: the keys whose mark was left empty."""

    marks: dict[str, Decimal | None] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    words: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_marks(criteria: Iterable[Criterion], applying: Iterable[Criterion], sent: Sent) -> TypedMarks:
    """Read what was sent for the criteria of a grid; every mark that is none, every text too long is a fault.

    A mark is given to the parts of a criterion that has some, and to none that does not apply.
    """
    read, marked = TypedMarks(), {leaf.key: leaf for one in applying for leaf in one.leaves}
    for key in dict.fromkeys(
        key for one in criteria for key in (*(leaf.key for leaf in one.leaves), one.key)
    ):
        if (typed := sent.get(key)) is None:
            continue
        text = typed.get("mark", "").strip()
        scale = marked[key].scale if key in marked else None
        read.words[key] = whole(
            f"{key}-justification", typed.get("justification", ""), LONGEST_WORDS, read.faults
        )
        if not text:
            read.blank.add(key)
        elif scale is None:
            read.faults.append(Fault(key, Reason.of(ReasonCode.UNKNOWN_FIELD)))
        else:
            mark = read_mark(scale, text)
            if isinstance(mark, Reason):
                read.faults.append(Fault(key, mark))
            else:
                read.marks[key] = mark
    return read
