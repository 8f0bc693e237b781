"""What the JSON says of the checklist and of the reviews."""

from datetime import datetime

from app.api.shapes import Number, Shape


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
