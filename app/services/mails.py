"""Putting mails in the outbox, in the transaction of the act that they tell."""

from collections.abc import Sequence
from typing import Any

from app.db import outbox
from app.db.apply import teams
from app.db.outbox import OutboxMail
from app.db.people import Person
from app.domain.people import TeamRole
from app.domain.workflow import Group
from app.services.cases import Case
from app.services.ports import Mail
from app.services.work import Work

DELIVER = "deliver_mail"
ANSWERING = (TeamRole.OWNER, TeamRole.REPRESENTATIVE)


def write(work: Work, kind: str, to: str, data: dict[str, Any], *, key: str) -> None:
    """Put one mail in the outbox and have it delivered after the commit; the same key is written once."""
    _write(work, [OutboxMail(key=key, kind=kind, to=to, data=data, created_at=work.now)])


def _write(work: Work, mails: Sequence[OutboxMail]) -> None:
    for mail in outbox.add_all(work.session, mails):
        urgent = mail.kind == outbox.SIGN_IN
        work.jobs.enqueue(work.session, DELIVER, {"mail_id": mail.id}, key=mail.key, urgent=urgent)


def write_to_team(work: Work, kind: str, application_id: int, data: dict[str, Any], *, key: str) -> None:
    """Write to those who answer for the application: its owner and its legal representative."""
    mails = [
        OutboxMail(
            key=f"{key}:{person.id}",
            kind=kind,
            to=person.email,
            data={**data, "name": person.name},
            created_at=work.now,
        )
        for person in _answering(work, application_id)
    ]
    _write(work, mails)


def as_the_team_reads(work: Work, kind: str, application_id: int, data: dict[str, Any]) -> Mail | None:
    """The mail that ``write_to_team`` would write to the first of them, not written; None when nobody is there."""
    return next(
        (
            Mail(key="", kind=kind, to=person.email, data={**data, "name": person.name})
            for person in _answering(work, application_id)
        ),
        None,
    )


def _answering(work: Work, application_id: int) -> tuple[Person, ...]:
    members = teams.members(work.session, application_id)
    return tuple(person for member, person in members if member.role in ANSWERING)


def mail_values(work: Work, case: Case) -> dict[str, Any]:
    """What every mail about an application says; the service in full, as CRPA R112-5 wants it."""
    call = case.folder.call
    return {
        "reference": case.application.reference,
        "title": case.application.title,
        "call_title": call.title,
        "authority": call.authority.name,
        "called": call.authority.called,
        "service": call.contact.service,
        "address": f"{call.authority.address}, {call.authority.postal_code} {call.authority.city}",
        "phone": call.contact.phone,
        "contact": call.contact.email,
        "timezone": call.timezone,
        "appeal": call.appeal,
        "convention": Group.CONVENTION in case.folder.groups,
        "follow_up": Group.FOLLOW_UP in case.folder.groups,
        "meetings": case.folder.follow_up.meetings if case.folder.follow_up is not None else {},
        "link": f"{work.base_url}/candidatures/{case.application.reference}",
    }
