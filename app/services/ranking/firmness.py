"""How firm the ranked list of a wave is, and how its experts agree, from what the reader may see of it."""

from dataclasses import dataclass

from app.db import people
from app.db.apply.organisations import Named
from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.ranking.listed import Listed
from app.db.review import interests
from app.domain.access import PERMISSIONS, Permission
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.errors import Hidden, ReasonCode
from app.domain.ranking.agreement import Agreement, agreement_of
from app.domain.ranking.left_out import leaves_reviews_out
from app.domain.ranking.robustness import Firmness, has_one_line
from app.domain.workflow import Group
from app.services.calls.calls import OpenedCall
from app.services.ranking.ranked_list import busy_wave, open_committee
from app.services.ranking.rankings import firmness_in, list_wave, listed_in, rule_of
from app.services.work import Work


@dataclass(frozen=True)
class FirmRow:
    """One application of the list with its firmness; ``funded``: does it get money by its marks alone?

    What the committee advised or the authority decided since changes nothing of it: it is the list of the marks that
    is firm or not.
    """

    firmness: Firmness
    funded: bool
    application: Listed

    @property
    def organisation(self) -> Named:
        return self.application.organisation


@dataclass(frozen=True)
class FirmList:
    """The firmness of a list. ``masked``: how many an interest hides; the money is then told of none.

    ``agreement``: None when nobody marked, or when a total has too many digits to be compared. ``names``: those of
    the experts, by the keys that reviewers have in the figures. ``reviews_out``: was each review left out in turn;
    ``reviews_money``: and its money judged?
    """

    opened: OpenedCall
    wave: Wave
    grid: ScoringFile
    rows: tuple[FirmRow, ...]
    masked: int
    agreement: Agreement | None
    names: dict[str, str]
    reviews_out: bool
    reviews_money: bool

    @property
    def fragile(self) -> tuple[FirmRow, ...]:
        """Those whose money hangs on little; nobody where part of the list is hidden."""
        return () if self.masked else tuple(row for row in self.rows if row.firmness.fragile)


def firm_list(work: Work, slug: str, wave_key: str | None = None) -> FirmList:
    """The firmness of the list of a wave, for those who read its reviews and know its experts.

    What an interest hides enters no figure: the list is made again without it, as if it had not been filed, and
    nothing is said of the money, which it may have taken (decision 7). Raises Hidden, Forbidden, NotReady.
    """
    opened = open_committee(work, slug, PERMISSIONS[Permission.READ_REVIEWS])
    grid = opened.folder.scoring
    if Group.REVIEW not in opened.folder.groups or grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="ranking")
    wave = busy_wave(work, opened, wave_key)
    listed = listed_in(work, key_of(wave))
    hidden = interests.interests_of_person(work.session, work.person_id)
    found = {identity: one.published for identity, one in listed.items() if identity not in hidden}
    result = list_wave(work, opened.folder, grid, found, wave)
    by_reference = {one.reference: one for one in found.values()}
    agreement = agreement_of(result.listing.ranked.scored)
    return FirmList(
        opened,
        wave,
        grid,
        tuple(
            FirmRow(
                one,
                result.listing.place(one.reference).funded,
                by_reference[one.reference],
            )
            for one in firmness_in(work, opened.folder, wave, result)
        ),
        len(listed) - len(found),
        agreement,
        _names(work, agreement),
        leaves_reviews_out(grid),
        has_one_line(rule_of(opened.folder)),
    )


def _names(work: Work, agreement: Agreement | None) -> dict[str, str]:
    experts = {int(one.habit.reviewer) for one in agreement.experts} if agreement is not None else set()
    known = people.named(work.session, experts)
    return {str(identity): person.name for identity, person in known.items()}
