"""Beginning an application, its organisation, and the officer who takes charge of it."""

import json
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from app.db import journal, people
from app.db.apply import applications as rows
from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.apply.teams import TeamMember
from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Wave
from app.db.journal import JournalEntry
from app.db.review import interests
from app.domain.access import Permission
from app.domain.crossing import settle
from app.domain.deadlines import is_late
from app.domain.errors import (
    Fault,
    Forbidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    TooLate,
    WrongStage,
)
from app.domain.identifiers import is_rna, is_siret, read_rna, read_siret
from app.domain.people import Role, TeamRole
from app.domain.typed.contacts import read_postal_code
from app.domain.typed.texts import bare
from app.domain.workflow import Group, Stage, Workflow
from app.domain.workflow.stages import STAGES_OF
from app.services import mails
from app.services.calls.calls import OpenedCall, by_slug, first_due_at
from app.services.cases import Case, open_case
from app.services.crossings import crossed
from app.services.lengths import LONGEST_NAME, LONGEST_NOTE, required, whole
from app.services.seals import fingerprint
from app.services.work import Work

TWICE = timedelta(minutes=1)
MISSING = ReasonCode.JUSTIFICATION_MISSING
LEGAL_FORMS = ("association", "foundation", "commune", "epci", "company", "cooperative", "public")
TEAM_DESCRIBES = frozenset({Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT})
PUBLIC = frozenset({"name", "siret", "rna", "legal_form"})
"""What the journal keeps as it was and as it is; of the rest, that the team wrote it, and no more."""
IDENTIFYING = PUBLIC | {"representative_name", "representative_title"}
"""What says who asks: once filed, it does not change without a reason, and the team learns of it."""
DESCRIBED = frozenset(
    {Stage.CONVENTION_SENT, Stage.CONVENTION_SIGNED, Stage.RENOUNCED, *STAGES_OF[Group.FOLLOW_UP]}
)
"""Where the convention was sent: a correction is then a new version of it."""


def begin(work: Work, slug: str, sent: dict[str, str]) -> Application:
    """Begin an application to a call, in its open wave, owned by the person at work.

    ``sent`` describes the organisation. A button pressed twice begins once: the same person, for the same
    organisation, within a minute, whichever server each press reached: the key that it would bear is unique.

    Raises Forbidden to an auditor, who writes nothing, and to who appraises the call;
    TooLate or NotReady when no wave is open, Invalid when the
    organisation cannot be read.
    """
    if work.actor.has(Role.AUDITOR):
        raise Forbidden(ReasonCode.READ_ONLY)
    opened = by_slug(work, slug)
    if any(work.actor.has(role, opened.id) for role in (Role.OFFICER, Role.MANAGER)):
        raise Forbidden(ReasonCode.OFFICER_OF_CALL)
    wave = opened.wave_at(work.now)
    if wave is None or wave.id is None:
        later = opened.next_wave(work.now)
        if later is not None:
            raise NotReady(ReasonCode.NOT_OPEN_YET, opens_at=later.opens_at)
        due_at = opened.waves[-1].dossier_due_at
        raise TooLate(ReasonCode.CALL_CLOSED, due_at=due_at if is_late(work.now, due_at) else None)
    described = read_organisation(sent)
    key = fingerprint(json.dumps([work.person_id, wave.id, described["name"], described["siret"]]))
    try:
        with work.session.begin_nested():
            return _just_begun(work, key) or _begun(work, opened, wave, described, key)
    except IntegrityError:
        again = rows.begun_as(work.session, key)
        if again is None:
            raise
        return again


def _just_begun(work: Work, key: str) -> Application | None:
    """The application that a first press began; older, or moved since, it leaves its key to the next one."""
    found = rows.begun_as(work.session, key)
    if found is None or (found.created_at > work.now - TWICE and found.version == 1):
        return found
    found.begun_as = None
    work.session.add(found)
    work.session.flush()
    return None


def _begun(
    work: Work, opened: OpenedCall, wave: Wave, described: Mapping[str, str | None], key: str
) -> Application:
    organisation = Organisation(name="", created_at=work.now)
    for column, value in described.items():
        setattr(organisation, column, value)
    work.session.add(organisation)
    work.session.flush()
    number = calls.next_number(work.session, opened.row.prefix)
    letters = Group.LETTER in opened.folder.groups
    application = Application(
        reference=f"{opened.row.prefix}-{number:04d}",
        call_id=opened.id,
        wave_id=key_of(wave),
        organisation_id=key_of(organisation),
        stage=Workflow.for_call(opened.folder.groups).start,
        due_at=first_due_at(wave, letters=letters),
        begun_as=key,
        created_at=work.now,
        moved_at=work.now,
    )
    work.session.add(application)
    work.session.flush()
    member = TeamMember(
        application_id=key_of(application), person_id=work.person_id, role=TeamRole.OWNER, joined_at=work.now
    )
    work.session.add(member)
    _journal(work, application, "begin", {"organisation": organisation.name})
    return application


