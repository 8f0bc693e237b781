"""What actions are called: the button, the page that confirms, the journal, what the applicant reads of it."""

from collections.abc import Mapping
from typing import Final

from app.domain.whole import whole
from app.domain.workflow import Action
from app.words.labels import AUTHORITY, Audience, spoken
from app.words.meetings import UNNAMED, Meetings
from app.words.road.action_words import ActionWords, Place, Tone
from app.words.road.actions_after_decision import AFTER_DECISION
from app.words.road.actions_of_completions import COMPLETIONS
from app.words.road.actions_to_decision import TO_DECISION
from app.words.typography import typo

ACTIONS: Final[Mapping[Action, ActionWords]] = whole(Action, {**TO_DECISION, **COMPLETIONS, **AFTER_DECISION})

DONE_BY_TEAM = frozenset({Action.SUBMIT_LETTER, Action.SUBMIT_DOSSIER, Action.COMPLETE, Action.WITHDRAW})
"""The actions that nobody but the team of the application does."""

OTHER_VERBS: Mapping[str, str] = {
    "begin": "a commencé la candidature",
    "describe_organisation": "a mis à jour la fiche de la structure",
    "invite_to_team": "a invité une personne dans l’équipe",
    "accept_invitation": "a rejoint l’équipe, après invitation, et ne juge plus rien de la candidature",
    "decline_invitation": "a décliné une invitation dans l’équipe",
    "remove_from_team": "a retiré une personne de l’équipe",
    "take_charge": "a désigné le chargé de mission",
    "open_call": "a ouvert l’appel",
    "close_call": "a clos l’appel",
    "start_edition": "a commencé une édition des règles",
    "write_edition": "a modifié les règles d’une édition",
    "join_piece": "a joint une pièce",
    "remove_piece": "a retiré une pièce",
    "find_infected": "a trouvé une pièce dangereuse",
    "keep_aid": "a gardé l’aide la plus haute de ce qui était déposé",
    "judge": "a jugé une ligne de la recevabilité",
    "set_targets": "a fixé le départ et les cibles des indicateurs",
    "report_indicators": "a renseigné les indicateurs",
    "assign_reviewer": "a désigné un expert",
    "unassign_reviewer": "a retiré un expert",
    "move_review": "a changé le dernier jour d’une expertise",
    "accept_review": "a accepté l’expertise",
    "decline_review": "a décliné l’expertise",
    "submit_review": "a rendu son expertise",
    "rectify_check": "a rectifié une ligne de la recevabilité",
    "rectify_review": "a rendu une expertise à son expert, pour qu’il la reprenne",
    "record_consensus": "a enregistré les notes de consensus",
    "declare_interest": "a déclaré un intérêt",
    "confirm_interest": "a reconnu l’intérêt d’une personne",
    "set_interest_aside": "a écarté un rapprochement, avec un motif",
    "attest_no_interest": "a attesté n’avoir aucun intérêt dans ce qui lui était montré d’une vague",
    "enter_interest": "a enregistré l’intérêt qu’une personne a dit de vive voix",
    "rectify_interest": "a rectifié ou levé un intérêt déclaré",
    "rectify_finding": "a rectifié ou levé un intérêt reconnu",
    "seal_interests": "a scellé les intérêts enregistrés avant que ces lignes ne le soient",
    "ask_opinion": "a demandé un avis",
    "give_opinion": "a donné son avis",
    "give_seat": "a donné un siège au comité",
    "take_seat": "a repris un siège au comité",
    "hold_sitting": "a enregistré la séance du comité",
    "take_attendance": "a enregistré les présences de la séance du comité",
    "rectify_sitting": "a rectifié la séance du comité",
    "rectify_opinion": "a rectifié l’avis du comité",
    "set_decision_aside": "a écarté la décision provisoire, prise sur l’avis d’avant",
    "close_sitting": "a clos la séance du comité",
    "print_document": "a imprimé un document, gardé tel quel",
    "keep_document": "a gardé ce que dit un document, à sa première lecture",
    "fix_list": "a arrêté la liste d’une vague pour son tirage au sort",
    "publish_seed": "a publié la graine d’un tirage au sort",
    "record_decision": "a enregistré la décision, encore provisoire",
    "release_decisions": "a publié les décisions",
    "create_person": "a créé une personne",
    "give_role": "a donné un rôle",
    "take_role": "a retiré un rôle",
    "suspend_person": "a suspendu l’accès d’une personne",
    "restore_person": "a rétabli l’accès d’une personne",
    "create_token": "a créé un jeton d’API",
    "revoke_token": "a révoqué un jeton d’API",
    "request_payment": "a demandé un versement",
    "pay": "a enregistré un paiement",
    "rectify_payment": "a rectifié un paiement",
    "cancel_payment": "a annulé un versement",
}
"""What the journal keeps besides the moves, by its verb."""

