"""Calls as JSON: public, as they are frozen."""

from fastapi import APIRouter

from app.api.calls.schemas import (
    CallShape,
    CallWhole,
    Released,
    Releasing,
    ToRelease,
    ToReleaseLine,
    WaveShape,
)
from app.api.dependencies import ApiReading, ApiWriting
from app.api.grid_schemas import CriterionShape
from app.api.problems import RESPONSES
from app.domain.people import Part, Role
from app.services.calls import calls
from app.services.calls.calls import OpenedCall
from app.services.ranking.ranked_list import open_committee, wave_of
from app.services.road import decisions
from app.services.route_access import ANYONE, allow
from app.words.calls.grids import rule_sentences

router = APIRouter(prefix="/calls", tags=["appels"], responses=RESPONSES)


def _head(opened: OpenedCall) -> dict[str, object]:
    call = opened.folder.call
    return {
        "slug": call.slug,
        "title": call.title,
        "edition": call.edition,
        "authority": call.authority.name,
        "summary": call.summary,
        "stages": tuple(group.value for group in opened.folder.groups),
        "state": opened.row.state.value,
        "checksum": opened.row.checksum,
        "timezone": call.timezone,
        "waves": tuple(WaveShape.model_validate(wave) for wave in opened.waves),
    }


@router.get("", summary="Les appels publiés")
@allow(ANYONE)
def published(work: ApiReading) -> list[CallShape]:
    return [CallShape.model_validate(_head(opened)) for opened in calls.published(work)]


@router.get("/{slug}", summary="Un appel, ses critères et ses formulaires")
@allow(ANYONE)
def whole(work: ApiReading, slug: str) -> CallWhole:
    opened = calls.by_slug(work, slug)
    folder = opened.folder
    forms = {
        name: form.model_dump(mode="json")
        for name, form in (("letter", folder.letter), ("dossier", folder.dossier))
        if form
    }
    return CallWhole.model_validate(
        {
            **_head(opened),
            "purpose": folder.call.purpose,
            "funded": folder.call.funded,
            "not_funded": folder.call.not_funded,
            "applicants": folder.call.applicants,
            "criteria": tuple(
                CriterionShape.model_validate(one)
                for one in (folder.scoring.criteria if folder.scoring else ())
            ),
            "rules": rule_sentences(folder),
            "forms": forms,
        }
    )


@router.get("/{slug}/waves/{wave}/release", summary="Les décisions qu’une publication rendrait connues")
@allow(Role.MANAGER)
def to_release(work: ApiReading, slug: str, wave: str) -> ToRelease:
    opened = open_committee(work, slug, {Part.MANAGER})
    found = decisions.to_release(work, opened, wave_of(opened, wave, work.now))
    lines = tuple(
        ToReleaseLine(reference=reference, outcome=said.outcome, amount=said.amount, version=said.version)
        for reference, said in found.decisions
    )
    return ToRelease(decisions=lines, decisions_sha256=found.sha256)


@router.post("/{slug}/waves/{wave}/release", summary="Publier toutes les décisions d’une vague")
@allow(Role.MANAGER)
def release(work: ApiWriting, slug: str, wave: str, sent: Releasing) -> Released:
    return Released(released=decisions.release(work, slug, wave, read_sha256=sent.decisions_sha256))
