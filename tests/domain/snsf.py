"""The three mock panels of the Swiss National Science Foundation: fifteen proposals by five assessors each.

Source: R package ERforResearch, `get_mock_data` in R/data.R; its numeric grade is 7 - grade: higher is better.
"""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.calibration.votes import Votes

GRADES: Mapping[str, str] = {
    "p1": "11125 11226 12135 13215 12235 13145 12345 15225 13435 14255 23445 24355 25446 23466 25546",
    "p2": "11121 12211 13112 22222 22233 32333 33333 33443 43344 44454 44555 46455 65555 55566 56666",
    "p3": "11115 21315 23215 24135 42335 34425 43335 24535 33356 52266 35456 54546 46556 64656 56656",
}
"""One word per proposal, #1 to #15, #16 to #30, #31 to #45; one digit per assessor, in order."""


def rows(panel: str) -> list[tuple[str, str, Decimal]]:
    """The votes of "p1", "p2" or "p3"; the numbers of proposals and assessors have two digits, to sort well."""
    at = list(GRADES).index(panel)
    return [
        (f"#{15 * at + i:02d}", f"v_{5 * at + j:02d}", Decimal(7 - int(grade)))
        for i, grades in enumerate(GRADES[panel].split(), 1)
        for j, grade in enumerate(grades, 1)
    ]


def panel(name: str) -> Votes:
    return Votes.of(rows(name))
