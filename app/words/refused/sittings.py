"""Why a sitting of the committee is not recorded so, with the items and the figures; and what to do then."""

from collections.abc import Callable, Mapping
from typing import Final

from app.domain.errors import ReasonCode
from app.words.formats import listing, number, plural
from app.words.values import ReasonValues

C = ReasonCode


def _called(reference: str) -> str:
    return reference or "un point qui vous est masqué"


def _denies(told: ReasonValues) -> str:
    over = [
        f"{_called(item)} ({plural(cast, 'voix exprimée', 'voix exprimées')} pour {number(voices)})"
        for item, cast, voices in told.values.get("over", ())
    ]
    short = [
        f"{_called(item)} ({plural(present, 'présent')} pour {number(required)} requis)"
        for item, present, required in told.values.get("short", ())
    ]
    said = "Ces présences rendent impossible ce qui est enregistré"
    parts = [f"plus de votes que de voix sur {listing(over)}"] if over else []
    parts += [f"plus de quorum sur {listing(short)}"] if short else []
    votes = " Rectifiez d’abord les voix de l’avis." if over else ""
    void = (
        " Un avis donné sans quorum ne vaut pas : rectifiez-le d’abord en « ajournement », puis prenez ce point dans "
        "une nouvelle séance."
        if short
        else ""
    )
    return f"{said}{' : ' if parts else ''}{' ; '.join(parts)}.{votes}{void}"


def _released(told: ReasonValues) -> str:
    moment = told.when("at")
    since = f" : elle l’a été {moment}" if moment else ""
    return (
        f"Une décision prise sur un point de cette séance est déjà notifiée{since}. Les présences et les pouvoirs "
        "ne se rectifient plus ; le jour, l’heure et le lieu, si."
    )


SITTING_FAULTS: Final[Mapping[ReasonCode, Callable[[ReasonValues], str] | str]] = {
    C.NOBODY_PRESENT: "Présences : personne n’est noté présent. Une séance se tient avec un membre au moins.",
    C.ATTENDANCE_DENIES: _denies,
    C.ATTENDANCE_RELEASED: _released,
}
SITTING_REMEDIES: Final[Mapping[ReasonCode, str]] = {
    C.NOBODY_PRESENT: "Notez les membres présents.",
    C.ATTENDANCE_DENIES: "Rectifiez d’abord l’avis, puis les présences.",
}
