"""A call whose grid uses all that a grid may say: that of the tiers-lieux, with another grid."""

from functools import lru_cache
from typing import Any

from app.db.base import key_of
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.scoring import ScoringFile
from app.services.calls.calls import open_call
from app.services.work import Work
from tests import factories
from tests.domain.grids import criterion, parted, scale
from tests.remembered import once

RICH = factories.TIERS_LIEUX
"""Under the slug of the real call: it is opened from here before anything opens it from the disk."""

QUALITY = {
    "kind": "levels",
    "cannot_assess": True,
    "levels": [
        {"key": "faible", "label": "Faible", "value": 0, "help": "Rien n’est prouvé."},
        {"key": "correct", "label": "Correct", "value": 2, "help": "Des preuves, encore partielles."},
        {"key": "solide", "label": "Solide", "value": 4, "help": "Des preuves nombreuses."},
    ],
}
BANDS = {"labels": [{"value": 0, "to": 49, "label": "Fragile"}, {"value": 50, "to": 100, "label": "Viable"}]}


def rich_grid(**more: Any) -> ScoringFile:
    """Levels with anchors, yes or no, GO or NO GO, parts, a reversed scale, bands, a condition, bonus and malus."""
    said = {
        "groups": [{"key": "projet_g", "label": "Le projet", "threshold": "50 %"}],
        "criteria": [
            criterion("qualite", "40", QUALITY, group="projet_g", reads=["resume"], threshold="correct"),
            parted(
                "equipe",
                "20",
                criterion("savoir", "3", ("0", "5", "0.5")),
                criterion("temps", "2", ("0", "5", "0.5")),
                group="projet_g",
            ),
            criterion("risque", "20", scale("1", "9", "1", lower_is_better=True), justification=False),
            criterion(
                "modele", "20", scale("0", "100", "1", cannot_assess=True, **BANDS), justification=False
            ),
            criterion(
                "rural_b", "5", {"kind": "yes_no"}, counts="nothing", when="rural", justification=False
            ),
            criterion("ville", "5", ("0", "5", "1"), counts="bonus", when="not rural", justification=False),
            criterion("feu", "0", {"kind": "go_no_go"}, counts="nothing", justification=False),
        ],
        "gates": [{"key": "porte", "label": "Une aide raisonnable", "conditions": ["requested <= 900000"]}],
        "knock_outs": [{"label": "Un avis NO GO", "when": "not feu"}],
        "confidence": {"min": 1, "max": 5},
        "tie_breaks": ["qualite", "risque", "filed_at"],
        "reviewers": 2,
        "out_of": 100,
    }
    said["criteria"][4]["scale"] = {"kind": "yes_no"}
    return ScoringFile.model_validate({**said, **more})


@lru_cache
def folder_of(**more: str) -> CallFolder:
    """The folder of the call with this grid."""
    return factories.call_folder(RICH).model_copy(update={"scoring": rich_grid(**more)})


def open_rich(work: Work, **more: str) -> None:
    """Open the call with the rich grid, before the factories open the real one."""
    step = ("rich grid", *sorted(more.items()))
    once(work, step, lambda noted, _: key_of(open_call(noted, folder_of(**more))))


def filled(sure: str = "4", **marks: str) -> dict[str, dict[str, str]]:
    """A whole review of the rich grid, as a client sends it; `marks` changes some, "" leaves one out."""
    given = {
        "qualite": "solide",
        "savoir": "4,5",
        "temps": "3",
        "risque": "1",
        "modele": "na",
        "rural_b": "oui",
        "feu": "GO",
        **marks,
    }
    sent = {key: {"mark": mark, "justification": ""} for key, mark in given.items() if mark}
    sent.setdefault("qualite", {"mark": ""})
    sent["qualite"]["justification"] = "Vu sur place."
    sent["equipe"] = {"mark": "", "justification": "Une équipe aguerrie."}
    return sent
