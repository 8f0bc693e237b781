"""``maillage criteria simulate``: a call tried on invented applications before it opens."""

import json
from typing import Annotated

import typer

from app.cli.criteria_input import Folder, WaveKey, envelope_of, limits_told, read_rules, refuse, wave_of
from app.cli.ranking_data import as_data
from app.domain.call_file.grid.figures import at_round
from app.domain.ranking.beside import CalibrationError
from app.domain.scoring.conditions import ConditionError
from app.domain.simulation import Rules, try_rules
from app.words.command import help as command_help
from app.words.ranking.simulation import finding_sentence, invented, uncomputed


def simulate(
    folder: Folder,
    applications: Annotated[int, typer.Option(help=command_help.INVENTED, min=1, max=1000)] = 60,
    reviewers: Annotated[int | None, typer.Option(help=command_help.REVIEWERS, min=1, max=50)] = None,
    money: Annotated[str | None, typer.Option(help=command_help.MONEY)] = None,
    wave: WaveKey = None,
    seed: Annotated[str, typer.Option(help=command_help.SAME_SEED)] = "maillage",
    as_json: Annotated[bool, typer.Option("--json", help=command_help.JSON)] = False,
) -> None:
    """Rank invented applications by the files of a call and tell what its rules do to them."""
    rules = read_rules(folder)
    of = wave_of(rules, wave, money)
    tried = Rules(
        at_round(rules.grid, "dossier"),
        rules.ranking,
        rules.names,
        rules.aid,
        envelope_of(of, money),
    )
    readers = reviewers or tried.readers
    try:
        found = try_rules(tried, count=applications, readers=readers, seed=seed)
    except (ConditionError, CalibrationError) as error:
        refuse([uncomputed(error)])
    if as_json:
        told = [{"code": one.code.value, "sentence": finding_sentence(one)} for one in found.findings]
        said = {"seed": seed, "applications": applications, "reviewers": readers, "findings": told}
        typer.echo(json.dumps({**said, **as_data(found.result, of)}, ensure_ascii=False, indent=2))
        return
    typer.echo(invented(applications, readers, seed))
    for one in found.findings:
        typer.echo(f"- {finding_sentence(one)}")
    for line in limits_told(rules, of, chosen=wave is not None):
        typer.echo(line)
