"""What people are called by the part they play, and what each deed is called."""

from collections.abc import Iterable, Mapping

from app.domain.access import Deed
from app.domain.people import Part, Role, TeamRole
from app.words.formats import listing

ROLES: Mapping[Role, str] = {
    Role.OFFICER: "chargé de mission",
    Role.MANAGER: "responsable de l’appel",
    Role.EXPERT: "expert",
    Role.MEMBER: "membre du comité",
    Role.PRESIDENT: "président du comité",
    Role.CONSULTED: "service consulté",
    Role.FINANCE: "service financier",
    Role.AUDITOR: "auditeur",
    Role.ADMIN: "administrateur",
}
TEAM_ROLES: Mapping[TeamRole, str] = {
    TeamRole.OWNER: "portage du projet",
    TeamRole.REPRESENTATIVE: "représentation légale",
    TeamRole.EDITOR: "rédaction",
    TeamRole.READER: "lecture",
}
TEAM_RIGHTS: Mapping[TeamRole, str] = {
    TeamRole.OWNER: "écrit, dépose, signe les demandes et compose l’équipe",
    TeamRole.REPRESENTATIVE: "écrit, dépose et engage la structure",
    TeamRole.EDITOR: "écrit, sans pouvoir déposer",
    TeamRole.READER: "lit, sans pouvoir écrire",
}
PARTS: Mapping[Part, str] = {
    Part.OWNER: "porteur",
    Part.REPRESENTATIVE: "représentant légal",
    Part.EDITOR: "rédacteur",
    Part.READER: "lecteur",
    Part.OFFICER: "chargé de mission",
    Part.MANAGER: "responsable de l’appel",
    Part.EXPERT: "expert du dossier",
    Part.MEMBER: "membre du comité",
    Part.PRESIDENT: "président du comité",
    Part.CONSULTED: "service consulté",
    Part.FINANCE: "service financier",
    Part.AUDITOR: "auditeur",
    Part.SYSTEM: "l’horloge de la plateforme",
}
_PLAYED: Mapping[str, str] = {
    "owner": "le porteur",
    "representative": "le représentant légal",
    "editor": "un rédacteur de l’équipe",
    "reader": "un lecteur de l’équipe",
    "officer": "un chargé de mission",
    "manager": "un responsable de l’appel",
    "expert": "l’expert désigné",
    "member": "un membre du comité",
    "president": "le président du comité",
    "consulted": "le service consulté",
    "finance": "le service financier",
    "auditor": "un auditeur",
    "admin": "un administrateur",
    "system": "la plateforme elle-même",
}
DEEDS: Mapping[Deed, str] = {
    Deed.READ: "Lire la candidature",
    Deed.READ_DRAFT: "Lire ce qui n’est pas encore déposé",
    Deed.WRITE_FORM: "Écrire la lettre et le dossier, joindre des pièces",
    Deed.MANAGE_TEAM: "Composer l’équipe, faire les déclarations",
    Deed.READ_CHECKLIST: "Lire la grille de recevabilité",
    Deed.JUDGE_CHECKLIST: "Remplir la grille de recevabilité",
    Deed.READ_REVIEWS: "Lire les expertises et les notes",
    Deed.ASSIGN_REVIEWERS: "Désigner les experts",
    Deed.RECORD_CONSENSUS: "Enregistrer les notes de consensus des experts",
    Deed.WRITE_REVIEW: "Noter et rendre une expertise",
    Deed.DECLARE_INTEREST: "Déclarer un intérêt (déport)",
    Deed.ASK_OPINION: "Demander un avis à un service",
    Deed.GIVE_OPINION: "Donner l’avis demandé",
    Deed.READ_OPINIONS: "Lire les avis des services",
    Deed.READ_COMMITTEE: "Lire les avis du comité",
    Deed.RECORD_DECISION: "Enregistrer la décision, encore provisoire",
    Deed.READ_DECISION: "Lire la décision provisoire",
    Deed.READ_CONVENTION: "Lire la convention",
    Deed.PREPARE_CONVENTION: "Préparer la convention",
    Deed.READ_FOLLOW_UP: "Lire le suivi et les indicateurs",
    Deed.SET_TARGETS: "Fixer les valeurs de départ et les cibles",
    Deed.REPORT_INDICATORS: "Renseigner les indicateurs",
    Deed.READ_PAYMENTS: "Lire les versements",
    Deed.REQUEST_PAYMENT: "Demander un versement",
    Deed.PAY: "Payer un versement",
    Deed.TAKE_CHARGE: "Prendre en charge une candidature",
    Deed.READ_JOURNAL: "Lire le journal de la candidature",
}


def role_word(role: Role) -> str:
    """« chargé de mission »."""
    return ROLES[role]


def team_word(role: TeamRole) -> str:
    """« rédaction »."""
    return TEAM_ROLES[role]


def played_by(parts: Iterable[str]) -> str:
    """Who may do it, in a sentence: « le porteur ou le représentant légal ». Parts and roles alike."""
    return listing(tuple(_PLAYED[str(part)] for part in parts), "ou")
