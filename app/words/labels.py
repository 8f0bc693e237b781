"""The words of each state, in two voices: the applicant reads what happens to them, the officer what is to be done.

An applicant's word never tells an opinion of the committee: five stages share theirs. Values that tables keep
(payments, reviews, verdicts) are worded by value, since words know the domain and not the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.people import Part
from app.domain.workflow import Group, Outcome, Stage
from app.words.documents import of, sentence_start, to
from app.words.meetings import UNNAMED, Meetings, phrases
from app.words.typography import typo


class Audience(StrEnum):
    """Who reads: the team of the application, or those who work on it for the authority."""

    APPLICANT = "applicant"
    OFFICER = "officer"


@dataclass(frozen=True)
class Said:
    """A short word for a pill, a sentence, and the tone of the pill: '' | 'info' | 'ok' | 'turn' | 'no'."""

    word: str
    sentence: str
    tone: str = ""


AUTHORITY = "la collectivité"
"""What the authority is called when its call does not say: « la Région », « la Métropole »…"""

_OPINION_GIVEN = Said(
    "Au comité", "Le comité a examiné votre candidature. {Called} décide, puis vous écrit.", "info"
)

APPLICANT_STAGES: Mapping[Stage, Said] = {
    Stage.LETTER_DRAFT: Said(
        "Lettre à écrire", "Votre lettre d’intention n’est pas déposée : seule votre équipe la lit.", "turn"
    ),
    Stage.LETTER_SUBMITTED: Said(
        "Lettre déposée", "Votre lettre est bien déposée. {Called} la lit, puis vous répond.", "info"
    ),
    Stage.DECLINED: Said(
        "Lettre non retenue",
        "{Called} ne donne pas suite à votre lettre ; les raisons vous ont été écrites.",
        "no",
    ),
    Stage.DOSSIER_DRAFT: Said(
        "Dossier à remplir", "Votre dossier n’est pas déposé : seule votre équipe le lit.", "turn"
    ),
    Stage.DOSSIER_SUBMITTED: Said(
        "Dossier déposé", "Votre dossier est bien déposé. {Called} vérifie qu’il est complet.", "info"
    ),
    Stage.WITHDRAWN: Said("Retirée", "Vous avez retiré votre candidature. Ce qui a été écrit est gardé."),
    Stage.EXPIRED: Said(
        "Délai passé", "Le délai est passé sans dépôt ou sans décision : la candidature s’arrête là.", "no"
    ),
    Stage.COMPLETION_REQUESTED: Said(
        "À compléter",
        "{Called} attend un complément de votre part ; le reste du dossier ne bouge pas.",
        "turn",
    ),
    Stage.ADMISSIBLE: Said(
        "Recevable", "Votre dossier est complet et recevable : son examen commence.", "ok"
    ),
    Stage.INADMISSIBLE: Said(
        "Irrecevable", "Votre dossier ne peut pas être examiné ; les raisons vous ont été écrites.", "no"
    ),
    Stage.IN_REVIEW: Said(
        "En expertise", "Votre dossier est lu et noté sur les critères de l’appel.", "info"
    ),
    Stage.REVIEWED: Said(
        "Expertise faite", "Votre dossier a été lu et noté. Il va passer au comité.", "info"
    ),
    Stage.SHORTLISTED: Said(
        "Au comité", "Votre candidature passe devant le comité, qui donne un avis.", "info"
    ),
    Stage.RECOMMENDED: _OPINION_GIVEN,
    Stage.RECOMMENDED_WITH_CONDITIONS: _OPINION_GIVEN,
    Stage.POSTPONED: _OPINION_GIVEN,
    Stage.NOT_RECOMMENDED: _OPINION_GIVEN,
    Stage.ON_RESERVE: Said(
        "Liste complémentaire",
        "Votre projet sera soutenu si des crédits se libèrent : {called} vous écrira.",
        "info",
    ),
    Stage.AWARDED: Said("Retenue", "Votre projet est retenu : {called} vous l’a écrit.", "ok"),
    Stage.REJECTED: Said(
        "Non retenue", "Votre projet n’est pas retenu ; les raisons vous ont été écrites.", "no"
    ),
    Stage.AT_THE_TABLE: Said(
        "À la table commune", "Vous siégez à la table commune, qui construit le service avec tous.", "info"
    ),
    Stage.AGREED: Said("Accord trouvé", "La table commune est d’accord sur le projet.", "ok"),
    Stage.CONVENTION_DRAFT: Said("Convention en préparation", "{Called} prépare votre convention.", "info"),
    Stage.CONVENTION_SENT: Said(
        "Convention à signer",
        "Votre convention vous a été envoyée : relisez-la, signez-la, renvoyez-la.",
        "turn",
    ),
    Stage.CONVENTION_SIGNED: Said(
        "Convention signée", "Les deux parties ont signé. Le rendez-vous de démarrage vient ensuite.", "ok"
    ),
    Stage.RENOUNCED: Said("Aide abandonnée", "Le projet ne sera pas aidé : l’aide a été abandonnée."),
    Stage.STARTED: Said(
        "Projet démarré",
        "Le rendez-vous de démarrage est tenu. Le suivant fait le point à mi-parcours.",
        "ok",
    ),
    Stage.MIDTERM_HELD: Said(
        "Mi-parcours tenu", "Le point à mi-parcours est fait. Le bilan clôt le projet.", "ok"
    ),
    Stage.FINAL_HELD: Said(
        "Bilan tenu", "Le bilan est fait. {Called} règle le solde, puis clôt le dossier.", "ok"
    ),
    Stage.CLOSED: Said("Terminée", "Le projet est terminé et le dossier est clos. Merci.", "ok"),
    Stage.TERMINATED: Said("Convention résiliée", "La convention a pris fin avant son terme.", "no"),
}

OFFICER_STAGES: Mapping[Stage, Said] = {
    Stage.LETTER_DRAFT: Said("Lettre en cours", "Le porteur écrit sa lettre d’intention."),
    Stage.LETTER_SUBMITTED: Said(
        "Lettre à lire", "La lettre attend une réponse : inviter, décliner ou rendre pour reprise.", "turn"
    ),
    Stage.DECLINED: Said("Lettre déclinée", "La lettre a été déclinée, avec ses raisons.", "no"),
    Stage.DOSSIER_DRAFT: Said("Dossier en cours", "Le porteur remplit son dossier."),
    Stage.DOSSIER_SUBMITTED: Said(
        "À instruire", "Le dossier est déposé : sa recevabilité est à vérifier.", "turn"
    ),
    Stage.WITHDRAWN: Said("Retirée", "Le porteur a retiré sa candidature."),
    Stage.EXPIRED: Said("Délai passé", "Le délai est passé : la candidature s’arrête là.", "no"),
    Stage.COMPLETION_REQUESTED: Said(
        "Complément attendu",
        "Un complément a été demandé au porteur ; le délai au terme duquel le silence vaut rejet est suspendu.",
        "info",
    ),
    Stage.ADMISSIBLE: Said("Recevable", "Le dossier est recevable : l’étape suivante est à ouvrir.", "turn"),
    Stage.INADMISSIBLE: Said("Irrecevable", "Le dossier a été déclaré irrecevable.", "no"),
    Stage.IN_REVIEW: Said("En expertise", "Les experts lisent et notent le dossier.", "info"),
    Stage.REVIEWED: Said(
        "Expertise close", "Les notes sont rendues : le dossier peut aller au comité.", "turn"
    ),
    Stage.SHORTLISTED: Said(
        "Au comité", "Le dossier est inscrit au comité ; son avis est à enregistrer.", "turn"
    ),
    Stage.RECOMMENDED: Said("Avis favorable", "Le comité est favorable. La décision est à prendre.", "ok"),
    Stage.RECOMMENDED_WITH_CONDITIONS: Said(
        "Favorable sous conditions",
        "Le comité est favorable sous conditions. La décision est à prendre.",
        "ok",
    ),
    Stage.POSTPONED: Said("Ajournée", "Le comité a ajourné son avis : le dossier est à réinscrire.", "turn"),
    Stage.NOT_RECOMMENDED: Said(
        "Avis défavorable", "Le comité est défavorable. La décision est à prendre.", "no"
    ),
    Stage.ON_RESERVE: Said(
        "Liste complémentaire", "Le dossier est en liste complémentaire : il attend des crédits.", "info"
    ),
    Stage.AWARDED: Said("Retenue", "L’aide est attribuée et notifiée.", "ok"),
    Stage.REJECTED: Said("Non retenue", "La candidature est rejetée et le rejet est notifié.", "no"),
    Stage.AT_THE_TABLE: Said(
        "À la table", "La table commune construit le projet ; l’accord est à enregistrer.", "turn"
    ),
    Stage.AGREED: Said("Accord trouvé", "L’accord de la table est enregistré.", "ok"),
    Stage.CONVENTION_DRAFT: Said(
        "Convention à envoyer", "La convention est établie : à relire, puis à envoyer pour signature.", "turn"
    ),
    Stage.CONVENTION_SENT: Said(
        "Signature attendue", "La convention est envoyée : les deux signatures sont à enregistrer.", "info"
    ),
    Stage.CONVENTION_SIGNED: Said(
        "Convention signée", "Le rendez-vous de démarrage est à tenir ; l’avance s’ouvre ensuite.", "turn"
    ),
    Stage.RENOUNCED: Said("Aide abandonnée", "L’aide a été abandonnée ; les crédits sont libres."),
    Stage.STARTED: Said(
        "Démarrée", "Le projet a démarré : le rendez-vous à mi-parcours est à tenir.", "info"
    ),
    Stage.MIDTERM_HELD: Said(
        "Mi-parcours tenu", "Le rendez-vous à mi-parcours est tenu : le bilan est à tenir.", "info"
    ),
    Stage.FINAL_HELD: Said(
        "À clore", "Le bilan est tenu : le solde est à payer, puis le dossier à clore.", "turn"
    ),
    Stage.CLOSED: Said("Close", "Le dossier est clos.", "ok"),
    Stage.TERMINATED: Said("Résiliée", "La convention a été résiliée avant son terme.", "no"),
}
STAGES: Mapping[Audience, Mapping[Stage, Said]] = {
    Audience.APPLICANT: APPLICANT_STAGES,
    Audience.OFFICER: OFFICER_STAGES,
}

GROUPS: Mapping[Group, str] = {
    Group.LETTER: "Lettre d’intention",
    Group.DOSSIER: "Dossier",
    Group.ADMISSIBILITY: "Recevabilité",
    Group.REVIEW: "Expertise",
    Group.COMMITTEE: "Comité",
    Group.DECISION: "Décision",
    Group.CODESIGN: "Table commune",
    Group.CONVENTION: "Convention",
    Group.FOLLOW_UP: "Suivi",
}
OTHERS: Mapping[Part, str] = {
    Part.OFFICER: "le service instructeur",
    Part.MANAGER: "le responsable de l’appel",
}
"""Who has to act in the authority, to who reads without acting."""
OUTCOMES: Mapping[Outcome, Said] = {
    Outcome.AWARD: Said(
        "Retenue", "L’aide est attribuée pour le montant ci-dessous ; la convention suit.", "ok"
    ),
    Outcome.RESERVE: Said(
        "Liste complémentaire", "Elle pourra être retenue si des crédits se libèrent.", "info"
    ),
    Outcome.REJECT: Said(
        "Non retenue", "Les motifs ci-dessous sont notifiés, avec les voies de recours.", "no"
    ),
}
PAYMENT_STATES: Mapping[Audience, Mapping[str, Said]] = {
    Audience.APPLICANT: {
        "planned": Said("Prévu", "Ce versement s’ouvrira avec son rendez-vous."),
        "open": Said("À demander", "Vous pouvez demander ce versement.", "turn"),
        "requested": Said("Demandé", "Votre demande est transmise au service financier.", "info"),
        "paid": Said("Payé", "Ce versement a été payé.", "ok"),
        "cancelled": Said("Annulé", "Ce versement n’aura pas lieu.", "no"),
    },
    Audience.OFFICER: {
        "planned": Said("Prévu", "Le versement s’ouvre quand son rendez-vous est tenu."),
        "open": Said("Ouvert", "Le versement est ouvert : le bénéficiaire peut le demander.", "info"),
        "requested": Said("À payer", "Le bénéficiaire a demandé le versement.", "turn"),
        "paid": Said("Payé", "Le versement est payé.", "ok"),
        "cancelled": Said("Annulé", "Le versement est annulé.", "no"),
    },
}
VERDICTS: Mapping[str, Said] = {
    "holds": Said("Conforme", "La condition est remplie.", "ok"),
    "fails": Said("Non conforme", "La condition n’est pas remplie.", "no"),
}
REVIEW_STATES: Mapping[str, Said] = {
    "assigned": Said("À accepter", "L’expertise est proposée : l’expert l’accepte ou la décline.", "turn"),
    "accepted": Said("En cours", "L’expert a accepté et note le dossier.", "info"),
    "declined": Said("Déclinée", "L’expert a décliné ; un autre est à nommer.", "no"),
    "submitted": Said("Rendue", "L’expertise est rendue.", "ok"),
    "withdrawn": Said("Retirée", "Le service a retiré l’expert de ce dossier."),
}
CALL_STATES: Mapping[str, Said] = {
    "prepared": Said("En préparation", "L’appel n’est pas encore publié."),
    "open": Said("Ouvert", "L’appel est ouvert.", "ok"),
    "closed": Said("Clos", "L’appel ne prend plus de candidature.", "no"),
}
LEGAL_FORMS: Mapping[str, str] = {
    "association": "Association",
    "foundation": "Fondation",
    "commune": "Commune",
    "epci": "Intercommunalité (EPCI)",
    "company": "Entreprise",
    "cooperative": "Coopérative (Scop, Scic)",
    "public": "Établissement public",
}


def spoken(text: str, called: str = AUTHORITY, meetings: Meetings = UNNAMED) -> str:
    """A sentence of these tables with what the authority is called, {called}, {Called}, {of_called}, {to_called}, and
    what the call calls its rendezvous, {kickoff}, {midterm}, {final}.
    """
    filled = text.format(
        called=called,
        Called=sentence_start(called),
        of_called=of(called),
        to_called=to(called),
        **phrases(meetings),
    )
    return typo(filled)


def stage_word(stage: Stage, audience: Audience) -> str:
    """The stage in a word or three, for a pill."""
    return STAGES[audience][stage].word


def stage_tone(stage: Stage, audience: Audience) -> str:
    """The tone of that pill: 'turn' when the reader has to act."""
    return STAGES[audience][stage].tone


def stage_sentence(stage: Stage, audience: Audience, called: str = AUTHORITY) -> str:
    """Where the application stands, in one sentence."""
    return spoken(STAGES[audience][stage].sentence, called)
