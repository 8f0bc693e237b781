"""Who acts, with which appointments."""

import pytest

from app.domain.people import SYSTEM, VISITOR, Actor, Appointment, Role

HERE, ELSEWHERE = 1, 2
OFFICER_HERE = Actor(7, "Inès", appointments=frozenset({Appointment(Role.OFFICER, HERE)}))
AUDITOR_EVERYWHERE = Actor(8, "Anne", appointments=frozenset({Appointment(Role.AUDITOR)}))


@pytest.mark.parametrize(
    ("actor", "role", "call_id", "held"),
    [
        (OFFICER_HERE, Role.OFFICER, HERE, True),
        (OFFICER_HERE, Role.OFFICER, ELSEWHERE, False),
        (OFFICER_HERE, Role.OFFICER, None, True),
        (OFFICER_HERE, Role.MANAGER, HERE, False),
        (AUDITOR_EVERYWHERE, Role.AUDITOR, HERE, True),
        (AUDITOR_EVERYWHERE, Role.AUDITOR, None, True),
        (VISITOR, Role.OFFICER, None, False),
    ],
)
def test_a_role_is_held_for_its_call_or_for_all(
    actor: Actor, role: Role, call_id: int | None, held: bool
) -> None:
    assert actor.has(role, call_id) is held


def test_the_calls_of_somebody_are_theirs_or_all_of_them() -> None:
    assert OFFICER_HERE.calls(Role.OFFICER, Role.MANAGER) == frozenset({HERE})
    assert OFFICER_HERE.calls(Role.MANAGER) == frozenset()
    assert AUDITOR_EVERYWHERE.calls(Role.AUDITOR) is None


def test_a_visitor_is_nobody_and_the_house_is_no_person() -> None:
    assert (VISITOR.signed_in, SYSTEM.signed_in, OFFICER_HERE.signed_in) == (False, False, True)
    assert (SYSTEM.is_system, VISITOR.is_system) == (True, False)
    assert OFFICER_HERE.roles() == {Role.OFFICER}
