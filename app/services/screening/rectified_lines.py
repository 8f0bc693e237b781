"""A line of the checklist put right after admissibility was decided: a second deed, which moves nothing by itself."""

from enum import StrEnum
from typing import Any

from app.db.base import key_of
from app.db.rectifications import Rectification, Subject
from app.db.screening import screening
from app.db.screening.screening import Check, Verdict
from app.domain.access import Permission
from app.domain.errors import Fault, Hidden, Invalid, Reason, ReasonCode, WrongStage
from app.domain.workflow import Stage
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_NOTE, optional
from app.services.rectifying import rectify as keep
from app.services.work import Work

JUDGED_AT = frozenset({Stage.DOSSIER_SUBMITTED, Stage.COMPLETION_REQUESTED})
"""While a line may still be judged again: nothing is decided, and nothing has to be put right."""


class Contradicted(StrEnum):
    """What the lines say now against the verdict that was given."""

    ADMITTED = "admitted"
    """Declared admissible, and a line fails."""
    REFUSED = "refused"
    """Declared inadmissible, and no line fails."""


def check_of(work: Work, case: Case, rule: str, *, lock: bool = False) -> Check:
    """A line that was judged. Raises Hidden."""
    file = case.folder.admissibility
    check = screening.checks(work.session, case.id, afresh=lock).get(rule)
    if file is None or file.rule(rule) is None or check is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=rule)
    return check


def rectify(
    work: Work, reference: str, rule: str, verdict: Verdict, note: str, reason: str, *, version: int
) -> Rectification:
    """Put a line right once admissibility is decided; the stage stays where it is.

    ``version``: how many rectifications of the line were read. Raises Hidden, Forbidden, WrongStage while the line may
    simply be judged again, Invalid without a reason, without a note for a line that fails or when nothing differs,
    Stale when somebody rectified it since.
    """
    case = open_case(work, reference, Permission.JUDGE_CHECKLIST, lock=True)
    check = check_of(work, case, rule, lock=True)
    if case.application.stage in JUDGED_AT:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.application.stage, action="rectify_line")
    words = optional("note", note, LONGEST_NOTE)
    if verdict is Verdict.FAILS and not words:
        raise Invalid(Fault("note", Reason.of(ReasonCode.JUSTIFICATION_MISSING)))
    was = _said(check)
    check.verdict, check.note, check.judged_by, check.judged_at = verdict, words, work.person_id, work.now
    work.session.add(check)
    return keep(
        work,
        Subject.CHECK,
        key_of(check),
        was,
        _said(check),
        reason,
        version=version,
        call_id=case.application.call_id,
        application_id=case.id,
        article=_article(case, rule),
    )


def _article(case: Case, key: str) -> str:
    file = case.folder.admissibility
    rule = file.rule(key) if file is not None else None
    return rule.article if rule is not None else ""


def contradiction(work: Work, case: Case) -> Contradicted | None:
    """What the lines say now against the verdict that was given; None when they agree, or when nothing is decided."""
    file, stage = case.folder.admissibility, case.application.stage
    if file is None or stage in JUDGED_AT:
        return None
    judged = screening.verdicts(work.session, case.id)
    fails = Verdict.FAILS in judged.values()
    if stage is Stage.INADMISSIBLE:
        whole = all(rule.key in judged for rule in file.rules)
        return Contradicted.REFUSED if whole and not fails else None
    return Contradicted.ADMITTED if fails else None


def _said(check: Check) -> dict[str, Any]:
    return {"verdict": check.verdict.value, "note": check.note}
