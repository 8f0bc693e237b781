"""``maillage criteria simulate``: a call tried on invented applications before it opens."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.adapters import call_files
from app.adapters.call_files import Rules
from app.cli.criteria_rank import Folder, as_data, cents, read_rules, refuse
from app.domain.call_file.aid import AidRule
from app.domain.ranking.beside import CalibrationError
from app.domain.scoring.conditions import ConditionError
from app.domain.simulation import Trial, findings, invent
from app.words import command_faults, ranking_report
from app.words.simulation import finding_sentence, invented


def simulate(
    folder: Folder,
    applications: Annotated[int, typer.Option(help="How many to invent.", min=1, max=1000)] = 60,
    reviewers: Annotated[
        int | None, typer.Option(help="How many read each; without it, as the grid says.", min=1, max=50)
    ] = None,
    money: Annotated[
        str | None, typer.Option(help="Euros to give (0: no limit). Without it, the envelope of the call.")
    ] = None,
    seed: Annotated[str, typer.Option(help="The same seed invents the same applications.")] = "maillage",
    as_json: Annotated[bool, typer.Option("--json", help="The same for a machine.")] = False,
) -> None:
    """Rank invented applications by the files of a call and tell what its rules do to them."""
    rules = read_rules(folder)
    aid = _aid(folder, rules)
    envelope = rules.envelope if money is None else cents(money)
    readers = reviewers or max(rules.grid.reviewers, rules.grid.least)
    drawn = invent(
        rules.grid,
        rules.names,
        count=applications,
        reviewers=readers,
        seed=seed,
        envelope=envelope,
        aid=aid,
        conditions=tuple(_conditions(rules, aid)),
    )
    rule = rules.ranking.model_copy(update={"amount": aid})
    trial = Trial(rules.grid, rule, rules.names, drawn.entries, drawn.reviews, envelope, seed)
    try:
        result = trial.result()
        found = findings(trial, result)
    except ConditionError as error:
        refuse([command_faults.condition(error.condition, drawn.entries[error.place].reference, error)])
    except CalibrationError as error:
        refuse([ranking_report.uncalibrated(error)])
    if as_json:
        told = [{"code": one.code.value, "sentence": finding_sentence(one)} for one in found]
        said = {"seed": seed, "applications": applications, "reviewers": readers, "findings": told}
        typer.echo(json.dumps({**said, **as_data(result)}, ensure_ascii=False, indent=2))
        return
    typer.echo(invented(applications, readers, seed))
    for one in found:
        typer.echo(f"- {finding_sentence(one)}")


def _aid(folder: Path, rules: Rules) -> AidRule | None:
    """How amounts are found: as the ranking says, else as the budget of the call does."""
    if rules.ranking.amount is not None or call_files.is_grid_alone(folder):
        return rules.ranking.amount
    return call_files.read_call(folder).dossier.budget.aid


def _conditions(rules: Rules, aid: AidRule | None) -> Iterator[str]:
    """Every condition of the files that an answer may make true or false."""
    yield from (one.when for one in rules.grid.criteria if one.when is not None)
    yield from (text for gate in rules.grid.gates for text in gate.conditions)
    yield from (one.when for one in rules.grid.knock_outs)
    yield from (one.when for one in rules.ranking.pots if one.when is not None)
    yield from (one.when for one in (aid.rates if aid is not None else ()) if one.when is not None)
