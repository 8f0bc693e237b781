"""A part of one, as a file writes it: a decimal or a percentage, read exactly."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from app.domain.call_file.aid import RateLine


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("40 %", "0.4"),
        ("40%", "0.4"),
        ("33,333333\u00a0%", "0.33333333"),
        ("12.5 %", "0.125"),
        ("100 %", "1"),
        ("0.4", "0.4"),
        (Decimal("0.4"), "0.4"),
        (1, "1"),
    ],
)
def test_a_share_is_a_decimal_or_a_percentage(written: object, read: str) -> None:
    assert RateLine.model_validate({"label": "x", "rate": written}).rate == Decimal(read)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0 %", "greater_than"),
        ("101 %", "less_than_equal"),
        ("40", "less_than_equal"),
        ("quarante", "share"),
        (0.4, "share"),
        (True, "share"),
        ("٤٠ %", "share"),
    ],
)
def test_what_is_no_share_is_refused_for_what_it_is(written: object, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RateLine.model_validate({"label": "x", "rate": written})
    assert [one["type"] for one in refused.value.errors()] == [code]
