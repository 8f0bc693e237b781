"""The shapes of the JSON: money in euros as decimal text, instants in UTC, days in ISO 8601."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from app.api.grid_schemas import CriterionShape, PointsShape
from app.api.shapes import Euros, Number, Shape


class WaveShape(Shape):
    key: str
    name: str
    opens_at: datetime
    letter_due_at: datetime | None
    dossier_due_at: datetime
    envelope: Euros
    released_at: datetime | None


class CallShape(Shape):
    """A call as anybody may read it."""

    slug: str
    title: str
    edition: str
    authority: str
    summary: str
    stages: tuple[str, ...]
    state: str
    checksum: str
    timezone: str
    waves: tuple[WaveShape, ...]


class CallWhole(CallShape):
    purpose: tuple[str, ...]
    funded: tuple[str, ...]
    not_funded: tuple[str, ...]
    applicants: tuple[str, ...]
    criteria: tuple[CriterionShape, ...]
    rules: tuple[str, ...] = Field(
        description="Ce qui écarte, ce qui est exigé, ce qui départage, en phrases."
    )
    forms: dict[str, Any]


class ChoiceShape(Shape):
    """An action that this person may do now, or why not yet."""

    action: str
    label: str
    target: str
    allowed: bool
    reason: str | None = None
    code: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    required: tuple[str, ...] = ()


class OrganisationShape(Shape):
    name: str
    siret: str | None
    rna: str | None
    legal_form: str
    address: str
    postal_code: str
    city: str
    representative_name: str
    representative_title: str


class StepShape(Shape):
    key: str
    label: str
    state: str
    at: datetime | None


class ApplicationHead(Shape):
    """One application in a list."""

    reference: str
    call: str
    title: str
    organisation: str
    stage: str
    stage_label: str
    city: str
    requested: Euros
    due_at: datetime | None
    moved_at: datetime


class ApplicationWhole(ApplicationHead):
    """One application: where it stands, what this person may do, and for each refused act the reason."""

    version: int
    parts: tuple[str, ...]
    wave: str
    eligible: Euros
    filed_at: datetime | None
    organisation_whole: OrganisationShape
    road: tuple[StepShape, ...]
    allowed_actions: tuple[str, ...]
    actions: tuple[ChoiceShape, ...]


class Moved(Shape):
    """What an action did."""

    reference: str
    action: str
    stage: str
    stage_label: str
    version: int
    allowed_actions: tuple[str, ...]


class FieldFault(Shape):
    field: str
    code: str
    detail: str


class FormShape(Shape):
    """A form as it is written, with what is wrong in it."""

    form: str
    version: int
    answers: dict[str, str | list[str]]
    budget: dict[str, dict[str, list[str]]] = Field(default_factory=dict)
    declarations: tuple[str, ...] = ()
    faults: tuple[FieldFault, ...]
    missing_pieces: tuple[str, ...]
    complete: bool
    highest_aid: Euros | None = None
    unmet: tuple[str, ...] = ()
    """The lines of admissibility that the answers disprove: what an officer will read, which bars nothing."""


class FilingShape(Shape):
    form: str
    number: int
    sha256: str
    filed_at: datetime


class PieceShape(Shape):
    handle: str
    piece: str
    name: str
    media_type: str
    size: int
    sha256: str


class CheckShape(Shape):
    key: str
    article: str
    text: str
    automatic: bool | None
    verdict: str | None
    note: str


class MarkShape(Shape):
    """A mark of a criterion or of a part. `abstained`: the reviewer cannot assess."""

    criterion: str
    value: Number | None
    abstained: bool = False
    justification: str


class ConsensusShape(Shape):
    """The marks agreed by the experts, and whose they are to record; `version`: how many times they were recorded;
    `missing`: why they may not be yet.
    """

    reference: str
    criteria: tuple[str, ...]
    marks: tuple[MarkShape, ...]
    recorded_by: str | None
    recorded_at: datetime | None
    version: int
    missing: str | None


class ReviewShape(Shape):
    reference: str
    expert_id: int | None
    state: str
    version: int
    comment: str
    due_at: datetime | None
    submitted_at: datetime | None
    confidence: int | None = None
    college: str = ""
    marks: tuple[MarkShape, ...] = ()


class PersonShape(Shape):
    id: int
    name: str
    load: int = 0


class SeatShape(Shape):
    id: int
    name: str
    college: str
    presides: bool = False


class SittingShape(Shape):
    id: int
    wave: str
    held_at: datetime
    place: str
    attended: bool = Field(description="Les présences sont enregistrées : le comité peut donner son avis.")
    closed_at: datetime | None


class BesideShape(Shape):
    """A figure computed beside the total (a z-score, a percentile…), and the rank that it would give."""

    by: str
    score: Number
    rank: int | None


class ExplanationShape(Shape):
    """One step from marks to rank, in French; ``depth`` from 0, a deeper one explains the one before."""

    depth: int
    text: str


class RankShape(Shape):
    """A place in the ranked list, with each step from mark to rank."""

    application: str
    title: str
    organisation: str
    rank: int | None
    tied: bool
    total: Number | None
    out_of: Number | None
    spread: Number | None
    retained: bool
    below: tuple[str, ...]
    amount: Euros
    cumulated: Euros | None
    funded: bool | None
    stage: str
    outcome: str | None = None
    beside: tuple[BesideShape, ...] = ()
    explanation: tuple[ExplanationShape, ...] = ()
    criteria: tuple[PointsShape, ...]


class PublicDrawShape(Shape):
    """A draw as anybody may read it, and do it again: ``command`` gives the SHA-256 of one reference."""

    source: str
    list_sha256: str
    fixed_at: datetime
    seed: str | None
    published_at: datetime | None
    command: str | None


class DrawnShape(Shape):
    application: str
    sha256: str


class DrawShape(PublicDrawShape):
    """A draw as the readers of the ranking know it: ``listing`` is the text that ``list_sha256`` seals."""

    listing: str | None
    fixed_by: str
    published_by: str | None
    order: tuple[DrawnShape, ...]


class RankingShape(Shape):
    call: str
    wave: str
    envelope: Euros
    masked: int
    draw: DrawShape | None
    ranking: tuple[RankShape, ...]


class DecisionShape(Shape):
    outcome: str
    amount: Euros
    conditions: str
    reasons: str
    deliberation: str
    deliberated_on: date | None
    released_at: datetime | None
    version: int


class Released(Shape):
    released: tuple[str, ...]


class IndicatorShape(Shape):
    key: str
    label: str
    nature: str
    unit: str
    proof: str
    baseline: Number | None
    target: Number | None
    midterm: Number | None
    actual: Number | None
    midterm_text: str
    actual_text: str


class RendezvousShape(Shape):
    kind: str
    planned_on: date
    held_on: date | None
    place: str
    attendees: str
    minutes: str
    adjustments: str


class ConventionShape(Shape):
    """A version of the convention: ``content_sha256`` of what it says, ``pdf_sha256`` of the file, once it is made."""

    number: str
    version: int
    content_sha256: str
    pdf_sha256: str | None
    sent_at: datetime | None


class PaymentShape(Shape):
    key: str
    label: str
    share: Number
    amount: Euros
    opened_by: str
    state: str
    requested_at: datetime | None
    paid_on: date | None
    paid_amount: Euros | None
    order_number: str


class FollowUpShape(Shape):
    rendezvous: tuple[RendezvousShape, ...]
    indicators: tuple[IndicatorShape, ...]
    payments: tuple[PaymentShape, ...]


class JournalShape(Shape):
    number: int
    at: datetime
    actor_name: str
    verb: str
    source: str | None
    target: str | None
    sha256: str


class Me(Shape):
    id: int
    name: str
    email: str
    roles: tuple[str, ...]