_DEEDS: Mapping[str, str] = {
    "judge": "remplir la grille de recevabilité",
    "rectify_line": "rectifier une ligne de la grille",
    "set_targets": "fixer les cibles des indicateurs",
    "report_kickoff": "renseigner les indicateurs du démarrage",
    "report_midterm": "renseigner les indicateurs à mi-parcours",
    "report_final": "renseigner les indicateurs du bilan",
    "describe_organisation": "corriger la fiche de la structure",
    "join_piece": "joindre une pièce",
    "remove_piece": "retirer une pièce",
    "write_letter": "écrire dans la lettre",
    "write_dossier": "écrire dans le dossier",
    "ask_opinion": "demander un avis",
    "give_opinion": "donner un avis",
    "write_reply": "répondre à une demande de complément",
    "write_review": "noter le dossier",
    "assign": "désigner un expert",
    "reopen": "rendre une expertise à son expert",
    "record_consensus": "enregistrer les notes de consensus",
    "record_decision": "enregistrer la décision",
    "take_back_payment": "reprendre un paiement",
}


def button(action: Action, audience: Audience, meetings: Meetings = UNNAMED) -> str:
    """What the action is called by who reads: an infinitive for who does it, a noun for who learns of it."""
    words = ACTIONS[action]
    return spoken(words.applicant if audience is Audience.APPLICANT else words.officer, meetings=meetings)


def tone(action: Action) -> Tone:
    """How its button looks: the main one, a quiet one, or one that ends something."""
    return ACTIONS[action].tone


def place(action: Action) -> Place:
    """Where its button is, besides the page of the application."""
    return ACTIONS[action].place


def confirmation(action: Action, called: str = AUTHORITY, meetings: Meetings = UNNAMED) -> tuple[str, str]:
    """The title of the page that confirms the action, and the sentence that says what will happen."""
    words = ACTIONS[action]
    return spoken(words.title, called, meetings), spoken(words.effect, called, meetings)


def done(action: Action, called: str = AUTHORITY, meetings: Meetings = UNNAMED) -> str:
    """What is said once it happened."""
    return spoken(ACTIONS[action].done, called, meetings)


VERBS = frozenset(action.value for action in Action)
JOURNAL_VERBS: Final = VERBS | OTHER_VERBS.keys()
"""All that the journal may keep."""


def journal_word(verb: str, meetings: Meetings = UNNAMED) -> str:
    """What the journal says after a name: « a déclaré le dossier recevable ». An unknown verb is given as it is."""
    if verb in VERBS:
        return spoken(ACTIONS[Action(verb)].journal, meetings=meetings)
    return typo(OTHER_VERBS.get(verb, verb))


def journal_choices() -> list[tuple[str, str]]:
    """The acts that one may look for in the journal, each verb with its words, in the order of the words."""
    said = ((verb, journal_word(verb)) for verb in JOURNAL_VERBS)
    return sorted(said, key=lambda choice: choice[1])


def told_to_applicant(action: Action, called: str = AUTHORITY, meetings: Meetings = UNNAMED) -> str:
    """The line of the applicant's own timeline, a whole sentence without the name of any officer."""
    return spoken(ACTIONS[action].told, called, meetings)


def doing(action: str) -> str:
    """What somebody wanted to do, inside a sentence: « joindre une pièce »; nothing for what has no name here."""
    if action in VERBS:
        words = ACTIONS[Action(action)]
        named = words.applicant if Action(action) in DONE_BY_TEAM else words.officer
        return spoken(named[:1].lower() + named[1:])
    return typo(_DEEDS.get(action, ""))
