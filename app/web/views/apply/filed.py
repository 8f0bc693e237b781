"""A form as it was filed, in words: what the officers, the experts and the committee read. Drafts are not here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.db.apply import filings
from app.db.apply.filings import Filing
from app.domain.documents import AnswerSection
from app.services.apply import forms
from app.services.apply.plans import plan_of
from app.services.apply.receipts import answer_sections
from app.services.cases import Case
from app.services.remembered import Remembered
from app.services.work import Work
from app.web.views.apply.filing_changes import Changed, changed
from app.web.views.apply.form_pages import SLUGS
from app.words.apply.answers import answer_text


@dataclass(frozen=True)
class Row:
    """A row of the financing plan. Amounts in cents; ``eligible``: it counts in the basis of the aid."""

    label: str
    amount: int
    code: str = ""
    strong: bool = False
    years: tuple[int, ...] = ()
    eligible: bool = False


@dataclass(frozen=True)
class Plan:
    """The financing plan: the two sides in money, then the two sides in kind (often empty)."""

    expenses: tuple[Row, ...]
    income: tuple[Row, ...]
    uses: tuple[Row, ...]
    sources: tuple[Row, ...]


@dataclass(frozen=True)
class Joined:
    """A document that was filed. ``size`` in octets."""

    href: str
    name: str
    note: str
    size: int


@dataclass(frozen=True)
class Version:
    number: int
    at: datetime
    href: str


@dataclass(frozen=True)
class FiledForm:
    """The last filing of a form, the versions before it, and what changed since the one just before."""

    key: str
    number: int
    at: datetime
    sha256: str
    href: str
    sections: tuple[AnswerSection, ...]
    plan: Plan | None
    pieces: tuple[Joined, ...]
    earlier: tuple[Version, ...]
    changes: tuple[Changed, ...]

    def __hash__(self) -> int:
        return hash((self.href, self.sha256))


_FORMS = Remembered[FiledForm](512)


def filed_forms(work: Work, case: Case) -> tuple[FiledForm, ...]:
    """The dossier, then the letter: the last that was filed of each."""
    found = filings.filings(work.session, case.id)
    named = ((name, [one for one in found if one.form == name]) for name in (forms.DOSSIER, forms.LETTER))
    return tuple(_form(work, case, name, rows) for name, rows in named if rows)


def filed_version(work: Work, case: Case, filing_id: int) -> FiledForm | None:
    """The very filing that a reviewer was given to read."""
    found = filings.filings(work.session, case.id)
    chosen = next((one for one in found if one.id == filing_id), None)
    return _form(work, case, chosen.form, [chosen]) if chosen else None


def _form(work: Work, case: Case, name: str, rows: list[Filing]) -> FiledForm:
    if name == forms.DOSSIER and "pieces" not in rows[-1].content:
        return _read(work, case, name, rows)
    known = tuple((one.number, one.filed_at, one.sha256) for one in rows)
    seen = (case.call.checksum, case.application.reference, name, known)
    return _FORMS.get(seen, lambda: _read(work, case, name, rows))


def _read(work: Work, case: Case, name: str, rows: list[Filing]) -> FiledForm:
    *earlier, last = rows
    home = f"/candidatures/{case.application.reference}"
    return FiledForm(
        key=name,
        number=last.number,
        at=last.filed_at,
        sha256=last.sha256,
        href=f"{home}/depots/{SLUGS[name]}/{last.number}",
        sections=answer_sections(forms.check(work, case, name, last.content), answer_text),
        plan=plan_rows(case, last.content) if name == forms.DOSSIER else None,
        pieces=piece_rows(case, last.content),
        earlier=tuple(
            Version(one.number, one.filed_at, f"{home}/depots/{SLUGS[name]}/{one.number}") for one in earlier
        ),
        changes=changed(case.folder, forms.form_of(case, name), earlier[-1].content, last.content)
        if earlier
        else (),
    )


def plan_rows(case: Case, content: Mapping[str, Any]) -> Plan | None:
    """The financing plan of what is filed, or is about to be."""
    plan = plan_of(case, content)
    if plan is None:
        return None
    sides = [
        tuple(
            Row(
                line.label,
                line.cents,
                line.account,
                line.funding is not None,
                line.years,
                bool(line.eligible),
            )
            for line in side
            if line.in_kind is kind and line.cents
        )
        for kind in (False, True)
        for side in (plan.expenses, plan.income)
    ]
    return Plan(*sides) if any(sides) else None


def piece_rows(case: Case, content: Mapping[str, Any]) -> tuple[Joined, ...]:
    """Its documents."""
    home = f"/candidatures/{case.application.reference}"
    labels = {piece.key: piece.label for piece in case.folder.dossier.pieces}
    return tuple(
        Joined(
            f"{home}/pieces/{one['handle']}", one["name"], labels.get(one["piece"], one["piece"]), one["size"]
        )
        for one in content.get("pieces", [])
    )
