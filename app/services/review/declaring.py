"""An interest that somebody says: the person on a page, or aloud to who writes it down for them."""

from app.db import journal, people
from app.db.base import key_of
from app.db.committee import committee
from app.db.people import Person
from app.db.review import interests
from app.db.review.interests import InterestRow
from app.domain.access import Permission
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.interests import Nature
from app.services import mails
from app.services.apply.stepping_aside import step_aside
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_REASON, required
from app.services.review.officers import tell_officers
from app.services.screening.suspicions import judges
from app.services.work import Work


def read_nature(field: str, nature: str) -> str:
    """Raises Invalid for what is no `Nature`."""
    said = required(field, nature, 60)
    if said not in tuple(Nature):
        raise Invalid(Fault(field, Reason.of(ReasonCode.NOT_A_CHOICE, read=said)))
    return said


def record(work: Work, case: Case, nature: str) -> None:
    """Keep what the person at work says, once, and let them step aside; whoever opened the case holds its lock."""
    if interests.interest(work.session, case.id, work.person_id) is None:
        work.session.add(
            InterestRow(application_id=case.id, person_id=work.person_id, nature=nature, declared_at=work.now)
        )
    _step_out(work, case, work.person_id, work.actor.name, nature, "declare_interest")


def sayers(work: Work, case: Case) -> dict[int, Person]:
    """Of whom the person at work may write down an interest: who may judge the application, and has none known.

    Who presides: those who have a seat, as they do in a sitting.
    """
    if not case.may(Permission.ASSIGN_REVIEWERS):
        return seated(work, case)
    barred = interests.interested_in(work.session, case.id)
    return {number: one for number, one in judges(work, case).items() if number not in barred}


def seated(work: Work, case: Case) -> dict[int, Person]:
    """Those who have a seat, and no interest known in the application."""
    barred = interests.interested_in(work.session, case.id)
    seats = {row.person_id for row in committee.seats(work.session, case.application.call_id)}
    return people.named(work.session, seats - barred)


def enter(work: Work, reference: str, person_id: int, nature: str, heard: str, *, seat: bool = False) -> None:
    """Write down the interest that a person says aloud, with the sentence that was heard; it has the same effects.

    ``seat``: a person who has one, in a sitting. The person is told by mail, and the journal says who wrote it down.
    Raises Hidden, Forbidden, Invalid for somebody who may not judge the application or has an interest in it already,
    for a nature that is none, without a sentence.
    """
    case = open_case(work, reference, Permission.ENTER_INTEREST, lock=True)
    able, faults = (seated if seat else sayers)(work, case), list[Fault]()
    if person_id not in able:
        faults.append(Fault("person_id", Reason.of(ReasonCode.REQUIRED)))
    if nature not in tuple(Nature):
        faults.append(Fault("nature", Reason.of(ReasonCode.REQUIRED)))
    try:
        sentence = required("heard", heard, LONGEST_REASON)
    except Invalid as refused:
        raise Invalid(*faults, *refused.faults) from refused
    if faults:
        raise Invalid(*faults)
    person = able[person_id]
    row = InterestRow(
        application_id=case.id,
        person_id=person_id,
        nature=nature,
        declared_at=work.now,
        entered_by=work.person_id,
        heard=sentence,
    )
    work.session.add(row)
    work.session.flush()
    _step_out(work, case, person_id, person.name, nature, "enter_interest", by=work.actor.name)
    told = {**mails.mail_values(work, case), "name": person.name, "by": work.actor.name, "nature": nature}
    told |= {"heard": sentence, "said_at": work.now.isoformat(), "link": f"{work.base_url}/"}
    key = f"{case.application.reference}:entered:{key_of(row)}"
    mails.write(work, "interest_entered", person.email, told, key=key)


def _step_out(
    work: Work, case: Case, person_id: int, name: str, nature: str, verb: str, *, by: str = ""
) -> None:
    reviewed = step_aside(work, case, person_id)
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"person": person_id},
    )
    told = {"person": name, "nature": nature, "review": reviewed, "by": by}
    tell_officers(
        work, case, "interest_declared", told, key=f"{verb}:{person_id}:{_count(work, case)}", page="experts"
    )


def _count(work: Work, case: Case) -> int:
    """How many declarations there are: one made again after a lift is told again."""
    return len(interests.declarations(work.session, case.id))
