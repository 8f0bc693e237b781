"""The opinions of consulted services: asked by an officer, given once; they advise and score nothing."""

from datetime import date

from app.db import journal, people
from app.db.base import key_of
from app.db.review import interests
from app.db.screening import opinions
from app.db.screening.opinions import OpinionRow
from app.domain.access import Permission
from app.domain.deadlines import completion_due_at, end_of_day
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode, WrongStage
from app.domain.people import Role
from app.domain.road import ENDED
from app.services import mails
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_NOTE, LONGEST_WORDS, optional, required
from app.services.screening.suspicions import refuse_suspected
from app.services.work import Work


def ask(
    work: Work, reference: str, person_id: int, question: str = "", due_on: date | None = None
) -> OpinionRow:
    """Ask a consulted service for its opinion on an application; asking twice asks once.

    ``due_on``: its last day; without one, the days that the call gives to answer a request. Raises Invalid, WrongStage
    once nothing is examined any more, Conflict ALREADY_DONE when it was asked something else already.
    """
    case = open_case(work, reference, Permission.ASK_OPINION, lock=True)
    _require_examined(case, "ask_opinion")
    able = {key_of(p): p for p in people.holding(work.session, Role.CONSULTED, case.application.call_id)}
    if person_id not in able:
        raise Invalid(Fault("person_id", Reason.of(ReasonCode.NOT_A_CHOICE, read=person_id)))
    if person_id in interests.interested_in(work.session, case.id):
        raise Invalid(Fault("person_id", Reason.of(ReasonCode.INTEREST_DECLARED)))
    refuse_suspected(work, case, able[person_id], "person_id")
    row = opinions.opinion_of(work.session, case.id, person_id)
    said = optional("question", question, LONGEST_NOTE)
    if row is not None:
        if said not in ("", row.question):
            raise Conflict(ReasonCode.ALREADY_DONE, at=row.asked_at)
        return row
    due_at = (
        end_of_day(due_on, case.zone) if due_on else completion_due_at(work.now, days_of(case), case.zone)
    )
    if due_at <= work.now:
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.IN_THE_PAST, read=due_on)))
    row = OpinionRow(
        application_id=case.id, person_id=person_id, question=said, asked_at=work.now, due_at=due_at
    )
    work.session.add(row)
    work.session.flush()
    _journal(work, case.application.call_id, case.id, "ask_opinion", person_id)
    data = {**mails.mail_values(work, case), "name": able[person_id].name, "question": row.question}
    data["due_at"] = due_at.isoformat()
    mails.write(work, "opinion_asked", able[person_id].email, data, key=f"{reference}:opinion:{person_id}")
    return row


def give(work: Work, reference: str, favourable: bool, text: str) -> OpinionRow:
    """Give the opinion that was asked; once given it stays, and its row says whether it came late.

    Raises WrongStage once nothing is examined any more.
    """
    case = open_case(work, reference, Permission.GIVE_OPINION, lock=True)
    row = opinions.opinion_of(work.session, case.id, work.person_id)
    if row is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    if row.given_at is not None:
        raise Conflict(ReasonCode.ALREADY_DONE, at=row.given_at)
    _require_examined(case, "give_opinion")
    said = required("text", text, LONGEST_WORDS)
    row.favourable, row.text, row.given_at = favourable, said, work.now
    work.session.add(row)
    work.session.flush()
    _journal(work, case.application.call_id, case.id, "give_opinion", work.person_id)
    return row


def examined(case: Case) -> bool:
    """Is the application still examined, so that an opinion could help? Not once it is closed, refused or left."""
    return case.application.stage not in ENDED


def _require_examined(case: Case, action: str) -> None:
    if not examined(case):
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action=action)


def days_of(case: Case) -> int:
    """How many days a service has to answer unless the officer says otherwise: what the call gives to any request."""
    file = case.folder.admissibility
    return file.completion_days if file else 15


def _journal(work: Work, call_id: int, application_id: int, verb: str, person_id: int) -> None:
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=call_id,
        application_id=application_id,
        data={"person": person_id},
    )
