"""What the public may read of the supported projects: who, how much, and the answers that the call declares public."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db.apply import filings
from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Decision
from app.db.follow_up import payments
from app.domain.answers import Raw, answered, is_blank
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import COMMUNE, TITLE, Question
from app.domain.call_file.kinds import KINDS
from app.services.apply import forms
from app.services.calls.calls import OpenedCall
from app.services.work import Work


@dataclass(frozen=True)
class Supported:
    """A supported project. ``said``: what was filed last, question by question, without its title and its town.

    ``amount``: the grant in cents; what was paid of it when the convention was ended early (``ended``).
    """

    decision: Decision
    application: Application
    organisation: Organisation
    said: tuple[tuple[Question, Raw], ...]
    amount: int
    ended: bool


def supported(work: Work, opened: OpenedCall) -> tuple[Supported, ...]:
    """The projects awarded and released on this call, the latest wave first. Three queries.

    One whose convention was ended early stays for what was paid.
    """
    paid = payments.paid_of_terminated(work.session, opened.id)
    found = committee.awarded_of_call(work.session, opened.id, paid.keys())
    filed = filings.last_contents(work.session, {key_of(row) for _, row, _ in found}, forms.DOSSIER)
    return tuple(
        Supported(
            decision,
            row,
            organisation,
            said_in_public(opened.folder, filed.get(key_of(row), {})),
            paid.get(key_of(row), decision.amount),
            key_of(row) in paid,
        )
        for decision, row, organisation in found
    )


def said_in_public(folder: CallFolder, content: Mapping[str, Any]) -> tuple[tuple[Question, Raw], ...]:
    """The public answers of one filed dossier, to the questions that were asked of this applicant."""
    raws: Mapping[str, Raw] = content.get("answers", {})
    known = answered(folder.questions, raws, folder.verdict)
    return tuple(
        (question, raws[question.key])
        for question in folder.dossier.questions
        if question.public
        and KINDS[question.kind].publishable
        and question.key not in (TITLE, COMMUNE)
        and not is_blank(raws.get(question.key))
        and folder.verdict(question.when, known) is True
    )