def read_organisation(sent: dict[str, str]) -> dict[str, str | None]:
    """The columns of an organisation from what was typed. Raises Invalid, one fault per field."""
    faults: list[Fault] = []
    name, siret, rna = (bare(sent.get(key, "")) for key in ("name", "siret", "rna"))
    siret, rna = read_siret(siret), read_rna(rna)
    if not whole("name", name, LONGEST_NAME, faults):
        faults.append(Fault("name", Reason.of(ReasonCode.REQUIRED)))
    if siret and not is_siret(siret):
        faults.append(Fault("siret", Reason.of(ReasonCode.NOT_A_SIRET, read=sent["siret"])))
    if rna and not is_rna(rna):
        faults.append(Fault("rna", Reason.of(ReasonCode.NOT_A_RNA, read=sent["rna"])))
    form = sent.get("legal_form") or "association"
    if form not in LEGAL_FORMS:
        faults.append(Fault("legal_form", Reason.of(ReasonCode.NOT_A_CHOICE, read=form)))
    texts = {
        "address": 300,
        "postal_code": 10,
        "city": 120,
        "representative_name": 200,
        "representative_title": 120,
    }
    read: dict[str, str | None] = {
        "name": name,
        "siret": siret or None,
        "rna": rna or None,
        "legal_form": form,
    }
    for key, limit in texts.items():
        if key in sent:
            read[key] = whole(key, sent[key], limit, faults)
    if postal_code := read.get("postal_code"):
        read["postal_code"] = read_postal_code(postal_code)
        if read["postal_code"] is None:
            faults.append(Fault("postal_code", Reason.of(ReasonCode.NOT_A_POSTAL_CODE, read=postal_code)))
    if faults:
        raise Invalid(*faults)
    return read


def describe_organisation(
    work: Work, reference: str, sent: dict[str, str], read: Mapping[str, str] | None = None
) -> Organisation:
    """Correct what is known of the organisation: its team until it files the dossier, then an officer until the
    convention is sent. What was decided for one organisation is signed by that one.

    ``sent`` bears, besides the columns, « reason », which an officer's change of who asks wants once filed, and
    « same_siret », which confirms a SIRET that another application of the call has: one structure may have two sites.
    ``read``: the print of each field that was read; those left as they were stay. Raises Forbidden, WrongStage,
    Invalid, Stale (with what is kept) when one of them was written meanwhile, otherwise.
    """
    case = open_case(work, reference, lock=True)
    if not (case.may(Permission.WRITE_FORM) or case.may(Permission.PREPARE_CONVENTION)):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=("owner", "representative", "editor", "officer"))
    stage = case.application.stage
    by_team = case.may(Permission.WRITE_FORM) and stage in TEAM_DESCRIBES
    by_officer = case.may(Permission.PREPARE_CONVENTION) and stage not in DESCRIBED
    if not (by_team or by_officer):
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="describe_organisation")
    typed = read_organisation(sent)
    kept = {key: getattr(case.organisation, key) or "" for key in typed}
    settled = settle(read or {}, kept, {key: value or "" for key, value in typed.items()})
    if settled.crossed:
        shown = {key: kept[key] for key in settled.crossed}
        raise crossed(work, case, "describe_organisation", "organisation", shown)
    differing = [key for key in settled.changed if kept[key] != (typed[key] or "")]
    identified = not by_team and bool(IDENTIFYING & set(differing))
    why = required("reason", sent.get("reason", ""), LONGEST_NOTE, MISSING) if identified else ""
    if not by_team and "siret" in differing and not sent.get("same_siret"):
        _refuse_shared(work, case, typed["siret"])
    told = sorted(key for key in differing if not by_team or key in PUBLIC)
    was, became = {key: kept[key] for key in told}, {key: typed[key] or "" for key in told}
    for key in settled.changed:
        setattr(case.organisation, key, typed[key])
    work.session.add(case.organisation)
    work.session.flush()
    data = {**_known_of(case.organisation), "fields": sorted(differing)}
    data |= {"was": was, "became": became} if told else {}
    data |= {"reason": why} if why else {}
    entry = _journal(work, case.application, "describe_organisation", data)
    if identified:
        facts = {**mails.mail_values(work, case), "was": was, "became": became, "reason": why}
        key = f"{reference}:organisation:{entry.number}"
        mails.write_to_team(work, "organisation_corrected", case.id, facts, key=key)
    return case.organisation


def _refuse_shared(work: Work, case: Case, siret: str | None) -> None:
    """Raises Invalid, naming those that this person may know of, when another filed application of the call has it."""
    shared = rows.filed_with_siret(work.session, case.application.call_id, siret or "", but=case.id)
    hidden = interests.interests_of_person(work.session, work.person_id)
    if known := [one.reference for one in shared if key_of(one) not in hidden]:
        raise Invalid(Fault("same_siret", Reason.of(ReasonCode.SIRET_SHARED, read=siret, references=known)))


def _known_of(organisation: Organisation) -> dict[str, object]:
    return {"name": organisation.name, "siret": organisation.siret, "rna": organisation.rna}


def take_charge(work: Work, reference: str, officer_id: int | None = None) -> Case:
    """Name the officer who answers for an application: oneself unless another is named."""
    case = open_case(work, reference, Permission.TAKE_CHARGE, lock=True)
    chosen = officer_id if officer_id is not None else work.person_id
    if chosen in interests.interested_in(work.session, case.id):
        raise Invalid(Fault("officer_id", Reason.of(ReasonCode.INTEREST_DECLARED)))
    able = {
        person.id
        for role in (Role.OFFICER, Role.MANAGER)
        for person in people.holding(work.session, role, case.application.call_id)
    }
    if chosen not in able:
        raise Invalid(Fault("officer_id", Reason.of(ReasonCode.NOT_A_CHOICE, read=chosen)))
    case.application.officer_id = chosen
    work.session.add(case.application)
    work.session.flush()
    _journal(work, case.application, "take_charge", {"officer": chosen})
    return case


def _journal(work: Work, application: Application, verb: str, data: dict[str, object]) -> JournalEntry:
    return journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=application.call_id,
        application_id=application.id,
        data=data,
    )
