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
    unled = [_called(item) for item in told.items("unled")]
    parts += [f"plus de présidence sur {listing(unled)}, dont un intérêt écarte qui préside"] if unled else []
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


def _exceed(told: ReasonValues) -> str:
    """« 12 + 3 = 15 voix pour 10 (9 présents et 1 pouvoir). »"""
    if not told.values.get("read"):
        return "Plus de votes que de voix."
    read, most = told.number("read"), told.number("max")
    each = [number(one) for one in told.values.get("each", ()) if one]
    sum_ = f"{' + '.join(each)} = {read}" if len(each) > 1 else read
    carried = f" et {told.count('proxies', 'pouvoir')}" if told.values.get("proxies") else ""
    return (
        f"Plus de votes que de voix : {sum_} voix pour {most} ({told.count('present', 'présent')}{carried})."
    )


def _tied(told: ReasonValues) -> str:
    if "votes_for" not in told.values:
        return "Partage égal des voix : "
    return (
        f"Partage égal des voix ({told.number('votes_for')} pour, {told.number('votes_against')} contre) : "
    )


SITTING_FAULTS: Final[Mapping[ReasonCode, Callable[[ReasonValues], str] | str]] = {
    C.NOBODY_PRESENT: "Présences : personne n’est noté présent. Une séance se tient avec un membre au moins.",
    C.PRESIDER_MISSING: "La présidence du comité est absente : dites quel membre présent préside la séance.",
    C.PRESIDER_ABSENT: "Qui préside la séance est l’un des membres présents.",
    C.PRESIDER_OUT: "Qui préside la séance a un intérêt dans ce dossier : dites qui préside ce point.",
    C.VOTES_EXCEED: _exceed,
    C.VOTES_TIED: lambda told: (
        f"{_tied(told)}l’avis favorable n’est pas adopté, et l’appel ne donne à personne de voix prépondérante."
    ),
    C.VOTE_MISSING: "Écrivez les voix, ou cochez que l’avis est rendu par consensus, sans vote.",
    C.VOTE_AND_CONSENSUS: "Un avis rendu par consensus n’a pas de voix : retirez les voix, ou décochez.",
    C.CASTING_VOTE_ASKED: lambda told: (
        f"{_tied(told)}dites si la voix prépondérante de la présidence l’adopte."
    ),
    C.CASTING_VOTE_NEEDLESS: "La voix prépondérante ne sert qu’en cas de partage égal, quand l’appel la donne.",
    C.ATTENDANCE_DENIES: _denies,
    C.ATTENDANCE_RELEASED: _released,
}
SITTING_REMEDIES: Final[Mapping[ReasonCode, str]] = {
    C.NOBODY_PRESENT: "Notez les membres présents.",
    C.PRESIDER_MISSING: "Choisissez la présidence de séance.",
    C.PRESIDER_ABSENT: "Choisissez un membre présent.",
    C.PRESIDER_OUT: "Choisissez un membre présent, sans intérêt dans le dossier.",
    C.VOTES_EXCEED: "Vérifiez les voix et les présences.",
    C.VOTES_TIED: "Ajournez le dossier, ou rendez un avis défavorable.",
    C.VOTE_MISSING: "Dites comment l’avis est rendu.",
    C.VOTE_AND_CONSENSUS: "Dites comment l’avis est rendu.",
    C.CASTING_VOTE_ASKED: "Cochez la voix prépondérante, ajournez le dossier ou rendez un avis défavorable.",
    C.CASTING_VOTE_NEEDLESS: "Décochez la voix prépondérante.",
    C.ATTENDANCE_DENIES: "Rectifiez d’abord l’avis, puis les présences.",
}
