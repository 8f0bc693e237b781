"""A call tried before it opens: invented applications, ranked by its own files, and what its rules did to them."""

from app.domain.simulation.findings import Finding, FindingCode, Trial, findings
from app.domain.simulation.invented import Invented, invent, reference_of
from app.domain.simulation.tried import Bar, Rules, Spread, Tried, distribution, try_rules

__all__ = [
    "Bar",
    "Finding",
    "FindingCode",
    "Invented",
    "Rules",
    "Spread",
    "Trial",
    "Tried",
    "distribution",
    "findings",
    "invent",
    "reference_of",
    "try_rules",
]
