"""The family of refusals."""

import pytest

from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Refusal,
    Stale,
    TooLate,
    WrongStage,
)


@pytest.mark.parametrize(
    ("family", "code"),
    [
        (Hidden, ReasonCode.NOT_FOUND),
        (Forbidden, ReasonCode.NOT_YOUR_ROLE),
        (Conflict, ReasonCode.WRONG_STAGE),
        (WrongStage, ReasonCode.WRONG_STAGE),
        (Stale, ReasonCode.STALE),
        (TooLate, ReasonCode.DEADLINE_PASSED),
        (NotReady, ReasonCode.FORM_INCOMPLETE),
    ],
)
def test_a_refusal_has_a_reason_of_its_own_unless_another_is_given(
    family: type[Refusal], code: ReasonCode
) -> None:
    assert family().reason == Reason(code)
    assert family(ReasonCode.LAST_OWNER, name="Ada").reason == Reason.of(ReasonCode.LAST_OWNER, name="Ada")
    assert str(family()) == code.value


def test_what_is_invalid_tells_every_fault_and_the_reason_of_the_first() -> None:
    first = Fault("siret", Reason.of(ReasonCode.NOT_A_SIRET, read="12"))
    second = Fault("name", Reason.of(ReasonCode.REQUIRED))
    refusal = Invalid(first, second)
    assert refusal.faults == (first, second)
    assert refusal.reason == first.reason
    assert (Invalid().faults, Invalid().reason) == ((), Reason(ReasonCode.UNREADABLE))


def test_the_families_of_the_moment_are_conflicts() -> None:
    assert [
        family for family in (WrongStage, Stale, TooLate, NotReady) if not issubclass(family, Conflict)
    ] == []
