"""What people are called by the part they play, and what each deed is called."""

from collections.abc import Iterable, Mapping

from app.domain.access import Permission
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
    TeamRole.OWNER: "conduite du projet",
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
PERMISSIONS: Mapping[Permission, str] = {
    Permission.READ: "Lire la candidature",
    Permission.READ_DRAFT: "Lire ce qui n’est pas encore déposé",
    Permission.WRITE_FORM: "Écrire la lettre et le dossier, joindre des pièces",
    Permission.MANAGE_TEAM: "Composer l’équipe, faire les déclarations",
    Permission.READ_CHECKLIST: "Lire la grille de recevabilité",
    Permission.JUDGE_CHECKLIST: "Remplir la grille de recevabilité",
    Permission.READ_REVIEWS: "Lire les expertises et les notes",
    Permission.ASSIGN_REVIEWERS: "Désigner les experts",
    Permission.RECORD_CONSENSUS: "Enregistrer les notes de consensus des experts",
    Permission.WRITE_REVIEW: "Noter et rendre une expertise",
    Permission.DECLARE_INTEREST: "Déclarer un intérêt (déport)",
    Permission.ENTER_INTEREST: "Enregistrer l’intérêt que quelqu’un dit de vive voix",
    Permission.ASK_OPINION: "Demander un avis à un service",
    Permission.GIVE_OPINION: "Donner l’avis demandé",
    Permission.RECTIFY_OPINION: "Rectifier un avis du comité, tant que la décision n’est pas publiée",
    Permission.READ_OPINIONS: "Lire les avis des services",
    Permission.READ_COMMITTEE: "Lire les avis du comité",
    Permission.RECORD_DECISION: "Enregistrer la décision, encore provisoire",
    Permission.READ_DECISION: "Lire la décision provisoire",
    Permission.READ_CONVENTION: "Lire la convention",
    Permission.PREPARE_CONVENTION: "Préparer la convention",
    Permission.READ_FOLLOW_UP: "Lire le suivi et les indicateurs",
    Permission.SET_TARGETS: "Fixer les valeurs de départ et les cibles",
    Permission.REPORT_INDICATORS: "Renseigner les indicateurs",
    Permission.READ_PAYMENTS: "Lire les versements",
    Permission.REQUEST_PAYMENT: "Demander un versement",
    Permission.PAY: "Payer un versement",
    Permission.TAKE_CHARGE: "Prendre en charge une candidature",
    Permission.READ_JOURNAL: "Lire le journal de la candidature",
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
