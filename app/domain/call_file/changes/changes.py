"""What changed between two editions of a call, or of a grid alone, in figures that a citizen may compare."""

from collections.abc import Iterator
from typing import Final

from app.domain.call_file.admissibility import AdmissibilityFile
from app.domain.call_file.call import CallFile, WaveFile
from app.domain.call_file.changes.change import Change, What, between, matched
from app.domain.call_file.changes.lines import line_changes
from app.domain.call_file.changes.rules import aid_changes, grid_changes, rule_changes
from app.domain.call_file.committee import CommitteeFile
from app.domain.call_file.convention import ConventionFile
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.follow_up import FollowUpFile
from app.domain.call_file.forms import DossierFile, FormFile
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile

__all__ = ["Change", "What", "call_changes", "grid_and_rule_changes"]

_DATES: Final = {
    "opens_at": What.OPENS_AT,
    "letter_due_at": What.LETTER_DUE,
    "dossier_due_at": What.DOSSIER_DUE,
    "committee_on": What.COMMITTEE_ON,
    "decision_on": What.DECISION_ON,
    "results_on": What.RESULTS_ON,
}


def grid_and_rule_changes(
    before: tuple[ScoringFile, RankingRule], after: tuple[ScoringFile, RankingRule]
) -> tuple[Change, ...]:
    """What changed between two grids and the rules of their money."""
    return (
        *grid_changes(before[0], after[0]),
        *line_changes("scoring", before[0], after[0]),
        *rule_changes(before[1], after[1]),
        *line_changes("ranking", before[1], after[1]),
    )


def call_changes(before: CallFolder, after: CallFolder) -> tuple[Change, ...]:
    """What changed, file after file, and in each file what citizens compare first."""
    found: list[Change] = []
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        found += _file(old, new)
        if old is not None and new is not None:
            found += line_changes(name, old, new)
        elif old != new:
            found.append(
                Change(What.FILE, name, None if old is None else name, None if new is None else name)
            )
    return tuple(found)


def _file(before: object, after: object) -> Iterator[Change]:
    match before, after:
        case CallFile(), CallFile():
            yield from _call(before, after)
        case FormFile(), FormFile():
            yield from _form(before, after)
        case AdmissibilityFile(), AdmissibilityFile():
            yield from _admissibility(before, after)
        case ScoringFile(), ScoringFile():
            yield from grid_changes(before, after)
        case CommitteeFile(), CommitteeFile():
            yield from _committee(before, after)
        case ConventionFile(), ConventionFile():
            yield from _convention(before, after)
        case FollowUpFile(), FollowUpFile():
            yield from _follow_up(before, after)
        case _:
            yield from ()


def _call(before: CallFile, after: CallFile) -> Iterator[Change]:
    yield from between(What.TITLE, "", before.title, after.title)
    yield from between(What.ENVELOPE, "", before.envelope, after.envelope)
    for stage, one, other in matched(before.stages, after.stages, str, str):
        yield from between(What.STAGE, stage, one, other)
    for label, wave, now in matched(before.waves, after.waves, lambda one: one.key, lambda one: one.name):
        if wave is None or now is None:
            yield Change(
                What.WAVE,
                label,
                None if wave is None else wave.envelope,
                None if now is None else now.envelope,
            )
        else:
            yield from _wave(wave, now)


def _wave(before: WaveFile, after: WaveFile) -> Iterator[Change]:
    yield from between(What.WAVE_NAME, after.name, before.name, after.name)
    yield from between(What.WAVE_ENVELOPE, after.name, before.envelope, after.envelope)
    for field, what in _DATES.items():
        yield from between(what, after.name, getattr(before, field), getattr(after, field))


def _form(before: FormFile, after: FormFile) -> Iterator[Change]:
    for label, one, other in matched(
        before.questions, after.questions, lambda one: one.key, lambda one: one.label
    ):
        if one is None or other is None:
            yield Change(
                What.QUESTION,
                label,
                None if one is None else one.label,
                None if other is None else other.label,
            )
        else:
            yield from between(What.QUESTION_LABEL, label, one.label, other.label)
            yield from between(What.QUESTION_REQUIRED, label, one.required, other.required)
    if isinstance(before, DossierFile) and isinstance(after, DossierFile):
        yield from _dossier(before, after)


def _dossier(before: DossierFile, after: DossierFile) -> Iterator[Change]:
    for label, one, other in matched(before.pieces, after.pieces, lambda one: one.key, lambda one: one.label):
        if one is None or other is None:
            yield Change(
                What.PIECE, label, None if one is None else one.label, None if other is None else other.label
            )
        else:
            yield from between(What.PIECE_LABEL, label, one.label, other.label)
            yield from between(What.PIECE_REQUIRED, label, one.required, other.required)
    for text, said, now in matched(
        before.declarations, after.declarations, lambda one: one.key, lambda one: one.text
    ):
        yield from between(
            What.DECLARATION, text, None if said is None else said.text, None if now is None else now.text
        )
    yield from aid_changes(before.budget.aid, after.budget.aid)


def _admissibility(before: AdmissibilityFile, after: AdmissibilityFile) -> Iterator[Change]:
    for label, one, other in matched(before.rules, after.rules, lambda one: one.key, lambda one: one.text):
        if one is None or other is None:
            yield Change(
                What.RULE, label, None if one is None else one.text, None if other is None else other.text
            )
        else:
            yield from between(What.RULE_TEXT, label, one.text, other.text)
    yield from between(What.COMPLETION_DAYS, "", before.completion_days, after.completion_days)


def _committee(before: CommitteeFile, after: CommitteeFile) -> Iterator[Change]:
    yield from between(What.QUORUM, "", before.quorum, after.quorum)
    for label, one, other in matched(
        before.colleges, after.colleges, lambda one: one.key, lambda one: one.name
    ):
        yield from between(
            What.SEATS, label, None if one is None else one.seats, None if other is None else other.seats
        )
    yield from rule_changes(before.ranking, after.ranking)


def _convention(before: ConventionFile, after: ConventionFile) -> Iterator[Change]:
    yield from between(What.DURATION, "", before.duration_months, after.duration_months)
    for label, one, other in matched(
        before.instalments, after.instalments, lambda one: one.key.value, lambda one: one.label
    ):
        yield from between(
            What.INSTALMENT, label, None if one is None else one.share, None if other is None else other.share
        )


def _follow_up(before: FollowUpFile, after: FollowUpFile) -> Iterator[Change]:
    for (_, one), (_, other) in zip(before.rendezvous.in_order(), after.rendezvous.in_order(), strict=True):
        yield from between(What.RENDEZVOUS, other.label, one.after_months, other.after_months)
    for label, had, has in matched(
        before.indicators, after.indicators, lambda one: one.key, lambda one: one.label
    ):
        yield from between(
            What.INDICATOR, label, None if had is None else had.label, None if has is None else has.label
        )
