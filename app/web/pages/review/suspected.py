"""What is sent of a suspicion from a page that shows those of several applications."""

from app.domain.errors import Hidden, Invalid, ReasonCode
from app.edge.numbers import whole_number
from app.services.screening import suspicions
from app.services.work import Work
from app.web.rectifying import errors_of

CONFIRMED = "L’intérêt est reconnu : cette personne ne voit plus rien de ce dossier."
SET_ASIDE = "Le rapprochement est écarté : cette personne peut se prononcer sur ce dossier."


def judged(work: Work, sent: dict[str, str]) -> str:
    """Keep it, and say what was done. « confirmer » or not, « person_id », « reference », and its own field of reason.

    Raises as ``suspicions.judge``.
    """
    person, reference = whole_number(sent.get("person_id", "")), sent.get("reference", "")
    if person is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="person")
    confirmed = "confirmer" in sent
    suspicions.judge(work, reference, person, confirmed, sent.get(_field(sent), ""))
    return CONFIRMED if confirmed else SET_ASIDE


def reason_errors(refused: Invalid, sent: dict[str, str]) -> dict[str, str]:
    """What is wrong in the reason, by the field of the page that shows it."""
    return {_field(sent): errors_of(refused)["reason"]}


def _field(sent: dict[str, str]) -> str:
    return f"reason-{sent.get('reference', '')}-{sent.get('person_id', '')}"
