"""What each mail is given, as the acts that send it do: facts, the payload as sent, what the effect told."""

from typing import Any

from app.domain.workflow import Message

FACTS: dict[str, Any] = {
    "reference": "TL26-0042",
    "title": "La Forge de Bellac : atelier partagé",
    "call_title": "Tiers-lieux 2026",
    "authority": "Région Nouvelle-Aquitaine",
    "called": "la Région",
    "service": "Service de l’innovation sociale",
    "address": "14 rue François-de-Sourdis, 33000 Bordeaux",
    "phone": "05 57 57 80 00",
    "contact": "tiers-lieux@region.example",
    "timezone": "Europe/Paris",
    "appeal": "La décision peut être contestée dans les deux mois de sa notification.",
    "convention": True,
    "follow_up": True,
    "meetings": {"kickoff": "Lancement", "midterm": "Point d’étape", "final": "Bilan partagé"},
    "link": "https://aap.region.example/candidatures/TL26-0042",
    "name": "Claire Duval",
}
_FILED: dict[str, Any] = {
    "form": "dossier",
    "number": 2,
    "sha256": "ab" * 32,
    "document": 7,
    "filed_at": "2026-06-02T15:42:05+00:00",
    "silence_at": "2026-08-02T21:59:59+00:00",
}
_DECIDED: dict[str, Any] = {
    "amount_cents": 4_800_000,
    "conditions": "Fournir l’accord du propriétaire.",
    "reasons": "Le partenariat est solide ; le lieu est ouvert à tous.",
    "deliberation": "2026.1234.SP",
    "deliberated_on": "2026-09-24",
}
_UNDECIDED: dict[str, Any] = {
    "amount_cents": 0,
    "conditions": "",
    "reasons": "",
    "deliberation": "",
    "deliberated_on": None,
}
_MET: dict[str, Any] = {
    "held_on": "2027-04-02",
    "place": "Bellac, mairie",
    "attendees": "Le collectif, la commune, la Région.",
    "minutes": "Le plan de financement a été revu poste par poste.",
}
_OPENED = [{"label": "Avance à la signature", "amount_cents": 1_440_000}]
_REASON = {"reason": "Le projet ne relève pas de l’appel : il concerne un commerce."}
_ASKED: dict[str, Any] = {
    "text": "L’attestation d’assurance a expiré.",
    "pieces": ["insurance"],
    "parts": ["Modèle économique"],
    "budget": True,
    "asked": ["Attestation d’assurance"],
    "due_at": "2026-06-18T21:59:59+00:00",
}

