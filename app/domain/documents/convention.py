"""The convention between the authority and the beneficiary, as it is printed and signed.

Sources: law 2000-321 of 12 April 2000, articles 9-1 (what a subsidy is), 10 (the convention) and 10-1 (the
republican commitment); decree 2001-495 of 6 June 2001. Money in cents, shares and rates as shares of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from app.domain.documents.blanks import blanks, blanks_of_each
from app.domain.documents.budget import FinancingPlan
from app.domain.documents.standing import Standing
from app.domain.money import CONVENTION_THRESHOLD_CENTS

Basis = Literal["HT", "TTC"]
A_YEAR = 365
"""Days."""


@dataclass(frozen=True)
class Authority:
    """The public authority. ``designation`` is how articles name it, article included: « la Région ».

    ``siret`` is empty for an authority abroad.
    """

    name: str
    designation: str
    address: str
    siret: str
    represented_by: str
    deliberation_reference: str
    deliberation_on: date | None


@dataclass(frozen=True)
class Beneficiary:
    """The other party. ``republican_commitment``: an association or a foundation (article 10-1). ``company``: one that
    the law on aid to companies binds (CGCT L1511-2; regulation (EU) 2023/2831 on de minimis aid).

    ``siret`` may be empty when the authority, being abroad, has none either.
    """

    name: str
    designation: str
    legal_form: str
    siret: str
    address: str
    represented_by: str
    rna: str = ""
    private_law: bool = True
    republican_commitment: bool = False
    company: bool = False


@dataclass(frozen=True)
class PlannedInstalment:
    """A part of the grant, what opens it and the pieces it asks for."""

    label: str
    opened_by: str
    share: Decimal
    cents: int
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """What is measured; a Decimal is printed as a number with its unit, a text as it is."""

    label: str
    nature: Literal["quantitative", "qualitative"]
    proof: str
    unit: str = ""
    baseline: Decimal | str | None = None
    target: Decimal | str | None = None
    baseline_required: bool = True
    target_required: bool = True


@dataclass(frozen=True)
class Rendezvous:
    """One of the three meetings of the follow-up."""

    label: str
    purpose: str
    planned_on: date | None
    agenda: tuple[str, ...]


@dataclass(frozen=True)
class ExtraArticle:
    """An article of this call or of this convention, placed before those on publicity."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Signatory:
    """Who signs, after « Pour »: « la Région Nouvelle-Aquitaine », « Alice Roy », « la Présidente »."""

    party: str
    name: str
    quality: str


