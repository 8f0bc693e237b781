"""``maillage criteria rank``: the whole engine on two tables, without a server."""

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.adapters import score_files
from app.adapters.call_files import Rules
from app.cli.criteria_input import Folder, WaveKey, envelope_of, limits_told, read_rules, refuse, wave_of
from app.cli.ranking_data import as_data
from app.cli.ranking_lines import print_explanation, print_ranking
from app.domain.aid import highest
from app.domain.call_file.aid import AidRule
from app.domain.call_file.grid.figures import at_round
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.tables import TableFaults
from app.domain.ranking import Entry
from app.domain.ranking.amounts import ELIGIBLE
from app.domain.ranking.beside import CalibrationError
from app.domain.ranking.result import Result, result_of
from app.domain.ranking.unanswered import unanswered
from app.domain.scoring.conditions import ConditionError
from app.words.command import help as command_help
from app.words.ranking import refused as command_faults
from app.words.ranking import report as ranking_report
from app.words.ranking import robustness as robustness_report
from app.words.ranking.table_faults import table_sentence
from app.words.ranking.unanswered import too_high, unanswered_sentence


class Round(StrEnum):
    """The rounds of a call that a grid may tell apart."""

    LETTER = "letter"
    DOSSIER = "dossier"
    AUDITION = "audition"


def rank(
    folder: Folder,
    scores: Annotated[Path, typer.Argument(help=command_help.SCORES)],
    applications: Annotated[
        Path | None,
        typer.Option(help=command_help.APPLICATIONS),
    ] = None,
    money: Annotated[str | None, typer.Option(help=command_help.MONEY)] = None,
    wave: WaveKey = None,
    seed: Annotated[str | None, typer.Option(help=command_help.SEED)] = None,
    round_: Annotated[Round | None, typer.Option("--round", help=command_help.ROUND)] = None,
    explained: Annotated[str | None, typer.Option("--explain", help=command_help.EXPLAIN)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=command_help.JSON)] = False,
    robustness: Annotated[bool, typer.Option("--robustness", help=command_help.ROBUSTNESS)] = False,
) -> None:
    """Rank applications as the files say, with the line of the money; exit 2 telling every fault of the input."""
    if robustness and as_json:
        refuse([command_faults.ROBUSTNESS_AS_JSON])
    rules = read_rules(folder)
    grid = rules.grid if round_ is None else at_round(rules.grid, round_.value)
    of = wave_of(rules, wave, money)
    admits = round_ is Round.LETTER
    result = _ranked(rules, grid, scores, applications, envelope_of(of, money), seed, admits=admits)
    if explained is not None:
        print_explanation(result, explained, as_json=as_json)
    elif as_json:
        typer.echo(json.dumps(as_data(result, of), ensure_ascii=False, indent=2))
    else:
        print_ranking(result)
        for line in limits_told(rules, of, chosen=wave is not None):
            typer.echo(line)
    if robustness:
        only = explained or ""
        for line in robustness_report.told(result.listing, rules.ranking, rules.names, seed, only):
            typer.echo(line)


def _ranked(
    rules: Rules,
    grid: ScoringFile,
    scores: Path,
    applications: Path | None,
    envelope: int,
    seed: str | None,
    *,
    admits: bool,
) -> Result:
    try:
        tables = score_files.read_tables(scores, applications, grid, rules.names, ZoneInfo(rules.zone))
    except TableFaults as error:
        refuse(table_sentence(fault) for fault in error.faults)
    if grid.cut is not None and not envelope:
        typer.echo(command_faults.CUT_WITHOUT_MONEY, err=True)
    rule = _rule(rules, tables.entries, envelope)
    try:
        result = result_of(
            grid, rule, rules.names, tables.entries, tables.reviews, envelope, seed, admits=admits
        )
    except ConditionError as error:
        names = sorted(one.reference for one in tables.entries)
        refuse([command_faults.condition(error.condition, names[error.place], error)])
    except CalibrationError as error:
        refuse([ranking_report.uncalibrated(error)])
    for missing in unanswered(grid, rule, rules.names, tables.entries, result.aids):
        typer.echo(unanswered_sentence(missing), err=True)
    return result


def _rule(rules: Rules, entries: Sequence[Entry], envelope: int) -> RankingRule:
    """The rule of the ranking, with the aid of the dossier where the table tells expenses and no amount."""
    told = any(one.amount for one in entries)
    _compare(rules.aid, entries)
    expenses = any(ELIGIBLE in (one.attributes or {}) for one in entries)
    if told or not expenses or rules.ranking.amount is not None or rules.aid is None:
        if envelope and not told and rules.ranking.amount is None:
            typer.echo(command_faults.NO_AMOUNT, err=True)
        return rules.ranking
    return rules.ranking.model_copy(update={"amount": rules.aid})


def _compare(aid: AidRule | None, entries: Sequence[Entry]) -> None:
    """Tell the amounts of the table that the rule of the dossier would not give."""
    most = None if aid is None else highest(aid)
    for one in entries:
        if most is not None and one.amount > most:
            typer.echo(too_high(one.reference, one.amount, most), err=True)
