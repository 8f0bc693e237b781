"""What can be wrong in the two tables of a ranking, `scores.csv` and `applications.csv`, as codes.

The French sentences are in `app.words.table_faults`; the reading is in `app.adapters.score_files`.
"""

from enum import StrEnum

from app.domain.call_file.faults import FileFault


class TableCode(StrEnum):
    """What was expected in a table and not found."""

    ABSENT = "table_absent"
    TOO_LARGE = "table_too_large"
    ENCODING = "table_encoding"
    EMPTY = "table_empty"
    CSV = "table_csv"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_FAULTS = "too_many_faults"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    ROW_WIDTH = "row_width"
    NAME = "name"
    CRITERION = "criterion"
    NUMERIC_MARK = "numeric_mark"
    LEVEL_MARK = "level_mark"
    MUST_ASSESS = "must_assess"
    MARK_TWICE = "mark_twice"
    CONFIDENCE = "confidence"
    CONFIDENCE_IDLE = "confidence_idle"
    CONFIDENCE_DIFFERS = "confidence_differs"
    COLLEGE = "college"
    COLLEGE_IDLE = "college_idle"
    COLLEGE_DIFFERS = "college_differs"
    APPLICATION_UNKNOWN = "application_unknown"
    APPLICATION_TWICE = "application_twice"
    AMOUNT = "amount"
    FILED_AT = "filed_at"
    NUMBER = "number"
    WHOLE = "whole"
    LEAST = "least"
    MOST = "most"
    YES_NO = "yes_no"
    DAY = "day"
    TEXT = "text"
    OPTION = "option"


class TableFaults(Exception):
    """Tables that cannot be read: every fault, in the order of the files, up to the most that are told."""

    def __init__(self, faults: tuple[FileFault, ...]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the tables")
        self.faults = faults
