"""`committee.yaml`: who sits, and how many must be there."""

from typing import Annotated

from pydantic import Field

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.sheet import Key, OptionalText, Share, Sheet, ShortText, Whole


class College(Sheet):
    """A family of members with its seats."""

    key: Key
    name: ShortText
    seats: Annotated[Whole, Field(ge=1, le=200)]


class CommitteeFile(Sheet):
    """The committee advises, the authority decides. `quorum` is the share of members who must be present."""

    name: ShortText
    mission: OptionalText = ""
    colleges: Annotated[tuple[College, ...], Field(min_length=1)]
    president_college: Key
    quorum: Annotated[Share, Field(gt=0)]
    casting_vote: bool = False
    ranking: RankingRule = RankingRule()

    @property
    def seats(self) -> int:
        """All the seats."""
        return sum(college.seats for college in self.colleges)
