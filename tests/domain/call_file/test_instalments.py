"""The instalments of a grant, as its convention prints them and its ledger pays them."""

from app.domain.call_file.convention import ConventionFile
from tests import factories


def convention() -> ConventionFile:
    file = factories.call_folder().convention
    assert file is not None
    return file


def test_the_parts_of_a_grant_add_up_to_it_to_the_cent() -> None:
    parts = convention().split_instalments(100_001)
    assert [one for one, _ in parts] == list(convention().instalments)
    assert sum(cents for _, cents in parts) == 100_001


def test_nothing_granted_is_paid_in_no_instalment() -> None:
    assert convention().split_instalments(0) == ()
    assert convention().model_copy(update={"instalments": ()}).split_instalments(100) == ()
