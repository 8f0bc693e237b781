"""Everything that the page of an application shows to its own team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.db import people
from app.db.apply import filings as kept_filings
from app.db.apply.filings import Filing
from app.db.committee import committee
from app.db.committee.committee import Decision
from app.db.documents import FrozenDocument
from app.db.follow_up import payments
from app.db.follow_up.payments import PaymentState
from app.db.screening import screening
from app.db.screening.screening import CompletionRequest
from app.domain.access import Permission
from app.domain.road import STOPS
from app.domain.workflow import Action, Stage
from app.services.apply import filings as submitted
from app.services.apply import forms, invitations
from app.services.cases import Case
from app.services.road import letters, transitions
from app.services.work import Work
from app.web.views.apply.form_pages import SLUGS, SectionLine, home_of, is_late, section_lines
from app.web.views.readers import audience_of, called, meetings
from app.web.views.road.standing import Standing, standing_of
from app.words import silence
from app.words.road import actions, timeline
from app.words.road.action_words import Place
from app.words.road.timeline import ToldStep
from app.words.roles import TEAM_ROLES

_SIGNED = frozenset(
    {Stage.CONVENTION_SIGNED, Stage.STARTED, Stage.MIDTERM_HELD, Stage.FINAL_HELD, Stage.CLOSED}
)
_ASKED = frozenset({Action.REQUEST_COMPLETION.value})
_CONVENTION_READ = _SIGNED | {Stage.CONVENTION_SENT, Stage.TERMINATED}
_PAID = frozenset({Stage.STARTED, Stage.MIDTERM_HELD, Stage.FINAL_HELD})


@dataclass(frozen=True)
class Member:
    name: str
    role: str


@dataclass(frozen=True)
class Filed:
    """One filing: the page where it is read again, its acknowledgement."""

    href: str
    title: str
    filing: Filing


@dataclass(frozen=True)
class ApplicantCase:
    """The page. ``writes``: may this reader write the form? ``reviewed``: the sections and questions that a
    completion opens; ``silence_on``: the day when silence will mean refusal if it is answered on its
    last day.
    """

    standing: Standing
    links: tuple[tuple[str, str], ...]
    form: str | None
    writes: bool
    sections: tuple[SectionLine, ...]
    late: bool
    asked: CompletionRequest | None
    reviewed: tuple[str, ...]
    pieces: Mapping[str, str]
    unfiled: tuple[tuple[str, str], ...]
    filed: tuple[Filed, ...]
    decision: Decision | None
    letter: FrozenDocument | None
    team: tuple[Member, ...]
    officer: str
    others: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str], ...]
    silence_on: date | None
    suspended: str
    told: tuple[ToldStep, ...]


def applicant_case(work: Work, case: Case) -> ApplicantCase:
    """In a number of queries that depends on the stage only."""
    standing = standing_of(work, case)
    name, stage, application = forms.current_form(case), case.stage_shown, case.application
    checked = forms.check(work, case, name) if name else None
    filings = kept_filings.filings(work.session, case.id)
    open_actions = [choice.action for choice in transitions.choices(work, case, checked) if choice.open]
    officer = people.by_id(work.session, application.officer_id) if application.officer_id else None
    asked = screening.open_completion(work.session, case.id) if stage is Stage.COMPLETION_REQUESTED else None
    return ApplicantCase(
        standing=standing,
        links=_links(case, name, payable=_payable(work, case), over=is_late(case, work.now)),
        form=name,
        writes=case.may(Permission.WRITE_FORM),
        sections=section_lines(case, name, checked, forms.opened(work, case)) if name and checked else (),
        late=is_late(case, work.now),
        asked=asked,
        reviewed=_reviewed(case, asked),
        pieces={piece.key: piece.label for piece in case.folder.dossier.pieces},
        unfiled=_unfiled(work, case, filings),
        filed=tuple(_filed(case, one) for one in filings),
        decision=committee.decision(work.session, case.id) if case.released else None,
        letter=letters.notified(work, case),
        team=tuple(
            Member((one.person.name if one.known else "") or one.person.email, TEAM_ROLES[one.role])
            for one in invitations.team(work, case)
        ),
        officer=officer.name if officer else "",
        others=_others(case, open_actions),
        pages=_pages(case, asked=any(one.verb in _ASKED for one in standing.entries)),
        silence_on=submitted.silence_on(work, case) if asked else None,
        suspended=silence.suspended() if asked else "",
        told=timeline.told(
            standing.entries, released=case.released, called=called(case), meetings=meetings(case)
        ),
    )


def _reviewed(case: Case, asked: CompletionRequest | None) -> tuple[str, ...]:
    """What a completion opens besides the pieces, by its title."""
    if asked is None:
        return ()
    form = case.folder.dossier
    return (
        *(section.title for section in form.sections if section.key in asked.sections),
        *(question.label for question in form.questions if question.key in asked.questions),
        *(("Plan de financement",) if asked.budget else ()),
    )


def _payable(work: Work, case: Case) -> bool:
    """Is there an instalment that this reader may ask for now?"""
    return (
        case.stage_shown in _PAID
        and case.may(Permission.REQUEST_PAYMENT)
        and any(row.state is PaymentState.OPEN for row in payments.of_application(work.session, case.id))
    )


def _links(case: Case, form: str | None, *, payable: bool, over: bool) -> tuple[tuple[str, str], ...]:
    """What the panel of the next step leads to."""
    home, stage = home_of(case), case.stage_shown
    if form is not None:
        verb = "Corriger" if stage is Stage.COMPLETION_REQUESTED else "Écrire"
        whole = {forms.LETTER: "la lettre", forms.DOSSIER: "le dossier"}[form]
        if over or not case.may(Permission.WRITE_FORM):
            return ((f"{home}/{SLUGS[form]}", f"Lire {whole}"),)
        send = "Vérifier et envoyer" if stage is Stage.COMPLETION_REQUESTED else "Vérifier et déposer"
        return ((f"{home}/{SLUGS[form]}", f"{verb} {whole}"), (f"{home}/{SLUGS[form]}/verifier", send))
    if stage is Stage.CONVENTION_SENT:
        return ((f"{home}/convention", "Lire la convention"),)
    asking = ((f"{home}/versements", "Demander le versement"),) if payable else ()
    if stage in (Stage.STARTED, Stage.MIDTERM_HELD):
        return (*asking, (f"{home}/suivi", "Renseigner les indicateurs"))
    if stage is Stage.FINAL_HELD:
        return asking or ((f"{home}/versements", "Voir les versements"),)
    if stage in (Stage.AWARDED, Stage.AGREED):
        return ((f"{home}/structure", "Relire la fiche de la structure"),)
    return ()


def _unfiled(work: Work, case: Case, filings: list[Filing]) -> tuple[tuple[str, str], ...]:
    """The forms that were written and never filed, once writing is over: kept, and shown as such."""
    if case.application.stage not in STOPS:
        return ()
    known = {filing.form for filing in filings}
    return tuple(
        (f"{home_of(case, name)}", {"letter": "Votre lettre", "dossier": "Votre dossier"}[name])
        for name in (forms.LETTER, forms.DOSSIER)
        if name not in known and kept_filings.draft(work.session, case.id, name) is not None
    )


def _filed(case: Case, filing: Filing) -> Filed:
    title = {forms.LETTER: "Lettre d’intention", forms.DOSSIER: "Dossier"}[filing.form]
    version = f", version {filing.number}" if filing.number > 1 else ""
    return Filed(f"{home_of(case)}/depots/{SLUGS[filing.form]}/{filing.number}", f"{title}{version}", filing)


def _others(case: Case, open_actions: list[Action]) -> tuple[tuple[str, str], ...]:
    """The actions that are open besides the filing, which has its own page."""
    home, audience = home_of(case), audience_of(case)
    return tuple(
        (f"{home}/actions/{action.value}", actions.button(action, audience, meetings(case)))
        for action in open_actions
        if actions.place(action) is not Place.FILING
    )


def _pages(case: Case, *, asked: bool) -> tuple[tuple[str, str], ...]:
    """The other pages of this application that have something to read now."""
    home, stage = home_of(case), case.stage_shown
    found = [(f"{home}/structure", "La structure"), (f"{home}/equipe", "L’équipe")]
    if asked:
        found.append((f"{home}/complements", "Les demandes de complément"))
    if stage in _CONVENTION_READ:
        found.append((f"{home}/convention", "La convention"))
    if stage in _SIGNED or stage in (Stage.AWARDED, Stage.AGREED):
        found.append((f"{home}/suivi", "Les rendez-vous et les indicateurs"))
    if stage in _SIGNED:
        found.append((f"{home}/versements", "Les versements"))
    return tuple(found)
