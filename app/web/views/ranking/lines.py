"""The lines that the committee's pages and the decisions' pages show of a wave: ranks, calculations, decisions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from app.db.apply import applications, organisations
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.committee import committee
from app.db.committee.committee import CommitteeOpinion, Decision
from app.db.review import interests
from app.domain.allocation import Outcome as Awarded
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import StepCode
from app.domain.ranking.refusals import refusals
from app.domain.scoring import Score
from app.domain.workflow import Action, Outcome, Stage, Workflow
from app.services.calls.calls import OpenedCall
from app.services.ranking import envelopes
from app.services.ranking.ranked_list import Row, ranks_advised
from app.services.ranking.rankings import RANKED_STAGES
from app.services.road.decisions import to_release_among
from app.services.work import Work
from app.words import labels
from app.words.calls.grids import label_of
from app.words.labels import Said
from app.words.ranking.explanations import sentence
from app.words.typography import typo


class RankedLine(NamedTuple):
    """A line of the ranked table, as the template ``ranking`` draws it. Cents.

    ``mark``: None where no criterion applies.
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


class ListPart(NamedTuple):
    """A page of a ranked list, with what it says of the pages around it. Cents.

    ``ranked`` and ``aside``: how many there are in all. ``most``: the furthest that the whole list goes down.
    ``spent``: what is inside the envelope before this page; ``past``: is its end before this page too? ``last``: no
    rank follows.
    """

    rows: tuple[Row, ...]
    pages: int
    ranked: int
    aside: int
    most: int
    spent: int
    past: bool
    last: bool


def part_of(rows: tuple[Row, ...], number: int) -> ListPart:
    """The page of that number, from 1; without rows beyond the end."""
    start, end = PER_PAGE * (number - 1), PER_PAGE * number
    ranked = sum(row.place.rank is not None for row in rows)
    before = rows[: min(start, ranked)]
    inside = [row.place.cumulated for row in before if row.place.funded]
    return ListPart(
        rows=rows[start:end],
        pages=max(1, -(-len(rows) // PER_PAGE)),
        ranked=ranked,
        aside=len(rows) - ranked,
        most=max((row.place.cumulated for row in rows[:ranked]), default=0),
        spent=inside[-1] if inside else 0,
        past=len(inside) < len(before),
        last=end >= ranked,
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
            amount=row.place.amount,
            cumulative=row.place.cumulated,
            inside=row.place.funded,
            flag=_flag(grid, row),
            reference=row.application.reference,
            why=f"{why}{row.application.reference}",
            row=row,
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


def _note(row: Row) -> str:
    told = [row.application.reference, row.organisation.name, row.application.city]
    if row.application.opinion is not None:
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


@dataclass(frozen=True)
class DecisionLine:
    """One application of the wave with what was advised and what is decided. Cents.

    ``rank``: that of the committee's opinion, None where there is none or nothing is ranked.
    """

    application: Application
    owner: str
    rank: int | None
    stage: Said
    advice: Said | None
    advised: int | None
    decision: Decision | None
    said: Said | None

    @property
    def provisional(self) -> bool:
        return self.decision is not None and self.decision.released_at is None


@dataclass(frozen=True)
class DecisionTable:
    """The wave as the authority decides it. Amounts in cents.

    ``masked``: how many of the wave an interest hides from the reader; every amount leaves them out. ``sha256``: the
    fingerprint of what a release would make known.
    """

    lines: tuple[DecisionLine, ...]
    awarded: int
    provisional: int
    masked: int
    sha256: str

    @property
    def ranked(self) -> bool:
        """Does any line stand at a rank?"""
        return any(line.rank is not None for line in self.lines)

    @property
    def ready(self) -> tuple[DecisionLine, ...]:
        """What a release would make known."""
        return tuple(line for line in self.lines if line.provisional)

    @property
    def total(self) -> int:
        return self.awarded + self.provisional

    def of(self, outcome: Outcome) -> tuple[DecisionLine, ...]:
        return tuple(line for line in self.ready if line.decision and line.decision.outcome is outcome)


def decision_table(work: Work, opened: OpenedCall, wave: Wave) -> DecisionTable:
    """Everything of a wave that awaits a decision or has one, without what an interest hides."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    stages = waiting_stages(opened) | RANKED_STAGES - {Stage.REVIEWED}
    every = applications.in_wave(work.session, key_of(wave), stages)
    found = [one for one in every if one.id not in hidden]
    ids = {key_of(one) for one in found}
    decided, advised = committee.decisions_of(work.session, ids), committee.opinions_of(work.session, ids)
    named = organisations.named(work.session, {one.organisation_id for one in found})
    waiting = waiting_stages(opened)
    given = {one: opinion.rank for one, opinion in advised.items()}
    ranks = ranks_advised(work, opened, wave, given, hidden=hidden)
    lines = tuple(
        _line(
            one,
            named[one.organisation_id].name,
            ranks.get(key_of(one)),
            advised.get(key_of(one)),
            decided.get(key_of(one)),
        )
        for one in found
        if one.stage in waiting or key_of(one) in decided
    )
    provisional = sum(
        line.decision.amount
        for line in lines
        if line.decision and line.provisional and line.decision.outcome is Outcome.AWARD
    )
    awarded = envelopes.spent(work.session, key_of(wave), without=hidden)
    waits = to_release_among(
        (one.reference, decided.get(key_of(one))) for one in found if one.stage in waiting
    )
    return DecisionTable(lines, awarded, provisional, len(every) - len(found), waits.sha256)


def waiting_stages(opened: OpenedCall) -> frozenset[Stage]:
    """The stages from which an award leaves."""
    workflow = Workflow.for_call(opened.folder.groups)
    return frozenset(
        stage for line in workflow.transitions if line.action is Action.AWARD for stage in line.sources
    )


def _line(
    one: Application,
    owner: str,
    rank: int | None,
    advice: CommitteeOpinion | None,
    decision: Decision | None,
) -> DecisionLine:
    return DecisionLine(
        one,
        owner,
        rank,
        labels.OFFICER_STAGES[one.stage],
        labels.OFFICER_STAGES[advice.opinion] if advice else None,
        _advised(one, advice) if advice and advice.opinion is not Stage.NOT_RECOMMENDED else None,
        decision,
        labels.OUTCOMES[decision.outcome] if decision else None,
    )


def _advised(one: Application, advice: CommitteeOpinion) -> int:
    return one.requested if advice.amount is None else advice.amount
