"""Writing to those of the authority who see to an application."""

from typing import Any

from app.db import people
from app.db.review import interests
from app.domain.people import Role
from app.services import mails
from app.services.cases import Case
from app.services.work import Work


def tell_officers(
    work: Work, case: Case, kind: str, data: dict[str, Any], *, key: str, page: str = ""
) -> None:
    """Write to the officer in charge, else to all the officers of the call; never to who has an interest in it.

    ``page``: the page of the application that the mail leads to.
    """
    chosen = case.application.officer_id
    barred = interests.interested_in(work.session, case.id)
    officers = (
        people.named(work.session, {chosen}).values()
        if chosen is not None
        else people.holding(work.session, Role.OFFICER, case.application.call_id)
    )
    facts = mails.mail_values(work, case)
    link = f"{facts['link']}/{page}" if page else facts["link"]
    for officer in officers:
        if officer.id not in barred:
            told = {**facts, **data, "name": officer.name, "link": link}
            mails.write(
                work, kind, officer.email, told, key=f"{case.application.reference}:{key}:{officer.id}"
            )
