"""A ranking and its explanations as the terminal prints them."""

import json
from collections.abc import Iterator
from itertools import islice

import typer

from app.cli.criteria_input import refuse
from app.cli.ranking_data import steps_data
from app.cli.tables import aligned
from app.domain.ranking.explain import explain
from app.domain.ranking.listing import Listing, Place
from app.domain.ranking.result import Result
from app.words.calls.grids import label_of
from app.words.ranking import refused as command_faults
from app.words.ranking import report as ranking_report
from app.words.ranking.explanations import lines


def print_ranking(result: Result) -> None:
    """The table, the line of the money, those without a rank and why, what is left of each envelope."""
    listing = result.listing
    _echo(aligned(ranking_report.heads(result), list(ranking_report.rows(result))))
    typer.echo(f"\n{ranking_report.line_words(listing)}")
    for missing in result.missing:
        typer.echo(ranking_report.uncalibrated(missing))
    flagged = [
        (one, told) for one in listing.places if one.rank and (told := ranking_report.flagged(listing, one))
    ]
    if flagged:
        typer.echo(f"\n{ranking_report.FLAGGED}")
    _echo(f"  {place.reference}. {' '.join(told)}" for place, told in flagged)
    unranked = [one for one in listing.places if one.rank is None]
    if unranked:
        typer.echo(f"\n{ranking_report.UNRANKED}")
    _echo(_unranked(listing, place) for place in unranked)
    typer.echo()
    for pot in listing.pots:
        typer.echo(ranking_report.pot_words(pot))


def _unranked(listing: Listing, place: Place) -> str:
    why = " ".join(ranking_report.reasons(listing, place))
    return f"  {place.reference} ({ranking_report.total_words(listing, place)}). {why}"


def _echo(lines: Iterator[str]) -> None:
    """Print many lines, a thousand at a time: they are never all held, nor each written for itself."""
    while piece := "\n".join(islice(lines, 1_000)):
        typer.echo(piece)


def print_explanation(result: Result, reference: str, *, as_json: bool) -> None:
    """Why one application has its place, step by step; exit 2 when there is none of that reference."""
    try:
        tree = explain(result.listing, reference, result.beside)
    except KeyError:
        known = [one.reference for one in result.listing.places]
        refuse([command_faults.no_application(reference, known)])
    grid = result.listing.ranked.scored.grid
    if as_json:
        typer.echo(json.dumps(steps_data(tree, grid), ensure_ascii=False, indent=2))
        return
    for depth, line in lines(tree, lambda key: label_of(grid, key)):
        typer.echo(f"{'  ' * depth}{line}")
    aid = result.aids.get(reference)
    for line in () if aid is None else ranking_report.aid_lines(aid):
        typer.echo(f"  {line}")
