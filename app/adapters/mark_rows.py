"""`scores.csv` row by row: whose mark of what, each fault at its place.

The same cells come back all along a file: what was read once without any fault is not tried again.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

from app.adapters.csv_pages import CsvPage, CsvRow, ReadingStops, near, read_rows
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.tables import TableCode
from app.domain.errors import Reason, ReasonCode
from app.domain.scoring import CONSENSUS, MarkColumns, read_mark

_NEEDED: Final = ("application", "reviewer", "criterion", "mark")
_ALLOWED: Final = ("confidence", "college")
_Mark: TypeAlias = tuple[int, int]
"""The place of the criterion among the columns, and that of the mark among the values."""


def read_marks(
    path: Path, page: CsvPage, grid: ScoringFile, applications: Collection[str] | None
) -> MarkColumns:
    """The marks of a file, whose faults are noted on the `page`. `applications`: those that may be; None for any."""
    needed = (*_NEEDED, *(["college"] if grid.colleges else []))
    reading = _Reading(page, grid, applications)
    with suppress(ReadingStops):
        reading.all(read_rows(path, page, needed, _ALLOWED))
    return reading.found


class _Reading:
    """What was read until now."""

    def __init__(self, page: CsvPage, grid: ScoringFile, applications: Collection[str] | None) -> None:
        self.page, self.grid, self.applications = page, grid, applications
        self.scales = {leaf.key: leaf.scale for leaf in grid.leaves if leaf.scale is not None}
        self.found = MarkColumns(leaf.key for leaf in grid.leaves)
        self.whose: dict[tuple[str, ...], int] = {}
        self.doubtful: dict[tuple[str, ...], int] = {}
        self.sound: dict[str, str] = {}
        self.reviewers: dict[str, str] = {}
        self.colleges: dict[str, str] = {}

    def all(self, rows: Iterator[CsvRow]) -> None:
        """Read the rows to their end. Raises ReadingStops."""
        first = next(rows, None)
        if first is None:
            return
        at, whose = self.page.columns, self.whose
        who_of = itemgetter(*(at[one] for one in ("application", "reviewer", *_ALLOWED) if one in at))
        what_of = itemgetter(at["criterion"], at["mark"])
        marks: dict[tuple[str, str], _Mark] = {}
        cells, width = self.found.cells, len(self.found.columns)
        last: tuple[str, ...] = ()
        review: int | None = None
        for row in chain((first,), rows):
            read = row.cells
            who, mark = who_of(read), marks.get(what := what_of(read))
            if review is None or who != last:
                review, last = whose.get(who), who
            if review is None or mark is None:
                mark = self._row(row, who, mark)
                if mark is not None:
                    marks[what] = mark
            elif cells[place := review * width + mark[0]]:
                row.fault(TableCode.MARK_TWICE, "criterion")
            else:
                cells[place] = mark[1]
        for review, reviewer in enumerate(self.found.reviewers) if self.colleges else ():
            if reviewer in self.colleges:
                self.found.colleges[review] = self.colleges[reviewer]

    def _row(self, row: CsvRow, who: tuple[str, ...], mark: _Mark | None) -> _Mark | None:
        """One row, of which nothing or only the `mark` was read before: its mark, when there is no fault in it."""
        before = len(self.page.faults)
        application, reviewer = self.sound.get(who[0]), self.reviewers.get(who[1])
        if application is None or reviewer is None:
            application, reviewer = self._names(row, who)
        if "college" in self.page.columns:
            self._college(row, reviewer)
        mark = mark or self._mark(row)
        names = (application, reviewer)
        review = self.whose.get(names)
        if review is None:
            review = self.doubtful.get(names)
        if review is None:
            review = self.found.add(application, reviewer)
        if mark is not None:
            place = review * len(self.found.columns) + mark[0]
            if self.found.cells[place]:
                row.fault(TableCode.MARK_TWICE, "criterion")
            else:
                self.found.cells[place] = mark[1]
        if "confidence" in self.page.columns:
            self._confidence(row, review)
        if len(self.page.faults) > before:
            self.doubtful[names] = review
            return None
        self.whose[names] = review
        if who != names:
            self.whose[who] = review
        return mark

    def _names(self, row: CsvRow, who: Sequence[str]) -> tuple[str, str]:
        """Of what and by whom; a cell that was sound is known from then on, and of its name one copy is kept."""
        count = len(self.page.faults)
        application, reviewer = row.name("application"), row.name("reviewer")
        if self.applications is not None and application and application not in self.applications:
            meant = near(application, self.applications)
            row.fault(TableCode.APPLICATION_UNKNOWN, "application", near=meant)
        reviewer = CONSENSUS if reviewer.casefold() == CONSENSUS else reviewer
        if len(self.page.faults) > count:
            return application, reviewer
        return self.sound.setdefault(who[0], application), self.reviewers.setdefault(who[1], reviewer)

    def _mark(self, row: CsvRow) -> _Mark | None:
        """The mark, an unreadable one being told and kept as none; None for a criterion that nobody marks."""
        key, text = row.cell("criterion"), row.cell("mark")
        if key not in self.scales:
            among = ", ".join(self.scales)
            row.fault(TableCode.CRITERION, "criterion", among=among, near=near(key, self.scales))
            return None
        scale = self.scales[key]
        mark = read_mark(scale, text)
        if isinstance(mark, Reason):
            code, said = _of_scale(scale, mark)
            row.fault(code, "mark", **said)
            mark = None
        return self.found.columns.index(key), self.found.place_of(mark)

    def _college(self, row: CsvRow, reviewer: str) -> None:
        """The college of the reviewer of this row, by its key or its label."""
        text, colleges = row.cell("college"), self.grid.colleges
        if reviewer == CONSENSUS or (not colleges and not text):
            return
        if not colleges:
            row.fault(TableCode.COLLEGE_IDLE, "college")
            return
        named = {name.casefold(): one.key for one in colleges for name in (one.label, one.key)}
        key = named.get(text.casefold())
        if key is None:
            keys = [one.key for one in colleges]
            row.fault(TableCode.COLLEGE, "college", among=", ".join(keys), near=near(text, keys))
        elif self.colleges.setdefault(reviewer, key) != key:
            row.fault(TableCode.COLLEGE_DIFFERS, "college", before=self.colleges[reviewer])

    def _confidence(self, row: CsvRow, review: int) -> None:
        """How sure the reviewer is, who says it once or the same each time."""
        text, rule, sure = row.cell("confidence"), self.grid.confidence, self.found.confidence
        if not text:
            return
        if rule is None:
            row.fault(TableCode.CONFIDENCE_IDLE, "confidence")
        elif (
            not (text.isascii() and text.isdigit() and len(text) < 4) or not rule.min <= int(text) <= rule.max
        ):
            row.fault(TableCode.CONFIDENCE, "confidence", min=rule.min, max=rule.max)
        elif sure.setdefault(review, int(text)) != int(text):
            row.fault(TableCode.CONFIDENCE_DIFFERS, "confidence", before=sure[review])


def _of_scale(scale: Scale, reason: Reason) -> tuple[TableCode, dict[str, object]]:
    na = "na" if scale.cannot_assess else ""
    if reason.code is ReasonCode.MUST_ASSESS:
        return TableCode.MUST_ASSESS, {}
    if scale.is_numeric:
        bounds: dict[str, object] = {"min": scale.lowest, "max": scale.highest, "step": scale.step, "na": na}
        return TableCode.NUMERIC_MARK, bounds
    return TableCode.LEVEL_MARK, {"among": ", ".join(level.label for level in scale.steps), "na": na}
