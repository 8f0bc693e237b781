"""The pages around one application that its reader may open, each with its name."""

from app.domain.access import Permission
from app.domain.scoring import agreed_criteria
from app.domain.workflow import Group, Stage
from app.domain.workflow.stages import STAGES_OF
from app.services.cases import Case
from app.services.identity.sign_in import inside

_DECIDED = frozenset((Stage.AWARDED, Stage.AGREED, *STAGES_OF[Group.CONVENTION], *STAGES_OF[Group.FOLLOW_UP]))
_FROM: dict[str, frozenset[Stage]] = {
    "convention": _DECIDED,
    "expertises": frozenset(Stage)
    - frozenset((*STAGES_OF[Group.LETTER], *STAGES_OF[Group.DOSSIER], *STAGES_OF[Group.ADMISSIBILITY])),
    "suivi": _DECIDED - {Stage.RENOUNCED},
    "versements": frozenset((Stage.CONVENTION_SIGNED, *STAGES_OF[Group.FOLLOW_UP])),
}
"""The stages at which there is something to read on these pages."""

_PAGES: tuple[tuple[str, str, Permission, Group | None], ...] = (
    ("recevabilite", "Grille de recevabilité", Permission.READ_CHECKLIST, Group.ADMISSIBILITY),
    ("complements", "Demandes de complément", Permission.READ_CHECKLIST, Group.ADMISSIBILITY),
    ("experts", "Désigner les experts", Permission.ASSIGN_REVIEWERS, Group.REVIEW),
    ("expertises", "Ce que disent les experts", Permission.READ_REVIEWS, Group.REVIEW),
    ("consensus", "Notes de consensus", Permission.READ_REVIEWS, Group.REVIEW),
    ("avis", "Demander un avis", Permission.ASK_OPINION, None),
    ("decision", "Enregistrer la décision", Permission.RECORD_DECISION, Group.DECISION),
    ("structure", "Fiche de la structure", Permission.PREPARE_CONVENTION, None),
    ("convention", "Convention", Permission.READ_CONVENTION, Group.CONVENTION),
    ("suivi", "Rendez-vous et indicateurs", Permission.READ_FOLLOW_UP, Group.FOLLOW_UP),
    ("versements", "Versements", Permission.READ_PAYMENTS, Group.CONVENTION),
    ("journal", "Journal complet", Permission.READ_JOURNAL, None),
    ("interet", "Déclarer un intérêt", Permission.DECLARE_INTEREST, None),
)


def way_back(case: Case, asked: str) -> str:
    """Where to go afterwards: a page of this call's desk when the form came from one, else the application."""
    of_call = asked.startswith(f"/bureau/appels/{case.call.slug}/") and ".." not in asked
    return asked if of_call and inside(asked) == asked else f"/candidatures/{case.application.reference}"


def links_of(case: Case) -> list[tuple[str, str]]:
    """Address and name of each page that this person may open from here and find something on."""
    home = f"/candidatures/{case.application.reference}"
    return [
        (f"{home}/{name}", words)
        for name, words, deed, group in _PAGES
        if case.may(deed)
        and (group is None or group in case.folder.groups)
        and (name not in _FROM or case.application.stage in _FROM[name])
        and (name != "consensus" or _agrees(case))
    ]


def _agrees(case: Case) -> bool:
    return case.folder.grid is not None and bool(agreed_criteria(case.folder.grid))
