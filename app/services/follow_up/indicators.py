"""The indicators of an application: planned from the call's file, targeted before the convention, then reported."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.db import journal
from app.db.follow_up import follow_up
from app.db.follow_up.follow_up import IndicatorRow
from app.domain.access import Permission
from app.domain.call_file.reading import AnswerError, read_number
from app.domain.crossing import settle
from app.domain.errors import Fault, Invalid, Reason, ReasonCode, WrongStage
from app.domain.workflow import Group, Stage
from app.services.cases import Case, open_case
from app.services.crossings import crossed
from app.services.lengths import LONGEST_WORDS, whole
from app.services.work import Work

TARGETING = frozenset({Stage.AWARDED, Stage.AGREED, Stage.CONVENTION_DRAFT})
FIELDS = ("baseline", "target")


def plan_indicators(work: Work, case: Case) -> None:
    """Give the application the indicators of its call's file, in their order; done once."""
    file = case.folder.follow_up
    if file is None or follow_up.indicators(work.session, case.id):
        return
    for position, one in enumerate(file.indicators):
        work.session.add(
            IndicatorRow(
                application_id=case.id,
                key=one.key,
                position=position,
                label=one.label,
                nature=one.nature,
                unit=one.unit or "",
                proof=one.proof,
            )
        )
    work.session.flush()


def may_target(case: Case) -> bool:
    """May this reader set the targets now?"""
    drafted = case.application.stage is Stage.CONVENTION_DRAFT
    asked = Permission.PREPARE_CONVENTION if drafted else Permission.SET_TARGETS
    return case.application.stage in TARGETING and case.may(Permission.SET_TARGETS) and case.may(asked)


def set_targets(
    work: Work,
    reference: str,
    sent: Mapping[str, Mapping[str, str]],
    read: Mapping[str, str] | None = None,
) -> None:
    """Set the starting point and the aim of the quantitative indicators, before the convention is sent; once it is
    drafted, by who prepares it alone: its beneficiary does not write what it prints.

    ``sent``: {indicator: {"baseline": text, "target": text}}. ``read``: the print of each field that was read,
    "key.baseline"; those left as they were stay. Raises Invalid with the field "key.baseline", Stale when one of
    them was written meanwhile, otherwise.
    """
    case = open_case(work, reference, Permission.SET_TARGETS, lock=True)
    if case.application.stage not in TARGETING:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="set_targets")
    if not may_target(case):
        raise WrongStage(ReasonCode.CONVENTION_DRAFTED, contact=case.folder.call.contact.email)
    faults: list[Fault] = []
    rows = follow_up.indicators(work.session, case.id)
    kept = {f"{row.key}.{field}": text_of(getattr(row, field)) for row in rows for field in FIELDS}
    typed = {f"{key}.{field}": text for key, fields in sent.items() for field, text in fields.items()}
    changed = _settled(work, case, "set_targets", read, kept, typed)
    for row in rows:
        for field in FIELDS:
            if row.nature == "quantitative" and f"{row.key}.{field}" in changed:
                setattr(row, field, _number(f"{row.key}.{field}", sent[row.key][field], faults))
        work.session.add(row)
    _keep(work, case, "set_targets", {"fields": sorted(changed)}, faults)


def report(
    work: Work, reference: str, kind: str, sent: Mapping[str, str], read: Mapping[str, str] | None = None
) -> None:
    """Report the value of each indicator for the mid-term or the final rendezvous.

    ``sent``: {indicator: text}. ``read``: the print of each that was read; those left as they were stay. Raises
    WrongStage outside of the follow-up, Invalid for another rendezvous, for what is not a number and for a text too
    long, Stale when one of them was written meanwhile, otherwise.
    """
    case = open_case(work, reference, Permission.REPORT_INDICATORS, lock=True)
    if kind not in _COLUMNS:
        raise Invalid(Fault("kind", Reason.of(ReasonCode.NOT_A_CHOICE, read=kind)))
    stages = {"midterm": {Stage.STARTED}, "final": {Stage.MIDTERM_HELD}}
    if (
        case.application.stage not in stages.get(kind, set())
        or case.workflow.groups[-1] is not Group.FOLLOW_UP
    ):
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action=f"report_{kind}")
    faults: list[Fault] = []
    rows = follow_up.indicators(work.session, case.id)
    kept = {row.key: text_of(reported(row, kind)) for row in rows}
    changed = _settled(work, case, "report_indicators", read, kept, sent)
    for row in rows:
        if row.key in changed:
            _report(row, kind, sent[row.key], faults)
            work.session.add(row)
    _keep(work, case, "report_indicators", {"kind": kind, "fields": sorted(changed)}, faults)


_COLUMNS = {"midterm": ("midterm", "midterm_text"), "final": ("actual", "actual_text")}


def reported(row: IndicatorRow, kind: str) -> Decimal | str | None:
    """What an indicator holds for that rendezvous: a figure, or words."""
    number, words = _COLUMNS[kind]
    kept: Decimal | str | None = getattr(row, number if row.nature == "quantitative" else words)
    return kept


def text_of(value: Decimal | str | None) -> str:
    """A figure or words as a text, for its print: a figure however it is written, « 1 060 » or « 1060,0 »."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else _as_figure(value)


def _as_figure(text: str) -> str:
    try:
        return text_of(read_number(text)) if text.strip() else ""
    except AnswerError:
        return text


def _settled(
    work: Work,
    case: Case,
    verb: str,
    read: Mapping[str, str] | None,
    kept: Mapping[str, str],
    sent: Mapping[str, str],
) -> frozenset[str]:
    """The fields that this person changed. Raises Stale with who wrote in the same ones, and what is kept."""
    typed = {key: text_of(text) for key, text in sent.items() if key in kept}
    settled = settle(read or {}, kept, typed)
    if settled.crossed:
        raise crossed(work, case, verb, "indicator", {key: kept[key] for key in settled.crossed})
    return settled.changed


def _report(row: IndicatorRow, kind: str, text: str, faults: list[Fault]) -> None:
    number, words = _COLUMNS[kind]
    if row.nature == "quantitative":
        setattr(row, number, _number(row.key, text, faults))
    else:
        setattr(row, words, whole(row.key, text, LONGEST_WORDS, faults))


def _number(field: str, text: str, faults: list[Fault]) -> Decimal | None:
    if not text.strip():
        return None
    try:
        return read_number(text)
    except AnswerError:
        faults.append(Fault(field, Reason.of(ReasonCode.NOT_A_NUMBER, read=text[:80])))
        return None


def _keep(work: Work, case: Case, verb: str, data: dict[str, Any], faults: list[Fault]) -> None:
    if faults:
        raise Invalid(*faults)
    work.session.flush()
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data=data,
    )
