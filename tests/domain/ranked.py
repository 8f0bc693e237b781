"""Candidates by the handful, for the tests of the allocation."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.allocation import Allocation, Candidate
from app.domain.expressions import Value

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def candidate(
    reference: str,
    rank: int,
    euros: int,
    *,
    score: str | None = None,
    hours: int = 0,
    **attributes: Value,
) -> Candidate:
    return Candidate(
        reference,
        rank,
        None if score is None else Decimal(score),
        euros * 100,
        A_MONDAY + timedelta(hours=hours),
        attributes,
    )


def row(amounts: Iterable[int], **attributes: Value) -> list[Candidate]:
    """ "A", "B", "C"… of these amounts in euros, each its own rank."""
    return [
        candidate(chr(64 + rank), rank, euros, score=str(100 - rank), **attributes)
        for rank, euros in enumerate(amounts, start=1)
    ]


def outcomes(found: Allocation) -> dict[str, str]:
    return {award.reference: award.outcome.value for award in found.awards}


def served(found: Allocation) -> list[str]:
    return [award.reference for award in found.awards if award.served]


def codes(found: Allocation, reference: str) -> list[str]:
    return [step.code.value for step in found.award(reference).steps]