@dataclass(frozen=True)
class ConventionDocument:
    """Everything that the convention prints, read from the record.

    ``amount_cents`` is None in a convention without a subsidy: then ``extra_articles`` say the obligations of
    each, and the articles on cost, grant, payments and accounts are left out. ``followed``: has the call a
    follow-up? Without one there is no rendezvous, no indicator and no article on them.
    """

    number: str
    version: int
    title: str
    authority: Authority
    beneficiary: Beneficiary
    visas: tuple[str, ...]
    recitals: tuple[str, ...]
    reference: str
    call_title: str
    project_title: str
    project_description: str
    start_on: date | None
    end_on: date | None
    rendezvous: tuple[Rendezvous, ...]
    indicators: tuple[Indicator, ...]
    publicity: str
    court: str
    place: str
    drafted_at: datetime
    content_sha256: str
    signatories: tuple[Signatory, ...]
    amount_cents: int | None = None
    eligible_cents: int | None = None
    basis: Basis = "HT"
    rate: Decimal | None = None
    instalments: tuple[PlannedInstalment, ...] = ()
    financing_plan: FinancingPlan | None = None
    conditions: tuple[str, ...] = ()
    extra_articles: tuple[ExtraArticle, ...] = ()
    committee_opinion_on: date | None = None
    evidence_months: int = 6
    payment_days: int = 60
    retention_years: int = 10
    followed: bool = True
    standing: Standing = Standing.FROZEN

    @property
    def grantless(self) -> bool:
        """Is it a convention without a subsidy?"""
        return self.amount_cents is None

    @property
    def issued_at(self) -> datetime:
        """The moment that dates the file."""
        return self.drafted_at

    @property
    def publishes_essential_data(self) -> bool:
        """Is the subsidy of a year above 23 000 €? That of several years counts by its mean (decree 2017-779)."""
        if self.amount_cents is None:
            return False
        days = (self.end_on - self.start_on).days + 1 if self.start_on and self.end_on else A_YEAR
        return self.amount_cents * A_YEAR > CONVENTION_THRESHOLD_CENTS * max(A_YEAR, days)

    def articles(self) -> tuple[str, ...]:
        """The articles in their order, by key; the rank is the number. ``extra`` comes once for each."""
        money = () if self.grantless else ("cost", "grant", "payment", "evidence")
        renewal = ("renewal", "amendment", "termination", "annexes", "appeals")
        return (
            "purpose",
            "duration",
            *money,
            *("extra" for _ in self.extra_articles),
            *(("rendezvous",) if self.followed else ()),
            "commitments",
            "publicity",
            "sanctions",
            "controls",
            *(("evaluation",) if self.followed else ()),
            *renewal,
        )

    def annexes(self) -> tuple[str, ...]:
        """The annexes in their order, by key; the rank is the number."""
        money = () if self.grantless else ("plan", "schedule")
        return ("project", *money, *(("follow_up",) if self.followed else ()))

    def missing(self) -> Iterator[str]:
        """The names of what is blank, or does not add up: nothing is printed until they are right."""
        yield from blanks("", self, _REQUIRED)
        if self.followed:
            yield from blanks("", self, ("rendezvous", "indicators"))
        yield from blanks("authority", self.authority, _AUTHORITY)
        registered = ("siret",) if self.authority.siret else ()
        yield from blanks("beneficiary", self.beneficiary, (*_BENEFICIARY, *registered))
        yield from blanks_of_each("rendezvous", self.rendezvous, ("label", "purpose", "planned_on", "agenda"))
        yield from blanks_of_each("signatories", self.signatories, ("party", "name", "quality"))
        yield from blanks_of_each("indicators", self.indicators, ("label", "proof"))
        for rank, indicator in enumerate(self.indicators, start=1):
            required = (("baseline", indicator.baseline_required), ("target", indicator.target_required))
            yield from blanks(f"indicators[{rank}]", indicator, tuple(n for n, wanted in required if wanted))
        if self.start_on and self.end_on and self.end_on < self.start_on:
            yield "end_on.before_start"
        if self.drafted_at.tzinfo is None:
            yield "drafted_at.zone"
        if self.amount_cents is None:
            yield from blanks("", self, ("extra_articles",))
        else:
            yield from self._missing_money(self.amount_cents)

    def _missing_money(self, amount: int) -> Iterator[str]:
        yield from blanks("", self, ("eligible_cents", "rate", "instalments", "financing_plan"))
        yield from blanks_of_each("instalments", self.instalments, ("label", "opened_by"))
        if amount <= 0:
            yield "amount_cents.not_positive"
        if self.eligible_cents is not None and amount > self.eligible_cents:
            yield "amount_cents.above_cost"
        if self.instalments and sum(part.cents for part in self.instalments) != amount:
            yield "instalments.total"
        if self.instalments and sum(part.share for part in self.instalments) != 1:
            yield "instalments.shares"
        if self.financing_plan is not None and not self.financing_plan.balanced:
            yield "financing_plan.balance"


_REQUIRED = (
    "number",
    "title",
    "visas",
    "recitals",
    "reference",
    "call_title",
    "project_title",
    "project_description",
    "start_on",
    "end_on",
    "publicity",
    "court",
    "place",
    "content_sha256",
    "signatories",
)
_AUTHORITY = (
    "name",
    "designation",
    "address",
    "represented_by",
    "deliberation_reference",
    "deliberation_on",
)
_BENEFICIARY = ("name", "designation", "legal_form", "address", "represented_by")
