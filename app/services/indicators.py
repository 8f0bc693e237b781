"""The indicators of an application: planned from the call's file, targeted before the convention, then reported."""

from collections.abc import Mapping
from decimal import Decimal

from app.db import follow_up, journal
from app.db.follow_up import IndicatorRow
from app.domain.access import Deed
from app.domain.answers import AnswerError, read_number
from app.domain.errors import Fault, Invalid, Reason, ReasonCode, WrongStage
from app.domain.workflow import Group, Stage
from app.services.cases import Case, open_case
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


def set_targets(work: Work, reference: str, sent: Mapping[str, Mapping[str, str]]) -> None:
    """Set the starting point and the aim of the quantitative indicators, before the convention is sent.

    ``sent``: {indicator: {"baseline": text, "target": text}}. Raises Invalid with the field "key.baseline".
    """
    case = open_case(work, reference, Deed.SET_TARGETS, lock=True)
    if case.application.stage not in TARGETING:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="set_targets")
    faults: list[Fault] = []
    for row in follow_up.indicators(work.session, case.id):
        for field in FIELDS:
            if row.nature == "quantitative" and field in sent.get(row.key, {}):
                setattr(row, field, _number(f"{row.key}.{field}", sent[row.key][field], faults))
        work.session.add(row)
    _keep(work, case, "set_targets", {}, faults)


def report(work: Work, reference: str, kind: str, sent: Mapping[str, str]) -> None:
    """Report the value of each indicator for the mid-term or the final rendezvous.

    ``sent``: {indicator: text}. Raises WrongStage outside of the follow-up, Invalid for what is not a number and for
    a text too long.
    """
    case = open_case(work, reference, Deed.REPORT_INDICATORS, lock=True)
    stages = {"midterm": {Stage.STARTED}, "final": {Stage.MIDTERM_HELD}}
    if (
        case.application.stage not in stages.get(kind, set())
        or case.workflow.groups[-1] is not Group.FOLLOW_UP
    ):
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action=f"report_{kind}")
    faults: list[Fault] = []
    for row in follow_up.indicators(work.session, case.id):
        if row.key in sent:
            _report(row, kind, sent[row.key], faults)
            work.session.add(row)
    _keep(work, case, "report_indicators", {"kind": kind}, faults)


def _report(row: IndicatorRow, kind: str, text: str, faults: list[Fault]) -> None:
    number, words = {"midterm": ("midterm", "midterm_text"), "final": ("actual", "actual_text")}[kind]
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


def _keep(work: Work, case: Case, verb: str, data: dict[str, str], faults: list[Fault]) -> None:
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
