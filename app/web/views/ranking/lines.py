"""The lines that the committee's pages and the decisions' pages show of a wave: ranks, calculations, decisions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from app.domain.allocation import Outcome as Awarded
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import StepCode
from app.domain.ranking import Place
from app.domain.ranking.refusals import refusals
from app.domain.scoring import Score
from app.domain.workflow import Action, Stage, Workflow
from app.services.calls.calls import OpenedCall
from app.services.ranking.ranked_list import Row
from app.words import labels
from app.words.calls.grids import label_of
from app.words.ranking.envelope import held_words
from app.words.ranking.explanations import sentence
from app.words.typography import typo


class RankedLine(NamedTuple):
    """A line of the ranked table, as the template ``ranking`` draws it. Cents.

    ``mark``: None where no criterion applies. ``drawn``: what it takes of the drawing of the envelope.
    """

    rank: int
    href: str
    title: str
    note: str
    mark: Decimal | None
    gap: Decimal | None
    amount: int
    cumulative: int
    inside: bool
    flag: str
    reference: str
    why: str
    row: Row
    drawn: int

    @property
    def score(self) -> Score | None:
        """The calculation, made for the lines that show it."""
        return self.row.score

    @property
    def reasons(self) -> tuple[str, ...]:
        """What put it at its rank, and what the money gives it."""
        return reasons_of(self.row)


def reasons_of(row: Row) -> tuple[str, ...]:
    """What the table of its criteria does not say: the total, its equals, its money, the other figures."""
    explanation = row.explanation
    if explanation is None or row.result is None:
        return ()
    grid = row.result.listing.ranked.scored.grid
    steps = [one for one in explanation.steps if one.code not in IN_THE_TABLE]
    return tuple(sentence(one, lambda key: label_of(grid, key)) for one in steps)


IN_THE_TABLE = frozenset({StepCode.POINTS, StepCode.SHOWN, StepCode.NOT_APPLICABLE, StepCode.NOT_ASSESSED})


PER_PAGE = 250
"""A wave of a Region holds on one page; a longer one is paid for by what is shown of it."""


class Limit(NamedTuple):
    """The end of the envelope in a drawn list. Cents.

    ``at``: before which line of the page, their number for its foot; None on the other pages. ``spent``: what the whole
    list gives; ``most``: the furthest that it goes down.
    """

    at: int | None
    spent: int
    most: int


class ListPart(NamedTuple):
    """A page of a ranked list, with what it says of the pages around it. Cents.

    ``ranked`` and ``aside``: how many there are in all.
    """

    rows: tuple[Row, ...]
    pages: int
    ranked: int
    aside: int
    limit: Limit


def part_of(rows: tuple[Row, ...], number: int) -> ListPart:
    """The page of that number, from 1; without rows beyond the end."""
    start, end = PER_PAGE * (number - 1), PER_PAGE * number
    ranked = sum(row.place.rank is not None for row in rows)
    return ListPart(
        rows=rows[start:end],
        pages=max(1, -(-len(rows) // PER_PAGE)),
        ranked=ranked,
        aside=len(rows) - ranked,
        limit=limit_of([row.place for row in rows], ranked, start, min(end, ranked)),
    )


def limit_of(places: Sequence[Place], ranked: int, start: int, end: int) -> Limit:
    """Where the drawing of the ranked ``places`` from ``start`` to ``end`` shows the end of the envelope.

    It is under the last that is served, and above the first who waits: at the foot of the list where somebody waits
    above another who is served.
    """
    served = max((at for at, one in enumerate(places[:ranked]) if one.funded), default=-1)
    waits = (at for at, one in enumerate(places[:ranked]) if not one.funded and not one.settled)
    first = next(waits, ranked)
    at = first if served < first else ranked
    here = start <= at < end or start < at == ranked == end
    return Limit(
        at=at - start if here else None,
        spent=sum(one.awarded for one in places),
        most=max((one.cumulated for one in places[:ranked]), default=0),
    )


def ranked_lines(grid: ScoringFile, rows: tuple[Row, ...], why: str) -> tuple[RankedLine, ...]:
    """The lines that have a rank, in their order; ``why``: the address of a calculation, but the reference."""
    return tuple(
        RankedLine(
            rank=row.place.rank,
            href=f"/candidatures/{row.application.reference}",
            title=row.application.title or row.organisation.name,
            note=_note(row),
            mark=row.summary.total if row.summary else None,
            gap=row.summary.spread / 2 if row.summary and row.summary.spread is not None else None,
            amount=_amount(row),
            cumulative=row.place.cumulated,
            inside=row.place.funded,
            flag=_flag(grid, row),
            reference=row.application.reference,
            why=f"{why}{row.application.reference}",
            row=row,
            drawn=row.place.awarded if row.place.settled else row.place.amount,
        )
        for row in rows
        if row.place.rank is not None
    )


def why_unranked(row: Row) -> tuple[str, ...]:
    """Why an application has no rank, a sentence a reason; in short where an interest hides some of the list."""
    if row.result is not None:
        ranked = row.result.listing.ranked
        steps = refusals(ranked, row.at)
        return tuple(sentence(one, lambda key: label_of(ranked.scored.grid, key)) for one in steps)
    if row.summary is None:
        return ("Les expertises manquent.",)
    if row.summary.below:
        return (typo(f"Sous le seuil éliminatoire : {' ; '.join(row.summary.below)}."),)
    return ("Un seuil ou une condition de la grille n’est pas atteint.",)


def _amount(row: Row) -> int:
    """What it holds once it is settled; what it would receive while it waits, on the reserve list too."""
    if row.held is None or (row.application.stage is Stage.ON_RESERVE and not row.held.wins):
        return row.place.amount
    return row.held.cents


def _note(row: Row) -> str:
    told = [row.application.reference, row.organisation.name, row.application.city]
    if row.held is not None:
        told.append(held_words(row.application.stage, row.held))
    elif row.application.opinion is not None:
        told.append(labels.OFFICER_STAGES[row.application.opinion].word)
    return " · ".join(one for one in told if one)


def _flag(grid: ScoringFile, row: Row) -> str:
    spread = row.summary.spread if row.summary is not None else None
    if spread is not None and grid.gap is not None and spread >= grid.gap:
        return "écart à regarder"
    drawn = next((one for one in row.place.steps if one.code is StepCode.DRAWN), None)
    if drawn is not None:
        return f"tirage : {drawn.said['place']} sur {drawn.said['count']}"
    if row.place.outcome is Awarded.TO_DRAW:
        return "à tirer au sort"
    return "ex æquo" if row.place.tied else ""


def waiting_stages(opened: OpenedCall) -> frozenset[Stage]:
    """The stages from which an award leaves."""
    workflow = Workflow.for_call(opened.folder.groups)
    return frozenset(
        stage for line in workflow.transitions if line.action is Action.AWARD for stage in line.sources
    )
