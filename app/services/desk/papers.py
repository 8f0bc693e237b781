"""The papers that the record gives: the acknowledgement of a filing, the frozen convention, the minutes of a sitting.

Everything is read from what was frozen; words that depend on the language (a choice, a yes) are said by ``say``.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal

from pydantic import TypeAdapter

from app.db import people
from app.db.apply import applications, filings
from app.db.apply.filings import Filing
from app.db.base import canonical_json, key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, CommitteeOpinion, Sitting
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.people import Person
from app.db.review import interests
from app.domain.access import Deed
from app.domain.answers import Raw, is_blank
from app.domain.budget import total
from app.domain.call_file.forms import TITLE, Question
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.deadlines import silent_rejection_on
from app.domain.documents import (
    Answer,
    AnswerSection,
    CollegeAttendance,
    ConventionDocument,
    Filed,
    FiledPiece,
    Member,
    MinutesDocument,
    MinutesItem,
    Office,
    Opinion,
    Presence,
    Quorum,
    ReceiptDocument,
    Remedies,
    Votes,
)
from app.domain.errors import Hidden, ReasonCode
from app.domain.people import APPLICANT_PARTS, Part, Role
from app.services.apply import forms
from app.services.calls.calls import OpenedCall
from app.services.cases import Case, open_case
from app.services.committee.committee import quorum_of
from app.services.committee.minuted_steps import MinutedPlace, minuted_draw, minuted_places
from app.services.convention.documents import plan_of
from app.services.ranking.ranked_list import open_committee
from app.services.road.acts.conventions import plain
from app.services.work import Work

Say = Callable[[Question, Raw], str]
_CONVENTIONS: TypeAdapter[ConventionDocument] = TypeAdapter(ConventionDocument)
RECEIPT_READERS = APPLICANT_PARTS | {Part.OFFICER, Part.MANAGER, Part.AUDITOR}


def receipt(work: Work, reference: str, form: str, number: int, say: Say) -> ReceiptDocument:
    """The acknowledgement of one filing, for its team, the officers and the auditor. Raises Hidden."""
    case = open_case(work, reference)
    filing = next(
        (f for f in filings.filings(work.session, case.id) if f.form == form and f.number == number),
        None,
    )
    if filing is None or not case.parts & RECEIPT_READERS:
        raise Hidden(ReasonCode.NOT_FOUND, what=form)
    return receipt_of(work, case, filing, say)


def receipt_of(work: Work, case: Case, filing: Filing, say: Say) -> ReceiptDocument:
    """The acknowledgement of a filing (CRPA L112-3, L112-11, R112-5, R112-11-1)."""
    call = case.folder.call
    checked = forms.check(work, case, filing.form, filing.content)
    filer = people.by_id(work.session, filing.filed_by)
    dossier = filing.form == forms.DOSSIER
    office = call.authority
    return ReceiptDocument(
        office=Office(
            office.name,
            office.service,
            f"{office.address}, {office.postal_code} {office.city}",
            office.email,
            office.phone,
        ),
        reference=case.application.reference,
        call_title=call.title,
        filed=Filed(filing.form),
        version=filing.number,
        project_title=_title(filing) or filing.content["organisation"]["name"],
        organisation=filing.content["organisation"]["name"],
        applicant=filer.name or filer.email if filer else "",
        received_at=filing.filed_at,
        zone=call.timezone,
        sha256=filing.sha256,
        remedies=Remedies(office.court),
        implicit_refusal_on=silent_rejection_on(filing.filed_at, call.silent_rejection_months, call.zone)
        if dossier
        else None,
        pieces=_pieces(case, filing),
        sections=answer_sections(checked, say),
        budget=plan_of(case, filing.content) if dossier else None,
        requested_cents=_requested(case, checked) if dossier else None,
    )


def _scale(grid: ScoringFile | None) -> Decimal | None:
    """What the totals of the minutes are out of; None where nothing is added up."""
    return grid.out_of if grid is not None else None


def _title(filing: Filing) -> str:
    raw = filing.content["answers"].get(TITLE)
    return raw.strip() if isinstance(raw, str) else ""


def _requested(case: Case, checked: forms.Checked) -> int | None:
    rules = case.folder.dossier.budget
    return total(checked.budget.requested(rules)) if checked.budget else None


def _pieces(case: Case, filing: Filing) -> tuple[FiledPiece, ...]:
    labels = {piece.key: piece.label for piece in case.folder.dossier.pieces}
    return tuple(
        FiledPiece(labels.get(one["piece"], one["piece"]), one["name"], one["size"], one["sha256"])
        for one in filing.content.get("pieces", [])
    )


def answer_sections(checked: forms.Checked, say: Say) -> tuple[AnswerSection, ...]:
    """The answers to the questions that were asked of this applicant, section by section, in words."""
    return tuple(
        AnswerSection(
            section.title,
            tuple(
                Answer(question.label, "" if is_blank(raw) or raw is None else say(question, raw))
                for question in checked.visible(section)
                for raw in (checked.raws.get(question.key),)
            ),
        )
        for section in checked.form.sections
    )


def convention(work: Work, reference: str) -> tuple[Case, Convention, ConventionDocument]:
    """The convention as it was frozen, for those who may read it: its beneficiary only once it was sent."""
    case = open_case(work, reference, Deed.READ_CONVENTION)
    row = conventions.current(work.session, case.id)
    if row is not None and row.sent_at is None and case.parts <= APPLICANT_PARTS:
        row = conventions.last_sent(work.session, case.id)
    if row is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="convention")
    return case, row, frozen_convention(row)


def frozen_convention(row: Convention) -> ConventionDocument:
    """The document that a convention's row holds, as it was frozen."""
    content = {**row.content, "content_sha256": row.sha256}
    content["indicators"] = [_exact(indicator) for indicator in content["indicators"]]
    return _CONVENTIONS.validate_python(content)


