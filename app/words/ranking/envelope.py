"""The account of an envelope in words: the same five on every page, and nothing else under these names."""

from typing import Final, NamedTuple

from app.domain.workflow import Stage
from app.domain.workflow.envelope import FAVOURABLE, GIVEN_UP, Commitment, EnvelopeAccount, Hold
from app.words import formats, labels
from app.words.typography import typo

ENVELOPE: Final = "Enveloppe"
AWARDED: Final = "Attribué"
DECIDED: Final = "Décidé, à publier"
ADVISED: Final = "Avis favorables"
FREE: Final = "Reste"


class Entry(NamedTuple):
    """A line of the account: its name, its amount in cents, and what it is made of."""

    name: str
    cents: int
    note: str = ""


def entries(account: EnvelopeAccount) -> tuple[Entry, ...]:
    """The account, line by line; without limit, neither the envelope nor what is left of it.

    What is decided has its line while something waits to be published: the committee, which does not read it, reads
    no line that denies it.
    """
    taken = (
        Entry(AWARDED, account.awarded, ended_words(account.ended)),
        *((Entry(DECIDED, account.decided),) if account.decided else ()),
        Entry(ADVISED, account.advised),
    )
    if account.free is None:
        return taken
    return (Entry(ENVELOPE, account.envelope), *taken, Entry(FREE, account.free))


def ended_words(ended: int) -> str:
    """What conventions ended early keep of what is awarded; nothing without any."""
    if not ended:
        return ""
    return typo(f"dont {formats.money(ended)} payés avant une fin anticipée")


def held_words(stage: Stage, held: Commitment) -> str:
    """What is settled of an application, in words; its stage where it takes nothing."""
    if held.hold is Hold.AWARDED:
        return "Attribuée"
    if held.hold is Hold.ADVISED or (held.hold is Hold.DECIDED and stage in FAVOURABLE):
        return "Retenue par le comité"
    return DECIDED if held.hold is Hold.DECIDED else labels.OFFICER_STAGES[stage].word


def kept_words(stage: Stage, decided: int, held: Commitment) -> str:
    """What became of an application since its decision, where it does not hold the amount of it any more."""
    word = labels.OFFICER_STAGES[stage].word
    if held.hold is Hold.ENDED:
        told = f"{word} : {formats.money(held.cents)} payés sur {formats.money(decided)} décidés"
    elif stage in GIVEN_UP:
        told = f"{word} : {formats.money(decided)} rendus à l’enveloppe" if decided else word
    else:
        return ""
    return typo(told)
