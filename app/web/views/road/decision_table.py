"""The table of the decisions of a wave: a row for each amount that its total counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.db.apply import applications, organisations
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.committee import committee
from app.db.committee.committee import CommitteeOpinion, Decision
from app.db.review import interests
from app.domain.workflow import Outcome, Stage
from app.domain.workflow.envelope import Commitment
from app.services.calls.calls import OpenedCall
from app.services.ranking import envelopes
from app.services.ranking.ranked_list import ranks_advised
from app.services.road.decisions import to_release_among
from app.services.work import Work
from app.web.views.ranking.lines import waiting_stages
from app.words import labels
from app.words.labels import Said
from app.words.ranking.envelope import kept_words


@dataclass(frozen=True)
class DecisionLine:
    """One application of the wave with what was advised and what is decided. Cents.

    ``rank``: that of the committee's opinion, None where there is none or nothing is ranked. ``kept``: what it holds
    of the envelope by its decision, today; ``became``: what it became since, in words, where it holds less than that.
    """

    application: Application
    owner: str
    rank: int | None
    stage: Said
    advice: Said | None
    advised: int | None
    decision: Decision | None
    said: Said | None
    kept: int = 0
    became: str = ""

    @property
    def provisional(self) -> bool:
        """Is it decided, and not yet published?"""
        gone = self.application.stage is Stage.WITHDRAWN
        return self.decision is not None and self.decision.released_at is None and not gone


@dataclass(frozen=True)
class DecisionTable:
    """The wave as the authority decides it. Amounts in cents.

    ``masked``: how many of the wave an interest hides from the reader; every amount leaves them out. ``sha256``: the
    fingerprint of what a release would make known.
    """

    lines: tuple[DecisionLine, ...]
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
    def provisional(self) -> int:
        """What is decided and not published."""
        return sum(line.kept for line in self.ready)

    @property
    def awarded(self) -> int:
        """What is published, with what conventions ended early keep."""
        return self.total - self.provisional

    @property
    def total(self) -> int:
        """The sum of the rows."""
        return sum(line.kept for line in self.lines)

    def of(self, outcome: Outcome) -> tuple[DecisionLine, ...]:
        """What a release would make known with this outcome."""
        return tuple(line for line in self.ready if line.decision and line.decision.outcome is outcome)


def decision_table(work: Work, opened: OpenedCall, wave: Wave) -> DecisionTable:
    """Everything of a wave that awaits a decision or has one, without what an interest hides.

    One that has a decision stays, whatever became of it.
    """
    hidden = interests.interests_of_person(work.session, work.person_id)
    waiting = waiting_stages(opened)
    every = applications.in_wave(work.session, key_of(wave), frozenset(Stage))
    decided = committee.decisions_of(work.session, {key_of(one) for one in every})
    listed = [one for one in every if one.stage in waiting or key_of(one) in decided]
    found = [one for one in listed if one.id not in hidden]
    advised = committee.opinions_of(work.session, {key_of(one) for one in found})
    named = organisations.named(work.session, {one.organisation_id for one in found})
    given = {one: opinion.rank for one, opinion in advised.items()}
    ranks = ranks_advised(work, opened, wave, given, hidden=hidden)
    held = envelopes.commitments(work.session, key_of(wave))
    lines = tuple(
        _line(one, named[one.organisation_id].name, ranks.get(key_of(one)), advised, decided, held)
        for one in found
    )
    waits = to_release_among(
        (one.reference, decided.get(key_of(one))) for one in found if one.stage in waiting
    )
    return DecisionTable(lines, len(listed) - len(found), waits.sha256)


def _line(
    one: Application,
    owner: str,
    rank: int | None,
    opinions: Mapping[int, CommitteeOpinion],
    decisions: Mapping[int, Decision],
    held: Mapping[int, Commitment],
) -> DecisionLine:
    advice, decision, holds = opinions.get(key_of(one)), decisions.get(key_of(one)), held.get(key_of(one))
    return DecisionLine(
        one,
        owner,
        rank,
        labels.OFFICER_STAGES[one.stage],
        labels.OFFICER_STAGES[advice.opinion] if advice else None,
        _advised(one, advice) if advice and advice.opinion is not Stage.NOT_RECOMMENDED else None,
        decision,
        labels.OUTCOMES[decision.outcome] if decision else None,
        holds.cents if decision and holds else 0,
        kept_words(one.stage, decision.amount, holds) if decision and holds else "",
    )


def _advised(one: Application, advice: CommitteeOpinion) -> int:
    if advice.amount is not None:
        return advice.amount
    return one.requested if one.aid is None else min(one.requested, one.aid)
