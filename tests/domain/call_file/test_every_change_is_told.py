"""Each line of a call, changed alone: `diff` says something of it, and says it of nothing else."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from app.adapters.call_files import MODELS, read_call
from app.domain.call_file import CallFolder, RankingRule
from app.domain.call_file.aid import ActivityCeiling
from app.domain.call_file.changes.change import What
from app.domain.call_file.changes.changes import call_changes
from app.domain.call_file.grid.rules import Aggregation, ScoreRounding
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion
from app.domain.call_file.sheet import Sheet
from app.words.calls.changes.told import change_sentence
from tests.domain.grids import criterion
from tests.rich_grid import rich_grid

CALL = read_call(Path(__file__).resolve().parents[3] / "criteria" / "chercheurs-citoyens-2026")
RANKING = {
    "order": "agriculteurs descending",
    "then": ["filed_at"],
    "cut": "partial",
    "least_share": 0,
    "winners": 30,
    "quotas": [{"by": "zone", "most": 3, "stocks": {"qpv": 4}, "first": 1}],
    "pots": [
        {
            "key": "collectifs",
            "label": "Projets collectifs",
            "when": "collectif",
            "amount": "1000",
            "order": "agriculteurs",
            "then": ["filed_at"],
            "threshold": 20,
            "cut": "skip",
            "least_share": 0,
            "spills_to": ["autres"],
        },
        {"key": "autres", "label": "Autres", "share": 1},
    ],
    "split": {"by": "jury", "in_proportion_to": "count", "spills": True},
    "reserve": {"until": "2027-06-30", "size": 3},
    "lottery": {"width": 2},
}


def rich_call() -> CallFolder:
    """A call in which every line that a file may have is written somewhere."""
    aid = CALL.dossier.budget.aid
    full = aid.model_copy(
        update={
            "ceiling": 100,
            "yearly_ceiling": 100,
            "minimum": 100,
            "activity_ceiling": ActivityCeiling(of="budget_annuel", share=Decimal("0.3")),
            "rates": tuple(
                one.model_copy(update={"when": "nature == 'x'", "ceiling": 5}) for one in aid.rates
            ),
        }
    )
    ranking = RankingRule.model_validate(RANKING).model_copy(update={"amount": full})
    assert CALL.committee is not None
    budget = CALL.dossier.budget.model_copy(update={"aid": full})
    rich = CALL.model_copy(
        update={
            "scoring": FULL_GRID.model_copy(update={"criteria": (*FULL_GRID.criteria, COMPUTED)}),
            "committee": CALL.committee.model_copy(update={"ranking": ranking}),
            "dossier": CALL.dossier.model_copy(update={"budget": budget}),
        }
    )
    written = filled(rich)
    assert isinstance(written, CallFolder)
    return written


def filled(value: Any) -> Any:
    """The same with each line of `ABSENT` written."""
    if isinstance(value, tuple):
        return tuple(map(filled, value))
    if not isinstance(value, Sheet):
        return value
    lines = {name: filled(getattr(value, name)) for name in type(value).model_fields}
    absent = {
        name: ABSENT.get(f"{type(value).__name__}.{name}") for name, one in lines.items() if one is None
    }
    return type(value).model_construct(**{**lines, **absent})


ABSENT = {
    "CallDocument.url": "https://example.org/x",
    "Criterion.aggregation": Aggregation.MEDIAN,
    "Criterion.gap": 2,
    "Criterion.k": 2,
    "Criterion.ranking_weight": 3,
    "Declaration.when": "rural",
    "GridGroup.at_least": 1,
    "GridGroup.best": 1,
    "GridGroup.cap": 30,
    "GridGroup.drop": 1,
    "GridGroup.each": "50 %",
    "Piece.when": "rural",
    "RankingScore.rounding": ScoreRounding(decimals=3),
    "Question.when": "rural",
    "Signatory.name": "Une personne",
}


FULL_GRID = rich_grid(
    introduction="Une grille.",
    gates=[{"key": "porte", "label": "Une porte", "conditions": ["requested <= 9", "rural"]}],
    attributes=[
        {"key": "zone", "label": "Zone", "options": ["qpv", "rural"]},
        {"key": "prix", "label": "Prix", "kind": "number", "min": 1, "max": 9},
    ],
    threshold=50,
    cut={"budget_multiple": 3, "at_least": 2},
    gap=20,
    beside=["z_score"],
    compare_among="risque <= 5",
    colleges=[{"key": one, "label": one, "weight": 1} for one in ("experts", "usagers")],
    ranking_score={"formula": "total / requested"},
    rounding={"marks": {"decimals": 1}},
    rounds={
        one: {
            "criteria": ["risque"],
            "thresholds": {"risque": 3},
            "threshold": 5,
            "cut": {"budget_multiple": 2},
        }
        for one in ("letter", "dossier", "audition")
    },
)


COMPUTED = Criterion.model_validate(
    criterion("calcul", "1", computed=[{"when": "requested > 9", "mark": 1}, {"mark": 0}])
)


def with_line(sheet: Sheet, field: str, value: object) -> Sheet:
    values = {name: getattr(sheet, name) for name in type(sheet).model_fields}
    return type(sheet).model_construct(**{**values, field: value})


def changed(sheet: Sheet, path: str = "") -> Iterator[tuple[str, Sheet]]:
    """The sheet once for each of its lines, that line alone being another."""
    for field, info in type(sheet).model_fields.items():
        if (type(sheet), field) == (Scale, "kind"):
            continue  # no scale has another kind and the same marks
        for line, value in otherwise(getattr(sheet, field), info.annotation, f"{path}.{field}"):
            yield line, with_line(sheet, field, value)


def otherwise(value: Any, annotation: Any, path: str) -> Iterator[tuple[str, Any]]:
    match value:
        case Sheet():
            yield from changed(value, path)
        case tuple() if value and isinstance(value[0], Sheet):
            for at, one in enumerate(value):
                for line, other in changed(one, f"{path}.{at}"):
                    yield line, (*value[:at], other, *value[at + 1 :])
            yield f"{path} (one less)", value[:-1]
            if len(value) > 1:
                yield f"{path} (turned)", value[::-1]
        case tuple() if not value and any(nested(annotation)):
            return
        case tuple():
            yield path, value[:-1] or ("autre",)
        case dict():
            yield path, {**value, "autre": 7}
        case None:
            return
        case _:
            yield path, scalar(value, annotation)


def scalar(value: Any, annotation: Any) -> Any:
    words = literals(annotation)
    match value:
        case bool():
            return not value
        case Enum():
            return next(one for one in type(value) if one is not value)
        case str() if value in words:
            return next(one for one in words if one != value)
        case str():
            return f"{value[:30]}x"
        case datetime() | date():
            return value + timedelta(days=1)
        case _:
            return value + 1


def literals(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for one in get_args(annotation) for word in literals(one))


@cache
def cases() -> tuple[tuple[str, CallFolder], ...]:
    rich = rich_call()
    found = []
    for name in MODELS:
        for line, sheet in changed(getattr(rich, name), name):
            found.append((line, rich.model_copy(update={name: sheet})))
    return tuple(found)


def test_each_line_of_a_call_that_changes_is_told_in_a_sentence() -> None:
    rich = rich_call()
    silent = [line for line, other in cases() if not all(map(change_sentence, call_changes(rich, other)))]
    silent += [line for line, other in cases() if not call_changes(rich, other)]
    assert silent == []
    assert len(cases()) > 400


def test_a_change_is_told_of_its_own_file() -> None:
    rich = rich_call()
    for line, other in cases():
        for change in call_changes(rich, other):
            if change.what in (What.LINE, What.LINE_ORDER):
                assert change.label == line.partition(".")[0], line


def models(model: type[Sheet]) -> Iterator[type[Sheet]]:
    yield model
    for info in model.model_fields.values():
        yield from nested(info.annotation)


def nested(annotation: Any) -> Iterator[type[Sheet]]:
    if isinstance(annotation, type) and issubclass(annotation, Sheet):
        yield from models(annotation)
    for one in get_args(annotation):
        yield from nested(one)


def sheets(value: Any) -> Iterator[Sheet]:
    if isinstance(value, Sheet):
        yield value
        for field in type(value).model_fields:
            yield from sheets(getattr(value, field))
    elif isinstance(value, tuple):
        for one in value:
            yield from sheets(one)


def test_the_rich_call_has_every_line_that_a_file_may_have() -> None:
    known = {
        f"{model.__name__}.{field}"
        for top in MODELS.values()
        for model in models(top)
        for field in model.model_fields
    }
    written = {
        f"{type(one).__name__}.{field}"
        for one in sheets(rich_call())
        for field in type(one).model_fields
        if getattr(one, field) is not None
    }
    assert sorted(known - written) == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "committee.ranking.pots.0.spills_to",
            "Le comité, « Projets collectifs » – Les sous-enveloppes qui reçoivent ce qu’elle laisse : autre "
            "(c’était autres).",
        ),
        (
            "committee.ranking.amount.rounding.unit",
            "Le comité – l’unité de l’arrondi : « cent » (c’était « euro »).",
        ),
        ("committee.mission", "Le comité – Ce qu’il fait : le texte change."),
        ("scoring.everyone", "La grille – tous les membres du jury doivent avoir noté : oui (c’était non)."),
        (
            "dossier.budget.expense_accounts.0.eligible",
            "Le dossier, « Achats et petit équipement » – la dépense compte dans l’assiette de l’aide : non "
            "(c’était oui).",
        ),
        (
            "dossier.budget.expense_accounts (turned)",
            "Le dossier – Les comptes de charges : l’ordre change.",
        ),
        (
            "dossier.budget.expense_accounts (one less)",
            "Le dossier – Les comptes de charges : « Frais de gestion » (supprimé).",
        ),
    ],
)
def test_a_change_reads_well(line: str, sentence: str) -> None:
    rich = rich_call()
    found = [change_sentence(one) for one in call_changes(rich, dict(cases())[line])]
    assert [one.replace("\u202f", " ").replace("\u00a0", " ") for one in found] == [sentence]
