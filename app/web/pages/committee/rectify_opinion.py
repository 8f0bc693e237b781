"""Putting an opinion of the committee right: all that its first recording has, and the compulsory reason."""

from functools import partial

from fastapi import APIRouter, Request, Response

from app.db.base import key_of
from app.db.rectifications import Subject, rectifications
from app.domain.money import plain_euros
from app.edge.numbers import Key
from app.services.road import rectified_opinions
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts, version_seen
from app.web.rectifying import put_right, status_of
from app.web.views.committee.rectified import rectified_opinions as in_words
from app.web.views.trails import trail_of
from app.words.documents import OPINIONS
from app.words.typography import typo

router = APIRouter(prefix="/candidatures/{reference}/avis-du-comite/{opinion_id}/rectifier")
FIELDS = (
    "opinion",
    "amount",
    "conditions",
    "comment",
    "votes_for",
    "votes_against",
    "abstentions",
    "consensus",
    "casting_vote",
    "reason",
)


@router.get("")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, opinion_id: Key) -> Response:
    return _form(request, work, reference, opinion_id, None, {})


@router.post("")
@allow(CASE)
def rectify(request: Request, work: Writing, form: Posted, reference: str, opinion_id: Key) -> Response:
    case, _, sitting = rectified_opinions.opinion_of(work, reference, opinion_id)
    sent = texts(form)
    said = {**{name: sent.get(name, "") for name in FIELDS}, "version": version_seen(sent)}
    here = f"/bureau/appels/{case.call.slug}/seances/{key_of(sitting)}?point={reference}"
    told = "L’avis est rectifié. Ce qui était enregistré reste lisible, avec votre raison."
    return put_right(
        work,
        lambda: rectified_opinions.rectify(work, reference, opinion_id, said),
        partial(_form, request, work, reference, opinion_id, sent),
        lambda _made: flash(request, see_other(here), "ok", told),
    )


def _form(
    request: Request,
    work: Work,
    reference: str,
    opinion_id: int,
    sent: dict[str, str] | None,
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who put the opinion right meanwhile; what was typed is in the form."""
    case, opinion, sitting = rectified_opinions.opinion_of(work, reference, opinion_id)
    rectified_opinions.refuse_released(work, case)
    known = {
        "opinion": opinion.opinion.value,
        "amount": plain_euros(opinion.amount) if opinion.amount is not None else "",
        "conditions": opinion.conditions,
        "comment": opinion.observations or opinion.reasons,
        "votes_for": str(opinion.votes_for),
        "votes_against": str(opinion.votes_against),
        "abstentions": str(opinion.abstentions),
        "consensus": "" if opinion.votes_for + opinion.votes_against + opinion.abstentions else "yes",
        "casting_vote": "yes" if opinion.casting_vote else "",
    }
    home = f"/candidatures/{reference}/avis-du-comite/{opinion_id}/rectifier"
    return page(
        request,
        work,
        "committee/rectify_opinion.html",
        status=status_of(errors, crossed),
        case=case,
        opinion=opinion,
        sitting=sitting,
        said=typo(OPINIONS[rectified_opinions.kind_of(opinion)]),
        kinds=[(one.value, typo(words)) for one, words in OPINIONS.items()],
        leads=rectified_opinions.leads(work, case, opinion),
        zone=case.zone,
        here=home,
        back=f"/bureau/appels/{case.call.slug}/seances/{key_of(sitting)}?point={reference}",
        version=len(rectifications(work.session, Subject.OPINION, opinion_id)),
        rectified=in_words(work, [opinion]).get(opinion_id, ()),
        sent=known if sent is None else sent,
        errors=errors,
        crossed=crossed,
        trail=trail_of(case, "Rectifier l’avis du comité"),
    )
