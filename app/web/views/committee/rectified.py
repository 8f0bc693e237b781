"""What was put right in a sitting and in its opinions, in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.db.base import key_of
from app.db.committee.committee import CommitteeOpinion, Sitting
from app.db.rectifications import Rectification, Subject, rectifications, rectifications_of
from app.domain.documents import Opinion
from app.services.calls.calls import OpenedCall
from app.services.work import Work
from app.web.views.rectified import Rectified, in_words, named
from app.words.documents import OPINIONS
from app.words.formats import moment, money

LABELS = {
    "held_at": "Date et heure",
    "place": "Lieu",
    "present": "Présents",
    "proxies": "Pouvoirs",
    "presided_by": "Présidence",
}

OPINION_LABELS = {
    "opinion": "Avis",
    "amount": "Montant proposé",
    "conditions": "Conditions",
    "observations": "Observations",
    "reasons": "Motifs",
    "votes_for": "Voix pour",
    "votes_against": "Voix contre",
    "abstentions": "Abstentions",
    "casting_vote": "Voix prépondérante",
}


def rectified_rows(work: Work, opened: OpenedCall, sitting: Sitting) -> tuple[Rectified, ...]:
    """Every rectification of a sitting, the last first."""
    rows = rectifications(work.session, Subject.SITTING, key_of(sitting))
    names = named(
        work, {person for row in rows for said in (row.was, row.became) for person in _persons(said)}
    )

    def words(field: str, value: Any) -> str:
        if field == "held_at":
            return moment(datetime.fromisoformat(value), opened.folder.call.zone)
        if field == "present":
            return ", ".join(names[one] for one in value)
        if field == "presided_by":
            return names[value] if value is not None else ""
        if field == "proxies":
            return ", ".join(f"{names[int(giver)]} à {names[holder]}" for giver, holder in value.items())
        return str(value)

    return in_words(work, rows, LABELS, words)


def _persons(said: Mapping[str, Any]) -> set[int]:
    proxies = said.get("proxies", {})
    led = said.get("presided_by")
    return {*said.get("present", ()), *map(int, proxies), *proxies.values(), *((led,) if led else ())}


def rectified_opinions(work: Work, opinions: Sequence[CommitteeOpinion]) -> dict[int, tuple[Rectified, ...]]:
    """Every rectification of these opinions, by opinion, the last first."""
    by_opinion: dict[int, list[Rectification]] = {}
    for row in rectifications_of(work.session, Subject.OPINION, {key_of(one) for one in opinions}):
        by_opinion.setdefault(row.subject_id, []).append(row)
    return {one: in_words(work, rows, OPINION_LABELS, _of_opinion) for one, rows in by_opinion.items()}


def _of_opinion(field: str, value: Any) -> str:
    if field == "opinion":
        return OPINIONS[Opinion(value)]
    if field == "casting_vote":
        return "oui" if value else "non"
    if field == "amount":
        return money(value) if value is not None else ""
    return str(value)
