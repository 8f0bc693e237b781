"""The admissibility checklist: what the file's rules answer alone, what an officer judges, article by article."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.db import journal, people
from app.db.screening import screening
from app.db.screening.screening import Check, Verdict
from app.domain.access import Permission
from app.domain.call_file.admissibility import AdmissibilityRule
from app.domain.crossing import settle
from app.domain.errors import Fault, Hidden, Invalid, Reason, ReasonCode, Stale, WrongStage
from app.domain.expressions import ExpressionError
from app.domain.workflow import Stage
from app.services.apply import filings, forms
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_NOTE, optional
from app.services.work import Work


@dataclass(frozen=True)
class ChecklistLine:
    """One line of the checklist: the rule, what it answers alone (None: it cannot tell), what was judged."""

    rule: AdmissibilityRule
    automatic: bool | None
    check: Check | None


def lines(work: Work, case: Case, filed: forms.Checked | None = None) -> list[ChecklistLine]:
    """The checklist of an application, on what was last filed; ``filed``: that, when it was checked already."""
    file = case.folder.admissibility
    if file is None:
        return []
    judged = screening.checks(work.session, case.id)
    known = (filed or forms.check(work, case, forms.DOSSIER, filings.last_content(work, case))).known
    return [ChecklistLine(rule, _answer(case, rule, known), judged.get(rule.key)) for rule in file.rules]


def _answer(case: Case, rule: AdmissibilityRule, known: forms.Known) -> bool | None:
    if rule.automatic is None:
        return None
    try:
        return case.folder.verdict(rule.automatic, known)
    except ExpressionError:
        return None


def judge_automatically(work: Work, case: Case, filed: forms.Checked) -> None:
    """Write the lines that their rule proves; a line that it disproves is left to the officer, who sees why.

    ``filed``: what was just filed, as it was checked.
    """
    for line in lines(work, case, filed):
        check = line.check
        if line.automatic is True and (check is None or check.judged_by is None):
            _write(work, case, check, line.rule.key, Verdict.HOLDS)
        elif check is not None and check.judged_by is None:
            work.session.delete(check)
    work.session.flush()


def judge(work: Work, reference: str, rule: str, verdict: Verdict, note: str = "") -> Check:
    """An officer judges one line. A line that fails says why.

    Raises Hidden for an unknown line, WrongStage once admissibility was decided, Invalid without the why, or too long.
    """
    case = open_case(work, reference, Permission.JUDGE_CHECKLIST, lock=True)
    file = case.folder.admissibility
    line = file.rule(rule) if file is not None else None
    if line is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=rule)
    if case.application.stage not in (Stage.DOSSIER_SUBMITTED, Stage.COMPLETION_REQUESTED):
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.application.stage, action="judge")
    words = optional(f"note-{rule}", note, LONGEST_NOTE)
    if verdict is Verdict.FAILS and not words:
        raise Invalid(Fault(f"note-{rule}", Reason.of(ReasonCode.JUSTIFICATION_MISSING)))
    judged = screening.checks(work.session, case.id).get(rule)
    check = _write(work, case, judged, rule, verdict, words, work.person_id)
    work.session.flush()
    journal.write(
        work.session,
        work.actor,
        "judge",
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"rule": rule, "article": line.article, "verdict": verdict.value, "note": check.note},
    )
    return check


def said(verdict: str, note: str) -> str:
    """A line as one text, for its print: what was judged, and why."""
    return f"{verdict} {note}"


def judge_lines(
    work: Work, reference: str, typed: Mapping[str, tuple[Verdict, str]], read: Mapping[str, str]
) -> int:
    """An officer judges several lines at once, all or none; those left as they were read stay as they are.

    ``read``: the print of each line that was read. Gives how many were judged. Raises as ``judge``, and Stale when
    somebody else judged one of these very lines meanwhile, otherwise.
    """
    case = open_case(work, reference, Permission.JUDGE_CHECKLIST, lock=True)
    checks = screening.checks(work.session, case.id, afresh=True)
    kept = {rule: said(one.verdict.value, one.note) for rule, one in checks.items()}
    sent = {rule: said(verdict, note) for rule, (verdict, note) in typed.items()}
    settled = settle(read, kept, sent)
    if settled.crossed:
        last = max((checks[rule] for rule in settled.crossed), key=lambda one: one.judged_at)
        raise _stale(work, last, settled.crossed)
    faults: list[Fault] = []
    count = 0
    for rule, (verdict, note) in typed.items():
        if rule not in settled.changed or kept.get(rule) == sent[rule]:
            continue
        try:
            judge(work, reference, rule, verdict, note)
            count += 1
        except Invalid as refused:
            faults.extend(refused.faults)
    if faults:
        raise Invalid(*faults)
    return count


def _stale(work: Work, last: Check, crossed: tuple[str, ...]) -> Stale:
    who = last.judged_by
    by = people.named(work.session, {who})[who].name if who is not None else ""
    fields = tuple(f"checklist.{rule}" for rule in crossed)
    return Stale(ReasonCode.STALE, by=by, own=who == work.person_id, at=last.judged_at, fields=fields)


def _write(
    work: Work,
    case: Case,
    judged: Check | None,
    rule: str,
    verdict: Verdict,
    note: str = "",
    judged_by: int | None = None,
) -> Check:
    """Write a line, over what was ``judged`` of it before. The caller flushes."""
    check = judged or Check(application_id=case.id, rule=rule, verdict=verdict, judged_at=work.now)
    check.verdict, check.note, check.judged_by, check.judged_at = verdict, note, judged_by, work.now
    work.session.add(check)
    return check
