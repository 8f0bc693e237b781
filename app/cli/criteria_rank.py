"""``maillage criteria rank``: the whole engine on two tables, without a server."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn
from zoneinfo import ZoneInfo

import typer

from app.adapters import call_files, score_files
from app.adapters.call_files import Rules
from app.cli.tables import aligned
from app.domain.aid import highest
from app.domain.call_file.aid import AidRule
from app.domain.call_file.call import WaveFile
from app.domain.call_file.faults import CallFileFaults
from app.domain.call_file.grid_figures import at_round
from app.domain.call_file.ranking import RankingRule
from app.domain.call_file.scoring import ScoringFile
from app.domain.call_file.tables import TableFaults
from app.domain.explanation import Step
from app.domain.money import MoneyError, parse_euros, plain_euros
from app.domain.ranking import Entry, Listing, Place
from app.domain.ranking.amounts import ELIGIBLE
from app.domain.ranking.beside import CalibrationError
from app.domain.ranking.explain import explain
from app.domain.ranking.result import Result, result_of
from app.domain.ranking.unanswered import unanswered
from app.domain.scoring.conditions import ConditionError
from app.words import command_faults, command_help, ranking_report, reasons, robustness_report
from app.words.call_faults import fault_sentence
from app.words.explanations import lines, sentence
from app.words.grids import label_of
from app.words.table_faults import table_sentence
from app.words.unanswered import too_high, unanswered_sentence

FAULTY: Final = 2
"""The exit status of bad input."""


class Round(StrEnum):
    """The rounds of a call that a grid may tell apart."""

    LETTER = "letter"
    DOSSIER = "dossier"
    AUDITION = "audition"


Folder = Annotated[Path, typer.Argument(help=command_help.FOLDER)]
WaveKey = Annotated[str | None, typer.Option("--wave", help=command_help.WAVE)]


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
    robustness: Annotated[bool, typer.Option(help=command_help.ROBUSTNESS)] = False,
) -> None:
    """Rank applications as the files say, with the line of the money; exit 2 telling every fault of the input."""
    if robustness and as_json:
        refuse([command_faults.ROBUSTNESS_AS_JSON])
    rules = read_rules(folder)
    grid = rules.grid if round_ is None else at_round(rules.grid, round_.value)
    of = wave_of(rules, wave, money)
    result = _ranked(rules, grid, scores, applications, envelope_of(of, money), seed)
    if explained is not None:
        _tell(result, explained, as_json=as_json)
    elif as_json:
        typer.echo(json.dumps(as_data(result, of), ensure_ascii=False, indent=2))
    else:
        _print(result)
        for line in limits_told(rules, of, chosen=wave is not None):
            typer.echo(line)
    if robustness:
        only = explained or ""
        for line in robustness_report.told(result.listing, rules.ranking, rules.names, seed, only):
            typer.echo(line)


def read_rules(folder: Path) -> Rules:
    """What ranks in this folder; exit 2 telling its faults, or that it has no grid."""
    try:
        rules = call_files.read_rules(folder)
    except CallFileFaults as error:
        refuse(fault_sentence(fault) for fault in error.faults)
    if rules is None:
        refuse([command_faults.no_grid(str(folder))])
    return rules


def refuse(told: Iterable[str]) -> NoReturn:
    """Tell what is wrong, each on its line, and exit 2."""
    for sentence_ in told:
        typer.echo(sentence_, err=True)
    raise typer.Exit(FAULTY)


def cents(text: str) -> int:
    """Cents of what was typed in euros; exit 2 telling why it is no amount."""
    try:
        return parse_euros(text)
    except MoneyError as error:
        refuse([f"--money : {reasons.sentence(error.reason)}"])


def wave_of(rules: Rules, key: str | None, money: str | None) -> WaveFile | None:
    """The wave whose envelope is given: the one of that key, else the first; None for a grid alone, or for `money`.

    Exit 2 telling that there is no such wave, or that both were said.
    """
    if key is None:
        return rules.waves[0] if rules.waves and money is None else None
    if money is not None:
        refuse([command_faults.WAVE_AND_MONEY])
    found = next((one for one in rules.waves if one.key == key), None)
    if found is None:
        refuse([command_faults.no_wave(key, [one.key for one in rules.waves])])
    return found


def envelope_of(wave: WaveFile | None, money: str | None) -> int:
    """The cents to give; 0 for no limit. Exit 2 telling why `money` is no amount."""
    if money is not None:
        return cents(money)
    return wave.envelope if wave is not None else 0


def limits_told(rules: Rules, wave: WaveFile | None, *, chosen: bool) -> Iterator[str]:
    """Whose envelope it was, where a call has several waves, and what nothing replays here."""
    if wave is not None and len(rules.waves) > 1:
        yield ranking_report.wave_words(wave, () if chosen else rules.waves)
    if rules.screened:
        yield ranking_report.NOT_SCREENED


def _ranked(
    rules: Rules,
    grid: ScoringFile,
    scores: Path,
    applications: Path | None,
    envelope: int,
    seed: str | None,
) -> Result:
    try:
        tables = score_files.read_tables(scores, applications, grid, rules.names, ZoneInfo(rules.zone))
    except TableFaults as error:
        refuse(table_sentence(fault) for fault in error.faults)
    rule = _rule(rules, tables.entries, envelope)
    try:
        result = result_of(grid, rule, rules.names, tables.entries, tables.reviews, envelope, seed)
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
    expenses = any(ELIGIBLE in (one.facts or {}) for one in entries)
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


def _print(result: Result) -> None:
    listing = result.listing
    for line in aligned(ranking_report.heads(result), list(ranking_report.rows(result))):
        typer.echo(line)
    typer.echo(f"\n{ranking_report.line_words(listing)}")
    for missing in result.missing:
        typer.echo(ranking_report.uncalibrated(missing))
    unranked = [one for one in listing.places if one.rank is None]
    if unranked:
        typer.echo(f"\n{ranking_report.UNRANKED}")
    for place in unranked:
        why = " ".join(ranking_report.reasons(listing, place))
        typer.echo(f"  {place.reference} ({ranking_report.total_words(listing, place)}). {why}")
    typer.echo()
    for pot in listing.pots:
        typer.echo(ranking_report.pot_words(pot))


def _tell(result: Result, reference: str, *, as_json: bool) -> None:
    try:
        tree = explain(result.listing, reference)
    except KeyError:
        known = [one.reference for one in result.listing.places]
        refuse([command_faults.no_application(reference, known)])
    grid = result.listing.ranked.scored.grid
    if as_json:
        typer.echo(json.dumps(_step(tree, grid), ensure_ascii=False, indent=2))
        return
    for depth, line in lines(tree, lambda key: label_of(grid, key)):
        typer.echo(f"{'  ' * depth}{line}")
    aid = result.aids.get(reference)
    for line in () if aid is None else ranking_report.aid_lines(aid):
        typer.echo(f"  {line}")


def _step(step: Step, grid: ScoringFile) -> dict[str, Any]:
    said = sentence(step, lambda key: label_of(grid, key))
    return {"code": step.code.value, "sentence": said, "steps": [_step(one, grid) for one in step.steps]}


def as_data(result: Result, wave: WaveFile | None) -> dict[str, Any]:
    """The same for a machine: figures as decimal texts, amounts in euros, ranks as numbers."""
    listing = result.listing
    return {
        "ranking": [_ranked_place(listing, one) for one in listing.places if one.rank is not None],
        "unranked": [
            {"application": one.reference, "total": _total(listing, one), "reasons": _reasons(listing, one)}
            for one in listing.places
            if one.rank is None
        ],
        "money": {"wave": wave.key if wave is not None else None, **_money(listing)},
    }


def _ranked_place(listing: Listing, place: Place) -> dict[str, Any]:
    outcome = ranking_report.outcome_of(listing, place)
    return {
        "application": place.reference,
        "rank": place.rank,
        "total": _total(listing, place),
        "ranking_score": _text(ranking_report.ranking_score(listing, place)),
        "outcome": outcome.value if outcome is not None else None,
        "amount": plain_euros(place.awarded),
        "reasons": _reasons(listing, place),
    }


def _reasons(listing: Listing, place: Place) -> Sequence[str]:
    return list(ranking_report.reasons(listing, place))


def _total(listing: Listing, place: Place) -> str | None:
    value = ranking_report.total(listing, place)
    return None if value is None else _text(value)


def _text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def _money(listing: Listing) -> dict[str, Any]:
    return {
        "envelope": plain_euros(listing.envelope) if listing.envelope else None,
        "spent": plain_euros(listing.spent),
        "left": plain_euros(listing.envelope - listing.spent) if listing.envelope else None,
        "pots": [
            {
                "key": pot.key,
                "label": pot.label,
                "allocated": None if pot.allocated is None else plain_euros(pot.allocated),
                "received": plain_euros(pot.received),
                "given": plain_euros(pot.given),
                "spent": plain_euros(pot.spent),
                "left": None if pot.left is None else plain_euros(pot.left),
            }
            for pot in listing.pots
        ],
    }
