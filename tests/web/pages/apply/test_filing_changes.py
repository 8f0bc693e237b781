"""What changed between two filings, in words: of a piece, all its files before and all of them after."""

from typing import Any

import pytest

from app.web.views.apply.filing_changes import Changed, changed
from tests import factories

LEASE, SIGNED = ("bail.pdf", "a"), ("bail-signe.pdf", "b")


def filed(*files: tuple[str, str]) -> dict[str, Any]:
    """What was filed with these files under « bail », each a name and what stands for its octets."""
    return {
        "pieces": [
            {"piece": "bail", "name": name, "sha256": octets, "handle": name} for name, octets in files
        ]
    }


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((LEASE,), (LEASE, SIGNED), ("bail.pdf", "bail.pdf, bail-signe.pdf (ajouté)")),
        ((), (LEASE,), ("rien", "bail.pdf (ajouté)")),
        ((LEASE,), (), ("bail.pdf (retiré)", "rien")),
        ((LEASE, SIGNED), (SIGNED,), ("bail.pdf (retiré), bail-signe.pdf", "bail-signe.pdf")),
        ((LEASE,), (SIGNED,), ("bail.pdf (retiré)", "bail-signe.pdf (ajouté)")),
        ((LEASE,), (("bail.pdf", "c"),), ("bail.pdf (retiré)", "bail.pdf (ajouté)")),
    ],
)
def test_a_piece_says_all_its_files_and_what_became_of_each(
    before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...], said: tuple[str, str]
) -> None:
    folder = factories.call_folder(factories.TIERS_LIEUX)
    label = next(one.label for one in folder.dossier.pieces if one.key == "bail")
    lines = changed(folder, folder.dossier, filed(*before), filed(*after))
    assert lines == (Changed(label, *said),)


def test_the_same_files_again_changed_nothing() -> None:
    folder = factories.call_folder(factories.TIERS_LIEUX)
    assert changed(folder, folder.dossier, filed(LEASE), filed(LEASE)) == ()
