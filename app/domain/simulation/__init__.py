"""A call tried before it opens: invented applications, ranked by its own files, and what its rules did to them."""

from app.domain.simulation.findings import Finding, FindingCode, Trial, findings
from app.domain.simulation.invented import Invented, invent

__all__ = ["Finding", "FindingCode", "Invented", "Trial", "findings", "invent"]
