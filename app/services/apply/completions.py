"""What a completion answers, and what becomes of what was written when it is not asked any more."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.apply import files
from app.db.apply import filings as kept_filings
from app.db.screening import screening
from app.domain import budget_form
from app.domain.completion import Change, Opened, Place, cells, changes
from app.domain.crossing import lengthened
from app.domain.errors import Reason, ReasonCode
from app.services.apply import filings, forms
from app.services.cases import Case
from app.services.work import Work


def written_since(work: Work, case: Case) -> tuple[Change, ...]:
    """What the team changed since its last filing, and did not send yet."""
    filed = kept_filings.last_filing(work.session, case.id, forms.DOSSIER)
    return changes(filed.content, filings.to_freeze(work, case, forms.DOSSIER)) if filed else ()


def unanswered(work: Work, case: Case) -> Reason | None:
    """Why a completion would be empty: nothing changed and nothing is said; None when something is, or none waits."""
    request = screening.open_completion(work.session, case.id)
    if request is None or reply(work, case) or written_since(work, case):
        return None
    asked = request.named.labels(case.folder.dossier)
    return Reason.of(ReasonCode.NOTHING_ANSWERED, asked=asked, budget=request.budget)


def reply(work: Work, case: Case) -> str:
    """What the team answers in words and did not send yet."""
    return filings.reply_of(forms.draft_of(work, case, forms.DOSSIER).content)


def take_reply(work: Work, case: Case) -> str:
    """What was answered in words, taken out of the draft: it was sent, and the next request has its own answer."""
    draft = forms.draft_of(work, case, forms.DOSSIER)
    said = filings.reply_of(draft.content)
    draft.content = {key: value for key, value in draft.content.items() if key != "reply"}
    work.session.add(draft)
    return said


def put_back(work: Work, case: Case, still: Opened) -> None:
    """Put back as filed what the team changed and is not asked for any more; its text is kept aside, for the team.

    Nobody is named for it: the authority did not read what was being written.
    """
    found = tuple(one for one in written_since(work, case) if not still.holds(one))
    filed = kept_filings.last_filing(work.session, case.id, forms.DOSSIER)
    if not found or filed is None:
        return
    _pieces_back(work, case, filed.content, still)
    draft = forms.draft_of(work, case, forms.DOSSIER, afresh=True)
    content, version = dict(draft.content), draft.version + 1
    back = {one.key: one.before for one in found if one.place is Place.ANSWER}
    content["answers"] = {**content["answers"], **back}
    if any(one.place is Place.BUDGET for one in found):
        boxes = cells(content.get("budget", {})) | {
            one.key: str(one.before) for one in found if one.place is Place.BUDGET
        }
        content["budget"] = budget_form.of_cells(boxes)
    undone = {one.key: bool(one.before) for one in found if one.place is Place.DECLARATION}
    made = {key for key in content.get("declarations", ()) if key not in undone}
    content["declarations"] = sorted(made | {key for key, before in undone.items() if before})
    content["trails"] = _trails(content.get("trails", {}), found, version)
    content["aside"] = [*content.get("aside", ()), *map(_aside, found)]
    draft.content, draft.version = content, version
    draft.saved_by, draft.saved_at = None, work.now
    work.session.add(draft)
    work.session.flush()


def set_aside(work: Work, case: Case) -> tuple[Change, ...]:
    """What the team had written and that was put back, in order: from what it had written to what was filed."""
    content = forms.draft_of(work, case, forms.DOSSIER).content
    return tuple(
        Change(Place(one["place"]), one["key"], one["written"], one["filed"])
        for one in content.get("aside", ())
    )


def _aside(change: Change) -> dict[str, Any]:
    return {
        "place": change.place.value,
        "key": change.key,
        "written": change.after,
        "filed": change.before,
    }


def _trails(trails: Mapping[str, Any], found: Sequence[Change], version: int) -> dict[str, Any]:
    lengths = dict(trails)
    named = {Place.ANSWER: "", Place.BUDGET: "budget.", Place.DECLARATION: "declaration."}
    for one in found:
        if (start := named.get(one.place)) is not None:
            place = f"{start}{one.key}"
            before, after = (
                raw if isinstance(raw, str) else "\n".join(raw) for raw in (one.after, one.before)
            )
            lengths[place] = lengthened(lengths.get(place), version, before, after)
    return lengths


def _pieces_back(work: Work, case: Case, filed: Mapping[str, Any], still: Opened) -> None:
    kept = {one["handle"] for one in filed.get("pieces", ())}
    joined = files.joined(work.session, case.id)
    for file in joined:
        if file.piece not in still.pieces and file.handle not in kept:
            file.removed_at = work.now
            work.session.add(file)
    work.session.flush()
    for file in files.with_handles(work.session, kept - {one.handle for one in joined}):
        if file.piece not in still.pieces:
            file.removed_at = None
            work.session.add(file)
    work.session.flush()