def _exact(indicator: dict[str, object]) -> dict[str, object]:
    if indicator["nature"] != "quantitative":
        return indicator
    figures = {
        key: None if indicator[key] is None else Decimal(str(indicator[key]))
        for key in ("baseline", "target")
    }
    return {**indicator, **figures}


def minutes(work: Work, slug: str, sitting_id: int) -> MinutesDocument:
    """The minutes of a sitting of the committee of this call. Raises Forbidden, Hidden while it gave no opinion."""
    opened = open_committee(work, slug)
    sitting = committee.sitting(work.session, sitting_id)
    file = opened.folder.committee
    if sitting is None or sitting.call_id != opened.id or file is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    rows = committee.attendance(work.session, key_of(sitting))
    items = _items(work, opened, sitting, frozenset(row.person_id for row in rows))
    if not items:
        raise Hidden(ReasonCode.NOT_FOUND, what="minutes")
    named = people.named(work.session, {row.person_id for row in rows} | {sitting.created_by})
    presidents = {p.id for p in people.holding(work.session, Role.PRESIDENT, opened.id)}
    president = next((named[row.person_id] for row in rows if row.person_id in presidents), None)
    colleges = tuple(
        CollegeAttendance(
            college.name,
            college.seats,
            tuple(_member(row, named, college.name) for row in rows if row.college == college.key),
        )
        for college in file.colleges
    )
    quorum = quorum_of(work, opened, sitting)
    wave = next(wave for wave in opened.waves if wave.id == sitting.wave_id)
    document = MinutesDocument(
        authority=opened.folder.call.authority.name,
        service=opened.folder.call.authority.service,
        call_title=opened.folder.call.title,
        committee=file.name,
        opened_at=sitting.held_at,
        zone=opened.folder.call.timezone,
        place=sitting.place,
        president=president.name if president else named[sitting.created_by].name,
        president_quality=_quality(opened, rows, president),
        colleges=colleges,
        quorum=Quorum(
            seats=quorum.eligible if quorum else len(rows),
            required=quorum.required if quorum else 1,
            present=sum(row.present for row in rows),
            represented=sum(row.proxy_to is not None for row in rows),
        ),
        items=items,
        issued_at=sitting.closed_at or sitting.held_at,
        content_sha256="",
        wave=wave.name,
        closed_at=sitting.closed_at,
        secretary=named[sitting.created_by].name,
        envelope_cents=wave.envelope or None,
        draw=minuted_draw(
            work, sitting, apart=bool(interests.interests_of_person(work.session, work.person_id))
        ),
    )
    content = canonical_json(plain(asdict(document)))
    return MinutesDocument(
        **{**document.__dict__, "content_sha256": hashlib.sha256(content.encode()).hexdigest()}
    )


def _quality(opened: OpenedCall, rows: list[Attendance], president: Person | None) -> str:
    file = opened.folder.committee
    key = next((row.college for row in rows if president and row.person_id == president.id), None)
    return next((c.name for c in file.colleges if c.key == key), file.name) if file else ""


def _member(row: Attendance, named: dict[int, Person], quality: str) -> Member:
    away = Presence.REPRESENTED if row.proxy_to else Presence.ABSENT
    presence = Presence.PRESENT if row.present else away
    holder = named.get(row.proxy_to or 0)
    return Member(named[row.person_id].name, quality, presence, holder.name if holder else "")


def _items(
    work: Work, opened: OpenedCall, sitting: Sitting, members: frozenset[int]
) -> tuple[MinutesItem, ...]:
    """What was advised on, as it was filed then, without the members who had declared an interest by then."""
    advised: list[CommitteeOpinion] = committee.opinions_of_sitting(work.session, key_of(sitting))
    hidden = interests.interests_of_person(work.session, work.person_id)
    places = minuted_places(work, opened, sitting, hidden)
    items = []
    for opinion in advised:
        application = applications.by_id(work.session, opinion.application_id)
        if application is None or opinion.application_id in hidden:
            continue
        filing = filings.filing_read_at(work.session, opinion.application_id, opinion.given_at)
        barred = interests.interested_in(work.session, opinion.application_id, by=opinion.given_at)
        recused = people.named(work.session, set(barred) & members)
        cast = opinion.votes_for + opinion.votes_against + opinion.abstentions
        favourable = opinion.amount is not None
        mark = Decimal(opinion.mark) if opinion.mark else None
        place = places.get(opinion.application_id, MinutedPlace((), opinion.rank, mark))
        items.append(
            MinutesItem(
                reference=application.reference,
                title=(_title(filing) if filing else "") or application.title,
                organisation=filing.content["organisation"]["name"] if filing else "",
                opinion=Opinion(opinion.opinion.value),
                rank=place.rank if hidden else opinion.rank,
                mark=place.mark if hidden else mark,
                scale=_scale(opened.folder.grid),
                requested_cents=application.requested or None,
                amount_cents=opinion.amount,
                conditions=(opinion.conditions,) if favourable and opinion.conditions else (),
                motive="" if favourable else opinion.conditions,
                votes=Votes(opinion.votes_for, opinion.votes_against, opinion.abstentions) if cast else None,
                recused=tuple(sorted(person.name for person in recused.values())),
                steps=place.steps,
            )
        )
    return tuple(items)