FULL: dict[str, dict[str, Any]] = {
    Message.LETTER_RECEIVED: {**_FILED, "form": "letter", "number": 1},
    Message.INVITED: {"due_at": "2026-06-18T16:00:00+00:00", "due_on": "2026-06-18", "note": "À bientôt !"},
    Message.LETTER_DECLINED: _REASON,
    Message.LETTER_RETURNED: {**_REASON, "due_at": "2026-06-18T21:59:59+00:00"},
    Message.DOSSIER_RECEIVED: _FILED,
    Message.WITHDRAWN: _REASON,
    Message.EXPIRED: {},
    Message.COMPLETION_REQUESTED: _ASKED,
    Message.COMPLETION_EXTENDED: {
        **_ASKED,
        "was_due_at": "2026-06-10T21:59:59+00:00",
        "note": "Prenez le temps.",
    },
    Message.COMPLETION_CORRECTED: {
        **_ASKED,
        "reason": "Le bail n’était pas à refaire.",
        "was": "Le bail et l’attestation ont expiré.",
        "was_due_at": "2026-06-10T21:59:59+00:00",
        "added": ["Modèle économique"],
        "dropped": ["Bail"],
        "budget_added": True,
        "budget_dropped": False,
    },
    Message.COMPLETION_WITHDRAWN: {**_REASON, "silence_at": "2026-08-02T21:59:59+00:00"},
    Message.COMPLETION_RECEIVED: _FILED,
    Message.ADMISSIBLE: {"note": "Bravo."},
    Message.INADMISSIBLE: {
        **_REASON,
        "failed": [{"article": "Article 3", "refusal": "Le lieu n’est pas dans la région."}],
    },
    Message.AWARDED: _DECIDED,
    Message.KEPT_ON_RESERVE: _DECIDED,
    Message.REJECTED: {**_DECIDED, "amount_cents": 0, "conditions": ""},
    Message.AT_THE_TABLE: {"note": "Première séance le 4 mars."},
    Message.AGREED: {
        "commitments": "Locaux, deux animateurs.",
        "amount": "30000.00",
        "amount_cents": 3_000_000,
    },
    Message.CONVENTION_TO_SIGN: {
        "number": "2026-TL-0007",
        "version": 2,
        "content_sha256": "cd" * 32,
        "document": 8,
        "note": "Merci.",
    },
    Message.CONVENTION_RECALLED: {**_REASON, "number": "2026-TL-0007", "version": 2},
    Message.CONVENTION_SIGNED: {
        "number": "2026-TL-0007",
        "signed_on": "2027-03-12",
        "signed_by_beneficiary_on": "2027-03-04",
        "signed_by_authority_on": "2027-03-12",
    },
    Message.RENOUNCED: {**_REASON, "number": "2026-TL-0007"},
    Message.KICKOFF_HELD: {**_MET, "kind": "kickoff", "plan_studied": True, "opened": _OPENED},
    Message.MIDTERM_HELD: {**_MET, "kind": "midterm", "adjustments": "Calendrier.", "opened": _OPENED},
    Message.FINAL_HELD: {**_MET, "kind": "final", "prospects": "Autonomie.", "opened": _OPENED},
    Message.CLOSED: {"note": "Merci."},
    Message.TERMINATED: {**_REASON, "paid_cents": 1_440_000},
    "password_changed": {"removed": False},
    "role_given": {
        "by": "Ada Chef",
        "person": "Lina Neuve",
        "email": "lina@region.example",
        "role": "auditor",
        "until": "2027-06-30",
    },
    "team_invitation": {"by": "Claire Duval", "role": "editor", "name": "", "answers": True},
    "review_assigned": {"due_at": "2027-02-15T22:59:59+00:00"},
    "review_moved": {"due_at": "2027-02-15T22:59:59+00:00", "was_due_at": "2027-02-01T22:59:59+00:00"},
    "review_reopened": {"reason": "Le critère « Ouverture » n’a pas de motif."},
    "review_returned": {"expert": "Nora Blin"},
    "review_declined": {"expert": "Nora Blin", "reason": "Le sujet n’est pas le mien."},
    "interest_entered": {
        "by": "Inès Caron",
        "nature": "mandate",
        "heard": "Je siège à son conseil depuis juin.",
        "said_at": "2026-06-02T15:42:05+00:00",
    },
    "interest_lifted": {
        "reason": "Le mandat a pris fin en octobre.",
        "lifted_at": "2026-06-02T15:42:05+00:00",
    },
    "interest_declared": {"person": "Nora Blin", "nature": "work", "review": True},
    "organisation_corrected": {
        **_REASON,
        "was": {"name": "La Forge", "siret": ""},
        "became": {"name": "La Grange", "siret": "21060004500392"},
    },
    "opinion_asked": {"question": "Le bâtiment est-il aux normes ?", "due_at": "2026-06-18T21:59:59+00:00"},
    "payment_made": {"label": "Avance", "amount_cents": 1_440_000, "paid_on": "2027-03-20"},
    "payment_rectified": {
        "label": "Avance",
        "was_cents": 1_440_000,
        "was_on": "2027-03-20",
        "amount_cents": 1_400_000,
        "paid_on": "2027-03-21",
        "reason": "Le mandat porte un autre montant.",
    },
    "deadline_reminder": {"stage": "letter_draft", "due_at": "2026-06-18T16:00:00+00:00"},
}
"""Each mail with all that it may be given."""

_BARELY: dict[str, Any] = {
    "text": "Précisez le calendrier.",
    "asked": [],
    "due_at": "2026-06-18T21:59:59+00:00",
}

BARE: dict[str, dict[str, Any]] = {
    **FULL,
    Message.LETTER_RECEIVED: {**_FILED, "silence_at": None},
    Message.INVITED: {"due_at": "2026-06-18T16:00:00+00:00"},
    Message.WITHDRAWN: {},
    Message.COMPLETION_EXTENDED: {**_BARELY, "budget": False, "was_due_at": "2026-06-10T21:59:59+00:00"},
    Message.COMPLETION_CORRECTED: {
        **_BARELY,
        "reason": "La date était fausse.",
        "was": "",
        "was_due_at": "",
        "added": [],
        "dropped": [],
        "budget_added": False,
        "budget_dropped": True,
    },
    Message.COMPLETION_WITHDRAWN: {**_REASON, "silence_at": None},
    Message.COMPLETION_REQUESTED: _BARELY,
    Message.ADMISSIBLE: {},
    Message.INADMISSIBLE: {**_REASON, "failed": []},
    Message.AWARDED: _UNDECIDED,
    Message.KEPT_ON_RESERVE: _UNDECIDED,
    Message.REJECTED: _UNDECIDED,
    Message.AT_THE_TABLE: {},
    Message.AGREED: {"commitments": "Locaux, deux animateurs.", "amount_cents": 0},
    Message.CONVENTION_TO_SIGN: {"number": "2026-TL-0007", "version": 1, "content_sha256": "cd" * 32},
    Message.RENOUNCED: _REASON,
    Message.KICKOFF_HELD: {**_MET, "kind": "kickoff", "opened": []},
    Message.MIDTERM_HELD: {**_MET, "kind": "midterm", "opened": []},
    Message.FINAL_HELD: {**_MET, "kind": "final", "opened": []},
    Message.CLOSED: {},
    Message.TERMINATED: {**_REASON, "paid_cents": 0},
    "organisation_corrected": {**_REASON, "was": {"rna": "W123456789"}, "became": {"rna": ""}},
    "opinion_asked": {"question": "", "due_at": "2026-06-18T21:59:59+00:00"},
    "password_changed": {"removed": True},
    "role_given": {
        "by": "Maillage",
        "person": "Lina Neuve",
        "email": "lina@region.example",
        "role": "manager",
        "until": None,
        "call_title": "",
    },
}
"""Each mail with the least that it may be given: what is optional left out."""
