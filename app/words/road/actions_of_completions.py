"""The words of a request for completion: asked, extended, corrected, withdrawn, answered."""

from collections.abc import Mapping

from app.domain.workflow import Action
from app.words.road.action_words import ActionWords, FieldWords, Place
from app.words.silence import THEIRS, suspended

COMPLETIONS: Mapping[Action, ActionWords] = {
    Action.REQUEST_COMPLETION: ActionWords(
        applicant="Demande de complément",
        officer="Demander un complément",
        journal="a demandé un complément",
        told="{Called} vous a demandé un complément.",
        title="Demander un complément au porteur",
        effect="Le dossier se rouvre au porteur, qui reçoit votre demande par courriel avec sa date limite. "
        + suspended(THEIRS),
        done="La demande de complément est envoyée.",
        tone="quiet",
        place=Place.CASE,
        mark="turn",
        fields={
            "due_on": FieldWords(
                "Date limite de la réponse", "Vide : le délai prévu par l’appel. À la fin de ce jour."
            )
        },
    ),
    Action.EXTEND_COMPLETION: ActionWords(
        applicant="Délai du complément prolongé",
        officer="Prolonger le délai du complément",
        journal="a prolongé le délai du complément",
        told="{Called} vous laisse plus de temps pour votre complément.",
        title="Laisser plus de temps au porteur",
        effect="Le porteur reçoit la nouvelle date par courriel. " + suspended(THEIRS),
        done="Le délai est prolongé. Le porteur en est averti.",
        tone="quiet",
        place=Place.CASE,
        mark="turn",
    ),
    Action.CORRECT_COMPLETION: ActionWords(
        applicant="Demande de complément corrigée",
        officer="Corriger la demande de complément",
        journal="a corrigé la demande de complément",
        told="{Called} a corrigé sa demande de complément.",
        title="Corriger la demande de complément",
        effect="Le porteur reçoit par courriel ce qui change ; ce qu’il a écrit d’autre est gardé, sans être envoyé.",
        done="La demande est corrigée. Le porteur est averti de ce qui change.",
        tone="quiet",
        place=Place.CASE,
        mark="turn",
        fields={
            "due_on": FieldWords(
                "Date limite de la réponse", "Vide : la date actuelle. À la fin de ce jour."
            ),
            "reason": FieldWords("Ce que vous corrigez, et pourquoi", "Le porteur le lira tel quel."),
        },
    ),
    Action.WITHDRAW_COMPLETION: ActionWords(
        applicant="Demande de complément retirée",
        officer="Retirer la demande de complément",
        journal="a retiré la demande de complément",
        told="{Called} a retiré sa demande de complément : vous n’avez plus rien à envoyer.",
        title="Retirer la demande de complément",
        effect="Le porteur l’apprend par courriel. Le dossier revient à l’instruction tel qu’il a été déposé, et le "
        "délai au terme duquel le silence vaut rejet reprend.",
        done="La demande est retirée. Le porteur est averti.",
        tone="quiet",
        place=Place.CASE,
        mark="ok",
    ),
    Action.COMPLETE: ActionWords(
        applicant="Envoyer le complément",
        officer="Complément du porteur",
        journal="a envoyé le complément demandé",
        told="Vous avez envoyé le complément demandé.",
        title="Envoyer votre complément",
        effect="Une nouvelle version de votre dossier est transmise {to_called} avec votre réponse ; la précédente "
        "est gardée. Vous recevez aussitôt un accusé de réception.",
        done="Votre complément est bien envoyé. L’accusé de réception part par courriel.",
        place=Place.FILING,
        mark="ok",
    ),
}
